import { EvidensError } from "#kernel";
import type { Stage } from "#ledger";
import type {
  ExclusionReason,
  Form,
  InformationSource,
  Outcome,
  Person,
  PlannedAnalysis,
  Protocol,
  Question,
} from "./protocol.ts";

/**
 * Independent votes that a decision needs at a stage.
 *
 * @throws {EvidensError} `review/unknown-stage` when the protocol plans no such stage
 */
export function requiredReviewers(protocol: Protocol, stage: Stage): number {
  const plan = protocol.stages.find((planned) => planned.stage === stage);
  if (plan !== undefined) return plan.reviewers;
  throw new EvidensError({
    code: "review/unknown-stage",
    kind: "missing",
    message: `The protocol plans no stage \`${stage}\`.`,
    remedy: "Add the stage under `stages` in the protocol.",
  });
}

/** Share of a stage's reports that need one vote more than the others, from 0 to 1. */
export function secondReviewerShare(protocol: Protocol, stage: Stage): number {
  return protocol.stages.find((planned) => planned.stage === stage)?.secondReviewerShare ?? 0;
}

/** Whether the protocol plans the stage. */
export function hasStage(protocol: Protocol, stage: Stage): boolean {
  return protocol.stages.some((planned) => planned.stage === stage);
}

/** The person with this id, or null. */
export function personById(protocol: Protocol, id: string): Person | null {
  return protocol.people.find((person) => person.id === id) ?? null;
}

/** Whether the person is known and has the role. */
export function hasRole(protocol: Protocol, personId: string, role: Person["roles"][number]): boolean {
  return personById(protocol, personId)?.roles.includes(role) ?? false;
}

/** The question with this id, or null. */
export function questionById(protocol: Protocol, id: string): Question | null {
  return protocol.questions.find((question) => question.id === id) ?? null;
}

/** The information source with this id, or null. */
export function sourceById(protocol: Protocol, id: string): InformationSource | null {
  return protocol.sources.find((source) => source.id === id) ?? null;
}

/** The outcome with this id, or null. */
export function outcomeById(protocol: Protocol, id: string): Outcome | null {
  return protocol.outcomes.find((outcome) => outcome.id === id) ?? null;
}

/** The form with this id, or null. */
export function formById(protocol: Protocol, id: string): Form | null {
  return protocol.forms.find((form) => form.id === id) ?? null;
}

/** The planned analysis with this id, or null. */
export function analysisById(protocol: Protocol, id: string): PlannedAnalysis | null {
  return protocol.analyses.find((analysis) => analysis.id === id) ?? null;
}

/** Reasons that an exclusion at this stage may name, in the protocol's order. */
export function reasonsAt(protocol: Protocol, stage: Stage): readonly ExclusionReason[] {
  return protocol.exclusionReasons.filter((reason) => reason.stages.includes(stage));
}
