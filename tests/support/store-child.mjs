// A process that writes to a review through the compiled store, for tests that kill it or run two at
// once: node store-child.mjs TASK PATH …; every line it prints tells something that is on disk.
import { createHash } from "node:crypto";
import { writeSync } from "node:fs";
import { appraisalProjections } from "../../dist/appraisal/index.js";
import { extractionProjections } from "../../dist/extraction/index.js";
import { participantProjections } from "../../dist/participants/index.js";
import { recordsProjections } from "../../dist/records/index.js";
import { reviewProjections } from "../../dist/review/index.js";
import { screeningProjections } from "../../dist/screening/index.js";
import { openReviewFile } from "../../dist/store/index.js";

const [task, path, ...rest] = process.argv.slice(2);
// Straight to the pipe: a line that was printed must not wait in a buffer when the process is killed.
const say = (line) => writeSync(1, `${line}\n`);
const sha256 = (data) => createHash("sha256").update(data).digest("hex");

const open = (device) =>
  openReviewFile(path, {
    device,
    clock: { now: () => new Date().toISOString() },
    projections: [
      ...reviewProjections,
      ...recordsProjections,
      ...screeningProjections,
      ...extractionProjections,
      ...appraisalProjections,
      ...participantProjections,
    ],
    programVersion: "0.1.0",
    lockTimeoutMs: 20_000,
  });

const fact = (importId, ordinal) => ({
  id: `${importId}-${ordinal}`,
  importId,
  ordinal,
  line: ordinal,
  type: "article-journal",
  title: `Simulated title ${ordinal}`,
  authors: [],
  year: 2000,
  journal: null,
  volume: null,
  issue: null,
  pages: null,
  publisher: null,
  place: null,
  edition: null,
  abstract: "Simulated. ".repeat(20),
  keywords: [],
  language: null,
  url: null,
  ids: { doi: [`10.9999/${importId}.${ordinal}`], pmid: [], pmcid: [], source: [], issn: [], isbn: [] },
  raw: `TY  - JOUR\nID  - ${ordinal}`,
});

async function importInto(store, importId, count, between = async () => {}) {
  async function* batches() {
    for (let start = 1; start <= count; start += 500) {
      yield Array.from({ length: Math.min(500, count - start + 1) }, (_, index) =>
        fact(importId, start + index),
      );
      await between();
    }
  }
  const raw = new TextEncoder().encode(importId);
  const event = await store.importRecords({
    by: "kari",
    sourceId: "pubmed",
    raw,
    batches: batches(),
    finish: (recordsHash, records) => ({
      importId,
      sourceId: "pubmed",
      fileName: "simulated.ris",
      fileHash: sha256(raw),
      fileBytes: raw.byteLength,
      format: "ris",
      encoding: "utf-8",
      parser: "test",
      counts: { entries: records, records, problems: 0 },
      recordsHash,
      problems: [],
    }),
  });
  say(`ack ${event.id}`);
}

const tasks = {
  async vote(device, count) {
    const store = await open(device);
    say("ready");
    for (let index = 0; index < Number(count); index++) {
      const body = { stage: "title-abstract", report: `${device}-${index}`, decision: "include" };
      const [event] = await store.append([{ type: "screening.voted", by: "kari", body }]);
      say(`ack ${event.id}`);
    }
    await store.close();
  },
  async import(importId, count) {
    const store = await open("device-child");
    say("ready");
    await importInto(store, importId, Number(count));
    await store.close();
  },
  async hold(importId) {
    const store = await open("device-child");
    await importInto(store, importId, 500, async () => {
      say("holding");
      await new Promise((resolve) => setTimeout(resolve, 60_000));
    });
  },
};

await tasks[task](...rest);
