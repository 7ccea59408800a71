import { type PointerEvent, useEffect, useRef, useState } from "react";
import { directionOf, type Swipe, swipeOf } from "./swipe.ts";

interface Handlers {
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerCancel: () => void;
}

/**
 * Sideways drags of a sheet by finger or pen. The browser keeps scrolling and zooming (`touch-action`
 * says so and cancels the pointer), and a drag that selects text is none.
 */
export function useSwipe(
  onLand: (lands: "include" | "exclude") => void,
  active: boolean,
): { readonly swipe: Swipe | null; readonly handlers: Handlers } {
  const [swipe, show] = useState<Swipe | null>(null);
  // Several movements may come before the next render; what counts is where the finger is.
  const now = useRef<Swipe | null>(null);
  const setSwipe = (next: Swipe | null): void => {
    now.current = next;
    show(next);
  };
  const start = useRef<{ readonly id: number; readonly x: number; readonly y: number } | null>(null);
  const end = (): void => {
    start.current = null;
    setSwipe(null);
  };
  useEffect(() => {
    if (swipe === null) return;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === "Escape") end();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  });
  const handlers: Handlers = {
    onPointerDown: (event) => {
      if (start.current !== null || !event.isPrimary) return end();
      if (!active || event.pointerType === "mouse" || selects()) return;
      if (event.target instanceof Element && event.target.closest("a, button, input, textarea") !== null)
        return;
      start.current = { id: event.pointerId, x: event.clientX, y: event.clientY };
    },
    onPointerMove: (event) => {
      const from = start.current;
      if (from === null || event.pointerId !== from.id) return;
      const dx = event.clientX - from.x;
      if (now.current === null) {
        const direction = directionOf(dx, event.clientY - from.y);
        if (direction === "undecided") return;
        if (direction === "other" || selects()) return end();
        event.currentTarget.setPointerCapture(event.pointerId);
      }
      setSwipe(swipeOf(dx, event.currentTarget.clientWidth));
    },
    onPointerUp: (event) => {
      if (start.current === null || event.pointerId !== start.current.id) return;
      const lands = now.current?.lands ?? null;
      end();
      if (lands !== null) onLand(lands);
    },
    onPointerCancel: end,
  };
  return { swipe, handlers };
}

function selects(): boolean {
  return getSelection()?.isCollapsed === false;
}
