import { EvidensError, type Problem } from "#kernel";
import type { Remark } from "../types.ts";
import { inputProblems, isSound, refuse } from "./check-input.ts";
import type { EffectMeasureId, EffectSizeOptions } from "./effect-size.types.ts";
import { type InputKind, type InputRow, inputKinds } from "./input-kinds.ts";
import type { AnyMeasure, VarianceRule } from "./measure-definition.ts";
import { definitions } from "./registry.ts";
import { cellsCorrected, type RemarkCode, remark } from "./remarks.ts";

/** A measure with its options resolved. */
export interface Plan {
  readonly definition: AnyMeasure;
  readonly rule: VarianceRule<unknown>;
  readonly kind: InputKind;
  readonly correct: boolean;
  readonly to: "only0" | "all" | "if0all" | "none";
  readonly add: number;
  readonly dropDoubleZero: boolean;
  readonly allowFractions: boolean;
  readonly formula: string;
  readonly assumptions: readonly Remark[];
}

/** One study's numbers; where one of them does not exist it is NaN, with a reason. */
export interface Computed {
  readonly y: number;
  readonly v: number;
  readonly reason: Remark | null;
  /** Corrected cells. */
  readonly corrected: readonly Remark[];
  readonly warnings: readonly Remark[];
}

function unknown(what: string, remedy: string): EvidensError {
  return new EvidensError({ code: "synthesis/bad-option", kind: "invalid", message: what, remedy });
}

/**
 * The measure and what the options come to.
 *
 * @throws EvidensError `synthesis/bad-option` for a measure, variance or zero-cell rule that does not exist
 */
export function planOf(measure: EffectMeasureId, options: EffectSizeOptions): Plan {
  const definition = Object.hasOwn(definitions, measure) ? definitions[measure] : undefined;
  if (definition === undefined)
    throw unknown(`There is no effect measure "${measure}".`, "Choose one of effectMeasures.");
  const rule = options.variance
    ? definition.variances.find(({ id }) => id === options.variance)
    : definition.variances[0];
  const offered = definition.variances.map(({ id }) => id).join(", ");
  if (rule === undefined)
    throw unknown(`${measure} has no variance "${options.variance}".`, `Choose one of ${offered}.`);
  const { to = "only0", add = definition.defaultAdd ?? 0 } = options;
  if (!["only0", "all", "if0all", "none"].includes(to))
    throw unknown(`There is no zero-cell rule "${to}".`, "Choose only0, all, if0all or none.");
  if (!(Number.isFinite(add) && add >= 0))
    throw unknown(`add is ${add} but must be a number of at least 0.`, "Give add as a number, such as 0.5.");
  const correct = options.biasCorrection ?? true;
  const effect =
    rule.effect?.formula ??
    (correct ? definition.formula : (definition.uncorrectedFormula ?? definition.formula));
  const codes: RemarkCode[] = [...definition.assumes, ...(rule.assumes ? [rule.assumes] : [])];
  return {
    definition,
    rule,
    kind: inputKinds[definition.needs],
    correct,
    to,
    add,
    dropDoubleZero: options.dropDoubleZero ?? false,
    allowFractions: options.allowFractions ?? false,
    formula: `${effect}; v = ${rule.formula}`,
    assumptions: [...new Set(codes)].map(remark),
  };
}

const NONE: readonly Remark[] = [];
const without = (code: RemarkCode): Computed => ({
  y: Number.NaN,
  v: Number.NaN,
  reason: remark(code),
  corrected: NONE,
  warnings: NONE,
});

function judge(plan: Plan, y: number, v: number, added: number): Computed {
  const { definition, kind } = plan;
  const hasEffect = Number.isFinite(y);
  // An effect beyond all bounds has no variance either.
  const hasVariance = Number.isFinite(v) && v >= 0 && (hasEffect || Number.isNaN(y));
  if (!hasEffect || !hasVariance)
    return {
      ...without(definition.inestimableBecause ?? "no-finite-effect"),
      y: hasEffect ? y : Number.NaN,
      v: hasVariance ? v : Number.NaN,
    };
  const { suspicious } = definition;
  let warnings = NONE;
  if (suspicious && Math.abs(y) > suspicious.beyond) warnings = [remark(suspicious.because)];
  if (v === 0) warnings = [...warnings, remark("zero-variance")];
  return {
    y,
    v,
    reason: null,
    corrected: added > 0 && kind.hasZero ? [cellsCorrected(added)] : NONE,
    warnings,
  };
}

/** Weighted means over the studies that have them, for the variances that need them. */
function averagesOf(rule: VarianceRule<unknown>, derived: readonly unknown[]): number[] {
  return (rule.averages ?? []).map(({ of, weight }) => {
    let sum = 0;
    let weights = 0;
    for (const d of derived) {
      if (d === null) continue;
      const [value, w] = [of(d), weight(d)];
      if (!Number.isFinite(value)) continue;
      sum += w * value;
      weights += w;
    }
    return sum / weights;
  });
}

/**
 * Effects of a set of studies under one plan.
 *
 * @throws EvidensError with the code of the input kind, naming every bad field of every row. Cost O(rows).
 */
export function computeEffects(plan: Plan, rows: readonly InputRow[], rowNames: boolean): Computed[] {
  const { definition, rule, kind, to } = plan;
  const problems: Problem[] = [];
  rows.forEach((row, i) => {
    if (isSound(kind, row, plan.allowFractions)) return;
    problems.push(...inputProblems(kind, row, plan.allowFractions, rowNames ? `row ${i + 1}: ` : ""));
  });
  refuse(kind, definition.label.en, problems);
  const dropped = rows.map((row) => plan.dropDoubleZero && kind.isDoubleZero?.(row) === true);
  const zero = rows.map((row, i) => !dropped[i] && kind.hasZero?.(row) === true);
  const anyZero = zero.includes(true);
  const added = zero.map((has) =>
    to === "all" || (to === "if0all" && anyZero) || (to === "only0" && has) ? plan.add : 0,
  );
  const derived = rows.map((row, i) =>
    dropped[i] ? null : definition.derive(row, { correct: plan.correct, added: added[i]! }),
  );
  const averages = averagesOf(rule, derived);
  const effect = rule.effect?.of ?? definition.effect;
  return derived.map((d, i) =>
    d === null ? without("double-zero") : judge(plan, effect(d), rule.of(d, averages), added[i]!),
  );
}
