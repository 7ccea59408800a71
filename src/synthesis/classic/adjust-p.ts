import type { Values } from "./classic.types.ts";
import { refuseData } from "./refuse.ts";

/** Ways to adjust p values of several tests. */
export type PAdjustment = "holm" | "hochberg" | "hommel" | "bonferroni" | "BH" | "BY" | "none";

type Adjuster = (sorted: Float64Array, n: number) => Float64Array;

/** From the first on, no smaller than any before. */
function rising(values: Float64Array): Float64Array {
  let most = 0;
  return values.map((value) => {
    most = Math.max(most, value);
    return most;
  });
}

/** From the last on, no larger than any after. */
function leastAfter(values: Float64Array): Float64Array {
  const result = values.slice();
  for (let i = result.length - 2; i >= 0; i--) result[i] = Math.min(result[i]!, result[i + 1]!);
  return result;
}

function hommel(sorted: Float64Array, n: number): Float64Array {
  const start = sorted.reduce((least, p, i) => Math.min(least, (n * p) / (i + 1)), Number.POSITIVE_INFINITY);
  const adjusted = new Float64Array(n).fill(start);
  const q = new Float64Array(n);
  for (let m = n - 1; m >= 2; m--) {
    let least = Number.POSITIVE_INFINITY;
    for (let i = n - m + 1; i < n; i++) least = Math.min(least, (m * sorted[i]!) / (i - n + m + 1));
    for (let i = 0; i <= n - m; i++) q[i] = Math.min(m * sorted[i]!, least);
    for (let i = n - m + 1; i < n; i++) q[i] = q[n - m]!;
    for (let i = 0; i < n; i++) adjusted[i] = Math.max(adjusted[i]!, q[i]!);
  }
  return adjusted.map((value, i) => Math.max(value, sorted[i]!));
}

const harmonic = (n: number): number => {
  let sum = 0;
  for (let i = n; i >= 1; i--) sum += 1 / i;
  return sum;
};

const adjusters: Readonly<Record<PAdjustment, Adjuster>> = {
  none: (sorted) => sorted,
  bonferroni: (sorted, n) => sorted.map((p) => n * p),
  holm: (sorted, n) => rising(sorted.map((p, i) => (n - i) * p)),
  hochberg: (sorted, n) => leastAfter(sorted.map((p, i) => (n - i) * p)),
  hommel,
  BH: (sorted, n) => leastAfter(sorted.map((p, i) => (n / (i + 1)) * p)),
  BY: (sorted, n) => leastAfter(sorted.map((p, i) => ((harmonic(n) * n) / (i + 1)) * p)),
};

/**
 * p values adjusted for the number of tests, in the order given.
 *
 * @param p in [0, 1]
 * @param method `holm`, `hochberg`, `hommel` and `bonferroni` bound the chance of any false finding, `BH` and `BY` the
 * expected share of false findings
 * @throws EvidensError `synthesis/bad-data`
 * Source: Holm 1979; Hochberg 1988, doi:10.1093/biomet/75.4.800; Hommel 1988, doi:10.1093/biomet/75.2.383; Benjamini
 * and Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x; Benjamini and Yekutieli 2001, doi:10.1214/aos/1013699998.
 * Checked: tests/synthesis/golden-classic-tests.test.ts, 1e-12. Cost O(n log n), for `hommel` O(n^2).
 */
export function adjustP(p: Values, method: PAdjustment): Float64Array {
  const list = Float64Array.from(p);
  if (!Object.hasOwn(adjusters, method))
    refuseData(`The method ${method} is unknown.`, `Pass ${Object.keys(adjusters).join(", ")}.`);
  const bad = list.findIndex((value) => !(value >= 0 && value <= 1));
  if (bad >= 0)
    refuseData(`p value ${bad + 1} is ${list[bad]}.`, "Pass probabilities, missing ones left out.");
  if (list.length < 2) return list;
  const order = Array.from(list.keys()).sort((a, b) => list[a]! - list[b]!);
  const adjusted = adjusters[method](
    Float64Array.from(order, (i) => list[i]!),
    list.length,
  );
  const result = new Float64Array(list.length);
  order.forEach((at, i) => {
    result[at] = Math.min(1, adjusted[i]!);
  });
  return result;
}
