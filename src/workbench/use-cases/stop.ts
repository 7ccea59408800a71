import type {
  ExplainResponse,
  ProgressResponse,
  RankingState,
  StopRequest,
  WrittenResponse,
} from "#contract";
import type { Problem } from "#kernel";
import type { OrderSet, SampleDrawn, Stage, Stamped, Stopped } from "#ledger";
import { hasStage, type Protocol } from "#review";
import {
  requiredVotes,
  type Screened,
  type StoppingVerdict,
  settledOrder,
  stageVotes,
  stoppingRule,
} from "#screening";
import type { ReviewReads } from "#store";
import { type Context, notFound, personOf, protocolOf, refuse } from "../context.ts";
import { samplesOf } from "./samples.ts";
import { orderOf, roleProblems, stageProblems } from "./screening-setup.ts";

/** Curve, verdicts and claim of this person's reading, with the rule in force. */
export async function progress(context: Context, person: string, stage: Stage): Promise<ProgressResponse> {
  const { read } = context.store;
  personOf(await protocolOf(read), person);
  return {
    progress: await context.ranking.progress(stage, person),
    rule: (await orderOf(read, stage)).stopping,
    stopped: await read.document<Stamped<Stopped>>("screening-stop", stage),
  };
}

/** What pushed a report up or down in this person's order. @throws {EvidensError} `workbench/unknown-report` */
export async function explain(
  context: Context,
  person: string,
  stage: Stage,
  reportId: string,
): Promise<ExplainResponse> {
  const { read } = context.store;
  personOf(await protocolOf(read), person);
  const row = await read.report(reportId);
  if (row === null) throw notFound("workbench/unknown-report", "report", reportId, "Load the page again.");
  return { explanation: await context.ranking.explain(stage, person, row.id) };
}

/** Resolves when this person's order takes in all that was decided before the call. */
export async function rankingSettled(context: Context, person: string, stage: Stage): Promise<RankingState> {
  personOf(await protocolOf(context.store.read), person);
  return (await context.ranking.settled(stage, person)).state;
}

/**
 * What has been decided at a stage, in the order in which it was: only decisions that are open to all, so
 * that whether the rule says stop tells nothing of a sealed vote.
 */
async function decidedAt(
  read: ReviewReads,
  protocol: Protocol,
  stage: Stage,
): Promise<Screened & { readonly relevant: number }> {
  const votes = stageVotes(protocol, stage);
  const docs = await read.screeningOf(stage, ["include", "exclude", "maybe", "await", "conflict"]);
  const queue = new Set(await read.stageReports(stage, "all"));
  const settled = settledOrder(docs, (report) => requiredVotes(votes, report)).filter(({ report }) =>
    queue.has(report),
  );
  const drawn = await randomReports(read, stage);
  const labels = Uint8Array.from(settled, ({ kept }) => (kept ? 1 : 0));
  return {
    labels,
    total: queue.size,
    relevant: labels.reduce((sum, label) => sum + label, 0),
    ...(drawn.size === 0
      ? {}
      : { random: Uint8Array.from(settled, ({ report }) => (drawn.has(report) ? 1 : 0)) }),
  };
}

async function randomReports(read: ReviewReads, stage: Stage): Promise<ReadonlySet<string>> {
  const ids = (await samplesOf(read, stage))
    .filter(({ purpose }: SampleDrawn) => purpose === "random")
    .flatMap(({ reports }) => reports);
  return new Set((await read.reportIdsOf(ids)).values());
}

/**
 * Ends a stage before every report was read; undo takes it back.
 *
 * @throws {EvidensError} `workbench/stop-refused` with every reason: not a lead, stopped already, nothing
 *   left to read, or a rule that does not say stop where `anyway` is not set
 */
export async function stop(
  context: Context,
  input: StopRequest & { readonly by: string; readonly stage: Stage },
): Promise<WrittenResponse> {
  const { by, stage, anyway, note } = input;
  const [event] = await context.store.append(async (read) => {
    const { protocol } = await protocolOf(read);
    const problems: Problem[] = [
      ...stageProblems(protocol, stage),
      ...roleProblems(protocol, by, ["lead"], "stop screening"),
    ];
    if ((await read.document("screening-stop", stage)) !== null)
      problems.push(problem("stopped-already", "Screening of this stage is stopped already.", RESUME));
    if (!hasStage(protocol, stage)) refuse(problems, REFUSED, WHAT);
    const { relevant, ...screened } = await decidedAt(read, protocol, stage);
    const { stopping } = await orderOf(read, stage);
    const verdict = stoppingRule(stopping.rule, stopping)?.judge(screened) ?? null;
    const unread = screened.total - screened.labels.length;
    if (unread <= 0)
      problems.push(problem("nothing-to-stop", "Every report of this stage is decided.", "Go on."));
    else if (verdict?.stop !== true && !anyway) problems.push(notYet(stopping, verdict, unread));
    refuse(problems, REFUSED, WHAT);
    const body: Stopped = {
      stage,
      ...stopping,
      total: screened.total,
      screened: screened.labels.length,
      relevant,
      supported: verdict?.stop === true,
      values: finite(verdict?.values ?? {}),
      ...(note === undefined ? {} : { note }),
    };
    return [{ type: "screening.stopped", by, body }];
  });
  context.ranking.changed();
  return { eventId: event!.id };
}

const REFUSED = "workbench/stop-refused";
const WHAT = "Screening cannot be stopped";
const RESUME = "Take the stop back in the log to go on reading.";

function problem(code: string, message: string, remedy: string): Problem {
  return { code: `workbench/${code}`, message, remedy };
}

function notYet(stopping: OrderSet["stopping"], verdict: StoppingVerdict | null, unread: number): Problem {
  const why =
    verdict === null
      ? "is not known to this program"
      : verdict.unsupported !== null
        ? "has too little to judge from"
        : "does not say stop";
  return {
    code: "workbench/stop-unsupported",
    field: "anyway",
    message: `The rule "${stopping.rule}" (target ${stopping.target}, confidence ${stopping.confidence}) ${why}; ${unread} reports are not decided.`,
    remedy: "Read on, or stop anyway: the report then says that the rule did not support it.",
  };
}

/** The ledger holds numbers; a rule's bound may be infinite while it has nothing to judge from. */
function finite(values: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => Number.isFinite(value)));
}
