import type { Problem } from "#kernel";
import type { Decision, SampleDrawn, Stage } from "#ledger";
import { hasStage, type Person, type Protocol, personById, reasonsAt } from "#review";
import { votesNeeded } from "./required-votes.ts";
import { conflictKind } from "./status.ts";
import type { ScreeningDoc } from "./status.types.ts";

export interface VoteToCheck {
  readonly protocol: Protocol;
  readonly stage: Stage;
  /** Id of the report, for the messages. */
  readonly report: string;
  readonly decision: Decision;
  readonly exclusionReason?: string | null | undefined;
  /** Whether the review holds the report. */
  readonly reportExists: boolean;
  /** Whether the report has reached this stage: always at title and abstract, at full text once included there. */
  readonly inStage: boolean;
  /** Id of the person who votes. */
  readonly voter: string;
  /** The sample of the calibration or pilot round the vote is for; null: there is none of that id. */
  readonly round?: SampleDrawn | null | undefined;
}

export interface AdjudicationToCheck {
  readonly protocol: Protocol;
  readonly stage: Stage;
  readonly report: string;
  readonly decision: "include" | "exclude";
  readonly exclusionReason?: string | null | undefined;
  readonly adjudicator: string;
  /** `consensus`: those who voted settled it among themselves, so one of them may write it down. */
  readonly how?: "consensus" | "third-person" | undefined;
  /** The report's document at this stage; null when nobody has voted. */
  readonly doc: ScreeningDoc | null;
}

/**
 * All that speaks against a vote; empty when it may stand.
 *
 * Checked: tests/screening/check-vote.test.ts.
 */
export function checkVote(vote: VoteToCheck): readonly Problem[] {
  const { protocol, stage, report } = vote;
  const problems: Problem[] = [];
  if (!vote.reportExists) {
    problems.push({
      code: "screening/unknown-report",
      field: "report",
      message: `There is no report "${report}" in this review.`,
      remedy: "Use a report id, source key, DOI or PMID of an imported record.",
    });
  } else if (!vote.inStage) {
    problems.push({
      code: "screening/not-in-stage",
      field: "report",
      message: `Report "${report}" is not at ${stageName(stage)}: it has not been included at title and abstract.`,
      remedy: "Settle it at title and abstract first.",
    });
  }
  if (vote.round !== undefined) problems.push(...checkRound(vote.round, vote));
  problems.push(...checkStage(protocol, stage));
  problems.push(...checkPerson(protocol, vote.voter, ["reviewer"], "vote"));
  problems.push(...checkReason(protocol, stage, vote.decision, vote.exclusionReason ?? null));
  return problems;
}

/**
 * All that speaks against an adjudication; empty when it may stand. Votes must disagree (or hold a
 * maybe, or name different reasons); an adjudication already made may be made anew.
 *
 * Checked: tests/screening/check-vote.test.ts.
 */
export function checkAdjudication(adjudication: AdjudicationToCheck): readonly Problem[] {
  const { protocol, stage, report, doc } = adjudication;
  const problems: Problem[] = [...checkStage(protocol, stage)];
  const required = hasStage(protocol, stage) ? votesNeeded(protocol, stage, report) : null;
  const votes: ScreeningDoc = { stage, report, votes: doc?.votes ?? [], adjudication: null };
  if (required !== null && conflictKind(votes, required) === null) {
    problems.push({
      code: "screening/nothing-to-adjudicate",
      field: "report",
      message: `Report "${report}" has no conflict at ${stageName(stage)}: ${votes.votes.length} of ${required} votes are in${
        votes.votes.length >= required ? " and they agree" : ""
      }.`,
      remedy:
        votes.votes.length >= required
          ? "Leave it as the reviewers decided."
          : "Wait until all reviewers have voted.",
    });
  }
  const voted = doc?.votes.some(({ reviewer }) => reviewer === adjudication.adjudicator) ?? false;
  if (adjudication.how !== "consensus" || !voted)
    problems.push(...checkPerson(protocol, adjudication.adjudicator, ["adjudicator", "lead"], "adjudicate"));
  problems.push(...checkReason(protocol, stage, adjudication.decision, adjudication.exclusionReason ?? null));
  return problems;
}

