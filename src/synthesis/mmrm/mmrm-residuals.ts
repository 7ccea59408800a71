import type { RepeatedMeasures, RepeatedMeasuresFit } from "./mmrm.types.ts";
import { alikeAt, responseResiduals } from "./subject-weights.ts";

/** Fitted values and residuals by row. */
export interface RepeatedMeasuresResiduals {
  /** X β. */
  readonly fitted: Float64Array;
  /** y − X β. */
  readonly response: Float64Array;
  /** Divided by the standard deviation of the row. */
  readonly pearson: Float64Array;
  /** L⁻¹ (y − X β) with L L' the covariance of the subject: independent with variance one under the model. */
  readonly normalised: Float64Array;
}

/**
 * Residuals of a repeated-measures fit.
 *
 * @param data the data the model was fitted to
 * Source: mmrm 0.3.18, `residuals.mmrm`. Cost n m. Checked: tests/synthesis/mmrm-engine.test.ts, relative 1e-7.
 */
export function residualsOf(data: RepeatedMeasures, fit: RepeatedMeasuresFit): RepeatedMeasuresResiduals {
  const { fitted, response } = responseResiduals(data, fit.coefficients);
  const pearson = new Float64Array(response.length);
  const normalised = new Float64Array(response.length);
  for (const { starts, rows, sigma, lower } of alikeAt(data, fit)) {
    for (const start of starts) {
      for (let a = 0; a < rows; a++) {
        const row = start + a;
        const weighted = response[row]! * Math.sqrt(data.weights?.[row] ?? 1);
        pearson[row] = weighted / Math.sqrt(sigma.values[a * rows + a]!);
        let sum = weighted;
        for (let b = 0; b < a; b++) sum -= lower.values[a * rows + b]! * normalised[start + b]!;
        normalised[row] = sum / lower.values[a * rows + a]!;
      }
    }
  }
  return { fitted, response, pearson, normalised };
}
