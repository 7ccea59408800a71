// Small random trials with gaps, weights, covariance groups and coordinates.
import { seededRng } from "#numerics";
import type { RepeatedMeasures } from "../../src/synthesis/mmrm/mmrm.types.ts";

export interface RandomTrial {
  readonly seed: number;
  readonly subjects: number;
  readonly visits: number;
  readonly groups: number;
  readonly weighted: boolean;
  /** Chance that a visit of a subject is missing. */
  readonly gaps: number;
}

export function randomTrial({
  seed,
  subjects,
  visits,
  groups,
  weighted,
  gaps,
}: RandomTrial): RepeatedMeasures {
  const rng = seededRng(seed);
  const uniform = (): number => rng.next();
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const rows: { s: number; t: number; arm: number; base: number; drift: number; y: number }[] = [];
  for (let s = 0; s < subjects; s++) {
    const arm = s % 2;
    const base = 50 + 10 * normal();
    const shared = 3 * normal();
    for (let t = 0; t < visits; t++) {
      const y = 0.4 * base - 2 * t * (1 + 0.3 * arm) + shared + (2 + 0.5 * t) * normal();
      if (t > 0 && uniform() < gaps) continue;
      rows.push({ s, t, arm, base, drift: normal(), y });
    }
  }
  const design = rows.map(({ t, arm, base, drift }) => [
    1,
    base,
    arm,
    drift,
    ...Array.from({ length: visits - 1 }, (_, v) => (t === v + 1 ? 1 : 0)),
  ]);
  const p = design[0]!.length;
  return {
    x: { rows: rows.length, columns: p, values: Float64Array.from(design.flat()) },
    y: Float64Array.from(rows, ({ y }) => y),
    subject: Int32Array.from(rows, ({ s }) => s),
    subjects,
    visit: Int32Array.from(rows, ({ t }) => t),
    visits,
    group: groups > 1 ? Int32Array.from(rows, ({ s }) => Math.floor(s / 2) % groups) : null,
    groups,
    weights: weighted ? Float64Array.from(rows, () => 0.5 + uniform()) : null,
    coordinates: {
      rows: rows.length,
      columns: 2,
      values: Float64Array.from(rows.flatMap(({ t }) => [t + 0.4 * uniform(), uniform()])),
    },
  };
}
