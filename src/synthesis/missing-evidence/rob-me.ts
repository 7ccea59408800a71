import { EvidensError, type Problem } from "#kernel";
import type { MissingReason, ResultStatus } from "./rob-me-labels.ts";
import { missingReasonLabels, resultStatusLabels } from "./rob-me-labels.ts";

/** A study eligible for the synthesis, whether or not it gives a result. */
export interface EligibleStudy {
  readonly id: string;
  /** People in it, where known: a whole number >= 0. */
  readonly participants?: number;
}

/** What a reviewer found of one study's result for one outcome. */
export interface ResultJudgement {
  readonly study: string;
  readonly outcome: string;
  readonly status: Exclude<ResultStatus, "not-judged">;
  /** Needed unless the result is known. */
  readonly reason?: MissingReason;
  /** Where it was looked for: protocol, registry, report, authors. */
  readonly note?: string;
}

export interface ResultCell {
  readonly study: string;
  readonly outcome: string;
  readonly status: ResultStatus;
  readonly reason: MissingReason | null;
  readonly note: string | null;
  /** The result may be missing because of what it shows: selective or unclear. */
  readonly mayBias: boolean;
}

/** One outcome's results over all studies. */
export interface OutcomeTotals {
  readonly outcome: string;
  readonly studies: Readonly<Record<ResultStatus, number>>;
  /** People in studies of each status; studies of unknown size are not counted. */
  readonly participants: Readonly<Record<ResultStatus, number>>;
  readonly studiesOfUnknownSize: number;
  /** Studies whose result may be missing because of what it shows. */
  readonly mayBias: number;
  /** People in studies with a known result, of those in all studies; null where a size is unknown or all are 0. */
  readonly shareOfParticipantsKnown: number | null;
}

/** Which results are known, partly known and missing, by study and outcome. */
export interface RobMeMatrix {
  readonly studies: readonly EligibleStudy[];
  readonly outcomes: readonly string[];
  /** One row per study, one column per outcome. */
  readonly cells: readonly (readonly ResultCell[])[];
  readonly totals: readonly OutcomeTotals[];
  readonly complete: boolean;
}

const CODE = "synthesis/bad-result-judgement";

function repeated(ids: readonly string[]): string[] {
  return ids.filter((id, i) => ids.indexOf(id) !== i);
}

function problemsOf(
  studies: readonly EligibleStudy[],
  outcomes: readonly string[],
  judgements: readonly ResultJudgement[],
): Problem[] {
  const problem = (field: string, message: string): Problem => ({ code: CODE, field, message });
  const ids = studies.map(({ id }) => id);
  const sizes = studies.flatMap(({ id, participants: n }, i) =>
    n === undefined || (Number.isInteger(n) && n >= 0)
      ? []
      : [problem(`studies[${i}].participants`, `Study ${id} has ${n} people.`)],
  );
  const twice = [
    ...repeated(ids).map((id) => problem("studies", `Study ${id} is listed twice.`)),
    ...repeated(outcomes).map((id) => problem("outcomes", `Outcome ${id} is listed twice.`)),
  ];
  const seen = new Set<string>();
  const wrong = judgements.flatMap(({ study, outcome, status, reason }, i) => {
    const at = `judgements[${i}]`;
    const key = JSON.stringify([study, outcome]);
    const again = seen.has(key);
    seen.add(key);
    const valid = Object.hasOwn(resultStatusLabels, status) && (status as ResultStatus) !== "not-judged";
    return [
      ...(ids.includes(study) ? [] : [problem(`${at}.study`, `Study ${study} is not among the studies.`)]),
      ...(outcomes.includes(outcome)
        ? []
        : [problem(`${at}.outcome`, `Outcome ${outcome} is not among the outcomes.`)]),
      ...(again ? [problem(at, `Study ${study} is judged twice for ${outcome}.`)] : []),
      ...(valid ? [] : [problem(`${at}.status`, `Status ${status} is unknown.`)]),
      ...(status === "known" || (reason !== undefined && Object.hasOwn(missingReasonLabels, reason))
        ? []
        : [problem(`${at}.reason`, `Study ${study} needs a reason for ${outcome}.`)]),
    ];
  });
  return [...sizes, ...twice, ...wrong];
}

const none = (): Record<ResultStatus, number> => ({
  known: 0,
  "partly-known": 0,
  missing: 0,
  "not-judged": 0,
});

function totalsOf(
  outcome: string,
  column: readonly ResultCell[],
  studies: readonly EligibleStudy[],
): OutcomeTotals {
  const counts = none();
  const people = none();
  let [unknown, all] = [0, 0];
  column.forEach(({ status }, row) => {
    counts[status]++;
    const size = studies[row]?.participants;
    if (size === undefined) unknown++;
    else people[status] += size;
    all += size ?? 0;
  });
  return {
    outcome,
    studies: counts,
    participants: people,
    studiesOfUnknownSize: unknown,
    mayBias: column.filter((cell) => cell.mayBias).length,
    shareOfParticipantsKnown: unknown > 0 || all === 0 ? null : people.known / all,
  };
}

/**
 * The matrix of results known, partly known and missing, which an assessment with ROB-ME starts from.
 *
 * @param studies all studies eligible for the synthesis, those without a report included
 * @param outcomes names of the outcomes
 * @param judgements at most one per study and outcome; where there is none the cell says `not-judged`
 * @throws EvidensError `synthesis/bad-result-judgement` (invalid), with every problem
 * Source: Page et al. 2023, ROB-ME, doi:10.1136/bmj-2023-076754. The words for statuses are ours.
 * Checked: tests/synthesis/rob-me.test.ts.
 */
export function robMeMatrix(
  studies: readonly EligibleStudy[],
  outcomes: readonly string[],
  judgements: readonly ResultJudgement[],
): RobMeMatrix {
  const problems = problemsOf(studies, outcomes, judgements);
  if (problems.length > 0)
    throw new EvidensError({
      code: CODE,
      kind: "invalid",
      message: problems.map(({ message }) => message).join(" "),
      remedy: "Correct the list of studies, outcomes and judgements.",
      problems,
    });
  const found = new Map(judgements.map((one) => [JSON.stringify([one.study, one.outcome]), one]));
  const cells = studies.map(({ id: study }) =>
    outcomes.map((outcome): ResultCell => {
      const one = found.get(JSON.stringify([study, outcome]));
      const status = one?.status ?? "not-judged";
      const reason = status === "known" ? null : (one?.reason ?? null);
      const mayBias = reason === "selective" || reason === "unclear";
      return { study, outcome, status, reason, note: one?.note ?? null, mayBias };
    }),
  );
  const totals = outcomes.map((outcome, j) =>
    totalsOf(
      outcome,
      cells.map((row) => row[j]!),
      studies,
    ),
  );
  const complete = cells.every((row) => row.every(({ status }) => status !== "not-judged"));
  return { studies, outcomes, cells, totals, complete };
}
