/**
 * The store at 100,000 synthetic records and 50,000 votes: import, opening, append, queue, counts.
 * The baseline, in the same run on the same disk, is the least a durable ledger can do: append one
 * line of JSON to a file and call fsync.
 */
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { appraisalProjections } from "#appraisal";
import { extractionProjections } from "#extraction";
import type { EventDraft } from "#ledger";
import { seededRng } from "#numerics";
import { recordsProjections } from "#records";
import { reviewProjections } from "#review";
import { screeningProjections } from "#screening";
import { createReviewFile, type OpenOptions, openReviewFile, type ReviewStore } from "#store";
import { importSynthetic } from "./synthetic-store.ts";

const RECORDS = 100_000;
const VOTES = 50_000;
const SAMPLES = 1_000;
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

const rng = seededRng(20_260_101);
const vote = (by: string, ordinal: number): EventDraft => ({
  type: "screening.voted",
  by,
  body: {
    stage: "title-abstract",
    report: `bench-${ordinal}`,
    decision: ordinal % 10 === 0 ? "include" : "exclude",
  },
});

interface Latency {
  readonly p50: number;
  readonly p99: number;
}

async function latency(samples: number, run: (index: number) => unknown): Promise<Latency> {
  const times: number[] = [];
  for (let index = 0; index < samples; index++) {
    const start = performance.now();
    await run(index);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return { p50: times[Math.floor(samples / 2)]!, p99: times[Math.floor(samples * 0.99)]! };
}

async function seconds(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return (performance.now() - start) / 1_000;
}

function say(what: string, value: string, bar = ""): void {
  console.log(`${what.padEnd(52)} ${value.padStart(22)}${bar === "" ? "" : `   bar ${bar}`}`);
}
const milliseconds = ({ p50, p99 }: Latency): string => `${p50.toFixed(2)} / ${p99.toFixed(2)} ms`;

async function importAll(store: ReviewStore): Promise<number> {
  return await seconds(() => importSynthetic(store, RECORDS));
}

async function baseline(folder: string): Promise<Latency> {
  const file = openSync(join(folder, "baseline.jsonl"), "a");
  try {
    return await latency(SAMPLES, (index) => {
      writeSync(
        file,
        `${JSON.stringify({ id: index, at: options.clock.now(), ...vote("bench", index + 1) })}\n`,
      );
      fsyncSync(file);
    });
  } finally {
    closeSync(file);
  }
}

async function measureReads(store: ReviewStore): Promise<void> {
  const anywhere = (): number => Math.floor(rng.next() * RECORDS);
  const { read } = store;
  const next = await latency(SAMPLES, () => read.nextToScreen("title-abstract", "bench", anywhere(), 1));
  say("next to screen, from anywhere, p50 / p99", milliseconds(next), "p99 5 ms");
  const first = await latency(SAMPLES, () => read.nextToScreen("title-abstract", "bench", 0, 1));
  say("next to screen, past 50,000 read, p50 / p99", milliseconds(first), "p99 5 ms");
  const counts = await latency(100, () => read.screeningCounts("title-abstract", "bench"));
  say("screening counts, p50 / p99", milliseconds(counts), "15 ms");
  const page = await latency(200, () => read.reports({ after: anywhere(), limit: 50 }));
  say("page of 50 reports, p50 / p99", milliseconds(page));
  const found = await latency(200, () => read.findReports(`10.5555/bench.${anywhere()}`));
  say("report by DOI, p50 / p99", milliseconds(found));
}

const folder = mkdtempSync(join(tmpdir(), "evidens-bench-"));
try {
  console.log(
    `${cpus()[0]?.model ?? "cpu"}, ${cpus().length} cores, Node ${process.version}; synthetic data`,
  );
  const path = join(folder, "bench.evidens");
  const store = await createReviewFile(path, { title: "Synthetic benchmark", by: "bench" }, options);
  say(`import of ${RECORDS} records`, `${(await importAll(store)).toFixed(1)} s`, "12 s");
  say("file", `${(statSync(path).size / 1e6).toFixed(0)} MB`);
  for (let start = 1; start <= VOTES; start += 1_000) {
    await store.append(Array.from({ length: 1_000 }, (_, index) => vote("bench", start + index)));
  }
  const plain = await baseline(folder);
  const append = await latency(SAMPLES, (index) => store.append([vote("bench", VOTES + index + 1)]));
  say("baseline: a line of JSON and fsync, p50 / p99", milliseconds(plain));
  say("append of a vote with its documents, p50 / p99", milliseconds(append));
  await measureReads(store);
  await store.close();
  const opening = performance.now();
  const again = await openReviewFile(path, options);
  say(
    "opening, ledger of 51,000 checked in background",
    `${(performance.now() - opening).toFixed(0)} ms`,
    "1,000 ms",
  );
  say("rebuild of everything, twice digested", `${(await seconds(() => again.rebuild())).toFixed(1)} s`);
  say("export", `${(await seconds(() => again.exportFile(join(folder, "copy.evidens")))).toFixed(1)} s`);
  await again.close();
  say("peak resident memory", `${(process.resourceUsage().maxRSS / 1_024).toFixed(0)} MB`, "1,000 MB");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
