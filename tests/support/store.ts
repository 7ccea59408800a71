import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { appraisalProjections } from "#appraisal";
import { extractionProjections } from "#extraction";
import {
  canonicalJson,
  type EventDraft,
  type LedgerEvent,
  type Projection,
  type RecordsImported,
} from "#ledger";
import { participantProjections } from "#participants";
import { type RecordFact, recordsProjections } from "#records";
import { reviewProjections, starterProtocol } from "#review";
import { screeningProjections } from "#screening";
import {
  createReviewFile,
  createServerReview,
  type NewReview,
  type OpenOptions,
  openReviewFile,
  openServerReview,
  type ReviewStore,
} from "#store";

/** Every document the program keeps. */
export const allProjections: readonly Projection[] = [
  ...reviewProjections,
  ...recordsProjections,
  ...screeningProjections,
  ...extractionProjections,
  ...appraisalProjections,
  ...participantProjections,
];

/** Options of one device, whose clock moves a second at each look. */
export function storeOptions(more: Partial<OpenOptions> = {}): OpenOptions {
  let now = Date.UTC(2026, 0, 1);
  return {
    device: "device-a",
    clock: {
      now: () => {
        now += 1_000;
        return new Date(now).toISOString();
      },
    },
    projections: allProjections,
    programVersion: "0.1.0",
    lockTimeoutMs: 2_000,
    ...more,
  };
}

/** A folder of its own for a test file, removed afterwards. */
export function temporaryFolder(): () => string {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "evidens-store-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return () => folder;
}

/** One engine as the conformance tests use it: reviews are made and opened by a name. */
export interface TestEngine {
  readonly name: "sqlite" | "postgres";
  create(name: string, more?: Partial<NewReview>, options?: OpenOptions): Promise<ReviewStore>;
  open(name: string, options?: OpenOptions): Promise<ReviewStore>;
}

/** SQLite always; PostgreSQL where `EVIDENS_TEST_PG` names a server (see `global-setup.ts`). */
export function testEngines(folder: () => string): readonly TestEngine[] {
  const first = (name: string, more: Partial<NewReview> = {}): NewReview => ({
    reviewId: name,
    title: "Simulated review",
    by: "kari",
    ...more,
  });
  const sqlite: TestEngine = {
    name: "sqlite",
    create: (name, more, options = storeOptions()) =>
      createReviewFile(join(folder(), `${name}.evidens`), first(name, more), options),
    open: (name, options = storeOptions()) => openReviewFile(join(folder(), `${name}.evidens`), options),
  };
  const url = process.env.EVIDENS_TEST_PG;
  if (url === undefined || url === "") return [sqlite];
  const run = `${process.pid}-${Math.random().toString(36).slice(2)}`;
  const postgres: TestEngine = {
    name: "postgres",
    create: (name, more, options = storeOptions()) =>
      createServerReview(url, first(`${name}-${run}`, more), options),
    open: (name, options = storeOptions()) => openServerReview(url, `${name}-${run}`, options),
  };
  return [sqlite, postgres];
}

/** A simulated record; equal numbers give equal records, whatever the import. */
export function fact(importId: string, ordinal: number, more: Partial<RecordFact> = {}): RecordFact {
  return {
    id: `${importId}-${ordinal}`,
    importId,
    ordinal,
    line: ordinal * 10,
    type: "article-journal",
    title: `Simulated trial number ${ordinal} of søvn and Größe`,
    authors: [
      { family: `Author${ordinal % 97}`, given: "A." },
      { family: "Simulated Group", given: null },
    ],
    year: 1990 + (ordinal % 35),
    journal: "Journal of Simulated Data",
    volume: "1",
    issue: null,
    pages: `${ordinal}-${ordinal + 9}`,
    publisher: null,
    place: null,
    edition: null,
    abstract: "Simulated abstract. ".repeat(3),
    keywords: ["simulated"],
    language: "en",
    url: null,
    ids: {
      doi: [`10.9999/sim.${ordinal}`],
      pmid: [String(9_000_000 + ordinal)],
      pmcid: [],
      source: [`sim${ordinal}`],
      issn: [],
      isbn: [],
    },
    raw: `TY  - JOUR\nTI  - Simulated trial number ${ordinal}\nER  - `,
    ...more,
  };
}

export function facts(importId: string, count: number): RecordFact[] {
  return Array.from({ length: count }, (_, index) => fact(importId, index + 1));
}

function* batchesOf(all: readonly RecordFact[], size: number): Generator<readonly RecordFact[]> {
  for (let start = 0; start < all.length; start += size) yield all.slice(start, start + size);
}

/** Imports records as if they had been read from a file. */
export async function importFacts(
  store: ReviewStore,
  importId: string,
  all: readonly RecordFact[],
  sourceId = "pubmed",
): Promise<LedgerEvent> {
  const raw = new TextEncoder().encode(`file of ${importId}\n${all.map((one) => one.raw).join("\n")}`);
  return await store.importRecords({
    by: "kari",
    sourceId,
    batches: batchesOf(all, 500),
    raw,
    finish: (recordsHash, count): RecordsImported => ({
      importId,
      sourceId,
      fileName: `${importId}.ris`,
      fileHash: sha256(raw),
      fileBytes: raw.byteLength,
      format: "ris",
      encoding: "utf-8",
      parser: "test",
      counts: { entries: count, records: count, problems: 0 },
      recordsHash,
      problems: [],
    }),
  });
}

export function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/** The hash that an import's event must carry, by the definition in its schema. */
export function recordsHash(all: readonly RecordFact[]): string {
  return sha256(all.map((one) => `${canonicalJson(one)}\n`).join(""));
}

export function vote(
  by: string,
  report: string,
  decision: "include" | "exclude" | "maybe" | "await",
  stage: "title-abstract" | "full-text" = "title-abstract",
  exclusionReason?: string,
): EventDraft {
  return {
    type: "screening.voted",
    by,
    body: { stage, report, decision, ...(exclusionReason === undefined ? {} : { exclusionReason }) },
  };
}

export function undo(by: string, event: LedgerEvent): EventDraft {
  return { type: "ledger.undone", by, undoes: event.id, body: { type: event.type } };
}

/** A protocol that asks for this many votes at each stage, and one more of a share of reports. */
export function protocol(number: number, reviewers: number, secondShare?: number): EventDraft {
  const share = secondShare === undefined ? "" : `, secondReviewerShare: ${secondShare}`;
  const text = starterProtocol("Simulated review").replaceAll(
    "reviewers: 1",
    `reviewers: ${reviewers}${share}`,
  );
  return { type: "protocol.set", by: "kari", body: { number, hash: sha256(text), text } };
}

export async function collect<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}
