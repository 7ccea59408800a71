import type { Matrix } from "#numerics";
import { empirical } from "./empirical.ts";
import { kenwardRogerCovariance } from "./kenward-roger.ts";
import type { CoefficientCovariance, RepeatedMeasures, RepeatedMeasuresFit } from "./mmrm.types.ts";

/**
 * The covariance of the coefficients of a given kind, p × p.
 *
 * @param data the data the model was fitted to
 * @throws EvidensError `synthesis/mmrm-inference` (Kenward–Roger after ML), `synthesis/mmrm-leverage`
 * Checked: tests/synthesis/mmrm-engine.test.ts.
 */
export function coefficientCovarianceOf(
  data: RepeatedMeasures,
  fit: RepeatedMeasuresFit,
  kind: CoefficientCovariance,
): Matrix {
  if (kind === "model") return fit.coefficientCovariance;
  if (kind === "kenward-roger" || kind === "kenward-roger-linear")
    return kenwardRogerCovariance(data, fit, kind === "kenward-roger-linear");
  return empirical(data, fit, kind).covariance;
}
