import type { Cells, Rates } from "../check-counts.ts";
import type { StudyEffects } from "../study-effects.ts";
import type { Cluster } from "./cluster.types.ts";
import {
  binomialObservation,
  type CountObservation,
  hypergeometricObservation,
  poissonObservation,
} from "./count-family.ts";
import type { Start } from "./fit-clusters.ts";
import type { TwoGroupModel } from "./glmm.types.ts";
import { type EffectRows, simpleCoefficients } from "./moderators.ts";

/** What the models of two groups share, whatever is counted. */
export interface TwoGroupData {
  readonly k: number;
  /** Moderators of the effect. */
  readonly rows: EffectRows;
  /** Count of each group given its size or time; offset of its linear predictor. */
  readonly groups: (i: number) => readonly [CountObservation, CountObservation];
  readonly groupOffsets: (i: number) => readonly [number, number];
  /** Events of group 1 among those of both groups, as a count of its own. */
  readonly conditional: (i: number, exact: boolean) => CountObservation;
  readonly conditionalOffset: (i: number, exact: boolean) => number;
  /** Level of group 2 on the link scale, kept finite. */
  readonly level: (i: number) => number;
}

/** Events among people. */
export function countsData({ k, a, b, c, d }: Cells, rows: EffectRows): TwoGroupData {
  const total = (i: number): readonly [number, number] => [a[i]! + b[i]!, c[i]! + d[i]!];
  return {
    k,
    rows,
    groups: (i) => [binomialObservation(a[i]!, total(i)[0]), binomialObservation(c[i]!, total(i)[1])],
    groupOffsets: () => [0, 0],
    conditional: (i, exact) => {
      const [n1, n2] = total(i);
      const events = a[i]! + c[i]!;
      return exact ? hypergeometricObservation(a[i]!, n1, n2, events) : binomialObservation(a[i]!, events);
    },
    conditionalOffset: (i, exact) => (exact ? 0 : Math.log(total(i)[0] / total(i)[1])),
    level: (i) => Math.log((c[i]! + 0.5) / (d[i]! + 0.5)),
  };
}

/** Events in person-time: given both groups' events, those of group 1 are exactly binomial. */
export function ratesData({ k, x1, t1, x2, t2 }: Rates, rows: EffectRows): TwoGroupData {
  return {
    k,
    rows,
    groups: (i) => [poissonObservation(x1[i]!), poissonObservation(x2[i]!)],
    groupOffsets: (i) => [Math.log(t1[i]!), Math.log(t2[i]!)],
    conditional: (i) => binomialObservation(x1[i]!, x1[i]! + x2[i]!),
    conditionalOffset: (i) => Math.log(t1[i]! / t2[i]!),
    level: (i) => Math.log((x2[i]! + 0.5) / t2[i]!),
  };
}

const row = (...values: number[]): Float64Array => Float64Array.from(values);

/** Half of a study's deviation goes to each group, so that both groups vary alike. */
const HALVES = row(0.5, -0.5);

/** Which part of a model is fitted: with random effects, with a common effect, or with one effect a study. */
export type Part = "random" | "common" | "each";

/** The clusters of a model. */
export function twoGroupClusters(data: TwoGroupData, model: TwoGroupModel, part: Part): Cluster[] {
  const random = part === "random";
  return Array.from({ length: data.k }, (_, i): Cluster => {
    const effect = data.rows.row(i);
    if (model === "CM.EL" || model === "CM.AL") {
      const exact = model === "CM.EL";
      return {
        observations: [data.conditional(i, exact)],
        offset: row(data.conditionalOffset(i, exact)),
        design: [effect],
        own: null,
        loadings: random ? [row(1)] : [],
      };
    }
    const shared = { observations: data.groups(i), offset: Float64Array.from(data.groupOffsets(i)) };
    if (model === "UM.FS")
      return {
        ...shared,
        design: [effect, new Float64Array(effect.length)],
        own: row(1, 1),
        loadings: random ? [HALVES] : [],
      };
    if (part === "each")
      return { ...shared, design: [row(1), row(1)], own: row(1, 0), loadings: [row(1, 1)] };
    return {
      ...shared,
      design: [row(...effect, 1), row(...effect.map(() => 0), 1)],
      own: null,
      loadings: random ? [row(1, 1), HALVES] : [row(1, 1)],
    };
  });
}

/** Pooled effect and spread by simple weights, to begin from. */
export function simpleEstimate({ y, v }: StudyEffects): { readonly effect: number; readonly spread: number } {
  let [w, w2, wy] = [0, 0, 0];
  for (let i = 0; i < y.length; i++) {
    if (Number.isNaN(y[i]!)) continue;
    w += 1 / v[i]!;
    w2 += 1 / v[i]! ** 2;
    wy += y[i]! / v[i]!;
  }
  if (w === 0) return { effect: 0, spread: 0.3 };
  let [q, known] = [0, 0];
  for (let i = 0; i < y.length; i++) {
    if (Number.isNaN(y[i]!)) continue;
    known++;
    q += (y[i]! - wy / w) ** 2 / v[i]!;
  }
  const tau2 = (q - (known - 1)) / (w - w2 / w);
  return { effect: wy / w, spread: Math.sqrt(Math.max(0.01, tau2 || 0)) };
}

/** Where the search begins. */
export function twoGroupStart(
  data: TwoGroupData,
  model: TwoGroupModel,
  part: Part,
  effects: StudyEffects,
): Start {
  const { effect, spread } = simpleEstimate(effects);
  const begin = data.rows.p === 1 ? [effect] : simpleCoefficients(data.rows, effects, spread ** 2);
  if (model !== "UM.RS")
    return { shared: begin, spreads: part === "random" ? [spread] : [], own: data.level };
  const levels = Array.from({ length: data.k }, (_, i) => data.level(i));
  const mean = levels.reduce((sum, level) => sum + level, 0) / data.k;
  const squares = levels.reduce((sum, level) => sum + (level - mean) ** 2, 0) / data.k;
  const sigma = Math.max(0.1, Math.sqrt(squares));
  if (part === "each")
    return {
      shared: [mean],
      spreads: [sigma],
      own: (i) => (Number.isNaN(effects.y[i]!) ? effect : effects.y[i]!),
    };
  return {
    shared: [...begin, mean],
    spreads: part === "random" ? [sigma, spread] : [sigma],
    own: () => 0,
  };
}
