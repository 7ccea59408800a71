import { distinct } from "../../normalise/identifiers.ts";
import { displayText } from "../../normalise/text.ts";
import type { SourceDecision } from "../../record.ts";
import { readNotes } from "../tagged/notes.ts";
import { type Cells, listOf, plainNumber } from "./table-cells.ts";
import type { PlacedColumn } from "./table-columns.ts";
import { readShownDecisions } from "./table-own.ts";

type Verdict = SourceDecision["decision"];

/** A program whose tables are told by their headings, because it writes decisions in a way of its own. */
export type Writer = "asreview" | "eppi" | "abstrackr" | "covidence" | "";

/** Labels, notes and decisions that other programs wrote into a row. */
export interface RowJudgements {
  readonly labels: readonly string[];
  readonly notes: readonly string[];
  readonly decisions: readonly SourceDecision[];
}

const VERDICTS: ReadonlyMap<string, Verdict> = new Map([
  ["1", "include"],
  ["0", "exclude"],
  ["-1", "undecided"],
  ["i", "include"],
  ["e", "exclude"],
  ["include", "include"],
  ["included", "include"],
  ["yes", "include"],
  ["y", "include"],
  ["true", "include"],
  ["relevant", "include"],
  ["inkludert", "include"],
  ["ja", "include"],
  ["exclude", "exclude"],
  ["excluded", "exclude"],
  ["no", "exclude"],
  ["n", "exclude"],
  ["false", "exclude"],
  ["irrelevant", "exclude"],
  ["not relevant", "exclude"],
  ["ekskludert", "exclude"],
  ["nei", "exclude"],
  ["maybe", "maybe"],
  ["unsure", "maybe"],
  ["unclear", "maybe"],
  ["kanskje", "maybe"],
  ["undecided", "undecided"],
  ["unscreened", "undecided"],
]);
const ABSTRACKR: ReadonlyMap<string, Verdict> = new Map([
  ["1", "include"],
  ["-1", "exclude"],
  ["0", "maybe"],
]);

/** The program that wrote a table, where its headings tell. */
export function writerOf(columns: readonly PlacedColumn[]): Writer {
  const headings = new Set(columns.map(({ heading }) => heading.trim().toLowerCase()));
  const has = (...names: readonly string[]): boolean => names.every((name) => headings.has(name));
  if (has("(internal) id", "consensus")) return "abstrackr";
  if (has("included", "shorttitle")) return "eppi";
  if (has("covidence #")) return "covidence";
  const asreview = [...headings].some((heading) =>
    /^asreview|^(?:label_|final_)?included$|^label$/.test(heading),
  );
  // A search's name stands in the `label` of tables for ASySD.
  return asreview && !has("label", "source") ? "asreview" : "";
}

/** Reads what a row holds of decisions, labels and notes. */
export function judgementsOf(
  cells: Cells,
  row: readonly string[],
  columns: readonly PlacedColumn[],
  writer: Writer,
): RowJudgements {
  const read = readNotes(cells.all("notes"));
  const reasons = distinct(cells.all("reason").flatMap(listOf));
  const labels = [...read.labels];
  const decisions = [...read.decisions];
  for (const { heading, value } of cells.headed("decision")) {
    const verdict = VERDICTS.get(plainNumber(value).toLowerCase());
    const stage = /full.?text/i.test(heading)
      ? "full-text"
      : /abstract/i.test(heading)
        ? "title-abstract"
        : null;
    const own = verdict === undefined ? readShownDecisions(value) : [];
    if (verdict !== undefined) {
      // ASReview writes numbers; a word in such a column is somebody else's.
      const tool = writer === "asreview" && !/^-?\d/.test(value) ? "" : writer;
      decisions.push({
        tool,
        by: null,
        stage,
        decision: verdict,
        reasons: verdict === "exclude" ? reasons : [],
      });
    } else if (own.length > 0) decisions.push(...own);
    else labels.push(displayText(value));
  }
  for (const value of cells.all("labels")) {
    const verdict = writer === "asreview" ? VERDICTS.get(plainNumber(value)) : undefined;
    if (verdict === undefined) labels.push(...listOf(value));
    else decisions.push({ tool: "asreview", by: null, stage: null, decision: verdict, reasons: [] });
  }
  if (writer === "abstrackr") decisions.push(...abstrackr(row, columns));
  if (writer === "asreview" && prior(row, columns)) labels.push("ASReview_prior");
  if (writer === "covidence") decisions.push(...covidence(read.notes));
  return { labels: distinct(labels), notes: read.notes, decisions: onlyOnce(decisions) };
}

/** Abstrackr gives each reviewer a column of their name, followed by the time they gave their label. */
function abstrackr(row: readonly string[], columns: readonly PlacedColumn[]): SourceDecision[] {
  return columns.flatMap(({ heading, index }) => {
    const next = columns[index + 1]?.heading ?? "";
    const decision = ABSTRACKR.get((row[index] ?? "").trim());
    if (!/^labeled_at(?: \(\d+\))?$/.test(next) || decision === undefined) return [];
    const by = heading === "consensus" ? null : heading;
    return [{ tool: "abstrackr", by, stage: "title-abstract" as const, decision, reasons: [] }];
  });
}

/** Records that ASReview was given beforehand. */
function prior(row: readonly string[], columns: readonly PlacedColumn[]): boolean {
  const column = columns.find(({ heading }) => /^asreview[_ ]prior$/i.test(heading));
  return column !== undefined && plainNumber((row[column.index] ?? "").trim()) === "1";
}

/** Covidence names the reason in the notes of what was excluded in full text. */
function covidence(notes: readonly string[]): SourceDecision[] {
  return notes.flatMap((note) => {
    const reason = /Exclusion reason:\s*([^;]+)/i.exec(note)?.[1]?.trim();
    if (reason === undefined) return [];
    return [{ tool: "covidence", by: null, stage: "full-text", decision: "exclude", reasons: [reason] }];
  });
}

function onlyOnce(decisions: readonly SourceDecision[]): SourceDecision[] {
  return [...new Map(decisions.map((decision) => [JSON.stringify(decision), decision])).values()];
}
