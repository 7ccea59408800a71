import { contrasts } from "../mmrm/contrasts.ts";
import type { Frame } from "../mmrm/frame.types.ts";
import type { MmrmResult, TestedEstimate } from "../mmrm/mmrm-result.types.ts";
import { refuseModel } from "../mmrm/refuse-model.ts";
import type { PoolOptions } from "../types.ts";
import { eachTrial, poolTrials } from "./each-trial.ts";
import type { PooledContrast, TrialModel, TwoStage } from "./pooling.types.ts";

/** The difference in one model; null where its levels are not all there or do not determine it. */
export function contrastOf(result: MmrmResult, wanted: PooledContrast): TestedEstimate | null {
  const { of, level, against, at = {} } = wanted;
  const by = Object.keys(at);
  for (const name of [of, ...by])
    if (!result.frame.formula.variables.includes(name))
      refuseModel(
        "bad-contrast",
        `${name} is not in the formula ${result.frame.formula.text}.`,
        "Name factors of the formula.",
      );
  const factor = result.frame.variables.find((variable) => variable.name === of);
  if (factor?.kind !== "factor" || ![level, against].every((one) => factor.levels.includes(one))) return null;
  const found = contrasts(result, of, { by, reference: against }).contrasts.find(
    (one) => one.level === level && by.every((name) => one.by[name] === at[name]),
  );
  return found?.test ?? null;
}

/**
 * Two-stage pooling: a repeated-measures model of each trial's participants, then the library's pooling of the
 * differences. Trials that could not be fitted are named with the reason and are not in the pool.
 *
 * @param frame participants of all trials
 * @param study variable whose levels tell the trials apart
 * @param model of one trial: its formula does not name the study
 * @param options of `pool`; random effects by REML with the Hartung-Knapp test unless stated
 * @returns each trial's difference and the pooled one, in the unit of the response; `pooled` null where none was fitted
 * @throws EvidensError for mistakes of the call: `synthesis/bad-formula`, `synthesis/bad-specification` (also a formula
 *   that names the study), `synthesis/bad-contrast`, `synthesis/bad-frame`
 * Source: Simmonds et al. 2005, doi:10.1191/1740774505cn087oa; Riley, Tierney and Stewart 2021, Individual
 * Participant Data Meta-Analysis, ch. 5. Checked: tests/synthesis/participant-pooling.test.ts.
 */
export function twoStage(
  frame: Frame,
  study: string,
  model: TrialModel,
  contrast: PooledContrast,
  options: PoolOptions = {},
): TwoStage {
  const trials = eachTrial(frame, study, model, (result) => contrastOf(result, contrast));
  return { trials, pooled: poolTrials(trials, options) };
}
