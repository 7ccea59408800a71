/** Labelled sets of a folder: every CSV with id, title, abstract and label, starts, and what a reference reached. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Papa from "papaparse";
import type { LearnerDocument } from "#screening";

export interface LabelledSet {
  readonly name: string;
  readonly documents: readonly LearnerDocument[];
  readonly labels: Uint8Array;
}

export interface Start {
  readonly seed: number;
  readonly relevant: readonly string[];
  readonly irrelevant: readonly string[];
}

/** Means over the starts of what the reference program reached on one set. */
export interface Reference {
  readonly loss: number;
  readonly wss95: number;
  readonly wss100: number;
  readonly rrf10: number;
  readonly atd: number;
  readonly ndcg: number;
  readonly cpu: number;
}

type Row = Readonly<Record<string, string | undefined>>;

/** Names of the CSV files that are labelled sets. */
export function setNames(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".csv"))
    .filter((file) => {
      const head = readFileSync(join(folder, file), "utf8").slice(0, 2000).split(/\r?\n/)[0] ?? "";
      const columns = (Papa.parse<string[]>(head).data[0] ?? []).map((name) => name.replace(/^\uFEFF/, ""));
      return ["id", "title", "abstract", "label"].every((name) => columns.includes(name));
    })
    .map((file) => file.slice(0, -4))
    .sort();
}

const list = (text: string | undefined): readonly string[] =>
  (text ?? "").split(/;\s*/).filter((part) => part !== "");

export function readSet(folder: string, name: string): LabelledSet {
  const text = readFileSync(join(folder, `${name}.csv`), "utf8").replace(/^\uFEFF/, "");
  const rows = Papa.parse<Row>(text, { header: true, skipEmptyLines: true }).data;
  return {
    name,
    documents: rows.map((row) => ({
      id: row["id"] ?? "",
      title: row["title"] ?? "",
      abstract: row["abstract"] ?? "",
      keywords: list(row["keywords"]),
      authors: list(row["authors"]),
    })),
    labels: Uint8Array.from(rows, (row) => (row["label"] === "1" ? 1 : 0)),
  };
}

interface PriorRow {
  readonly seed: number;
  readonly relevant: readonly string[];
  readonly irrelevant10: readonly string[];
}

/** The starts of a set, one relevant and one irrelevant record each; without a file, the first of each class. */
export function startsOf(folder: string, { name, documents, labels }: LabelledSet): Start[] {
  const file = join(folder, "priors.json");
  const all = existsSync(file)
    ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, PriorRow[] | undefined>)
    : {};
  const given = all[name];
  if (given === undefined)
    return [
      {
        seed: 1,
        relevant: [documents[labels.indexOf(1)]!.id],
        irrelevant: [documents[labels.indexOf(0)]!.id],
      },
    ];
  return given.map(({ seed, relevant, irrelevant10 }) => ({
    seed,
    relevant: relevant.slice(0, 1),
    irrelevant: irrelevant10.slice(0, 1),
  }));
}

/** By set; empty when the folder has no file of results. */
export function readReference(folder: string): ReadonlyMap<string, Reference> {
  const file = join(folder, "reference-base_11.json");
  if (!existsSync(file)) return new Map();
  const { runs } = JSON.parse(readFileSync(file, "utf8")) as {
    runs: (Reference & { readonly dataset: string })[];
  };
  return new Map(
    [...new Set(runs.map(({ dataset }) => dataset))].map((dataset) => [
      dataset,
      meanOf(runs.filter((run) => run.dataset === dataset)),
    ]),
  );
}

/** Mean of each measure. */
export function meanOf(runs: readonly Reference[]): Reference {
  const of = (key: keyof Reference): number => runs.reduce((sum, run) => sum + run[key], 0) / runs.length;
  return {
    loss: of("loss"),
    wss95: of("wss95"),
    wss100: of("wss100"),
    rrf10: of("rrf10"),
    atd: of("atd"),
    ndcg: of("ndcg"),
    cpu: of("cpu"),
  };
}
