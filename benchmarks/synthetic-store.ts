import { createHash } from "node:crypto";
import { seededRng } from "#numerics";
import type { RecordFact } from "#records";
import type { ReviewStore } from "#store";

const rng = seededRng(20_260_101);
const words = Array.from({ length: 5_000 }, (_, index) => `word${index.toString(36)}`);
const text = (count: number): string =>
  Array.from({ length: count }, () => words[Math.floor(rng.next() ** 2 * words.length)]!).join(" ");

/** Made once, so that making records costs the measured import next to nothing. */
const texts = Array.from({ length: 1_000 }, () => text(215));

/** A record that describes no work; abstract of about 1.5 kB. */
function syntheticFact(ordinal: number): RecordFact {
  const abstract = `${texts[ordinal % texts.length]!} ${ordinal}`;
  return {
    id: `bench-${ordinal}`,
    importId: "bench",
    ordinal,
    line: ordinal * 20,
    type: "article-journal",
    title: `Synthetic record ${ordinal} ${abstract.slice(0, 60)}`,
    authors: [
      { family: `Alpha${ordinal % 977}`, given: "A." },
      { family: "Beta", given: "B." },
    ],
    year: 1990 + (ordinal % 35),
    journal: "Synthetic Journal",
    volume: "1",
    issue: "2",
    pages: "3-4",
    publisher: null,
    place: null,
    edition: null,
    abstract,
    keywords: ["synthetic"],
    language: null,
    url: null,
    ids: {
      doi: [`10.5555/bench.${ordinal}`],
      pmid: [String(ordinal)],
      pmcid: [],
      source: [`SYN-${ordinal}`],
      issn: [],
      isbn: [],
    },
    raw: `TY  - JOUR\nTI  - Synthetic record ${ordinal}\nAB  - ${abstract}\nER  - `,
  };
}

function* batches(count: number): Generator<readonly RecordFact[]> {
  for (let start = 1; start <= count; start += 1_000) {
    const size = Math.min(1_000, count - start + 1);
    yield Array.from({ length: size }, (_, index) => syntheticFact(start + index));
  }
}

/** Imports that many synthetic records, without reading them from a file. */
export async function importSynthetic(store: ReviewStore, count: number): Promise<void> {
  const raw = new TextEncoder().encode("synthetic");
  await store.importRecords({
    by: "bench",
    sourceId: "synthetic",
    batches: batches(count),
    raw,
    finish: (recordsHash, records) => ({
      importId: "bench",
      sourceId: "synthetic",
      fileName: "synthetic.ris",
      fileHash: createHash("sha256").update(raw).digest("hex"),
      fileBytes: raw.byteLength,
      format: "ris",
      encoding: "utf-8",
      parser: "none",
      counts: { entries: records, records, problems: 0 },
      recordsHash,
      problems: [],
    }),
  });
}
