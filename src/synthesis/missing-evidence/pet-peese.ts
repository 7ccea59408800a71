import { normalUpper, tUpper } from "#numerics";
import { effectSet } from "../model/effect-set.ts";
import { checkShare, refuseFewer } from "../sensitivity/refuse.ts";
import { smallNumberRemarks } from "../sensitivity/small-numbers.ts";
import type { Remark } from "../types.ts";
import { type LineCoefficient, refuseConstant, weightedLine } from "./weighted-line.ts";

export interface PrecisionOptions {
  /** Confidence, in (0, 1); default 0.95. */
  readonly level?: number;
}

/** An effect carried to a study of unlimited size. */
export interface PrecisionFit {
  readonly k: number;
  /** What effects are regressed on. */
  readonly predictor: "sei" | "vi";
  /** The effect where the predictor is 0. */
  readonly effect: LineCoefficient;
  /** Change of the effect with the predictor. */
  readonly slope: LineCoefficient;
  readonly remarks: readonly Remark[];
}

function carried(
  name: string,
  predictor: "sei" | "vi",
  y: Float64Array,
  v: Float64Array,
  options: PrecisionOptions,
): PrecisionFit {
  const { k } = effectSet(y, v);
  const { level = 0.95 } = options;
  checkShare("level", level);
  refuseFewer(name, k, 3);
  const x = predictor === "vi" ? v : v.map(Math.sqrt);
  refuseConstant(x, predictor === "vi" ? "The sampling variance" : "The standard error");
  const { intercept, slope } = weightedLine(y, v, x, level);
  return { k, predictor, effect: intercept, slope, remarks: smallNumberRemarks("small-study-test", k) };
}

/**
 * Precision-effect test: effects regressed on their standard errors, weights 1/v; the intercept is the effect.
 *
 * @param y effects, length k >= 3
 * @param v sampling variances, length k, all > 0, not all equal
 * @throws EvidensError `synthesis/bad-effects`, `synthesis/bad-options`, `synthesis/too-few-studies`,
 * `synthesis/constant-predictor`
 * Source: Stanley and Doucouliagos 2014, doi:10.1002/jrsm.1095.
 * Checked: tests/synthesis/pet-peese.test.ts, against R's `lm`, 1e-10.
 */
export function pet(y: Float64Array, v: Float64Array, options: PrecisionOptions = {}): PrecisionFit {
  return carried("PET", "sei", y, v, options);
}

/**
 * Precision-effect estimate with standard error: as `pet`, on the sampling variances.
 *
 * @param y effects, length k >= 3
 * @param v sampling variances, length k, all > 0, not all equal
 * @throws EvidensError as `pet`
 * Source: Stanley and Doucouliagos 2014, doi:10.1002/jrsm.1095.
 * Checked: tests/synthesis/pet-peese.test.ts, against R's `lm`, 1e-10.
 */
export function peese(y: Float64Array, v: Float64Array, options: PrecisionOptions = {}): PrecisionFit {
  return carried("PEESE", "vi", y, v, options);
}

export interface PetPeeseOptions extends PrecisionOptions {
  /** One-sided level at which PET's effect counts as present, in (0, 1); default 0.05. */
  readonly alpha?: number;
}

/** PET and PEESE with the one that the rule takes. */
export interface PetPeese {
  readonly pet: PrecisionFit;
  readonly peese: PrecisionFit;
  /** PET's p value on the side of the weighted mean of the effects. */
  readonly oneSidedP: number | null;
  readonly chosen: "pet" | "peese";
  readonly effect: LineCoefficient;
}

/**
 * PET-PEESE: PEESE's effect when PET's differs from 0 on the side of the weighted mean, PET's otherwise.
 *
 * @param y effects, length k >= 3
 * @param v sampling variances, length k, all > 0, not all equal
 * @throws EvidensError as `pet`
 * Source: Stanley and Doucouliagos 2014, doi:10.1002/jrsm.1095; limits in Stanley 2017,
 * doi:10.1177/1948550617693062.
 * Checked: tests/synthesis/pet-peese.test.ts.
 */
export function petPeese(y: Float64Array, v: Float64Array, options: PetPeeseOptions = {}): PetPeese {
  const { alpha = 0.05 } = options;
  checkShare("alpha", alpha);
  const [first, second] = [pet(y, v, options), peese(y, v, options)];
  const weighted = y.reduce((sum, effect, i) => sum + effect / v[i]!, 0);
  const { statistic, df } = first.effect;
  let oneSidedP: number | null = null;
  if (statistic !== null) {
    const towards = weighted < 0 ? -statistic : statistic;
    oneSidedP = df === null ? normalUpper(towards) : tUpper(towards, df);
  }
  // Without scatter around the line its statistic is undefined: any effect but 0 then stands.
  const present = oneSidedP === null ? first.effect.estimate !== 0 : oneSidedP < alpha;
  const chosen = present ? "peese" : "pet";
  return {
    pet: first,
    peese: second,
    oneSidedP,
    chosen,
    effect: (present ? second : first).effect,
  };
}
