import { chiSquareUpper, compensatedSum, normalQuantile, normalUpper } from "#numerics";
import { type Cells, cellsOf, checkedLevel, refuseOption } from "./check-counts.ts";
import { notEstimable } from "./counts-inference.ts";
import { mantelHaenszelSums } from "./mantel-haenszel.ts";
import { observedLessExpected, type StudyEffects, tableEffects } from "./study-effects.ts";
import type { CountTables } from "./types.ts";
import { doubleZero } from "./zero-cells.ts";

export interface RevmanOptions {
  readonly measure: "OR" | "RR" | "RD";
  /** `MH` Mantel-Haenszel, `IV` inverse variance, `PETO` (odds ratio, fixed effect). */
  readonly method: "MH" | "IV" | "PETO";
  readonly effects: "fixed" | "random";
  /** Confidence, in (0, 1); default 0.95. */
  readonly level?: number;
}

/** The line of totals of a RevMan 5 forest plot, on the analysis scale. */
export interface RevmanResult {
  readonly estimate: number;
  readonly se: number;
  readonly ciLow: number;
  readonly ciHigh: number;
  /** As RevMan prints it: not below 0. */
  readonly z: number;
  readonly p: number;
  /** Null for fixed effects. */
  readonly tau2: number | null;
  readonly chi2: number;
  readonly df: number;
  /** Upper tail; `null` with one estimable study. */
  readonly pChi2: number | null;
  /** Percent. */
  readonly i2: number;
  /** Studies with an estimate. */
  readonly kEstimable: number;
  /** Percent; 0 for studies that are not estimable. */
  readonly weights: readonly number[];
  /** Each study's own effect and variance; `null` is RevMan's "Not estimable". */
  readonly y: readonly (number | null)[];
  readonly v: readonly (number | null)[];
}

/**
 * Tables as RevMan 5 uses them, in the studies' own effects and in the pooled sums alike: ratios leave out studies with
 * no event, or only events, in both groups and add 0.5 to every cell of a table with a zero; the risk difference adds it
 * only where its standard error would be 0.
 */
function revmanCells(cells: Cells, measure: RevmanOptions["measure"]): Cells {
  const dropped = measure === "RD" ? new Uint8Array(cells.k) : doubleZero(cells);
  const { a, b, c, d } = cells;
  const add = Float64Array.from({ length: cells.k }, (_, i) => {
    if (dropped[i] === 1) return Number.NaN;
    const [one, two] = [a[i] === 0 || b[i] === 0, c[i] === 0 || d[i] === 0];
    return (measure === "RD" ? one && two : one || two) ? 0.5 : 0;
  });
  const plus = (list: Float64Array): Float64Array => list.map((count, i) => count + add[i]!);
  return { k: cells.k, a: plus(a), b: plus(b), c: plus(c), d: plus(d) };
}

/** The tables that are not left out. */
function estimable(cells: Cells): Cells {
  const keep = (list: Float64Array): Float64Array => list.filter((_, i) => !Number.isNaN(cells.a[i]!));
  const a = keep(cells.a);
  return { k: a.length, a, b: keep(cells.b), c: keep(cells.c), d: keep(cells.d) };
}

interface Centre {
  readonly estimate: number;
  readonly se: number;
  /** One for each study that is not left out. */
  readonly weights: ArrayLike<number>;
}

function inverseVariance({ y, v }: StudyEffects, tau2: number): Centre {
  const weights = v.map((variance) => 1 / (variance + tau2));
  const total = compensatedSum(weights);
  const estimate = compensatedSum(y.map((effect, i) => weights[i]! * effect)) / total;
  return { estimate, se: Math.sqrt(1 / total), weights };
}

function petoCentre(cells: Cells): Centre {
  const tables = Array.from(cells.a, (_, i) =>
    observedLessExpected(cells.a[i]!, cells.b[i]!, cells.c[i]!, cells.d[i]!),
  );
  const weights = Float64Array.from(tables, ({ variance }) => variance);
  const total = compensatedSum(weights);
  const excess = compensatedSum(tables.map((table) => table.excess));
  return { estimate: excess / total, se: Math.sqrt(1 / total), weights };
}

function revmanTotal(
  kept: StudyEffects,
  fixed: Centre,
  effects: "fixed" | "random",
  level: number,
): Omit<RevmanResult, "y" | "v" | "weights"> & { readonly used: ArrayLike<number> } {
  const k = kept.y.length;
  const w = kept.v.map((variance) => 1 / variance);
  const chi2 = compensatedSum(kept.y.map((effect, i) => w[i]! * (effect - fixed.estimate) ** 2));
  const df = k - 1;
  const total = compensatedSum(w);
  const spread = total - compensatedSum(w.map((one) => one * one)) / total;
  const tau2 = effects === "fixed" ? null : df > 0 ? Math.max(0, (chi2 - df) / spread) : 0;
  const { estimate, se, weights } = tau2 === null ? fixed : inverseVariance(kept, tau2);
  const half = normalQuantile((1 - level) / 2, "upper") * se;
  const z = Math.abs(estimate / se);
  return {
    estimate,
    se,
    ciLow: estimate - half,
    ciHigh: estimate + half,
    z,
    p: 2 * normalUpper(z),
    tau2,
    chi2,
    df,
    pChi2: df > 0 ? chiSquareUpper(chi2, df) : null,
    i2: chi2 > df && chi2 > 0 ? (100 * (chi2 - df)) / chi2 : 0,
    kEstimable: k,
    used: weights,
  };
}

