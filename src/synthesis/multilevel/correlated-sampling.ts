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
  /** When measured, in units of `phi`. */
  readonly time?: readonly number[];
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

/** Correlation of two different rows of one cluster. */
function correlation(design: SamplingDesign, i: number, j: number): number {
  const { subgroup, measurement, type, time } = design;
  const differ = (labels: readonly LevelLabel[] | undefined): boolean =>
    labels !== undefined && String(labels[i]) !== String(labels[j]);
  if (differ(subgroup)) return 0;
  const toldApart = measurement !== undefined || type !== undefined || time !== undefined;
  let r = 1;
  if (differ(type)) r = betweenTypes(design, type![i]!, type![j]!);
  else if (differ(measurement) || !toldApart) r = needed(design.rho, "rho");
  if (time !== undefined && time[i] !== time[j]) {
    const phi = needed(design.phi, "phi");
    const apart = Math.abs(time[i]! - time[j]!);
    if (phi < 0 && !Number.isInteger(apart))
      refuse(
        "sampling-covariance",
        `phi is ${phi} and two times are ${apart} apart.`,
        "Pass a phi of 0 or more, or whole numbers as times.",
      );
    r *= phi ** apart;
  }
  return r;
}

/**
 * Sampling covariances of dependent effects from stated correlations.
 *
 * Two rows of a cluster (and subgroup) correlate by `rhoTypes` when their types differ, by `rho` when their
 * measurements differ or nothing tells rows apart, and by 1 otherwise; times `phi` to the power of their distance in
 * time.
 *
 * @param design vectors of length k
 * @returns one block per cluster and subgroup, for `MultilevelData.v`
 * @throws EvidensError `synthesis/bad-effects`, `synthesis/sampling-covariance` where a correlation is missing or a
 * block is not positive definite
 * Source: the model of metafor's `vcalc`; Hedges, Tipton and Johnson 2010, doi:10.1002/jrsm.5.
 * Checked: tests/synthesis/multilevel-sampling.test.ts.
 */
export function correlatedSampling(design: SamplingDesign): SamplingBlocks {
  const { v, cluster, subgroup, measurement, type, time } = design;
  const n = v.length;
  for (const [name, labels] of Object.entries({ cluster, subgroup, measurement, type, time })) {
    if (labels !== undefined && labels.length !== n)
      refuse(
        "bad-effects",
        `There are ${n} variances but ${labels.length} values of ${name}.`,
        "Pass one value for each effect.",
      );
  }
  if (time?.some((t) => !Number.isFinite(t)))
    refuse("bad-effects", "A time is not a finite number.", "Pass a time for each effect.");
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
