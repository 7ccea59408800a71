/** Scrolls one frame, and nothing around it, so that an element stands at its start or in its middle. */
export function bringIntoView(
  frame: HTMLElement | null,
  element: Element | null | undefined,
  where: "start" | "center",
): void {
  if (frame === null || element === null || element === undefined) return;
  const outer = frame.getBoundingClientRect();
  const inner = element.getBoundingClientRect();
  const room = where === "start" ? 8 : (frame.clientHeight - inner.height) / 2;
  const aside = inner.left < outer.left || inner.right > outer.left + frame.clientWidth;
  frame.scrollBy({
    top: inner.top - outer.top - room,
    left: aside ? inner.left - outer.left - frame.clientWidth / 2 : 0,
  });
}
