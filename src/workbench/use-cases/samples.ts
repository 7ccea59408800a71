import type { SampleState, ScreenItem } from "#contract";
import type { Audited, SampleDrawn, Stage, Stamped } from "#ledger";
import { hasStage, type Protocol } from "#review";
import {
  combineScreening,
  type RoundDoc,
  requiredVotes,
  type ScreeningDoc,
  stageVotes,
  statusOf,
} from "#screening";
import type { ReviewReads } from "#store";

/** Samples drawn at a stage, oldest first. */
export async function samplesOf(read: ReviewReads, stage: Stage): Promise<readonly Stamped<SampleDrawn>[]> {
  const samples = (await read.documents<Stamped<SampleDrawn>>("screening-sample")).map(({ doc }) => doc);
  return samples.filter((sample) => sample.stage === stage).sort((a, b) => (a.eventId < b.eventId ? -1 : 1));
}

/** Whether the sample is a calibration or pilot round, whose votes decide nothing in the review. */
export function isRound(sample: SampleDrawn): boolean {
  return sample.purpose === "calibration" || sample.purpose === "pilot";
}

/** Who reads a sample: those it names, else the reviewers of the protocol. */
export function readersOf(sample: SampleDrawn, protocol: Protocol): readonly string[] {
  if (sample.reviewers.length > 0) return sample.reviewers;
  return protocol.people.filter(({ roles }) => roles.includes("reviewer")).map(({ id }) => id);
}

function readsSample(sample: SampleDrawn, person: string): boolean {
  return sample.reviewers.length === 0 || sample.reviewers.includes(person);
}

/**
 * The ids a sample was drawn with, by the reports they are now, in the order drawn. Two that were merged
 * since are one; one whose records are not here any more is left out, so that no sample waits for ever.
 */
async function unitsOf(read: ReviewReads, sample: SampleDrawn): Promise<ReadonlyMap<string, string[]>> {
  const now = await read.reportIdsOf(sample.reports);
  const units = new Map<string, string[]>();
  for (const id of sample.reports) {
    const report = now.get(id);
    if (report === undefined) continue;
    const ids = units.get(report);
    if (ids === undefined) units.set(report, [id]);
    else ids.push(id);
  }
  return units;
}

/** Votes of a round by the reports of the round as they are now, sealed ones too: for the program's own use. */
export async function roundDocs(
  read: ReviewReads,
  sample: SampleDrawn,
): Promise<ReadonlyMap<string, ScreeningDoc | null>> {
  const docs = await read.documentsOf<RoundDoc>(
    "round",
    sample.reports.map((id) => `${sample.sample}/${id}`),
  );
  return new Map(
    [...(await unitsOf(read, sample))].map(([report, ids]) => [
      report,
      combineScreening(
        sample.stage,
        report,
        ids.flatMap((id) => docs.get(`${sample.sample}/${id}`) ?? []),
      ),
    ]),
  );
}

/** Answers of an audit sample by its reports as they are now; null where there is none. */
export async function auditAnswers(
  read: ReviewReads,
  sample: SampleDrawn,
): Promise<ReadonlyMap<string, Stamped<Audited> | null>> {
  const docs = await read.documentsOf<Stamped<Audited>>(
    "audit",
    sample.reports.map((id) => `${sample.sample}/${id}`),
  );
  return new Map(
    [...(await unitsOf(read, sample))].map(([report, ids]) => {
      const answers = ids.flatMap((id) => docs.get(`${sample.sample}/${id}`) ?? []);
      return [report, answers.sort((a, b) => (a.eventId < b.eventId ? -1 : 1)).at(-1) ?? null];
    }),
  );
}

/** Reports of calibration and pilot rounds that this person has not voted on in the round. */
export async function itemsOfRounds(
  read: ReviewReads,
  stage: Stage,
  person: string,
  limit: number,
): Promise<readonly ScreenItem[]> {
  const items: ScreenItem[] = [];
  for (const sample of await samplesOf(read, stage)) {
    if (!isRound(sample) || !readsSample(sample, person)) continue;
    for (const [id, doc] of await roundDocs(read, sample)) {
      if (items.length >= limit) return items;
      if (doc?.votes.some(({ reviewer }) => reviewer === person) === true) continue;
      const report = await read.report(id);
      if (report !== null) items.push({ report, own: null, because: "round", round: sample.sample });
    }
  }
  return items;
}

