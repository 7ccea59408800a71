/**
 * `npm run conformance -- dedup DIR [--all]`: runs the duplicate finder on every folder of DIR that
 * holds `records.csv` and `truth.csv` (id, cluster), and prints how it did. Exits non-zero below the
 * bars. `--all` prints what was missed, wrongly merged and asked.
 *
 * Scoring: the first record of each found cluster is kept. A true cluster with no kept record is a
 * study lost (FP); each kept record beyond the first is a duplicate missed (FN).
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Papa from "papaparse";
import { type DuplicateInput, doisIn, findDuplicates, parseAuthor } from "#records";

const BARS = { sensitivity: 0.992, asked: 0.02, after: 0.995 };
/** Bars of single sets. */
const SENSITIVITY: Readonly<Record<string, number>> = {
  // As printed, to three decimals.
  stroke: 0.9935,
  cytology_screening: 0.992,
  sra_copper: 0.993,
  sra_tafenoquine: 1,
};

type Row = Readonly<Record<string, string>>;

export function checkDuplicates(folder: string, all: boolean): boolean {
  const sets = setsOf(folder);
  if (sets.length === 0) {
    console.error(`No folder of ${folder} holds records.csv and truth.csv.`);
    return false;
  }
  const rows: string[][] = [
    "set|records|duplicates|TP|FP|FN|sensitivity|specificity|merged|asked|asked %|after answers|links|ms".split(
      "|",
    ),
  ];
  let passed = true;
  for (const { name, path } of sets) {
    const result = measure(path, all);
    const { records, duplicates, scored, after, asked } = result;
    const sensitivity = scored.removed / Math.max(1, duplicates);
    const sensitivityAfter = after.removed / Math.max(1, duplicates);
    const good =
      scored.lost === 0 &&
      sensitivity >= (SENSITIVITY[name] ?? BARS.sensitivity) &&
      asked <= BARS.asked * records &&
      after.lost === 0 &&
      sensitivityAfter >= BARS.after;
    passed &&= good;
    rows.push([
      good ? name : `${name} (below the bar)`,
      String(records),
      String(duplicates),
      String(scored.removed),
      String(scored.lost),
      String(duplicates - scored.removed),
      sensitivity.toFixed(4),
      (1 - scored.lost / result.studies).toFixed(4),
      String(result.merged),
      String(asked),
      ((100 * asked) / records).toFixed(2),
      sensitivityAfter.toFixed(4),
      String(result.links),
      result.ms.toFixed(0),
    ]);
  }
  printTable(rows);
  return passed;
}

function setsOf(folder: string): { readonly name: string; readonly path: string }[] {
  const holds = (path: string): boolean =>
    existsSync(join(path, "records.csv")) && existsSync(join(path, "truth.csv"));
  if (holds(folder)) return [{ name: folder.split(/[/\\]/).filter(Boolean).at(-1) ?? folder, path: folder }];
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => ({ name, path: join(folder, name) }))
    .filter(({ path }) => holds(path));
}

interface Measured {
  readonly records: number;
  readonly studies: number;
  readonly duplicates: number;
  /** Records taken out by the clusters. */
  readonly merged: number;
  readonly scored: Scored;
  /** With the answers of a person who knows the truth. */
  readonly after: Scored;
  readonly asked: number;
  readonly links: number;
  readonly ms: number;
}

function measure(path: string, all: boolean): Measured {
  const rows = readTable(join(path, "records.csv"));
  const truth = new Map(
    readTable(join(path, "truth.csv")).map((row) => [row["id"] ?? "", row["cluster"] ?? ""]),
  );
  const records = rows.map(recordOf);
  const ids = records.map(({ id }) => id);
  const trueClusterOf = (id: string): string => truth.get(id) ?? `alone ${id}`;
  const start = performance.now();
  const found = findDuplicates(records);
  const ms = performance.now() - start;
  const ask = found.ask ?? [];
  const same = ask.filter(({ a, b }) => trueClusterOf(a) === trueClusterOf(b));
  const merging = found.clusters.map(({ records: together }) => together);
  const scored = score(ids, merging, trueClusterOf);
  if (all) explain(path, records, found, trueClusterOf, scored.clusterOf);
  const studies = new Set(ids.map(trueClusterOf)).size;
  return {
    records: ids.length,
    studies,
    duplicates: ids.length - studies,
    merged: ids.length - new Set(ids.map(scored.clusterOf)).size,
    scored,
    after: score(ids, [...merging, ...same.map(({ a, b }) => [a, b])], trueClusterOf),
    asked: ask.length,
    links: found.links?.length ?? 0,
    ms,
  };
}

