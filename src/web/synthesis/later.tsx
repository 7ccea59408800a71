import { type JSX, type ReactNode, startTransition, useEffect, useMemo, useRef, useState } from "react";

/** A part out of sight waits for a quiet moment, and no longer than this. */
const LATEST = 600;

/**
 * A part of a long page. In view it follows at once; out of sight it keeps what it showed until the page has time,
 * so that no reader waits for what is not to be seen.
 *
 * @param ready it follows at once wherever it is: that takes no time worth telling
 */
export function Later(props: { readonly ready?: boolean; readonly children: () => ReactNode }): JSX.Element {
  const { children, ready = false } = props;
  const frame = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState(true);
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => setSeen(entries.at(-1)!.isIntersecting));
    if (frame.current !== null) observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);
  const draw = useWhenSeen(children, seen || ready, children);
  const shown = useMemo(() => draw(), [draw]);
  return (
    <div ref={frame} className="later">
      {shown}
    </div>
  );
}

/** The value where it is seen; elsewhere the one shown before (at first `before`), until the page has time. */
export function useWhenSeen<T>(value: T, seen: boolean, before: T): T {
  return useInTime(value, seen, before, whenQuiet);
}

/**
 * The value before, until the frame after its change is on the screen: what matters most is shown first.
 *
 * @param together what follows is drawn quickly: it comes in the same frame, which is there sooner than a second one
 */
export function useAfterPaint<T>(value: T, together: boolean): T {
  return useInTime(value, together, value, afterPaint);
}

/** Does something later; what it returns calls it off. */
type Schedule = (work: () => void) => () => void;

function useInTime<T>(value: T, now: boolean, before: T, schedule: Schedule): T {
  const shown = useRef(now ? value : before);
  const [, again] = useState({});
  useEffect(() => {
    if (now) shown.current = value;
    if (shown.current === value) return;
    return schedule(() => {
      shown.current = value;
      startTransition(() => again({}));
    });
  }, [value, now, schedule]);
  return now ? value : shown.current;
}

/** Does something as soon as the page has nothing else to do. */
export function whenQuiet(work: () => void): () => void {
  // Not every browser says when it is idle.
  if (typeof requestIdleCallback === "function") {
    const id = requestIdleCallback(work, { timeout: LATEST });
    return () => cancelIdleCallback(id);
  }
  const id = setTimeout(work, 100);
  return () => clearTimeout(id);
}

function afterPaint(work: () => void): () => void {
  let task: ReturnType<typeof setTimeout> | undefined;
  const follow = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(task);
    work();
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
}
