import { textWidth } from "./measure-text.ts";
import { type PlotArea, write } from "./plot-area.ts";

/** A drawn point that may be named. */
export interface NamedPoint {
  readonly label: string;
  /** Place in pixels. */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** The most important are named first. */
  readonly importance: number;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const LONGEST = 28;

/**
 * Names beside points, the most important first; a name that would cover a point or another name, or leave the
 * area, is left out (each point has its name as a title, and the text alternative names all).
 *
 * Cost: names times points.
 */
export function drawPointLabels(
  area: PlotArea,
  points: readonly NamedPoint[],
  most: number,
): readonly string[] {
  const size = area.style.tick;
  const taken: Box[] = points.map(({ x, y, radius }) => ({
    left: x - radius,
    right: x + radius,
    top: y - radius,
    bottom: y + radius,
  }));
  const parts: string[] = [];
  // Lines under a name are kept from running through its letters.
  const halo = {
    stroke: area.name === "print" ? "#ffffff" : area.colours.fill,
    "stroke-width": 3,
    "stroke-opacity": 0.8,
    "stroke-linejoin": "round",
    "paint-order": "stroke",
  };
  const ranked = [...points].sort((a, b) => b.importance - a.importance).slice(0, most);
  for (const { label, x, y, radius } of ranked) {
    const text = label.length > LONGEST ? `${[...label].slice(0, LONGEST - 1).join("")}…` : label;
    const wide = textWidth(text, { size });
    const gap = radius + 3;
    const places = [
      { at: x + gap, base: y + size * 0.35, anchor: "start", from: x + gap },
      { at: x - gap, base: y + size * 0.35, anchor: "end", from: x - gap - wide },
      { at: x, base: y - gap, anchor: "middle", from: x - wide / 2 },
      { at: x, base: y + gap + size * 0.75, anchor: "middle", from: x - wide / 2 },
    ];
    for (const { at, base, anchor, from } of places) {
      const box = { left: from, right: from + wide, top: base - size * 0.8, bottom: base + size * 0.25 };
      if (box.left < area.left + 2 || box.right > area.right + 4) continue;
      if (box.top < area.top - 4 || box.bottom > area.bottom - 1) continue;
      if (taken.some((other) => overlap(box, other))) continue;
      taken.push(box);
      parts.push(write(at, base, text, size, area.colours.soft, { "text-anchor": anchor, ...halo }));
      break;
    }
  }
  return parts;
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
}
