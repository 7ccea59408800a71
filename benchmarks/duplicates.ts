// What people do with duplicates and records in a review of 100,000 synthetic records, a fifth of them in
// pairs: a judgement, a separation, a correction, a search. Baseline of each in the same run: a vote, which
// changes one report too.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { appraisalProjections } from "#appraisal";
import { extractionProjections } from "#extraction";
import type { EventDraft } from "#ledger";
import { seededRng } from "#numerics";
import { recordsProjections } from "#records";
import { reviewProjections } from "#review";
import { screeningProjections } from "#screening";
import { createReviewFile, type OpenOptions, type ReviewStore } from "#store";
import { importSynthetic } from "./synthetic-store.ts";

const RECORDS = Number(process.env.RECORDS ?? 100_000);
const PAIRS = Math.floor(RECORDS / 10);
const ROUNDS = 20;
const options: OpenOptions = {
  device: "benchmark",
  clock: { now: () => new Date().toISOString() },
  projections: [
    ...reviewProjections,
    ...recordsProjections,
    ...screeningProjections,
    ...extractionProjections,
    ...appraisalProjections,
  ],
  programVersion: "0.0.0-benchmark",
};
const rng = seededRng(20_260_102);
const id = (ordinal: number): string => `bench-${ordinal}`;
const anywhere = (): number => 1 + Math.floor(rng.next() * RECORDS);

async function median(rounds: number, run: (round: number) => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await run(round);
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)]!;
}

function say(what: string, milliseconds: number, bar = ""): void {
  console.log(
    `${what.padEnd(52)} ${`${milliseconds.toFixed(1)} ms`.padStart(14)}${bar === "" ? "" : `   bar ${bar}`}`,
  );
}

async function measureWords(store: ReviewStore): Promise<void> {
  const append = (draft: EventDraft): Promise<unknown> => store.append([draft]);
  const pair = (round: number): { a: string; b: string } => ({
    a: id(2 * round + 1),
    b: id(RECORDS - round),
  });
  say(
    "a vote",
    await median(ROUNDS, (round) =>
      append({
        type: "screening.voted",
        by: "bench",
        body: { stage: "title-abstract", report: id(round + 1), decision: "exclude" },
      }),
    ),
  );
  for (const verdict of ["same", "different"] as const)
    say(
      `a judgement: ${verdict}`,
      await median(ROUNDS, (round) =>
        append({ type: "duplicates.judged", by: "bench", body: { pairs: [{ ...pair(round), verdict }] } }),
      ),
      "200 ms",
    );
  say(
    "a correction",
    await median(ROUNDS, () =>
      append({
        type: "record.amended",
        by: "bench",
        body: { record: id(anywhere()), changes: [{ field: "year", value: "2001" }], source: "bench" },
      }),
    ),
    "200 ms",
  );
}

async function measureReads(store: ReviewStore): Promise<void> {
  const { read } = store;
  for (const text of ["word3", "word3 word7", "w", "synthetic record 77", "10.5555/bench.4711", "nowhere"])
    say(
      `search "${text}", page and count`,
      await median(9, async () => {
        await read.reports({ text, limit: 100 });
        await read.countReports({ text });
      }),
      "200 ms",
    );
  for (const filter of [
    { missing: "abstract" },
    { only: "merged" },
    { yearFrom: 2000, yearTo: 2001 },
  ] as const)
    say(
      `filter ${JSON.stringify(filter)}, page and count`,
      await median(9, async () => {
        await read.reports({ ...filter, limit: 100 });
        await read.countReports(filter);
      }),
      "200 ms",
    );
}

const folder = mkdtempSync(join(tmpdir(), "evidens-bench-"));
try {
  console.log(`${RECORDS} synthetic records`);
  const store = await createReviewFile(
    join(folder, "bench.evidens"),
    { title: "Synthetic benchmark", by: "bench" },
    options,
  );
  let begun = performance.now();
  await importSynthetic(store, RECORDS);
  say("import", performance.now() - begun, "20 s");
  begun = performance.now();
  const clusters = Array.from({ length: PAIRS }, (_, i) => ({
    records: [id(10 * i + 1), id(10 * i + 2)],
    rule: "match",
    value: "",
    score: 40,
  }));
  const ask = Array.from({ length: 500 }, (_, i) => ({
    a: id(10 * i + 4),
    b: id(10 * i + 5),
    score: 25,
    reasons: ["title-similar", "year-differs"],
  }));
  await store.append([
    {
      type: "records.deduplicated",
      by: "bench",
      body: { method: "none", clusters, thresholds: { merge: 30, ask: 20 }, ask, links: [] },
    },
  ]);
  say(`a run that merges ${PAIRS} pairs`, performance.now() - begun);
  await measureWords(store);
  begun = performance.now();
  await store.read.reports({ text: "word3", limit: 100 });
  say("search without any index", performance.now() - begun);
  begun = performance.now();
  await store.indexSearch();
  say("index of words, in the background or at first search", performance.now() - begun);
  await measureReads(store);
  begun = performance.now();
  const { changed } = await store.rebuild();
  say(
    `rebuild (${changed.length === 0 ? "nothing differed" : `differed: ${changed.join(", ")}`})`,
    performance.now() - begun,
  );
  await store.close();
  console.log(`peak resident memory ${(process.resourceUsage().maxRSS / 1_024).toFixed(0)} MB`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
