import { parseFormula, quotedName } from "../mmrm/formula.ts";
import type { Frame } from "../mmrm/frame.types.ts";
import { linearContrast } from "../mmrm/inference-of.ts";
import { mmrm } from "../mmrm/mmrm.ts";
import type { MmrmResult, TestedEstimate } from "../mmrm/mmrm-result.types.ts";
import { refuseModel } from "../mmrm/refuse-model.ts";
import type { PoolOptions } from "../types.ts";
import { eachTrial, poolTrials, refuseSharedNames, studiesOf } from "./each-trial.ts";
import type { TrialModel, TwoStage } from "./pooling.types.ts";
import { type SplitCovariate, splitCovariate } from "./split-covariate.ts";

/** Whose difference changes with what. */
export interface InteractionWanted {
  readonly arm: string;
  readonly level: string;
  readonly against: string;
  /** Numeric, the same in all rows of a participant. */
  readonly covariate: string;
}

/** How much the difference of two arms changes with one unit of a participant's covariate. */
export interface ParticipantInteraction {
  /** One model of all trials. */
  readonly oneStage: {
    readonly model: MmrmResult;
    /** From comparing participants within trials: free of ecological bias. Null where not estimable. */
    readonly within: TestedEstimate | null;
    /** From comparing trials by their means: open to it. Null where not estimable. */
    readonly across: TestedEstimate | null;
    /** Across minus within: what mixing them would bring in. Null where either is not estimable. */
    readonly difference: TestedEstimate | null;
  };
  /** The interaction within each trial, pooled. */
  readonly twoStage: TwoStage;
  readonly means: SplitCovariate["means"];
}

/** Coefficient weights of the slope by `slope` of `level` minus `against`; null where a column was dropped. */
function slopeRow(
  { frame }: MmrmResult,
  { arm, level, against }: InteractionWanted,
  slope: string,
): Float64Array | null {
  const { formula, columns, independent, variables } = frame;
  const [armAt, slopeAt] = [arm, slope].map((name) => formula.variables.indexOf(name)) as [number, number];
  const factor = variables[armAt];
  if (factor?.kind !== "factor") return null;
  const own = [armAt, slopeAt].sort((a, b) => a - b).join();
  const row = new Float64Array(independent.kept.length);
  for (const [wanted, sign] of [
    [level, 1],
    [against, -1],
  ] as const) {
    const code = factor.levels.indexOf(wanted);
    if (code < 0) return null;
    const column = columns.findIndex(
      ({ term, parts }) =>
        term !== null && formula.terms[term]!.join() === own && parts.some((part) => part.level === code),
    );
    // The reference arm has no column: its slope is the covariate's own.
    if (column < 0 && code === 0) continue;
    const place = independent.kept.indexOf(column);
    if (place < 0) return null;
    row[place] = sign;
  }
  return row;
}

const tested = (result: MmrmResult, row: Float64Array | null): TestedEstimate | null =>
  row === null ? null : linearContrast(result, row);

/** Tests the slopes within and across trials in the joint model. */
function jointSlopes(model: MmrmResult, wanted: InteractionWanted, names: SplitCovariate) {
  const within = slopeRow(model, wanted, names.within);
  const across = slopeRow(model, wanted, names.across);
  const difference =
    within === null || across === null ? null : across.map((weight, j) => weight - within[j]!);
  return {
    model,
    within: tested(model, within),
    across: tested(model, across),
    difference: tested(model, difference),
  };
}

/**
 * A treatment by participant interaction without ecological bias: the covariate is centred in each trial, so that what
 * participants show within trials (`within`) and what trials show by their means (`across`) stay apart. By one model
 * of all trials, with an intercept and a prognostic slope for each, and by pooling each trial's own interaction.
 *
 * @param study variable whose levels, two or more, tell the trials apart
 * @param model its formula names neither the study nor the covariate's interaction
 * @param options of `pool`; random effects by REML with the Hartung-Knapp test unless stated
 * @returns change of the difference, in the unit of the response, for one unit of the covariate
 * @throws EvidensError of `mmrm`, `synthesis/bad-frame`, `synthesis/bad-contrast`
 * Source: Riley et al. 2020, doi:10.1002/sim.8516; Hua et al. 2017, doi:10.1002/sim.7171; Fisher et al. 2017,
 * doi:10.1136/bmj.j573. Checked: tests/synthesis/participant-pooling.test.ts.
 */
export function participantInteraction(
  frame: Frame,
  study: string,
  model: TrialModel,
  wanted: InteractionWanted,
  options: PoolOptions = {},
): ParticipantInteraction {
  const formula = parseFormula(model.formula);
  if (!formula.variables.includes(wanted.arm))
    refuseModel(
      "bad-contrast",
      `${wanted.arm} is not in the formula ${formula.text}.`,
      "Name a factor of the formula.",
    );
  if (studiesOf(frame, study).length < 2)
    refuseModel("bad-frame", `${study} has one level.`, "Test the interaction in the one trial by mmrm.");
  refuseSharedNames(frame, model.subject, study);
  const split = splitCovariate(frame, wanted.covariate, study, model.subject);
  const [arm, trial, within, across] = [wanted.arm, study, split.within, split.across].map(quotedName);
  const joint = mmrm(split.frame, {
    ...model,
    formula: `${model.formula} + ${trial} + ${within} + ${across} + ${trial}:${within} + ${arm}:${within} + ${arm}:${across}`,
  });
  const oneStage = jointSlopes(joint, wanted, split);
  const single = { ...model, formula: `${model.formula} + ${within} + ${arm}:${within}` };
  const trials = eachTrial(split.frame, study, single, (result) =>
    tested(result, slopeRow(result, wanted, split.within)),
  );
  return { oneStage, twoStage: { trials, pooled: poolTrials(trials, options) }, means: split.means };
}
