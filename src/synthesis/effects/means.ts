import { EvidensError } from "#kernel";
import type { Effect, MdOptions, SmdOptions, TwoMeans } from "../types.ts";
import { effectSize } from "./effect-size.ts";

function difference(measure: "SMD" | "MD", data: TwoMeans, options: SmdOptions | MdOptions): Effect {
  const effect = effectSize(measure, data, options);
  if (effect.estimable) return { ...effect, measure };
  throw new EvidensError({
    code: "synthesis/no-finite-effect",
    kind: "numerical",
    message: `These means and SDs give no finite ${measure}.`,
    remedy: "Express the means and SDs in a larger or smaller unit.",
  });
}

/**
 * Hedges' g: the difference of two means in pooled standard deviations, without small-sample bias.
 *
 * @param data means and SDs in one unit, group sizes; the result is group 1 minus group 2
 * @throws EvidensError `synthesis/bad-means` with every bad field
 * Source: Hedges 1981, doi:10.3102/10769986006002107; variances as in metafor 5.1 `escalc` (LS, LS2, UB).
 * Checked: tests/synthesis/effects.test.ts against metafor, relative 1e-10.
 */
export function standardisedMeanDifference(data: TwoMeans, options: SmdOptions = {}): Effect {
  return difference("SMD", data, options);
}

/**
 * The difference of two means in their own unit.
 *
 * @param data means and SDs in one unit, group sizes; the result is group 1 minus group 2
 * @throws EvidensError `synthesis/bad-means` with every bad field
 * Source: as metafor 5.1 `escalc` measure MD (LS, HO).
 * Checked: tests/synthesis/effects.test.ts against metafor, relative 1e-10.
 */
export function meanDifference(data: TwoMeans, options: MdOptions = {}): Effect {
  return difference("MD", data, options);
}
