/** Where a drag of a record stands. */
export interface Swipe {
  /** Sideways, in pixels; right is positive. */
  readonly dx: number;
  /** What letting go now does; null: nothing. */
  readonly lands: "include" | "exclude" | null;
}

/** Pixels before a touch is taken as a drag at all. */
const SLACK = 14;
/** A drag is sideways when it goes this much further across than along. */
const SIDEWAYS = 1.6;

/** Whether a movement is a sideways drag: `undecided` while it is short. */
export function directionOf(dx: number, dy: number): "sideways" | "other" | "undecided" {
  const [across, along] = [Math.abs(dx), Math.abs(dy)];
  if (across > SLACK && across > along * SIDEWAYS) return "sideways";
  return along > SLACK || across > SLACK ? "other" : "undecided";
}

/**
 * What a drag does when it is let go: nothing before three tenths of the width, at least 80 and at most
 * 140 pixels.
 *
 * @param width of the sheet, in pixels
 * Checked: tests/web/swipe.test.ts.
 */
export function swipeOf(dx: number, width: number): Swipe {
  const far = Math.min(140, Math.max(80, width * 0.3));
  return { dx, lands: Math.abs(dx) < far ? null : dx > 0 ? "include" : "exclude" };
}
