import { type RepeatedMeasuresResiduals, residualsOf } from "./mmrm-residuals.ts";
import type { MmrmResult } from "./mmrm-result.types.ts";

/** Residuals with the rows they are of. */
export interface MmrmResiduals extends RepeatedMeasuresResiduals {
  /** 1-based row of the data set of each. */
  readonly rows: Int32Array;
}

/**
 * Fitted values and residuals of a result, by subject and visit.
 *
 * @returns a value for each analysed row: fitted and response in the unit of the response, the others without unit
 * Source: R's `mmrm` 0.3.18, `residuals.mmrm`.
 * Checked: tests/synthesis/golden-mmrm.test.ts (residuals).
 */
export function mmrmResiduals(result: MmrmResult): MmrmResiduals {
  return { ...residualsOf(result.frame.data, result.fit), rows: result.frame.rows };
}
