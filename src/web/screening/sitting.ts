/** One sitting of a reader: what was decided and for how long without a rest. */
export interface Sitting {
  readonly decided: number;
  /** Milliseconds of reading; a gap counts as two minutes at most. */
  readonly active: number;
  /** Time of the last decision. */
  readonly last: number;
  /** Since when there was no rest. */
  readonly since: number;
}

const MINUTE = 60_000;
/** A pause so long is a rest. */
const REST = 5 * MINUTE;
/** Longest time that one record is taken to be read. */
const LONGEST = 2 * MINUTE;
/** A pause so long ends the sitting. */
const END = 4 * 60 * MINUTE;
/** So long without a rest, and one is hinted at. */
export const REST_AFTER: number = 50 * MINUTE;

/** A sitting that begins at a time, in milliseconds. */
export function newSitting(now: number): Sitting {
  return { decided: 0, active: 0, last: now, since: now };
}

/**
 * The sitting after time has passed, and after so many decisions (-1 for one taken back).
 *
 * Checked: tests/web/sitting.test.ts.
 */
export function sittingAfter(sitting: Sitting, now: number, decisions: number): Sitting {
  const gap = now - sitting.last;
  if (gap > END || gap < 0) return { ...newSitting(now), decided: Math.max(0, decisions) };
  return {
    decided: Math.max(0, sitting.decided + decisions),
    active: sitting.active + Math.min(gap, LONGEST),
    last: now,
    since: gap > REST ? now : sitting.since,
  };
}

/** Decisions an hour; null before it means anything. */
export function pacePerHour({ decided, active }: Sitting): number | null {
  return decided < 5 || active < MINUTE ? null : Math.round((decided * 60 * MINUTE) / active);
}

/** Whether it is time for a rest: long at it, and not resting now. */
export function restIsDue(sitting: Sitting, now: number): boolean {
  return now - sitting.since >= REST_AFTER && now - sitting.last <= REST;
}
