import Papa from "papaparse";
import { EvidensError } from "#kernel";
import { type ColumnMapping, findDuplicates, type RecordFact } from "#records";
import { openOutput } from "./output.ts";
import { type ReadFileResult, readExport } from "./read-export.ts";

export interface DedupeFileInput {
  /** A table with an `id` column, or any other export file. */
  readonly path: string;
  /** CSV file to write, `id,cluster,band` for every record; or a function that takes its text. */
  readonly out: string | ((piece: string | Uint8Array) => Promise<void>);
  /** CSV file for the pairs that a person should judge. */
  readonly ask?: string;
  readonly columns?: ColumnMapping;
  readonly onProgress?: (records: number) => void;
}

export interface DedupeFileResult extends ReadFileResult {
  readonly clusters: number;
  /** Records that are entries for a document that another record is already an entry for. */
  readonly duplicates: number;
  readonly ask: number;
  readonly links: number;
}

/**
 * Finds duplicates in a file, outside any review.
 *
 * @throws {EvidensError} as `readExport`; `workbench/repeated-id` when two rows have the same id
 */
export async function dedupeFile(input: DedupeFileInput): Promise<DedupeFileResult> {
  const reading = await readExport(input);
  const records: RecordFact[] = [];
  for (const record of reading.records) {
    // The text as it stood is not compared, and half of the memory.
    records.push({ ...record, raw: "" });
    if (records.length % 1_000 === 0) input.onProgress?.(records.length);
  }
  const result = reading.finish();
  const names = namesOf(records, input.path);
  const found = findDuplicates(records);
  const clusterOf = new Map<string, string>();
  for (const { records: members } of found.clusters)
    for (const member of members) clusterOf.set(member, members[0]!);
  const asked = new Set((found.ask ?? []).flatMap(({ a, b }) => [a, b]));
  const rows = records.map(({ id }) => [
    names.get(id),
    names.get(clusterOf.get(id) ?? id),
    clusterOf.has(id) ? "merge" : asked.has(id) ? "ask" : "distinct",
  ]);
  const byId = new Map(records.map((record) => [record.id, record]));
  const pairs = (found.ask ?? []).map(({ a, b, score, reasons }) => [
    names.get(a),
    names.get(b),
    score,
    reasons.join(" "),
    byId.get(a)?.title,
    byId.get(b)?.title,
  ]);
  if (input.ask !== undefined)
    await write(input.ask, ["id_a", "id_b", "score", "reasons", "title_a", "title_b"], pairs);
  await write(input.out, ["id", "cluster", "band"], rows);
  return {
    ...result,
    clusters: found.clusters.length,
    duplicates: found.clusters.reduce((sum, { records: members }) => sum + members.length - 1, 0),
    ask: found.ask?.length ?? 0,
    links: found.links?.length ?? 0,
  };
}

/** What the file calls its records: the `id` column where every row has one, else their number. */
function namesOf(records: readonly RecordFact[], path: string): ReadonlyMap<string, string> {
  const own = records.every(({ ids }) => ids.source.length > 0);
  const names = new Map<string, string>();
  const seen = new Map<string, RecordFact>();
  for (const record of records) {
    const name = own ? record.ids.source[0]! : String(record.ordinal);
    const earlier = seen.get(name);
    if (earlier !== undefined)
      throw new EvidensError({
        code: "workbench/repeated-id",
        kind: "invalid",
        message: `${path}: line ${record.line} has the id "${name}", which line ${earlier.line} has already.`,
        remedy: "Give every record an id of its own.",
        problems: [
          { code: "workbench/repeated-id", file: path, line: record.line, message: `id "${name}" again` },
        ],
      });
    seen.set(name, record);
    names.set(record.id, name);
  }
  return names;
}

/** What a spreadsheet would run; a negative number is none. */
const FORMULA = /^(?:[=+@\t\r＝＋－＠]|-(?!\d+(?:\.\d+)?$))/;

async function write(
  out: DedupeFileInput["out"],
  fields: readonly string[],
  data: readonly (readonly unknown[])[],
): Promise<void> {
  const output = await openOutput(out);
  try {
    await output.write(
      `${Papa.unparse({ fields: [...fields], data: data as unknown[][] }, { newline: "\n", escapeFormulae: FORMULA })}\n`,
    );
    await output.finish();
  } catch (error) {
    await output.abandon();
    throw error;
  }
}
