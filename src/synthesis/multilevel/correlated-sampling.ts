import type { LevelLabel, SamplingBlocks } from "./multilevel.types.ts";
import { refuse } from "./refuse.ts";
import { readSamplingErrors } from "./sampling-errors.ts";

/** What is known or assumed of the correlation between sampling errors of one cluster. */
export interface SamplingDesign {
  /** Sampling variances, length k, all > 0. */
  readonly v: Float64Array;
  /** Rows of different clusters are independent. */
  readonly cluster: readonly LevelLabel[];
  /** Groups of different people within a cluster: rows of different subgroups are independent. */
  readonly subgroup?: readonly LevelLabel[];
  /** Which measurement (scale, instrument) of a construct. */
  readonly measurement?: readonly LevelLabel[];
  /** Which construct. */
  readonly type?: readonly LevelLabel[];
  /**
   * The two groups that an effect compares: rows that share a group (a control) share its sampling error. Without
   * them every row of a cluster compares the same two groups.
   */
  readonly group1?: readonly LevelLabel[];
  readonly group2?: readonly LevelLabel[];
  /** Sizes of the groups, or any weights in proportion to 1 / variance of each group, > 0; default all alike. */
  readonly weight1?: readonly number[];
  /** Default: `weight1`. */
  readonly weight2?: readonly number[];
  /** When measured, in units of `phi`; with `time2` in group 1. */
  readonly time?: readonly number[];
  /** When measured in group 2 (a baseline, say); default: `time`. */
  readonly time2?: readonly number[];
  /** Correlation of different measurements of one construct, or of different rows where nothing tells them apart. */
  readonly rho?: number;
  /** Correlation between constructs; one for all, or by pair of types. */
  readonly rhoTypes?: number | ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Correlation of the same measurement one unit of time apart; needed with `time`. */
  readonly phi?: number;
}

function needed(value: number | undefined, what: string): number {
  if (value === undefined || !(value >= -1 && value <= 1)) {
    refuse(
      "sampling-covariance",
      `The correlation ${what} is ${value ?? "not given"}.`,
      `Pass ${what} in [-1, 1].`,
    );
  }
  return value;
}

function betweenTypes(design: SamplingDesign, a: LevelLabel, b: LevelLabel): number {
  const { rhoTypes } = design;
  if (rhoTypes === undefined || typeof rhoTypes === "number") return needed(rhoTypes, "rhoTypes");
  const pair = rhoTypes.get(String(a))?.get(String(b)) ?? rhoTypes.get(String(b))?.get(String(a));
  return needed(pair, `rhoTypes of ${a} and ${b}`);
}

/** What the sampling errors of a group at two times have in common. */
function overTime(design: SamplingDesign, one: number | undefined, other: number | undefined): number {
  if (one === undefined || other === undefined || one === other) return 1;
  const phi = needed(design.phi, "phi");
  const apart = Math.abs(one - other);
  if (phi < 0 && !Number.isInteger(apart))
    refuse(
      "sampling-covariance",
      `phi is ${phi} and two times are ${apart} apart.`,
      "Pass a phi of 0 or more, or whole numbers as times.",
    );
  return phi ** apart;
}

/** One side of an effect: which group, when measured, and the standard deviation of its error. */
interface GroupSide {
  readonly group: string;
  readonly time: number | undefined;
  readonly sd: number;
}

function sidesOf(design: SamplingDesign, i: number): readonly [GroupSide, GroupSide] {
  const { group1, group2, time, time2, weight1, weight2 } = design;
  const label = (labels: readonly LevelLabel[] | undefined, otherwise: string): string =>
    labels === undefined ? otherwise : JSON.stringify(String(labels[i]));
  const sd = (weights: readonly number[] | undefined): number =>
    weights === undefined ? 1 : 1 / Math.sqrt(weights[i]!);
  return [
    { group: label(group1, "first"), time: time?.[i], sd: sd(weight1) },
    { group: label(group2, "second"), time: (time2 ?? time)?.[i], sd: sd(weight2 ?? weight1) },
  ];
}

/** Correlation of the differences of two groups each, before that of the measurements. */
function ofDifferences(design: SamplingDesign, i: number, j: number): number {
  const [a, b] = [sidesOf(design, i), sidesOf(design, j)];
  const shared = (x: GroupSide, y: GroupSide): number =>
    x.group === y.group ? overTime(design, x.time, y.time) * x.sd * y.sd : 0;
  const variance = ([x, y]: readonly [GroupSide, GroupSide]): number =>
    x.sd ** 2 + y.sd ** 2 - 2 * shared(x, y);
  const covariance = shared(a[0], b[0]) - shared(a[0], b[1]) - shared(a[1], b[0]) + shared(a[1], b[1]);
  const size = Math.sqrt(variance(a) * variance(b));
  if (!(size > 0))
    refuse(
      "sampling-covariance",
      "An effect compares a group with itself at one time.",
      "Pass different groups, or times that differ.",
    );
  return covariance / size;
}

