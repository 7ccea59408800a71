import { element, round } from "../svg.ts";
import type { ForestPlacing } from "./forest-place.ts";
import type { ForestStyle } from "./forest-style.ts";

type Place = Pick<ForestPlacing, "x" | "axis">;

/** An interval with caps at its ends, and a filled arrow where it leaves the axis. */
export function intervalMark(
  low: number,
  high: number,
  y: number,
  { x, axis }: Place,
  mark: { readonly stroke: string; readonly cap: number; readonly wide?: number; readonly dash?: string },
): string {
  const [from, to] = [Math.max(low, axis.low), Math.min(high, axis.high)];
  if (from > to)
    return arrow(low > axis.high ? x(axis.high) : x(axis.low), y, low > axis.high ? 1 : -1, mark.stroke);
  const cap = (value: number): string =>
    mark.cap > 0 ? `M${round(x(value))} ${round(y - mark.cap)}v${round(2 * mark.cap)}` : "";
  const line = element("path", {
    d: `M${round(x(from))} ${round(y)}H${round(x(to))}`,
    stroke: mark.stroke,
    "stroke-width": mark.wide ?? 1,
    "stroke-dasharray": mark.dash,
    fill: "none",
  });
  const caps = (low >= axis.low ? cap(low) : "") + (high <= axis.high ? cap(high) : "");
  return (
    line +
    (caps === "" ? "" : element("path", { d: caps, stroke: mark.stroke, "stroke-width": 1, fill: "none" })) +
    (low < axis.low ? arrow(x(axis.low), y, -1, mark.stroke) : "") +
    (high > axis.high ? arrow(x(axis.high), y, 1, mark.stroke) : "")
  );
}

function arrow(tip: number, y: number, direction: 1 | -1, fill: string): string {
  const back = tip - 5 * direction;
  return element("path", {
    d: `M${round(tip)} ${round(y)}L${round(back)} ${round(y - 2.8)}L${round(back)} ${round(y + 2.8)}Z`,
    fill,
  });
}

/** A square whose area follows the weight; without weights all are of one size. */
export function squareMark(
  estimate: number,
  weight: number | null,
  y: number,
  { x, axis, largest }: ForestPlacing,
  style: ForestStyle,
): string {
  if (estimate < axis.low || estimate > axis.high) return "";
  const [most, least] = style.square;
  const share = largest > 0 ? (weight ?? 0) / largest : 0.2;
  const side = Math.max(least, most * Math.sqrt(share));
  const at = x(estimate);
  return element("rect", {
    x: at - side / 2,
    y: y - side / 2,
    width: side,
    height: side,
    fill: style.squares,
  });
}

/** A diamond from one limit to the other, cut off at the ends of the axis. */
export function diamondMark(
  one: { readonly estimate: number; readonly low: number; readonly high: number },
  y: number,
  half: number,
  { x, axis }: Place,
  fill: Readonly<Record<string, string | number>>,
): string {
  const { estimate, low, high } = one;
  const left = Math.max(low, axis.low);
  const right = Math.min(high, axis.high);
  if (left > right)
    return arrow(
      low > axis.high ? x(axis.high) : x(axis.low),
      y,
      low > axis.high ? 1 : -1,
      String(fill["fill"]),
    );
  /** Half the diamond's height over a value. */
  const over = (value: number): number => {
    const span = value < estimate ? estimate - low : high - estimate;
    return span > 0 ? half * (1 - Math.abs(value - estimate) / span) : half;
  };
  const middle = Math.min(Math.max(estimate, left), right);
  const corners = [
    [left, -over(left)],
    [middle, -over(middle)],
    [right, -over(right)],
    [right, over(right)],
    [middle, over(middle)],
    [left, over(left)],
  ] as const;
  return element("path", {
    d: `M${corners.map(([value, dy]) => `${round(x(value))} ${round(y + dy)}`).join("L")}Z`,
    ...fill,
  });
}
