import type { AgreementNumbers, AgreementQuery, AgreementResponse, AgreementStatistic } from "#contract";
import type { Decision, SampleDrawn, Stage, Stamped } from "#ledger";
import type { Protocol } from "#review";
import {
  type AgreementEstimate,
  type AgreementView,
  agreementOf,
  agreementText,
  type CalibrationResult,
  type CurrentVote,
  calibration,
  calibrationText,
  independentVotes,
  type JudgedVotes,
  requiredVotes,
  type ScreeningDoc,
  type StageAgreement,
  stageVotes,
  votesUntil,
} from "#screening";
import type { ReviewReads } from "#store";
import { type Context, notFound, personOf, protocolOf, refuse } from "../context.ts";
import { isRound, readersOf, roundDocs, sampleState, samplesOf } from "./samples.ts";
import { stageProblems } from "./screening-setup.ts";

/** Votes on one report as they were before anyone could see another's. */
interface Judged {
  readonly report: string;
  readonly votes: readonly CurrentVote[];
}

const DISAGREEMENTS_SHOWN = 100;

/**
 * Agreement at a stage, or in a calibration or pilot round, on votes as they were before anyone could see
 * another's. Of a round that is not done only how many reports wait is told.
 */
export async function agreementAt(
  context: Context,
  person: string,
  stage: Stage,
  query: AgreementQuery,
): Promise<AgreementResponse> {
  const { read } = context.store;
  const doc = await protocolOf(read);
  personOf(doc, person);
  const { protocol } = doc;
  refuse(stageProblems(protocol, stage), "workbench/stage-not-planned", "This stage is not planned");
  if (query.round === undefined) {
    const judged = await judgedAt(read, protocol, stage);
    const { byStatus } = await read.screeningCounts(stage, "");
    return await answer(read, { stage, round: null, judged, waiting: byStatus.pending, plan: null });
  }
  const drawn = await read.document<Stamped<SampleDrawn>>("screening-sample", query.round);
  if (drawn === null || drawn.stage !== stage || !isRound(drawn))
    throw notFound("workbench/unknown-sample", "round at this stage", query.round, "Load the page again.");
  const { judged, waiting } = await judgedIn(read, protocol, drawn);
  const plan = drawn.purpose === "calibration" ? planOf(protocol, stage) : null;
  return await answer(read, {
    stage,
    round: drawn.sample,
    judged: waiting > 0 ? [] : judged,
    waiting,
    plan: waiting > 0 ? null : plan,
  });
}

function planOf(protocol: Protocol, stage: Stage) {
  return protocol.stages.find((one) => one.stage === stage)?.calibration ?? null;
}

async function answer(
  read: ReviewReads,
  input: {
    readonly stage: Stage;
    readonly round: string | null;
    readonly judged: readonly Judged[];
    readonly waiting: number;
    readonly plan: ReturnType<typeof planOf>;
  },
): Promise<AgreementResponse> {
  const { stage, round, judged, waiting, plan } = input;
  const given = votesOf(judged);
  const result = agreementOf(given, { stage });
  const { decisions, kept } = result;
  return {
    stage,
    round,
    all: decisions.all.n === 0 ? null : numbersOf(decisions.all, kept.all, null),
    pairs: decisions.pairs.flatMap((pair, at) => {
      const dichotomised = kept.pairs[at]!;
      if (pair.n === 0) return [];
      return [
        {
          reviewers: pair.reviewers,
          numbers: numbersOf(pair, dichotomised, dichotomised.specific),
          categories: decisions.categories as readonly Decision[],
          table: pair.table,
        },
      ];
    }),
    disagreements: await disagreementsOf(read, stage, judged),
    sentence: decisions.all.n === 0 ? null : sentenceOf(result),
    calibration: plan === null ? null : calibrationOf(calibration(given, plan, { stage }), plan),
    waiting,
  };
}

