import type { Tolerance } from "./golden.types.ts";

/** A value of ours that is not the reference's, but within the same tolerance of the corrected one. */
export interface CorrectedValue {
  readonly path: string;
  readonly reference: number;
  readonly corrected: number;
  readonly ours: number;
}

/** How far ours is from what is expected. */
export interface Difference {
  /** Largest relative difference met among numbers, from the corrected value where one was needed. */
  readonly relative: number;
  readonly corrected: readonly CorrectedValue[];
  /** Where values differ by more than the tolerance, in words; the first few. */
  readonly wrong: readonly string[];
}

const MOST_WORDS = 3;

/**
 * Compares numbers by tolerance, all else by equality; lists and records entry by entry.
 *
 * @param correct asked only where ours is outside the tolerance: what the reference's number should be, if known
 */
export function compareValues(
  path: string,
  ours: unknown,
  expected: unknown,
  tolerance: Tolerance,
  correct: (path: string, reference: number) => number | undefined = () => undefined,
): Difference {
  const wrong: string[] = [];
  const corrected: CorrectedValue[] = [];
  let relative = 0;
  const visit = (at: string, a: unknown, b: unknown): void => {
    const x = plain(a);
    const y = plain(b);
    if (typeof x === "number" && typeof y === "number") {
      const share = distance(x, y, tolerance);
      const instead = share <= tolerance.relative ? undefined : correct(at, y);
      const shareOfInstead = instead === undefined ? Number.NaN : distance(x, instead, tolerance);
      if (instead !== undefined && shareOfInstead <= tolerance.relative) {
        corrected.push({ path: at, reference: y, corrected: instead, ours: x });
        relative = Math.max(relative, shareOfInstead);
        return;
      }
      relative = Math.max(relative, share);
      if (!(share <= tolerance.relative)) wrong.push(`${at}: ${x} for ${y} (${share.toExponential(1)})`);
      return;
    }
    if (Array.isArray(x) && Array.isArray(y)) {
      if (x.length !== y.length) wrong.push(`${at}: ${x.length} entries for ${y.length}`);
      else for (const [i, entry] of y.entries()) visit(`${at}[${i}]`, x[i], entry);
      return;
    }
    if (isRecord(x) && isRecord(y)) {
      for (const [key, entry] of Object.entries(y)) visit(`${at}.${key}`, x[key], entry);
      return;
    }
    if (x !== y) wrong.push(`${at}: ${show(x)} for ${show(y)}`);
  };
  visit(path, ours, expected);
  return { relative, corrected, wrong: wrong.slice(0, MOST_WORDS) };
}

/** Relative difference; 0 within the absolute tolerance. */
function distance(x: number, y: number, { absolute = 1e-14 }: Tolerance): number {
  const size = Math.abs(x - y);
  return size <= absolute || x === y ? 0 : size / Math.max(Math.abs(y), Number.MIN_VALUE);
}

/** R writes one number and a list of one alike; NA, NaN and "not defined" are null. */
function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return plain([...(value as Float64Array)]);
  if (Array.isArray(value) && value.length === 1) return plain(value[0]);
  if (value === undefined || (typeof value === "number" && Number.isNaN(value))) return null;
  return value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  return String(JSON.stringify(value)).slice(0, 80);
}
