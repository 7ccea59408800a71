import { EvidensError } from "#kernel";
import {
  combineTrials,
  type OneStage,
  oneStage,
  type ParticipantInteraction,
  type PooledResult,
  parseFormula,
  participantInteraction,
  type Trial,
  type TrialModel,
  twoStage,
} from "#synthesis";
import type { DerivedRule } from "../outcomes/outcomes.types.ts";
import type { ParticipantData } from "../participant-data.types.ts";
import { analysedFrame, refuseUnknownLevels } from "./analysed-frame.ts";
import { engineModel, estimateOf } from "./fit-participant-model.ts";
import type { ParticipantModelSpecification, PoolingPlan } from "./model-specification.ts";
import type { ModelEstimate } from "./participant-model.types.ts";

/** A trial of the first stage: its difference, or why it has none. */
export type PooledTrial =
  | ({ readonly study: string; readonly fitted: true; readonly structure: string } & ModelEstimate)
  | { readonly study: string; readonly fitted: false; readonly code: string; readonly reason: string };

/** Trials of participants pooled in two stages and in one. No value of a participant is in it. */
export interface PooledParticipants {
  readonly specification: ParticipantModelSpecification;
  readonly dataSetName: string;
  readonly simulated: boolean;
  readonly rules: readonly DerivedRule[];
  /** What is pooled: `compared` less `reference` at `visit`. */
  readonly contrast: { readonly compared: string; readonly reference: string; readonly visit: string };
  readonly twoStage: { readonly trials: readonly PooledTrial[]; readonly pooled: PooledResult | null };
  /** Null with one trial. */
  readonly oneStage: {
    readonly estimate: ModelEstimate | null;
    readonly structure: string;
    /** That the trials' differences are one; null where it cannot be tested. */
    readonly heterogeneity: OneStage["heterogeneity"]["test"];
  } | null;
  /** Null where none was asked for. */
  readonly interaction: {
    readonly covariate: string;
    readonly within: ModelEstimate | null;
    readonly across: ModelEstimate | null;
    readonly difference: ModelEstimate | null;
    readonly trials: readonly PooledTrial[];
    readonly pooled: PooledResult | null;
  } | null;
  /** With trials known by their published result; null where there is none. */
  readonly combined: ReturnType<typeof combineTrials> | null;
}

/**
 * Pools the trials of a data set: a model in each trial and then the differences (two stages), one model of all with
 * an intercept for each trial (one stage), the interaction of a participant's covariate with the arm within trials,
 * and trials known by their published result alone.
 *
 * @param data with the derived outcomes that the formula names
 * @param specification with its `pooling`; the last visit and the second arm are compared unless stated
 * @param rules by which the outcomes were derived, kept with the result
 * @returns estimates in the unit of the outcome, of the interaction for one unit of the covariate
 * @throws {EvidensError} `participants/no-pooling` without a plan, `participants/unknown-level`, and as
 *   `fitParticipantModel`
 * Source: docs/methods/mmrm-use.md. Checked: tests/participants/pool-participant-trials.test.ts.
 */
export function poolParticipantTrials(
  data: ParticipantData,
  specification: ParticipantModelSpecification,
  rules: readonly DerivedRule[] = [],
): PooledParticipants {
  const plan = planOf(specification);
  const { frame } = analysedFrame(data, specification);
  const levels = (name: string): readonly string[] => {
    const column = frame[name];
    return column !== undefined && "levels" in column ? column.levels : [];
  };
  const contrast = contrastOf(specification, plan, levels);
  const model = withoutTrial(engineModel(specification), plan.trial);
  const wanted = {
    of: specification.arm,
    level: contrast.compared,
    against: contrast.reference,
    at: { [specification.visit]: contrast.visit },
  };
  const stages = twoStage(frame, plan.trial, model, wanted);
  const several = levels(plan.trial).length > 1;
  const joint = several ? oneStage(frame, plan.trial, model, wanted) : null;
  return {
    specification,
    dataSetName: data.dictionary.name,
    simulated: data.dictionary.simulated ?? false,
    rules,
    contrast,
    twoStage: { trials: stages.trials.map(trialOf), pooled: stages.pooled },
    oneStage:
      joint === null
        ? null
        : {
            estimate: joint.test === null ? null : estimateOf(joint.test),
            structure: joint.model.structure,
            heterogeneity: joint.heterogeneity.test,
          },
    interaction:
      plan.interaction === undefined
        ? null
        : interactionOf(
            plan.interaction,
            participantInteraction(frame, plan.trial, model, {
              arm: specification.arm,
              level: contrast.compared,
              against: contrast.reference,
              covariate: plan.interaction,
            }),
          ),
    combined:
      plan.aggregates === undefined || plan.aggregates.length === 0
        ? null
        : combineTrials(stages.trials, plan.aggregates),
  };
}

function planOf(specification: ParticipantModelSpecification): PoolingPlan {
  if (specification.pooling !== undefined) return specification.pooling;
  throw new EvidensError({
    code: "participants/no-pooling",
    kind: "invalid",
    message: `The model "${specification.id}" does not say how its trials are pooled.`,
    remedy: "Add `pooling` with the variable `trial` to its specification.",
  });
}

function contrastOf(
  { arm, visit, reference }: ParticipantModelSpecification,
  plan: PoolingPlan,
  levels: (name: string) => readonly string[],
): PooledParticipants["contrast"] {
  const arms = levels(arm);
  const visits = levels(visit);
  const against = reference ?? arms[0] ?? "";
  const contrast = {
    compared: plan.compared ?? arms.find((one) => one !== against) ?? "",
    reference: against,
    visit: plan.visit ?? visits.at(-1) ?? "",
  };
  refuseUnknownLevels(arm, [contrast.compared, contrast.reference], arms);
  refuseUnknownLevels(visit, [contrast.visit], visits);
  return contrast;
}

/** The formula within a trial: without the terms that hold the trial. */
function withoutTrial(model: TrialModel, trial: string): TrialModel {
  const { response, terms, variables, intercept } = parseFormula(model.formula);
  const kept = terms
    .filter((term) => !term.some((place) => variables[place] === trial))
    .map((term) => term.map((place) => quoted(variables[place]!)).join(":"));
  const parts = [...(intercept ? [] : ["0"]), ...kept];
  return { ...model, formula: `${quoted(response)} ~ ${parts.length === 0 ? "1" : parts.join(" + ")}` };
}

const quoted = (name: string): string => `\`${name}\``;

function trialOf(trial: Trial): PooledTrial {
  if (trial.fitted)
    return { study: trial.study, fitted: true, structure: trial.model.structure, ...estimateOf(trial.test) };
  return { study: trial.study, fitted: false, code: trial.code, reason: trial.reason };
}

function interactionOf(
  covariate: string,
  { oneStage: joint, twoStage: apart }: ParticipantInteraction,
): PooledParticipants["interaction"] {
  const told = (test: typeof joint.within): ModelEstimate | null => (test === null ? null : estimateOf(test));
  return {
    covariate,
    within: told(joint.within),
    across: told(joint.across),
    difference: told(joint.difference),
    trials: apart.trials.map(trialOf),
    pooled: apart.pooled,
  };
}