/** Reports of random samples that wait for this person's vote. */
export async function itemsOfSamples(
  read: ReviewReads,
  stage: Stage,
  person: string,
  limit: number,
): Promise<readonly ScreenItem[]> {
  const items: ScreenItem[] = [];
  for (const sample of await samplesOf(read, stage)) {
    if (sample.purpose !== "random" || !readsSample(sample, person)) continue;
    const rows = await read.waiting(stage, person, { ids: sample.reports }, limit - items.length);
    items.push(...rows.map((report) => ({ report, own: null, because: "sample" }) as const));
    if (items.length >= limit) return items;
  }
  return items;
}

/**
 * Tells of which reports the votes cast in a calibration or pilot round may be seen by all: of all of them
 * once each of its readers has voted on each of its reports, and until then of none. Opened one by one they
 * would teach the reviewers while they are still compared. Votes on a report whose records are not here any
 * more stay sealed unless all readers had cast theirs.
 */
export async function roundOpenness(
  read: ReviewReads,
  protocol: Protocol,
  round: string,
): Promise<(report: string) => boolean> {
  const sample = await read.document<Stamped<SampleDrawn>>("screening-sample", round);
  if (sample === null) return () => false;
  const docs = await roundDocs(read, sample);
  const readers = readersOf(sample, protocol);
  if (!isDone(docs, readers)) return () => false;
  const now = await read.reportIdsOf(sample.reports);
  const gone = await read.documentsOf<RoundDoc>(
    "round",
    sample.reports.filter((id) => !now.has(id)).map((id) => `${round}/${id}`),
  );
  return (report) => now.has(report) || votedByAll(gone.get(`${round}/${report}`) ?? null, readers);
}

function isDone(docs: ReadonlyMap<string, ScreeningDoc | null>, readers: readonly string[]): boolean {
  return docs.size > 0 && [...docs.values()].every((doc) => votedByAll(doc, readers));
}

function votedByAll(doc: ScreeningDoc | null, readers: readonly string[]): boolean {
  return readers.every((person) => doc?.votes.some(({ reviewer }) => reviewer === person) ?? false);
}

/** A sample with how far it is read; it counts votes and tells none. */
export async function sampleState(
  read: ReviewReads,
  protocol: Protocol,
  sample: Stamped<SampleDrawn>,
): Promise<SampleState> {
  const readers = readersOf(sample, protocol);
  if (sample.purpose === "audit") {
    const answers = [...(await auditAnswers(read, sample)).values()];
    return {
      sample,
      read: [...new Set([...readers, ...answers.flatMap((answer) => answer?.by ?? [])])].map((person) => ({
        person,
        reports: answers.filter((answer) => answer?.by === person).length,
      })),
      done: answers.every((answer) => answer !== null),
    };
  }
  const docs = isRound(sample) ? await roundDocs(read, sample) : await sampleDocs(read, sample);
  return {
    sample,
    read: readers.map((person) => ({
      person,
      reports: [...docs.values()].filter((doc) => doc?.votes.some(({ reviewer }) => reviewer === person))
        .length,
    })),
    done: isRound(sample) ? isDone(docs, readers) : allDecided(protocol, sample.stage, docs),
  };
}

async function sampleDocs(
  read: ReviewReads,
  sample: SampleDrawn,
): Promise<ReadonlyMap<string, ScreeningDoc | null>> {
  const ids = [...(await unitsOf(read, sample)).keys()];
  const docs = await read.screeningDocs(sample.stage, ids);
  return new Map(ids.map((id) => [id, docs.get(id) ?? null]));
}

/** Whether no report waits for a vote any more. */
function allDecided(
  protocol: Protocol,
  stage: Stage,
  docs: ReadonlyMap<string, ScreeningDoc | null>,
): boolean {
  const votes = hasStage(protocol, stage) ? stageVotes(protocol, stage) : { reviewers: 1, secondShare: 0 };
  return [...docs].every(
    ([report, doc]) => doc !== null && statusOf(doc, requiredVotes(votes, report)) !== "pending",
  );
}
