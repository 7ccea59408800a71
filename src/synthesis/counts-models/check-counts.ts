import { EvidensError } from "#kernel";
import type { CountTables, Numbers, RateTables } from "./types.ts";

/** Refuses counts that cannot be. */
function refuseCounts(message: string, remedy: string): never {
  throw new EvidensError({ code: "synthesis/bad-counts", kind: "invalid", message, remedy });
}

/** Refuses an option outside its domain. */
export function refuseOption(message: string, remedy: string): never {
  throw new EvidensError({ code: "synthesis/bad-options", kind: "invalid", message, remedy });
}

/** The confidence level, checked. */
export function checkedLevel(level = 0.95): number {
  if (level > 0 && level < 1) return level;
  return refuseOption(`level is ${level} but must lie between 0 and 1.`, "Pass a level such as 0.95.");
}

/** The common length of lists; refuses none and unequal ones. */
export function commonLength(lists: Readonly<Record<string, Numbers>>): number {
  const lengths = Object.entries(lists).map(([name, list]) => [name, list.length] as const);
  const k = lengths[0]?.[1] ?? 0;
  if (lengths.some(([, length]) => length !== k))
    refuseCounts(
      `The lists differ in length: ${lengths.map((pair) => pair.join(" ")).join(", ")}.`,
      "Pass one value for each study in every list.",
    );
  if (k === 0) refuseCounts("There is no study.", "Pass at least one study.");
  return k;
}

/** Refuses what is not a whole number in [least, most]. */
export function checkWhole(name: string, i: number, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  refuseCounts(
    `${name} of study ${i + 1} is ${value} but must be a whole number from ${least}${most === Number.MAX_SAFE_INTEGER ? "" : ` to ${most}`}.`,
    "Check this count against the report and correct it.",
  );
}

/** Refuses person-time that is not finite and above 0. */
export function checkTime(name: string, i: number, value: number): void {
  if (value > 0 && value < Number.POSITIVE_INFINITY) return;
  refuseCounts(
    `${name} of study ${i + 1} is ${value} but must be a finite number above 0.`,
    "Check this person-time against the report and correct it.",
  );
}

/** Cells a, b (group 1 with and without the event), c, d (group 2), each of length k. */
export interface Cells {
  readonly k: number;
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly c: Float64Array;
  readonly d: Float64Array;
}

/**
 * The four cells of each table, checked.
 *
 * @throws EvidensError `synthesis/bad-counts`
 */
export function cellsOf(tables: CountTables): Cells {
  const { events1, n1, events2, n2 } = tables;
  const k = commonLength({ events1, n1, events2, n2 });
  const cells = {
    k,
    a: new Float64Array(k),
    b: new Float64Array(k),
    c: new Float64Array(k),
    d: new Float64Array(k),
  };
  for (let i = 0; i < k; i++) {
    checkWhole("n1", i, n1[i]!, 1, Number.MAX_SAFE_INTEGER);
    checkWhole("n2", i, n2[i]!, 1, Number.MAX_SAFE_INTEGER);
    checkWhole("events1", i, events1[i]!, 0, n1[i]!);
    checkWhole("events2", i, events2[i]!, 0, n2[i]!);
    cells.a[i] = events1[i]!;
    cells.b[i] = n1[i]! - events1[i]!;
    cells.c[i] = events2[i]!;
    cells.d[i] = n2[i]! - events2[i]!;
  }
  return cells;
}

/** Events x and person-time t of two groups, each of length k. */
export interface Rates {
  readonly k: number;
  readonly x1: Float64Array;
  readonly t1: Float64Array;
  readonly x2: Float64Array;
  readonly t2: Float64Array;
}

/**
 * Events and person-time of each study, checked.
 *
 * @throws EvidensError `synthesis/bad-counts`
 */
export function ratesOf(tables: RateTables): Rates {
  const { events1, time1, events2, time2 } = tables;
  const k = commonLength({ events1, time1, events2, time2 });
  for (let i = 0; i < k; i++) {
    checkWhole("events1", i, events1[i]!, 0, Number.MAX_SAFE_INTEGER);
    checkWhole("events2", i, events2[i]!, 0, Number.MAX_SAFE_INTEGER);
    checkTime("time1", i, time1[i]!);
    checkTime("time2", i, time2[i]!);
  }
  return {
    k,
    x1: Float64Array.from(events1),
    t1: Float64Array.from(time1),
    x2: Float64Array.from(events2),
    t2: Float64Array.from(time2),
  };
}