function calibrationOf(
  result: CalibrationResult,
  plan: NonNullable<ReturnType<typeof planOf>>,
): NonNullable<AgreementResponse["calibration"]> {
  return {
    plan,
    met: result.verdict === "undefined" ? null : result.verdict === "met",
    remark: { en: calibrationText(result, "en"), nb: calibrationText(result, "nb") },
  };
}

function sentenceOf(result: StageAgreement): { en: string; nb: string } {
  return { en: agreementText(result, "en"), nb: agreementText(result, "nb") };
}

function votesOf(judged: readonly Judged[]): JudgedVotes {
  return {
    basis: "independent",
    votes: judged.flatMap(({ report, votes }) =>
      votes.map(({ reviewer, decision, exclusionReason }) => ({
        report,
        reviewer,
        decision,
        exclusionReason,
      })),
    ),
  };
}

interface Numbers {
  readonly n: number;
  readonly observed: AgreementEstimate;
  readonly kappa: AgreementEstimate;
  readonly pabak?: AgreementEstimate;
  readonly ac1: AgreementEstimate;
  readonly alpha: AgreementEstimate;
}

function numbersOf(
  detailed: Numbers,
  kept: Numbers,
  specific: readonly (number | null)[] | null,
): AgreementNumbers {
  return {
    n: detailed.n,
    detailed: statisticsOf(detailed),
    kept: [
      ...statisticsOf(kept),
      ...(specific === null
        ? []
        : [share("positive", specific[0] ?? null), share("negative", specific[1] ?? null)]),
    ],
  };
}

function statisticsOf({ observed, kappa, pabak, ac1, alpha }: Numbers): readonly AgreementStatistic[] {
  return [
    statistic("percent", observed, 100),
    statistic("kappa", kappa, 1),
    ...(pabak === undefined ? [] : [statistic("pabak", pabak, 1)]),
    statistic("ac1", ac1, 1),
    statistic("alpha", alpha, 1),
  ];
}

function statistic(
  id: AgreementStatistic["id"],
  { value, low, high, gap }: AgreementEstimate,
  scale: number,
): AgreementStatistic {
  const on = (x: number | null): number | null => (x === null ? null : scale * x);
  return { id, estimate: on(value), low: on(low), high: on(high), why: gap };
}

/** A category's specific agreement has no interval here; it is not there where nobody used the category. */
function share(id: AgreementStatistic["id"], value: number | null): AgreementStatistic {
  return { id, estimate: value, low: null, high: null, why: value === null ? "one-category" : null };
}

async function disagreementsOf(
  read: ReviewReads,
  stage: Stage,
  judged: readonly Judged[],
): Promise<AgreementResponse["disagreements"]> {
  const differ = judged.filter(({ votes }) => {
    if (new Set(votes.map(({ decision }) => decision)).size > 1) return true;
    const reasons = new Set(votes.map(({ exclusionReason }) => exclusionReason));
    return stage === "full-text" && votes[0]?.decision === "exclude" && reasons.size > 1;
  });
  const shown = differ.slice(0, DISAGREEMENTS_SHOWN);
  const rows = await read.reportsOf(shown.map(({ report }) => report));
  return {
    total: differ.length,
    items: shown.flatMap(({ report: id, votes }) => {
      const report = rows.get(id);
      if (report === undefined) return [];
      return [
        {
          report,
          votes: votes.map(({ reviewer, decision, exclusionReason, note }) => ({
            reviewer,
            decision,
            exclusionReason,
            note,
          })),
        },
      ];
    }),
  };
}

/** Independent votes on the reports of a stage whose votes are all in. */
async function judgedAt(read: ReviewReads, protocol: Protocol, stage: Stage): Promise<readonly Judged[]> {
  const votes = stageVotes(protocol, stage);
  const docs = await read.screeningOf(stage, ["include", "exclude", "maybe", "await", "conflict"]);
  return docs.flatMap((doc) => {
    const independent = independentVotes(doc, requiredVotes(votes, doc.report));
    return independent === null ? [] : [{ report: doc.report, votes: independent }];
  });
}