function readTable(path: string): Row[] {
  const text = readFileSync(path, "utf8").replace(/^\ufeff/, "");
  return Papa.parse<Row>(text, { header: true, skipEmptyLines: true }).data;
}

function recordOf(row: Row): DuplicateInput {
  const text = (name: string): string | null => row[name]?.trim() || null;
  const year = /\d{4}/.exec(row["year"] ?? "")?.[0];
  return {
    id: row["id"] ?? "",
    title: row["title"] ?? "",
    type: row["type"] ?? "",
    authors: (row["authors"] ?? "").split(";").flatMap((name) => parseAuthor(name) ?? []),
    year: year === undefined ? null : Number(year),
    journal: text("journal"),
    volume: text("volume"),
    issue: text("issue"),
    pages: text("pages"),
    abstract: text("abstract"),
    url: text("url"),
    ids: {
      doi: doisIn(row["doi"] ?? ""),
      pmid: [],
      pmcid: [],
      source: [],
      isbn: [],
      issn: (row["issn"] ?? "").match(/\b\d{4}-?\d{3}[\dXx]\b/g) ?? [],
    },
  };
}

interface Scored {
  readonly removed: number;
  readonly lost: number;
  readonly clusterOf: (id: string) => string;
}

function score(
  ids: readonly string[],
  merging: readonly (readonly string[])[],
  trueClusterOf: (id: string) => string,
): Scored {
  const parent = new Map(ids.map((id) => [id, id]));
  const clusterOf = (id: string): string => {
    let at = id;
    while (parent.get(at) !== at) at = parent.get(at)!;
    return at;
  };
  const position = new Map(ids.map((id, index) => [id, index]));
  for (const together of merging)
    for (const id of together.slice(1)) {
      const [x, y] = [clusterOf(together[0]!), clusterOf(id)];
      if (position.get(x)! < position.get(y)!) parent.set(y, x);
      else parent.set(x, y);
    }
  const kept = ids.filter((id) => clusterOf(id) === id);
  const studiesKept = new Set(kept.map(trueClusterOf)).size;
  const studies = new Set(ids.map(trueClusterOf)).size;
  return {
    removed: ids.length - studies - (kept.length - studiesKept),
    lost: studies - studiesKept,
    clusterOf,
  };
}

function explain(
  path: string,
  records: readonly DuplicateInput[],
  found: ReturnType<typeof findDuplicates>,
  trueClusterOf: (id: string) => string,
  clusterOf: (id: string) => string,
): void {
  const byId = new Map(records.map((record) => [record.id, record]));
  const print = (heading: string, a: string, b: string, why = ""): void => {
    console.log(`\n${heading} ${why}`);
    for (const id of [a, b]) {
      const { title, authors = [], year, journal, volume, issue, pages, ids } = byId.get(id)!;
      const people = authors.map(({ family, given }) => `${family} ${given ?? ""}`).join("; ");
      console.log(
        `  ${id} | ${[title, people.slice(0, 70), year, journal, volume, issue, pages, ids.doi[0]].join(" | ")}`,
      );
    }
  };
  console.log(`\n── ${path}`);
  const seen = new Map<string, string>();
  for (const { id } of records) {
    const first = seen.get(trueClusterOf(id));
    if (first === undefined) seen.set(trueClusterOf(id), id);
    else if (clusterOf(first) !== clusterOf(id)) print("missed", first, id);
  }
  for (const { records: together, rule, value, score: bits } of found.clusters)
    for (const id of together.slice(1))
      if (trueClusterOf(id) !== trueClusterOf(together[0]!))
        print("wrongly merged", together[0]!, id, `${bits} ${rule} ${value}`);
  for (const { a, b, score: bits, reasons } of found.ask ?? [])
    print(
      trueClusterOf(a) === trueClusterOf(b) ? "asked, same" : "asked, not same",
      a,
      b,
      `${bits} ${reasons.join(" ")}`,
    );
}

function printTable(rows: readonly (readonly string[])[]): void {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  for (const row of rows)
    console.log(
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join("  "),
    );
}
