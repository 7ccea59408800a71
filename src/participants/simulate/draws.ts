import type { Rng } from "#kernel";
import { portableExp, portableLn } from "#numerics";

/** Draws that give the same bits on every engine. */
export interface Draws {
  /** Uniform in [low, high). */
  uniform(low: number, high: number): number;
  normal(): number;
  logNormal(median: number, sigma: number): number;
  shuffled<T>(items: readonly T[]): readonly T[];
}

/** Normals by the polar method, with logarithm and exponential from plain arithmetic. */
export function drawsOf(rng: Rng): Draws {
  let kept: number | null = null;
  const normal = (): number => {
    if (kept !== null) {
      const value = kept;
      kept = null;
      return value;
    }
    for (;;) {
      const u = 2 * rng.next() - 1;
      const v = 2 * rng.next() - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const scale = Math.sqrt((-2 * portableLn(s)) / s);
      kept = v * scale;
      return u * scale;
    }
  };
  return {
    normal,
    uniform: (low, high) => low + (high - low) * rng.next(),
    logNormal: (median, sigma) => median * portableExp(sigma * normal()),
    shuffled: (items) => {
      const out = [...items];
      for (let i = out.length - 1; i > 0; i--) {
        const j = Math.floor(rng.next() * (i + 1));
        [out[i], out[j]] = [out[j]!, out[i]!];
      }
      return out;
    },
  };
}

/** Normals moved and stretched so that their own mean is 0 and their own standard deviation 1. */
export function standardNormals(draws: Draws, n: number): readonly number[] {
  const raw = Array.from({ length: n }, () => draws.normal());
  if (n < 2) return raw.map(() => 0);
  const mean = raw.reduce((a, b) => a + b, 0) / n;
  const sd = Math.sqrt(raw.reduce((sum, z) => sum + (z - mean) ** 2, 0) / (n - 1));
  return raw.map((z) => (z - mean) / sd);
}

/** An ISO date so many days after another. */
export function daysAfter(date: string, days: number): string {
  const [year, month, day] = date.split("-").map(Number) as [number, number, number];
  // Days of the civil calendar, counted from 1 March of year 0 (Hinnant's algorithm).
  const y = month <= 2 ? year - 1 : year;
  const m = (month + 9) % 12;
  const count =
    365 * y +
    Math.floor(y / 4) -
    Math.floor(y / 100) +
    Math.floor(y / 400) +
    Math.floor((153 * m + 2) / 5) +
    day -
    1 +
    days;
  const era = Math.floor(count / 146097);
  const doe = count - era * 146097;
  const yoe = Math.floor(
    (doe - Math.floor(doe / 1460) + Math.floor(doe / 36524) - Math.floor(doe / 146096)) / 365,
  );
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const newMonth = ((mp + 2) % 12) + 1;
  const newYear = yoe + era * 400 + (newMonth <= 2 ? 1 : 0);
  const pad = (value: number, width: number): string => String(value).padStart(width, "0");
  return `${pad(newYear, 4)}-${pad(newMonth, 2)}-${pad(doy - Math.floor((153 * mp + 2) / 5) + 1, 2)}`;
}
