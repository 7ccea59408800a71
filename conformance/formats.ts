/**
 * `npm run conformance -- formats DIR [--all]`: reads every file that DIR/manifest.csv names and prints
 * record counts, field fill in RIS, and agreement with the results of other importers beside the
 * inputs. Exits non-zero below the bars. `--all` prints every difference.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import iconv from "iconv-lite";
import {
  detectEncoding,
  detectFormat,
  type LineTally,
  type RecordFact,
  type RecordFormat,
  readRecords,
} from "#records";
import { comparedFields, compareItem, type Difference, likeness } from "./compare-items.ts";
import { type CorpusFile, corpusFiles } from "./corpus-files.ts";
import { expectedItems } from "./expected-items.ts";
import { explainedCounts } from "./explained-counts.ts";

type Sums = Record<Difference["verdict"], number>;
const NO_SUMS: Sums = { ok: 0, abbreviated: 0, missing: 0, wrong: 0, extra: 0 };
const BAR = { fill: 0.999, agreement: 0.97 };

interface Reading {
  readonly format: RecordFormat | null;
  readonly text: string;
  readonly records: readonly RecordFact[];
  readonly lines: LineTally;
}

export function checkFormats(folder: string, all: boolean): boolean {
  if (!existsSync(join(folder, "manifest.csv"))) {
    console.error(`There is no manifest.csv in ${folder}.`);
    return false;
  }
  const files = corpusFiles(folder);
  const failures: string[] = [];
  const notes: string[] = [];
  const groups = new Map<string, { files: number; records: number; stated: number; exact: number }>();
  const fill = new Map<string, { filled: number; present: number }>();
  const agreement = new Map<string, Sums>();
  const differences: string[] = [];
  let seconds = 0;
  for (const file of files) {
    let reading: Reading;
    const started = performance.now();
    try {
      reading = read(join(folder, file.file));
    } catch (error) {
      failures.push(`${file.file}: threw ${error instanceof Error ? error.message : String(error)}`);
      continue;
    } finally {
      seconds += (performance.now() - started) / 1000;
    }
    const group = groups.get(file.group) ?? { files: 0, records: 0, stated: 0, exact: 0 };
    groups.set(file.group, group);
    group.files += 1;
    group.records += reading.records.length;
    if (file.stated !== null) {
      group.stated += 1;
      const explained = explainedCounts[file.file];
      if (explained !== undefined)
        notes.push(`${file.file}: ${file.stated} stated, ${explained.entries} there: ${explained.why}`);
      if (reading.records.length === (explained?.entries ?? file.stated)) group.exact += 1;
      else failures.push(`${file.file}: ${reading.records.length} records, ${file.stated} stated`);
    }
    const { total, blank, kept, outside } = reading.lines;
    if (total !== blank + kept + outside)
      failures.push(`${file.file}: ${total} lines in, ${blank} blank + ${kept} kept + ${outside} outside`);
    if (reading.format === "ris") addFill(fill, reading);
    if (file.expected !== null) differences.push(...agree(folder, file, reading, agreement));
  }

  console.log(`\n${"files".padEnd(14)}${"files".padStart(7)}${"records".padStart(9)}${"exact".padStart(12)}`);
  for (const [name, { files: count, records, stated, exact }] of groups)
    console.log(
      `${name.padEnd(14)}${String(count).padStart(7)}${String(records).padStart(9)}${`${exact}/${stated}`.padStart(12)}`,
    );
  console.log(`\nfield fill in RIS (records that have it / records with the tag)`);
  for (const [field, { filled, present }] of fill) {
    console.log(`${field.padEnd(14)}${filled}/${present}  ${percent(filled, present)}`);
    if (filled < BAR.fill * present) failures.push(`fill of ${field}: ${percent(filled, present)}`);
  }
  console.log(`\nagreement with expected items (equal / expected)`);
  let [ok, expected] = [0, 0];
  for (const field of comparedFields) {
    const sum = agreement.get(field);
    if (sum === undefined) continue;
    const equal = sum.ok + sum.abbreviated;
    const of = equal + sum.missing + sum.wrong;
    ok += equal;
    expected += of;
    const short = sum.abbreviated > 0 ? `, of the equal ${sum.abbreviated} full against abbreviated` : "";
    console.log(
      `${field.padEnd(14)}${equal}/${of}  ${percent(equal, of)}  missing ${sum.missing}, wrong ${sum.wrong}, extra ${sum.extra}${short}`,
    );
  }
  console.log(`${"all".padEnd(14)}${ok}/${expected}  ${percent(ok, expected)}`);
  if (ok < BAR.agreement * expected) failures.push(`agreement: ${percent(ok, expected)}`);
  if (all) for (const line of differences) console.log(line);
  else if (differences.length > 0) console.log(`${differences.length} differences; --all prints them`);
  console.log(`\n${files.length} files read in ${seconds.toFixed(1)} s`);
  for (const note of notes) console.log(`  ${note}`);
  for (const failure of failures) console.log(`✗ ${failure}`);
  return failures.length === 0;
}

function read(path: string): Reading {
  const bytes = readFileSync(path);
  const none = { total: 0, blank: 0, kept: 0, outside: 0 };
  const zip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const { encoding } = detectEncoding(bytes);
  const text = zip ? "" : iconv.decode(bytes, encoding);
  const format = zip ? "xlsx" : detectFormat(text);
  if (format === null) return { format, text, records: [], lines: none };
  const reading = readRecords(zip ? bytes : text, { format, importId: "i", onProblem: () => {} });
  const records: RecordFact[] = [];
  let step = reading.next();
  for (; !step.done; step = reading.next()) records.push(step.value);
  return { format, text, records, lines: step.value.lines };
}

const TAGS: Readonly<Record<string, readonly [RegExp, (record: RecordFact) => boolean]>> = {
  title: [/^(?:TI|T1|CT|BT)\s+-[ \t]*[^\s-]/m, (r) => r.title !== ""],
  authors: [/^(?:AU|A1)\s+-[ \t]*[^\s-]/m, (r) => r.authors.length > 0],
  year: [/^(?:PY|Y1|DA)\s+-.*(?<!\d)(?:1[5-9]|20)\d\d(?!\d)/m, (r) => r.year !== null],
  journal: [/^(?:JF|JO|JA|T2|J2)\s+-[ \t]*[^\s-]/m, (r) => r.journal !== null],
  doi: [/^DO\s+-.*10\.\d{4,9}\/\S/m, (r) => r.ids.doi.length > 0],
  abstract: [/^(?:AB|N2)\s+-[ \t]*[^\s-]/m, (r) => r.abstract !== null],
};

/** Entries that carry a tag are counted in the text itself, without our parser. */
function addFill(fill: Map<string, { filled: number; present: number }>, { text, records }: Reading): void {
  const entries = text
    .split(/^\ufeff?TY {1,2}-/m)
    .slice(1)
    .map((entry) => entry.split(/^ER {1,2}-/m)[0]!);
  for (const [field, [tags, filled]] of Object.entries(TAGS)) {
    const sum = fill.get(field) ?? { filled: 0, present: 0 };
    fill.set(field, sum);
    const present = entries.filter((entry) => tags.test(entry)).length;
    sum.present += present;
    sum.filled += Math.min(records.filter(filled).length, present);
  }
}

