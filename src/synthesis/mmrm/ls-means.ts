import type { Remark } from "../types.ts";
import { linearContrast } from "./inference-of.ts";
import type { MmrmResult, TestedEstimate } from "./mmrm-result.types.ts";
import { type GridOptions, referenceGrid } from "./reference-grid.ts";

export interface LsMeansOptions extends GridOptions {
  /** Confidence, in (0, 1); default that of the result. */
  readonly level?: number;
}

/** The model's mean of the response for a combination of levels. */
export interface LsMean {
  readonly levels: Readonly<Record<string, string>>;
  /** Weight of each coefficient; null where the mean is not estimable. */
  readonly row: Float64Array | null;
  /** Null where the mean is not estimable; `reason` says why. */
  readonly test: TestedEstimate | null;
  readonly reason: Remark | null;
}

/** Why a mean or a difference has no number. */
export const notEstimable: Remark = {
  code: "not-estimable",
  text: {
    en: "Not estimable: no analysed row tells this combination of levels from others.",
    nb: "Kan ikke estimeres: ingen analysert rad skiller denne kombinasjonen av nivåer fra andre.",
  },
};

/**
 * Least-squares means: what the model says the response would be for each combination of levels of `over` (such as
 * arm and visit) in a population balanced over its other factors, with numeric variables at their mean over the
 * analysed rows.
 *
 * @param over factors of the formula; the first runs fastest
 * @returns in the unit of the response; without a number, and with the reason, where not estimable
 * @throws EvidensError `synthesis/bad-contrast`: no factor of the formula, or `at` no numeric variable of it
 * Source: Searle, Speed and Milliken 1980, doi:10.1080/00031305.1980.10483031; conventions of R's emmeans.
 * Checked: tests/synthesis/golden-mmrm.test.ts (emmeans), relative 1e-7, df and P 1e-6.
 */
export function lsMeans(result: MmrmResult, over: readonly string[], options: LsMeansOptions = {}): LsMean[] {
  return referenceGrid(result.frame, over, options).map(({ levels, row }) =>
    row === null
      ? { levels, row, test: null, reason: notEstimable }
      : { levels, row, test: linearContrast(result, row, options.level), reason: null },
  );
}
