import { EvidensError } from "#kernel";
import {
  type EffectSize,
  type EstimatedEffect,
  effectSize,
  type LeftOut,
  leaveOneOut,
  type PooledResult,
  type PoolOptions,
  pool,
} from "#synthesis";
import type { AnalysisMaterial, AnalysisRow } from "../api/types.ts";
import { poolCounts, type Table, tableOf } from "./count-models.ts";
import { type RefusedValue, refusedValues } from "./refused-values.ts";
import { remembered } from "./remembered.ts";
import { isInverseVariance, type MeasureChoice, type Specification } from "./specification.ts";
import { type Candidate, candidates } from "./study-set.ts";
import { type ZeroCellRule, zeroCellRule } from "./zero-cells.ts";

/** One study's effect, on the analysis scale. */
export interface RowEffect extends Candidate {
  readonly effect: EstimatedEffect;
}

/** A study that has no effect in this measure, and why. */
interface RowWithout extends Candidate {
  readonly why: Trouble;
}

/** What went wrong, for words in the reader's language; `text` is what the library says. */
export interface Trouble {
  readonly code: string;
  readonly text: { readonly en: string; readonly nb?: string | undefined };
  /** The numbers of a study that it is about. */
  readonly refused?: readonly RefusedValue[];
}

export interface Computed {
  readonly spec: Specification;
  /** What was done with empty cells. */
  readonly rule: ZeroCellRule;
  readonly effects: readonly RowEffect[];
  readonly failed: readonly RowWithout[];
  /** Kept out by the reader's choices. */
  readonly out: readonly Candidate[];
  /** Effects and sampling variances of `effects`, in their order. */
  readonly y: Float64Array;
  readonly v: Float64Array;
  /** Null when nothing could be pooled. */
  readonly pooled: PooledResult | null;
  readonly problem: Trouble | null;
}

/** The effects of the chosen studies and their pooled result; never throws on data. */
export function compute(material: AnalysisMaterial, spec: Specification): Computed {
  const effects: RowEffect[] = [];
  const failed: RowWithout[] = [];
  const all = candidates(material, spec);
  const rule = zeroCellRule(spec, () =>
    all.flatMap(({ row, out }) => (out === null ? (tableOf(row) ?? []) : [])),
  );
  for (const candidate of all) {
    if (candidate.out !== null) continue;
    const effect = effectOf(candidate.row, spec.measure, rule);
    if ("code" in effect) failed.push({ ...candidate, why: effect });
    else if (effect.estimable && effect.v > 0) effects.push({ ...candidate, effect });
    else failed.push({ ...candidate, why: effect.estimable ? NO_VARIANCE : effect.reason });
  }
  const base = {
    spec,
    rule,
    effects,
    failed,
    out: all.filter(({ out }) => out !== null),
    y: Float64Array.from(effects, ({ effect }) => effect.y),
    v: Float64Array.from(effects, ({ effect }) => effect.v),
  };
  if (effects.length === 0) return { ...base, pooled: null, problem: null };
  const pooled = attempt(() => poolEffects(effects, spec));
  return "code" in pooled ? { ...base, pooled: null, problem: pooled } : { ...base, pooled, problem: null };
}

const NO_VARIANCE: Trouble = {
  code: "web/no-variance",
  text: { en: "its sampling variance is 0", nb: "utvalgsvariansen er 0" },
};
const NO_NUMBERS: Trouble = {
  code: "web/no-numbers",
  text: {
    en: "the numbers this measure needs are missing",
    nb: "tallene som dette effektmålet trenger, mangler",
  },
};

/** A result, or what the library refused, in a form that can be said in words. Faults of the program rise. */
export function attempt<T extends object>(work: () => T): T | Trouble {
  try {
    return work();
  } catch (error) {
    if (error instanceof EvidensError) return { code: error.code, text: { en: error.message } };
    throw error;
  }
}

/** Options of `pool` for a specification of inverse-variance weights. */
export function poolOptions(spec: Specification): PoolOptions {
  if (spec.model === "random")
    return { model: "random", tau2: spec.tau2, test: spec.test, prediction: spec.prediction };
  return { model: "common", test: spec.test };
}

/** Pools effects as the specification says. @throws EvidensError what the library refuses */
export function poolEffects(
  effects: readonly RowEffect[],
  spec: Specification,
  options: Pick<PoolOptions, "heterogeneityInterval"> = {},
): PooledResult {
  if (!isInverseVariance(spec))
    return poolCounts(
      effects.map(({ row }) => tableOf(row)!),
      spec,
    );
  const y = Float64Array.from(effects, ({ effect }) => effect.y);
  const v = Float64Array.from(effects, ({ effect }) => effect.v);
  return pool(y, v, { ...poolOptions(spec), ...options });
}

/** The pooled result without each study in turn, under the model chosen. @throws EvidensError what the library refuses */
export function leftOutOnce(computed: Computed): readonly LeftOut[] {
  return remembered(computed, "left out once", () => leaveOut(computed));
}

function leaveOut({ spec, effects, y, v }: Computed): readonly LeftOut[] {
  if (effects.length < 2) return [];
  if (isInverseVariance(spec))
    return leaveOneOut(y, v, { ...poolOptions(spec), heterogeneityInterval: false });
  return effects.map((_, omitted) => ({
    omitted,
    result: poolEffects(effects.toSpliced(omitted, 1), spec),
  }));
}

/** Effects that were computed, by the row they are of: a row never changes, and most choices do not touch its effect. */
const known = new WeakMap<AnalysisRow, Map<string, EffectSize | Trouble>>();

/** One study's effect in a measure under a rule for empty cells, or why there is none. */
export function effectOf(row: AnalysisRow, measure: MeasureChoice, rule: ZeroCellRule): EffectSize | Trouble {
  const mine = known.get(row) ?? new Map<string, EffectSize | Trouble>();
  const key = `${measure} ${rule.to} ${rule.add} ${rule.dropDoubleZero}`;
  const effect =
    mine.get(key) ??
    named(
      row,
      attempt(() => effectFrom(row, measure, rule) ?? NO_NUMBERS),
    );
  mine.set(key, effect);
  known.set(row, mine);
  return effect;
}

/** A refusal of a study's numbers with the numbers it is about. */
function named(row: AnalysisRow, effect: EffectSize | Trouble): EffectSize | Trouble {
  if (!("code" in effect) || !effect.code.startsWith("synthesis/bad-")) return effect;
  const refused = refusedValues(row);
  return refused.length === 0 ? effect : { ...effect, refused };
}

function effectFrom(row: AnalysisRow, measure: MeasureChoice, rule: ZeroCellRule): EffectSize | null {
  const { experimentalValues: a, comparatorValues: b, contrastValues: c } = row;
  switch (measure) {
    case "GEN": {
      if (c.estimate === undefined || c.se === undefined) return null;
      return effectSize("GEN", { y: c.estimate.number, se: c.se.number });
    }
    case "RR":
    case "OR":
    case "RD": {
      const table: Table | null = tableOf(row);
      return table === null ? null : effectSize(measure, table, rule);
    }
    default: {
      const values = [a.mean, a.sd, a.n, b.mean, b.sd, b.n].map((value) => value?.number);
      if (values.includes(undefined)) return null;
      const [m1, sd1, n1, m2, sd2, n2] = values as number[];
      return effectSize(measure, { m1: m1!, sd1: sd1!, n1: n1!, m2: m2!, sd2: sd2!, n2: n2! });
    }
  }
}