function agree(
  folder: string,
  file: CorpusFile,
  { records }: Reading,
  agreement: Map<string, Sums>,
): string[] {
  const items = expectedItems(join(folder, file.expected!));
  const differences: string[] = [];
  const free = new Set(records);
  const sameLength = items.length === records.length;
  items.forEach((item, index) => {
    // By what they say, since some importers put their items in another order; else by place.
    const place = sameLength ? records[index] : undefined;
    let [best, likest]: [RecordFact | undefined, number] = [undefined, 2];
    for (const record of free) {
      const score = likeness(item, record) + (record === place ? 0.5 : 0);
      if (score > likest) [best, likest] = [record, score];
    }
    const record = best ?? (place !== undefined && free.has(place) ? place : undefined);
    if (!item.counts) return;
    if (record === undefined) {
      differences.push(`${file.file}: no record for "${item.title}"`);
      const sum = agreement.get("title") ?? { ...NO_SUMS };
      sum.missing += 1;
      agreement.set("title", sum);
      return;
    }
    free.delete(record);
    for (const difference of compareItem(item, record)) {
      const sum = agreement.get(difference.field) ?? { ...NO_SUMS };
      sum[difference.verdict] += 1;
      agreement.set(difference.field, sum);
      if (difference.verdict === "wrong" || difference.verdict === "missing")
        differences.push(`${file.file}: ${inWords(difference)}`);
    }
  });
  return differences;
}

function inWords({ field, verdict, expected, ours }: Difference): string {
  const short = (text: string): string => (text.length > 90 ? `${text.slice(0, 89)}…` : text);
  return `${field} ${verdict}: expected "${short(expected)}", read "${short(ours)}"`;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? "–" : `${((100 * part) / whole).toFixed(2)} %`;
}