/** Votes of a round as they were when its last one came in. */
async function judgedIn(
  read: ReviewReads,
  protocol: Protocol,
  drawn: Stamped<SampleDrawn>,
): Promise<{ readonly judged: readonly Judged[]; readonly waiting: number }> {
  const readers = readersOf(drawn, protocol);
  const docs = [...(await roundDocs(read, drawn))];
  /** When the last of the readers voted on a report; null while one has not. */
  const lastFirst = (doc: ScreeningDoc | null): string | null => {
    const firsts = readers.map((person) => firstVote(doc, person));
    return firsts.some((one) => one === null) ? null : (firsts.toSorted().at(-1) ?? "");
  };
  const opened = docs.map(([, doc]) => lastFirst(doc));
  const waiting = opened.filter((at) => at === null).length;
  const until = opened.reduce<string>((last, at) => (at !== null && at > last ? at : last), "");
  return {
    waiting: docs.length === 0 ? drawn.reports.length : waiting,
    judged: docs.flatMap(([report, doc]) =>
      doc === null
        ? []
        : [{ report, votes: votesUntil(doc, until).filter(({ reviewer }) => readers.includes(reviewer)) }],
    ),
  };
}

function firstVote(doc: ScreeningDoc | null, person: string): string | null {
  const own = [...(doc?.earlier ?? []), ...(doc?.votes ?? [])].filter(({ reviewer }) => reviewer === person);
  return own.reduce<string | null>(
    (first, { eventId }) => (first === null || eventId < first ? eventId : first),
    null,
  );
}

/** What calibration at a stage came to: its newest round that all readers are done with. */
export interface CalibrationDone {
  readonly result: CalibrationResult;
  readonly round: string;
}

/** The newest finished calibration round of a stage, judged by its plan; null where there is none, or no plan. */
export async function calibrationAt(
  read: ReviewReads,
  protocol: Protocol,
  stage: Stage,
): Promise<CalibrationDone | null> {
  const plan = planOf(protocol, stage);
  if (plan === null) return null;
  for (const drawn of (await samplesOf(read, stage)).toReversed()) {
    if (drawn.purpose !== "calibration" || !(await sampleState(read, protocol, drawn)).done) continue;
    const { judged } = await judgedIn(read, protocol, drawn);
    return { result: calibration(votesOf(judged), plan, { stage }), round: drawn.sample };
  }
  return null;
}

interface Remembered {
  readonly head: string | null;
  readonly result: StageAgreement | null;
}
const remembered = new WeakMap<ReviewReads, Map<Stage, Remembered>>();

/**
 * Agreement at a stage for report and overview; null where nobody is compared. Reads all decisions of the
 * stage, so it is kept until something is written.
 */
export async function stageAgreementOf(
  read: ReviewReads,
  protocol: Protocol,
  stage: Stage,
): Promise<StageAgreement | null> {
  const { reviewers, secondShare } = stageVotes(protocol, stage);
  if (reviewers < 2 && secondShare === 0) return null;
  const byStage = remembered.get(read) ?? new Map<Stage, Remembered>();
  remembered.set(read, byStage);
  const head = await read.head();
  const known = byStage.get(stage);
  if (known !== undefined && known.head === head) return known.result;
  const result = agreementOf(votesOf(await judgedAt(read, protocol, stage)), { stage });
  byStage.set(stage, { head, result: result.shared === 0 ? null : result });
  return byStage.get(stage)!.result;
}

/** The two reviewers who judged most reports together, by kept against excluded. */
export function closestPair(view: AgreementView): AgreementView["pairs"][number] | null {
  return view.pairs.reduce<AgreementView["pairs"][number] | null>(
    (most, pair) => (pair.n > (most?.n ?? 0) ? pair : most),
    null,
  );
}
