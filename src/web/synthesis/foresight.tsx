import {
  createContext,
  type JSX,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
} from "react";
import type { Shown } from "./shown.ts";

/** A part of the page that can prepare itself. */
interface Part {
  /** Draws or computes ahead what it would show. */
  readonly prepare: (next: Shown) => void;
  /** Nothing is pointed at any more. */
  readonly forget?: () => void;
}

interface Foresight {
  readonly parts: Set<Part>;
  /**
   * Prepares what a choice would show, as soon as the page has nothing else to do; null: nothing is pointed at, and what
   * was prepared goes.
   */
  readonly foresee: (find: (() => Shown | null) | null) => void;
}

const Foreseen = createContext<Foresight | null>(null);

/**
 * While a reader points at a choice, what it would show is computed and drawn in the page's idle time, a part at a
 * time, so that choosing has only to put it in place. Nothing is shown before it is chosen.
 */
export function Foreseeing(props: { readonly children: ReactNode }): JSX.Element {
  const foresight = useMemo(makeForesight, []);
  useEffect(() => () => foresight.foresee(null), [foresight]);
  return <Foreseen value={foresight}>{props.children}</Foreseen>;
}

/** Checked: tests/web/synthesis-foresight.test.ts. */
export function makeForesight(): Foresight {
  const parts = new Set<Part>();
  let callOff = (): void => undefined;
  return {
    parts,
    foresee: (find) => {
      callOff();
      if (find === null) {
        callOff = whenIdle(() => {
          for (const part of parts) part.forget?.();
        });
        return;
      }
      callOff = whenIdle(() => {
        const next = find();
        if (next === null || next.computed.pooled === null) return;
        const waiting = [...parts];
        const step = (): void => {
          waiting.shift()?.prepare(next);
          if (waiting.length > 0) callOff = whenIdle(step);
        };
        step();
      });
    },
  };
}

/** Idle time is used as it comes; some browsers offer none while nothing moves on the page. */
const LATEST = 100;

/** Browsers that say nothing of idle time prepare nothing: choosing does the work then. */
function whenIdle(work: () => void): () => void {
  if (typeof requestIdleCallback !== "function") return () => undefined;
  const id = requestIdleCallback(work, { timeout: LATEST });
  return () => cancelIdleCallback(id);
}

/** Prepares what a choice would show; does nothing outside of a page that foresees. */
export function useForesee(): Foresight["foresee"] {
  const foresight = useContext(Foreseen);
  return useCallback((find) => foresight?.foresee(find), [foresight]);
}

/** Has a part of the page prepared for what is pointed at; `prepare` null: it has nothing to prepare. */
export function useForeseen(prepare: Part["prepare"] | null, forget?: () => void): void {
  const foresight = useContext(Foreseen);
  const latest = useRef({ prepare, forget });
  useLayoutEffect(() => {
    latest.current = { prepare, forget };
  });
  useEffect(() => {
    if (foresight === null) return;
    const part: Part = {
      prepare: (next) => latest.current.prepare?.(next),
      forget: () => latest.current.forget?.(),
    };
    foresight.parts.add(part);
    return () => void foresight.parts.delete(part);
  }, [foresight]);
}
