import { type JSX, type ReactNode, startTransition, useEffect, useMemo, useRef, useState } from "react";

/** What is this near to the window counts as seen. */
const MARGIN = "300px";
/** A part out of sight waits for a quiet moment, and no longer than this. */
const LATEST = 600;

/**
 * A part of a long page. In view it follows at once; out of sight it keeps what it showed until the page has time,
 * so that no reader waits for what is not to be seen.
 */
export function Later(props: { readonly children: () => ReactNode }): JSX.Element {
  const { children } = props;
  const frame = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(true);
  const [settled, settle] = useState<{ readonly draw: () => ReactNode }>({ draw: children });
  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) => setNear(entries.some(({ isIntersecting }) => isIntersecting)),
      { rootMargin: MARGIN },
    );
    if (frame.current !== null) observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (settled.draw === children) return;
    if (near) return settle({ draw: children });
    return whenQuiet(() => startTransition(() => settle({ draw: children })));
  }, [children, near, settled]);
  const draw = near ? children : settled.draw;
  const shown = useMemo(() => draw(), [draw]);
  return (
    <div ref={frame} className="later">
      {shown}
    </div>
  );
}

function whenQuiet(work: () => void): () => void {
  // Not every browser says when it is idle.
  if (typeof requestIdleCallback === "function") {
    const id = requestIdleCallback(work, { timeout: LATEST });
    return () => cancelIdleCallback(id);
  }
  const id = setTimeout(work, 100);
  return () => clearTimeout(id);
}

/** The value before, until the frame after its change is on the screen: what matters most is shown first. */
export function useAfterPaint<T>(value: T): T {
  const [shown, show] = useState<{ readonly value: T }>({ value });
  useEffect(() => {
    if (shown.value === value) return;
    let task: ReturnType<typeof setTimeout> | undefined;
    const follow = (): void => {
      cancelAnimationFrame(frame);
      clearTimeout(task);
      startTransition(() => show({ value }));
    };
    const frame = requestAnimationFrame(() => {
      clearTimeout(task);
      task = setTimeout(follow);
    });
    // A page in the background has no frames.
    task = setTimeout(follow, 200);
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(task);
    };
  }, [value, shown]);
  return shown.value;
}
