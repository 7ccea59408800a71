import { brentRoot, noncentralTTails } from "#numerics";
import { hedgesCorrection } from "../effects/hedges-correction.ts";
import type { Contrast } from "./contrasts.ts";
import type { MmrmResult } from "./mmrm-result.types.ts";
import { refuseModel } from "./refuse-model.ts";

/**
 * What divides a difference to make it Cohen's d: the model's standard deviation of the outcome at that visit, the
 * pooled standard deviation of the observed outcome at that visit, or none, d following from t and its degrees of
 * freedom. They can differ by a quarter: state which.
 */
export type Standardiser = "model-sd" | "pooled-sd" | "t";

export interface ModelEffectSizeOptions {
  readonly standardiser: Standardiser;
  /** Confidence, in (0, 1); default that of the result. */
  readonly level?: number;
}

/** A standardised difference from a repeated-measures model. */
export interface ModelEffectSize {
  readonly standardiser: Standardiser;
  readonly d: number;
  /** √(factor² + d² / (2 df)), d being factor × t. */
  readonly se: number;
  readonly low: number;
  readonly high: number;
  /** d times Hedges' exact correction with `correctionDf`; null where that is not above 1. */
  readonly g: number | null;
  readonly gLow: number | null;
  readonly gHigh: number | null;
  readonly correctionDf: number;
  /** The SD that divides; null by `t`. */
  readonly sd: number | null;
  /** How d and its interval were found, with the values. */
  readonly formula: string;
}

function visitOf(result: MmrmResult, contrast: Contrast): number {
  const { visit } = result.specification;
  const at = result.frame.visits.indexOf(contrast.by[visit] ?? "");
  if (at < 0)
    return refuseModel(
      "bad-contrast",
      `The contrast is not at one ${visit}, so no standard deviation belongs to it.`,
      `Name ${visit} in by, or take the standardiser t.`,
    );
  return at;
}

/** √ of the model's variance at a visit; with covariance groups the root of their mean variance. */
function modelSd(result: MmrmResult, contrast: Contrast, of: string): { sd: number; text: string } {
  const visit = visitOf(result, contrast);
  const byArm = result.specification.group === of;
  const compared = [contrast.level, contrast.against];
  const own = result.visitCovariance.filter(
    ({ group }) => !byArm || group === null || compared.includes(group),
  );
  const variances = own.map(({ matrix: m }) =>
    // A spatial structure has one variance throughout.
    result.structure.startsWith("sp_") ? m.values[0]! : m.values[visit * m.columns + visit]!,
  );
  const sd = Math.sqrt(variances.reduce((sum, variance) => sum + variance, 0) / variances.length);
  const several = variances.length > 1 ? ` (mean of ${variances.length} groups' variances)` : "";
  return { sd, text: `model SD at the visit √Σtt${several}` };
}

/** Pooled within-arm SD of the observed outcome at the visit. */
function pooledSd(
  result: MmrmResult,
  contrast: Contrast,
  of: string,
): { sd: number; df: number; text: string } {
  const visit = visitOf(result, contrast);
  const factor = result.frame.variables.find((variable) => variable.name === of);
  if (factor?.kind !== "factor")
    return refuseModel("bad-contrast", `${of} is no factor of the formula.`, "Name the factor compared.");
  const { y, visit: visits } = result.frame.data;
  let [squares, df] = [0, 0];
  const sizes: number[] = [];
  for (const level of [contrast.level, contrast.against]) {
    const code = factor.levels.indexOf(level);
    const values = y.filter((_, i) => visits[i] === visit && factor.codes[i] === code);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    squares += values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    df += values.length - 1;
    sizes.push(values.length);
  }
  if (!(df > 0 && squares > 0))
    refuseModel(
      "bad-contrast",
      `${contrast.level} and ${contrast.against} have ${sizes.join(" and ")} values at the visit, which do not vary.`,
      "Take the standardiser model-sd or t.",
    );
  return {
    sd: Math.sqrt(squares / df),
    df,
    text: `pooled SD of the observed outcome at the visit, n = ${sizes.join(" + ")}`,
  };
}

/** The noncentralities at which t leaves `tail` above it and below it. */
function noncentralLimits(t: number, df: number, tail: number): [number, number] {
  const find = (side: "upper" | "lower"): number => {
    const excess = (noncentrality: number): number => noncentralTTails(t, df, noncentrality)[side] - tail;
    const sign = side === "upper" ? -1 : 1;
    let reach = 2 * Math.sqrt(1 + (t * t) / (2 * df)) + 1;
    while (excess(t + sign * reach) > 0 && reach < 1e6) reach *= 2;
    // At the limit on the other side the tail is large, so the sign differs.
    return brentRoot(excess, t + sign * reach, t - sign * reach, { tolerance: 1e-12 }).root;
  };
  return [find("upper"), find("lower")];
}

/**
 * Cohen's d of a contrast of the model, with its interval and Hedges' correction.
 *
 * d = Δ / SD, or 2t / √df; either is a factor times t, so the interval is that factor times the limits of the
 * noncentrality of t. The SD is taken as known beside the uncertainty of t.
 *
 * @param of the factor compared in `contrast`
 * @param contrast of `contrasts`, at one visit unless by `t`
 * @returns in standard deviations, with the sign of the contrast
 * @throws EvidensError `synthesis/bad-contrast`: not estimable, not at one visit, no spread, a level outside (0, 1)
 * Source: Steiger and Fouladi 1997 (noncentral intervals); Hedges 1981, doi:10.3102/10769986006002107;
 * docs/methods/mmrm-use.md. Checked: tests/synthesis/mmrm-effect-size.test.ts.
 */
export function modelEffectSize(
  result: MmrmResult,
  of: string,
  contrast: Contrast,
  options: ModelEffectSizeOptions,
): ModelEffectSize {
  const { standardiser, level = result.level } = options;
  const { test } = contrast;
  if (test === null)
    return refuseModel("bad-contrast", "The contrast is not estimable.", "Choose one that is.");
  if (!(level > 0 && level < 1))
    refuseModel("bad-contrast", `level is ${level}.`, "Pass a level between 0 and 1.");
  const found = {
    "model-sd": () => ({ ...modelSd(result, contrast, of), df: test.df }),
    "pooled-sd": () => pooledSd(result, contrast, of),
    t: () => ({ sd: null, df: test.df, text: "" }),
  }[standardiser]();
  const factor = found.sd === null ? 2 / Math.sqrt(test.df) : test.se / found.sd;
  const d = factor * test.statistic;
  const limits = noncentralLimits(test.statistic, test.df, (1 - level) / 2);
  const [low, high] = limits.map((limit) => factor * limit) as [number, number];
  const correction = found.df > 1 ? hedgesCorrection(found.df) : null;
  const corrected = (value: number): number | null => (correction === null ? null : correction * value);
  return {
    standardiser,
    d,
    se: Math.sqrt(factor ** 2 + d ** 2 / (2 * test.df)),
    low,
    high,
    g: corrected(d),
    gLow: corrected(low),
    gHigh: corrected(high),
    correctionDf: found.df,
    sd: found.sd,
    formula:
      found.sd === null
        ? `d = 2 t / √df, t = ${test.statistic}, df = ${test.df}`
        : `d = Δ / SD, Δ = ${test.estimate}, SD = ${found.sd}: ${found.text}`,
  };
}
