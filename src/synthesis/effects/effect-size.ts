import { EvidensError } from "#kernel";
import type { Remark } from "../types.ts";
import { computeEffects, planOf } from "./compute-effects.ts";
import type {
  EffectColumns,
  EffectInput,
  EffectMeasureId,
  EffectSize,
  EffectSizeOptions,
  EffectSizes,
} from "./effect-size.types.ts";
import type { InputRow } from "./input-kinds.ts";

/**
 * The effect of one study on the analysis scale of a measure, with its formula and what it takes for granted.
 *
 * @param measure one of `effectMeasures`
 * @param data the numbers that the measure needs (`effectMeasures[measure].needs`); group 1 minus or over group 2
 * @param options variance, small-sample correction, what to do with zero cells; what does not apply is not used
 * @returns the effect, or why these numbers give none
 * @throws EvidensError `synthesis/bad-option`; `synthesis/bad-…` of the input with every bad field
 * Source: the paper that `effectMeasures[measure].source` names; definitions as metafor 5.1 `escalc`.
 * Checked: tests/synthesis/golden-escalc.test.ts, relative 1e-12.
 */
export function effectSize<M extends EffectMeasureId>(
  measure: M,
  data: EffectInput<M>,
  options: EffectSizeOptions = {},
): EffectSize {
  const plan = planOf(measure, options);
  const [one] = computeEffects(plan, [data as unknown as InputRow], false);
  const { y, v, reason, corrected, warnings } = one!;
  if (reason !== null)
    return { estimable: false, measure, y: Number.isNaN(y) ? null : y, v: null, se: null, reason };
  return {
    estimable: true,
    measure,
    y,
    v,
    se: Math.sqrt(v),
    formula: plan.formula,
    assumptions: corrected.length === 0 ? plan.assumptions : [...plan.assumptions, ...corrected],
    warnings,
  };
}

/**
 * The effects of many studies at once; variances that use averages take them over these studies.
 *
 * @param measure one of `effectMeasures`
 * @param columns one column per field of the measure's input, all of one length; missing values resolved before
 * @returns `y` and `v` per row; a row with a NaN in either is in `inestimable`, with the reason
 * @throws EvidensError `synthesis/bad-columns` when columns are missing or differ in length; as `effectSize`
 * Source: of each measure in docs/methods/effect-sizes.md. Checked: tests/synthesis/golden-escalc.test.ts, relative 1e-12. Cost O(rows).
 */
export function effectSizes<M extends EffectMeasureId>(
  measure: M,
  columns: EffectColumns<M>,
  options: EffectSizeOptions = {},
): EffectSizes {
  const plan = planOf(measure, options);
  const rows = rowsOf(
    measure,
    plan.kind.fields.map(({ id }) => id),
    columns as Readonly<Record<string, ArrayLike<number>>>,
  );
  const y = new Float64Array(rows.length);
  const v = new Float64Array(rows.length);
  const inestimable: { row: number; reason: Remark }[] = [];
  const remarks: { row: number; remark: Remark }[] = [];
  computeEffects(plan, rows, true).forEach((one, row) => {
    y[row] = one.y;
    v[row] = one.v;
    if (one.reason !== null) inestimable.push({ row, reason: one.reason });
    for (const remark of one.corrected) remarks.push({ row, remark });
    for (const remark of one.warnings) remarks.push({ row, remark });
  });
  return { measure, y, v, formula: plan.formula, assumptions: plan.assumptions, inestimable, remarks };
}

function rowsOf(
  measure: string,
  fields: readonly string[],
  columns: Readonly<Record<string, ArrayLike<number>>>,
): InputRow[] {
  const lengths = fields.map((field) => columns[field]?.length);
  if (lengths.some((length) => length === undefined || length !== lengths[0])) {
    const found = fields.map((field, i) => `${field} ${lengths[i] ?? "missing"}`).join(", ");
    throw new EvidensError({
      code: "synthesis/bad-columns",
      kind: "invalid",
      message: `${measure} needs columns of one length; found ${found}.`,
      remedy: "Give one column per field, with one number per study in each.",
    });
  }
  return Array.from({ length: lengths[0] ?? 0 }, (_, i) => {
    const row: Record<string, number> = {};
    for (const field of fields) row[field] = columns[field]![i]!;
    return row;
  });
}

/**
 * The effect for several values of one number that was assumed, such as a correlation: how much hangs on it.
 *
 * @param measure one of `effectMeasures`
 * @param data the numbers that the measure needs
 * @param field the field of `data` to vary
 * @param values what to put in its place
 * @returns one effect for each value, in their order
 * @throws as `effectSize`
 * Source: that of `effectSize`. Checked: tests/synthesis/effect-sizes.test.ts.
 */
export function effectSizeAcross<M extends EffectMeasureId>(
  measure: M,
  data: EffectInput<M>,
  field: keyof EffectInput<M> & string,
  values: readonly number[],
  options: EffectSizeOptions = {},
): readonly { readonly value: number; readonly effect: EffectSize }[] {
  return values.map((value) => ({
    value,
    effect: effectSize(measure, { ...data, [field]: value } as EffectInput<M>, options),
  }));
}
