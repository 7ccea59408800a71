import type { Tolerance } from "./golden.types.ts";

/** How far ours is from what is expected. */
export interface Difference {
  /** Largest relative difference met among numbers. */
  readonly relative: number;
  /** Where values differ by more than the tolerance, in words; the first few. */
  readonly wrong: readonly string[];
}

const MOST_WORDS = 3;

/** Compares numbers by tolerance, all else by equality; lists and records entry by entry. */
export function compareValues(
  path: string,
  ours: unknown,
  expected: unknown,
  tolerance: Tolerance,
): Difference {
  const wrong: string[] = [];
  let relative = 0;
  const visit = (at: string, a: unknown, b: unknown): void => {
    const x = plain(a);
    const y = plain(b);
    if (typeof x === "number" && typeof y === "number") {
      const size = Math.abs(x - y);
      const share = size === 0 ? 0 : size / Math.max(Math.abs(y), Number.MIN_VALUE);
      if (size <= (tolerance.absolute ?? 1e-14) || x === y) return;
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
  return { relative, wrong: wrong.slice(0, MOST_WORDS) };
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
