import { type JSX, type ReactNode, useEffect, useRef, useState } from "react";

/** Something that may be wider than the page: scrolled by touch, wheel or, when it overflows, by keyboard. */
export function Frame(props: {
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
}): JSX.Element {
  const ref = useRef<HTMLDivElement>(null);
  const [overflows, setOverflows] = useState(false);
  useEffect(() => {
    const frame = ref.current;
    if (frame === null) return;
    const measure = (): void => setOverflows(frame.scrollWidth > frame.clientWidth);
    const observer = new ResizeObserver(measure);
    observer.observe(frame);
    // What is inside may grow without the frame: a font that arrives, other numbers.
    for (const inside of frame.children) observer.observe(inside);
    measure();
    return () => observer.disconnect();
  }, []);
  return (
    <div
      ref={ref}
      className={props.className ?? "table-frame"}
      {...(overflows ? { tabIndex: 0, role: "region", "aria-label": props.label } : {})}
    >
      {props.children}
    </div>
  );
}
