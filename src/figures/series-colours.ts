import type { PaletteName } from "./palette.ts";

/**
 * Colours that keep three to one against white and against a dark page.
 *
 * Source: Okabe & Ito (2008), colour universal design, the four of middle lightness.
 */
const COLOURS = ["#0072b2", "#d55e00", "#008765", "#b8568f", "#6f757e"] as const;

/** A colour for each of several things that are told apart in one figure; they repeat after five. */
export function seriesColour(at: number, name: PaletteName): string {
  const index = at % COLOURS.length;
  const colour = COLOURS[index]!;
  return name === "print" ? colour : `var(--ev-series-${index + 1}, ${colour})`;
}
