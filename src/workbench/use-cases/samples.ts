import type { ScreenItem } from "#contract";
import type { SampleDrawn, Stage, Stamped } from "#ledger";
import type { Protocol } from "#review";
import type { RoundDoc } from "#screening";
import type { ReviewReads } from "#store";

/** Samples drawn at a stage, oldest first. */
export async function samplesOf(read: ReviewReads, stage: Stage): Promise<readonly Stamped<SampleDrawn>[]> {
  const samples = (await read.documents<Stamped<SampleDrawn>>("screening-sample")).map(({ doc }) => doc);
  return samples.filter((sample) => sample.stage === stage).sort((a, b) => (a.eventId < b.eventId ? -1 : 1));
}

/** Whether the person reads this sample. */
export function readsSample(sample: SampleDrawn, person: string): boolean {
  return sample.reviewers.length === 0 || sample.reviewers.includes(person);
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
    if (sample.purpose !== "calibration" && sample.purpose !== "pilot") continue;
    if (!readsSample(sample, person)) continue;
    const docs = await roundDocs(read, sample);
    for (const id of sample.reports) {
      if (items.length >= limit) return items;
      if (docs.get(`${sample.sample}/${id}`)?.votes.some(({ reviewer }) => reviewer === person) === true)
        continue;
      const report = await read.report(id);
      if (report !== null) items.push({ report, own: null, because: "round", round: sample.sample });
    }
  }
  return items;
}

/** Votes of a round by `<sample>/<report>`, sealed ones too: for the program's own use. */
export async function roundDocs(
  read: ReviewReads,
  sample: SampleDrawn,
): Promise<ReadonlyMap<string, RoundDoc>> {
  return await read.documentsOf<RoundDoc>(
    "round",
    sample.reports.map((id) => `${sample.sample}/${id}`),
  );
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

/** Who reads a sample: those it names, else the reviewers of the protocol. */
export function readersOf(sample: SampleDrawn, protocol: Protocol): readonly string[] {
  if (sample.reviewers.length > 0) return sample.reviewers;
  return protocol.people.filter(({ roles }) => roles.includes("reviewer")).map(({ id }) => id);
}

/**
 * Whether the votes of a calibration or pilot round may be seen by all: when each of its readers has voted
 * on each of its reports. Opened one by one they would teach the reviewers while they are still compared.
 */
export async function roundIsOpen(read: ReviewReads, protocol: Protocol, round: string): Promise<boolean> {
  const sample = await read.document<Stamped<SampleDrawn>>("screening-sample", round);
  if (sample === null) return false;
  const docs = await roundDocs(read, sample);
  const readers = readersOf(sample, protocol);
  return sample.reports.every((id) => {
    const votes = docs.get(`${round}/${id}`)?.votes ?? [];
    return readers.every((person) => votes.some(({ reviewer }) => reviewer === person));
  });
}