function stageName(stage: Stage): string {
  return stage === "full-text" ? "full text" : "title and abstract";
}

function checkRound(round: SampleDrawn | null, { stage, report, voter }: VoteToCheck): readonly Problem[] {
  const problem = (message: string, remedy: string): readonly Problem[] => [
    { code: "screening/not-in-round", field: "round", message, remedy },
  ];
  if (round === null || (round.purpose !== "calibration" && round.purpose !== "pilot"))
    return problem(
      "There is no such calibration or pilot round.",
      "Reload the page, or vote without a round.",
    );
  if (round.stage !== stage || !round.reports.includes(report))
    return problem(
      `Report "${report}" is not in this round.`,
      "Vote on the reports the round was drawn with.",
    );
  if (round.reviewers.length > 0 && !round.reviewers.includes(voter))
    return problem(`"${voter}" does not take part in this round.`, `Let ${list(round.reviewers)} vote.`);
  return [];
}

function checkStage(protocol: Protocol, stage: Stage): readonly Problem[] {
  if (hasStage(protocol, stage)) return [];
  return [
    {
      code: "screening/stage-not-planned",
      field: "stage",
      message: `The protocol plans no screening at ${stageName(stage)}.`,
      remedy: `Add the stage "${stage}" with its number of reviewers to \`stages\` in the protocol.`,
    },
  ];
}

function checkPerson(
  protocol: Protocol,
  id: string,
  roles: readonly Person["roles"][number][],
  act: string,
): readonly Problem[] {
  const person = personById(protocol, id);
  if (person === null) {
    return [
      {
        code: "screening/unknown-person",
        field: "by",
        message: `"${id}" is not among the people of the protocol (${list(protocol.people.map((one) => one.id))}).`,
        remedy: "Use the id of one of them, or add the person to `people` in the protocol.",
      },
    ];
  }
  if (person.roles.some((role) => roles.includes(role))) return [];
  return [
    {
      code: "screening/not-allowed",
      field: "by",
      message: `${person.name} (${id}) may not ${act}: that needs the role ${roles.join(" or ")}, and ${id} has ${list(person.roles)}.`,
      remedy: `Let a person with that role ${act}, or give ${id} the role in the protocol.`,
    },
  ];
}

function checkReason(
  protocol: Protocol,
  stage: Stage,
  decision: Decision,
  reason: string | null,
): readonly Problem[] {
  const field = "exclusionReason";
  const fitting = list(reasonsAt(protocol, stage).map((one) => one.id));
  const remedy = `Give one of: ${fitting}.`;
  if (reason === null || reason === "") {
    if (decision !== "exclude" || stage !== "full-text") return [];
    const message = "Excluding at full text needs a reason.";
    return [{ code: "screening/reason-required", field, message, remedy }];
  }
  if (decision !== "exclude") {
    const message = `A reason ("${reason}") belongs to an exclusion, and this decision is ${decision}.`;
    const leave = "Leave the reason out, or exclude the report.";
    return [{ code: "screening/reason-without-exclusion", field, message, remedy: leave }];
  }
  const known = protocol.exclusionReasons.find((one) => one.id === reason);
  if (known === undefined) {
    const message = `"${reason}" is not an exclusion reason of the protocol.`;
    return [{ code: "screening/unknown-reason", field, message, remedy }];
  }
  if (known.stages.includes(stage)) return [];
  const message = `The reason "${reason}" is not for ${stageName(stage)}; the protocol keeps it for ${known.stages.map(stageName).join(" and ")}.`;
  return [{ code: "screening/reason-not-for-stage", field, message, remedy }];
}

function list(words: readonly string[]): string {
  return words.length === 0 ? "none" : words.join(", ");
}
