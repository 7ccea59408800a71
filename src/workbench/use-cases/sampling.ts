import type { AuditRequest, SampleRequest, SampleResponse, WrittenResponse } from "#contract";
import type { Problem } from "#kernel";
import type { SampleDrawn, Stage, Stamped } from "#ledger";
import type { Protocol } from "#review";
import { auditBound, auditText, drawBySeed } from "#screening";
import type { ReviewReads } from "#store";
import { type Context, notFound, personOf, protocolOf, refuse } from "../context.ts";
import { auditAnswers, isRound, readersOf, sampleState } from "./samples.ts";
import { orderOf, reviewerProblems, roleProblems, stageProblems } from "./screening-setup.ts";

/** What each kind of sample is drawn from. */
const POPULATION: Readonly<Record<SampleDrawn["purpose"], "all" | "unread" | "excluded">> = {
  calibration: "all",
  pilot: "all",
  random: "unread",
  audit: "excluded",
};

const NAMED: Readonly<Record<(typeof POPULATION)[SampleDrawn["purpose"]], string>> = {
  all: "reports at this stage",
  unread: "reports that nobody has voted on",
  excluded: "excluded reports",
};

/**
 * Draws a sample of a stage's reports.
 *
 * @throws {EvidensError} `workbench/sample-refused` with every reason: not a lead or adjudicator, more
 *   asked for than there is to draw from, readers who are no reviewers, a calibration of one
 */
export async function draw(
  context: Context,
  input: SampleRequest & { readonly by: string; readonly stage: Stage },
): Promise<WrittenResponse> {
  const { by, stage, purpose, size } = input;
  const [event] = await context.store.append(async (read) => {
    const { protocol } = await protocolOf(read);
    const among = POPULATION[purpose];
    const population = await read.stageReports(stage, among);
    const problems: Problem[] = [
      ...stageProblems(protocol, stage),
      ...roleProblems(protocol, by, ["lead", "adjudicator"], "draw a sample"),
      ...reviewerProblems(protocol, input.reviewers ?? [], "reviewers"),
      ...readerProblems(protocol, input),
    ];
    if (size > population.length)
      problems.push({
        code: "workbench/sample-too-large",
        field: "size",
        message: `${size} were asked for, and there are ${population.length} ${NAMED[among]}.`,
        remedy: population.length === 0 ? "Draw it later." : `Draw at most ${population.length}.`,
      });
    refuse(problems, "workbench/sample-refused", "This sample cannot be drawn");
    const seed = input.seed ?? Math.floor(context.rng.next() * 2 ** 32);
    const body: SampleDrawn = {
      sample: sampleId(purpose, context),
      stage,
      purpose,
      reports: drawBySeed(population, size, seed),
      population: population.length,
      seed,
      reviewers: input.reviewers ?? [],
    };
    return [{ type: "screening.sample-drawn", by, body }];
  });
  context.ranking.changed();
  return { eventId: event!.id };
}

/** Two copies of a review may both draw: the id must differ from any other's. */
function sampleId(purpose: SampleDrawn["purpose"], { rng }: Context): string {
  const digits = (): string =>
    Math.floor(rng.next() * 0x1000000)
      .toString(16)
      .padStart(6, "0");
  return `${purpose}-${digits()}${digits()}`;
}

function readerProblems(protocol: Protocol, { purpose, reviewers = [] }: SampleRequest): readonly Problem[] {
  const readers = readersOf({ reviewers } as SampleDrawn, protocol);
  if (purpose !== "calibration" || new Set(readers).size >= 2) return [];
  return [
    {
      code: "workbench/too-few-readers",
      field: "reviewers",
      message: "A calibration compares reviewers, and fewer than two would read it.",
      remedy: "Name at least two reviewers, or draw a pilot.",
    },
  ];
}

/**
 * A sample with how far it is read: the reports of an audit with their answers and what they say of all
 * excluded reports, those of a round once all its readers are done.
 */
export async function sample(
  context: Context,
  person: string,
  stage: Stage,
  sampleId: string,
): Promise<SampleResponse> {
  const { read } = context.store;
  const doc = await protocolOf(read);
  personOf(doc, person);
  const drawn = await sampleAt(read, stage, sampleId);
  const state = await sampleState(read, doc.protocol, drawn);
  if (drawn.purpose !== "audit" && !(isRound(drawn) && state.done)) return { state, items: [], bound: null };
  const answers = await auditAnswers(read, drawn);
  const rows = await read.reportsOf([...answers.keys()]);
  const items = [...answers].flatMap(([id, answer]) => {
    const report = rows.get(id);
    return report === undefined ? [] : [{ report, relevant: answer?.relevant ?? null }];
  });
  return { state, items, bound: drawn.purpose === "audit" ? await boundOf(read, drawn) : null };
}

async function sampleAt(read: ReviewReads, stage: Stage, id: string): Promise<Stamped<SampleDrawn>> {
  const drawn = await read.document<Stamped<SampleDrawn>>("screening-sample", id);
  if (drawn !== null && drawn.stage === stage) return drawn;
  throw notFound("workbench/unknown-sample", "sample at this stage", id, "Load the page again.");
}

/** What the answers of an audit sample say of all excluded reports; null before the first answer. */
export async function boundOf(
  read: ReviewReads,
  drawn: Stamped<SampleDrawn>,
): Promise<SampleResponse["bound"]> {
  const answers = [...(await auditAnswers(read, drawn)).values()].filter((answer) => answer !== null);
  if (answers.length === 0) return null;
  const numbers = {
    sampled: answers.length,
    found: answers.filter(({ relevant }) => relevant).length,
    population: drawn.population,
    confidence: (await orderOf(read, drawn.stage)).stopping.confidence,
  };
  const { atMost } = auditBound({ ...numbers, relevantFound: numbers.found });
  const result = { ...numbers, atMost };
  return { ...result, text: { en: auditText(result, "en"), nb: auditText(result, "nb") } };
}

/**
 * Answers whether an excluded report of an audit sample should have been included.
 *
 * @throws {EvidensError} `workbench/unknown-sample`; `workbench/audit-refused` with every reason
 */
export async function audit(
  context: Context,
  input: AuditRequest & { readonly by: string; readonly stage: Stage },
): Promise<WrittenResponse> {
  const { by, stage, sample: id, relevant, note } = input;
  const [event] = await context.store.append(async (read) => {
    const { protocol } = await protocolOf(read);
    const drawn = await sampleAt(read, stage, id);
    const row = await read.report(input.report);
    const report = drawn.reports.find((one) => row?.records.includes(one) === true) ?? input.report;
    const problems: Problem[] = [
      ...roleProblems(protocol, by, ["reviewer", "adjudicator", "lead"], "answer an audit"),
    ];
    if (drawn.purpose !== "audit" || !drawn.reports.includes(report))
      problems.push({
        code: "workbench/not-in-sample",
        field: "report",
        message: `Report "${input.report}" is not in an audit sample "${id}".`,
        remedy: "Answer for the reports the sample was drawn with.",
      });
    if (drawn.reviewers.length > 0 && !drawn.reviewers.includes(by))
      problems.push({
        code: "workbench/not-a-reader",
        field: "by",
        message: `"${by}" does not read this sample.`,
        remedy: `Let ${drawn.reviewers.join(", ")} answer.`,
      });
    refuse(problems, "workbench/audit-refused", "This answer cannot be counted");
    const body = { sample: id, report, relevant, ...(note === undefined ? {} : { note }) };
    return [{ type: "screening.audited", by, body }];
  });
  return { eventId: event!.id };
}