/**
 * The pooled result of 2x2 tables as Review Manager 5 prints it. "M-H, Random" is the DerSimonian-Laird method with
 * Cochran's Q taken about the Mantel-Haenszel estimate, not about the inverse-variance one.
 *
 * @param tables events and group sizes, each of length k >= 1
 * @throws EvidensError `synthesis/bad-counts`, `synthesis/bad-options`; `synthesis/not-estimable` where no study has an estimate
 * Source: Deeks and Higgins 2010, "Statistical algorithms in Review Manager 5"; the zero-cell rule in the pooled sums and
 * Q about the Mantel-Haenszel estimate as RevMan 5's own stored numbers show.
 * Checked: tests/synthesis/revman.test.ts, against numbers that RevMan 5 stored, relative 1e-12.
 */
export function revmanPool(tables: CountTables, options: RevmanOptions): RevmanResult {
  const { measure, method, effects } = options;
  const known =
    ["OR", "RR", "RD"].includes(measure) &&
    ["MH", "IV", "PETO"].includes(method) &&
    ["fixed", "random"].includes(effects) &&
    (method !== "PETO" || (measure === "OR" && effects === "fixed"));
  if (!known)
    refuseOption(
      `RevMan has no ${method} ${measure} with ${effects} effects.`,
      "Pass MH or IV with OR, RR or RD, or PETO with OR and fixed effects.",
    );
  const level = checkedLevel(options.level);
  const raw = cellsOf(tables);
  // Peto's method needs nothing added.
  const all =
    method === "PETO"
      ? { ...raw, a: raw.a.map((a, i) => (doubleZero(raw)[i] === 1 ? Number.NaN : a)) }
      : revmanCells(raw, measure);
  const own = method === "PETO" ? tableEffects.PETO(all) : tableEffects[measure](all);
  const cells = estimable(all);
  if (cells.k === 0) notEstimable("RevMan total", "no study has an estimate.");
  const kept = {
    y: own.y.filter((effect) => !Number.isNaN(effect)),
    v: own.v.filter((variance) => !Number.isNaN(variance)),
  };
  const fixed =
    method === "MH"
      ? mantelHaenszelSums(cells, measure)
      : method === "PETO"
        ? petoCentre(cells)
        : inverseVariance(kept, 0);
  const { used, ...total } = revmanTotal(kept, fixed, effects, level);
  const sum = compensatedSum(used);
  let next = 0;
  const weights = Array.from(own.y, (effect) => (Number.isNaN(effect) ? 0 : (100 * used[next++]!) / sum));
  const orNull = (list: Float64Array): (number | null)[] =>
    Array.from(list, (value) => (Number.isNaN(value) ? null : value));
  return { ...total, weights, y: orNull(own.y), v: orNull(own.v) };
}

/** Test for subgroup differences. */
export interface RevmanBetween {
  readonly q: number;
  readonly df: number;
  readonly p: number;
  /** Percent. */
  readonly i2: number;
}

/**
 * RevMan 5's test for subgroup differences: the scatter of the subgroups' totals about their weighted mean.
 *
 * @param subgroups totals with their standard errors, at least two
 * @throws EvidensError `synthesis/bad-options`
 * Source: Deeks and Higgins 2010, as `revmanPool`. Checked: tests/synthesis/revman.test.ts, relative 1e-12.
 */
export function revmanSubgroupDifference(
  subgroups: readonly { readonly estimate: number; readonly se: number }[],
): RevmanBetween {
  if (subgroups.length < 2 || subgroups.some(({ se }) => !(se > 0)))
    refuseOption(
      `There are ${subgroups.length} subgroups to compare.`,
      "Pass at least two, each with a standard error above 0.",
    );
  const y = Float64Array.from(subgroups, ({ estimate }) => estimate);
  const v = Float64Array.from(subgroups, ({ se }) => se ** 2);
  const { estimate } = inverseVariance({ y, v }, 0);
  const q = compensatedSum(y.map((effect, i) => (effect - estimate) ** 2 / v[i]!));
  const df = subgroups.length - 1;
  return { q, df, p: chiSquareUpper(q, df), i2: q > df ? (100 * (q - df)) / q : 0 };
}