/** Correlation of two different rows of one cluster. */
function correlation(design: SamplingDesign, i: number, j: number): number {
  const { subgroup, measurement, type, time, group1, group2 } = design;
  const differ = (labels: readonly LevelLabel[] | undefined): boolean =>
    labels !== undefined && String(labels[i]) !== String(labels[j]);
  if (differ(subgroup)) return 0;
  const toldApart = [measurement, type, time, group1, group2].some((labels) => labels !== undefined);
  let r = 1;
  if (differ(type)) r = betweenTypes(design, type![i]!, type![j]!);
  else if (differ(measurement) || !toldApart) r = needed(design.rho, "rho");
  if (time !== undefined || group1 !== undefined) r *= ofDifferences(design, i, j);
  return r;
}

/** Refuses vectors of another length, and values without meaning. */
function checkDesign(design: SamplingDesign): void {
  const { v, cluster, subgroup, measurement, type, group1, group2 } = design;
  const { time, time2, weight1, weight2 } = design;
  const vectors = { cluster, subgroup, measurement, type, group1, group2, time, time2, weight1, weight2 };
  for (const [name, values] of Object.entries(vectors)) {
    if (values !== undefined && values.length !== v.length)
      refuse(
        "bad-effects",
        `There are ${v.length} variances but ${values.length} values of ${name}.`,
        "Pass one value for each effect.",
      );
  }
  const second = { group1: group2, time: time2, weight1: weight2 };
  for (const [name, values] of Object.entries(second))
    if (values !== undefined && vectors[name as keyof typeof second] === undefined)
      refuse("bad-effects", `There is a second ${name} but no first.`, `Pass ${name} too.`);
  if ([...(time ?? []), ...(time2 ?? [])].some((t) => !Number.isFinite(t)))
    refuse("bad-effects", "A time is not a finite number.", "Pass a time for each effect.");
  if ([...(weight1 ?? []), ...(weight2 ?? [])].some((w) => !(w > 0 && w < Number.POSITIVE_INFINITY)))
    refuse(
      "bad-effects",
      "A weight of a group is not above 0.",
      "Pass the number of people, or another weight.",
    );
}

/**
 * Sampling covariances of dependent effects from stated correlations.
 *
 * Two rows of a cluster (and subgroup) correlate by `rhoTypes` when their types differ, by `rho` when their
 * measurements differ or nothing tells rows apart, and by 1 otherwise; times what the two differences between groups
 * have in common: groups shared, weighted by their sizes, and `phi` to the power of the distance in time.
 *
 * @param design vectors of length k
 * @returns one block per cluster and subgroup, for `MultilevelData.v`
 * @throws EvidensError `synthesis/bad-effects`, `synthesis/sampling-covariance` where a correlation is missing or a
 * block is not positive definite
 * Source: the model of metafor's `vcalc`; Hedges, Tipton and Johnson 2010, doi:10.1002/jrsm.5.
 * Checked: tests/synthesis/multilevel-sampling.test.ts.
 */
export function correlatedSampling(design: SamplingDesign): SamplingBlocks {
  const { v, cluster, subgroup } = design;
  const n = v.length;
  checkDesign(design);
  const groups = new Map<string, number[]>();
  for (let i = 0; i < n; i++) {
    const key = JSON.stringify([String(cluster[i]), subgroup === undefined ? "" : String(subgroup[i])]);
    const rows = groups.get(key);
    if (rows === undefined) groups.set(key, [i]);
    else rows.push(i);
  }
  const blocks = [...groups.values()].map((rows) => {
    const m = rows.length;
    const values = new Float64Array(m * m);
    for (let a = 0; a < m; a++) {
      const i = rows[a]!;
      values[a * m + a] = v[i]!;
      for (let b = 0; b < a; b++) {
        const j = rows[b]!;
        const covariance = correlation(design, i, j) * Math.sqrt(v[i]! * v[j]!);
        values[a * m + b] = covariance;
        values[b * m + a] = covariance;
      }
    }
    return { rows, values };
  });
  readSamplingErrors({ blocks }, n);
  return { blocks };
}
