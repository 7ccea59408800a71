import { z } from "zod";
import { distinct } from "../../normalise/identifiers.ts";
import { displayParagraphs } from "../../normalise/text.ts";
import type { RecordFact, SourceDecision } from "../../record.ts";

/** What stands in the note fields of an export. */
export interface ReadNotes {
  readonly notes: readonly string[];
  readonly labels: readonly string[];
  readonly decisions: readonly SourceDecision[];
  /** From `EVIDENS-` lines: fields that the format has no place for. */
  readonly extra: Readonly<Partial<Record<ExtraField, string>>>;
}

type ExtraField = "conference" | "series";

type Verdict = SourceDecision["decision"];

const RAYYAN_VERDICTS: ReadonlyMap<string, Verdict> = new Map([
  ["included", "include"],
  ["excluded", "exclude"],
  ["maybe", "maybe"],
]);
const ASREVIEW_VERDICTS: ReadonlyMap<string, Verdict> = new Map([
  ["relevant", "include"],
  ["irrelevant", "exclude"],
  ["not_seen", "undecided"],
]);
const RAYYAN_PART = /(?:RAYYAN-(?:INCLUSION|LABELS|EXCLUSION-REASONS)|USER-NOTES): ?/;
const OURS = /^EVIDENS-(DECISIONS|LABELS|NOTES|CONFERENCE|SERIES): (.*)$/;
const ASREVIEW = /ASReview_(relevant|irrelevant|not_seen|prior)\b/g;
/** A line of machine text beyond this length is a note like any other. */
const LONGEST = 100_000;

const texts: z.ZodType<string[]> = z.array(z.string());
const decisionsSchema: z.ZodType<SourceDecision[]> = z.array(
  z.object({
    tool: z.string(),
    by: z.string().nullable(),
    stage: z.enum(["title-abstract", "full-text"]).nullable(),
    decision: z.enum(["include", "exclude", "maybe", "undecided"]),
    reasons: z.array(z.string()),
  }),
);

interface Gathered {
  readonly notes: string[];
  readonly labels: string[];
  readonly decisions: SourceDecision[];
  readonly extra: Partial<Record<ExtraField, string>>;
  /** Reasons that Rayyan gives for all excluding reviewers together. */
  readonly reasons: string[];
  ours: { notes?: string[]; labels?: string[]; decisions?: SourceDecision[] };
}

/**
 * Parts note fields into notes and into the labels and decisions that other programs wrote there.
 *
 * Rayyan writes `RAYYAN-INCLUSION: {"name"=>"Included"} | RAYYAN-LABELS: a,b |
 * RAYYAN-EXCLUSION-REASONS: c,d`, ASReview `ASReview_relevant`, `ASReview_irrelevant` or
 * `ASReview_not_seen`; `EVIDENS-DECISIONS`, `-LABELS` and `-NOTES` hold JSON, are written by
 * `noteLines` and stand for all others of their kind in the same record.
 *
 * @param values note fields as they stood; each line that is not indented is a note of its own
 * Checked: tests/records/notes.test.ts.
 */
export function readNotes(values: readonly string[]): ReadNotes {
  if (values.length === 0) return NOTHING;
  const found: Gathered = { notes: [], labels: [], decisions: [], extra: {}, reasons: [], ours: {} };
  for (const value of values) {
    // Our own JSON is read as it stands: character references in it are its own.
    if (value.startsWith("EVIDENS-") && readOurs(value, found)) continue;
    for (const line of displayParagraphs(value).split("\n")) readLine(line, found);
  }
  const { ours } = found;
  return {
    notes: ours.notes ?? distinct(found.notes),
    labels: ours.labels ?? distinct(found.labels),
    decisions: ours.decisions ?? withReasons(found.decisions, distinct(found.reasons)),
    extra: found.extra,
  };
}

const NOTHING: ReadNotes = { notes: [], labels: [], decisions: [], extra: {} };

function readLine(line: string, found: Gathered): void {
  const at = line.length > LONGEST ? -1 : line.search(RAYYAN_PART);
  if (at === -1) readPlain(line, found);
  else {
    readPlain(line.slice(0, at).replace(/\| ?$/, ""), found);
    for (const part of line.slice(at).split(/\| ?(?=RAYYAN-|USER-NOTES)/)) readRayyan(part.trim(), found);
  }
}

function readPlain(line: string, found: Gathered): void {
  const note = line.includes("ASReview_") ? readAsreview(line, found) : line.trim();
  if (note !== "" && note !== "NA") found.notes.push(note);
}

/** The line without ASReview's words. */
function readAsreview(line: string, found: Gathered): string {
  for (const [, word = ""] of line.matchAll(ASREVIEW)) {
    const decision = ASREVIEW_VERDICTS.get(word);
    if (decision === undefined) found.labels.push("ASReview_prior");
    else found.decisions.push({ tool: "asreview", by: null, stage: null, decision, reasons: [] });
  }
  return line
    .replace(ASREVIEW, "")
    .replace(/ ?(?:\. ?){2,}/g, ". ")
    .replace(/^[., ]+|[, ]+$/g, "");
}

function readRayyan(part: string, found: Gathered): void {
  const colon = part.indexOf(":");
  const body = part.slice(colon + 1).trim();
  switch (part.slice(0, colon)) {
    case "RAYYAN-INCLUSION":
      for (const [by, word] of pairs(body)) {
        const decision = RAYYAN_VERDICTS.get(word.toLowerCase()) ?? "undecided";
        found.decisions.push({ tool: "rayyan", by, stage: null, decision, reasons: [] });
      }
      break;
    case "RAYYAN-LABELS":
      found.labels.push(...list(body));
      break;
    case "RAYYAN-EXCLUSION-REASONS":
      found.reasons.push(...list(body));
      break;
    default:
      for (const [by, note] of pairs(body.replace(/=> ?\[/g, "=>").replace(/\](?=[,}])/g, "")))
        found.notes.push(`${by}: ${note}`);
  }
}

/** Pairs of a Ruby hash: `{"a"=>"b", "c"=>"d"}`. */
function pairs(body: string): [string, string][] {
  return [...body.matchAll(/"([^"]{0,500})" ?=> ?"([^"]*)"/g)].map(([, key = "", value = ""]) => [
    key.trim(),
    value.trim(),
  ]);
}

function list(body: string): string[] {
  return body.split(",").map((word) => word.trim());
}

function withReasons(decisions: readonly SourceDecision[], reasons: readonly string[]): SourceDecision[] {
  const once = new Map(decisions.map((decision) => [JSON.stringify(decision), decision]));
  return [...once.values()].map((each) =>
    each.tool === "rayyan" && each.decision === "exclude" ? { ...each, reasons } : each,
  );
}

/** False when the line is not whole: then it is a note. */
function readOurs(value: string, found: Gathered): boolean {
  const [, what = "", body = ""] = OURS.exec(value.trim()) ?? [];
  if (what === "") return false;
  if (what === "CONFERENCE" || what === "SERIES") {
    found.extra[what === "SERIES" ? "series" : "conference"] = body.trim();
    return true;
  }
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return false;
  }
  const read = (what === "DECISIONS" ? decisionsSchema : texts).safeParse(json);
  if (read.success) found.ours = { ...found.ours, [what.toLowerCase()]: read.data };
  return read.success;
}

/**
 * Note fields that hold a record's notes, labels and decisions: `readNotes` gives the same back.
 *
 * Decisions and labels are written as Rayyan and ASReview write them, so that these programs find
 * them; an `EVIDENS-` line is added only for what that form cannot hold.
 */
export function noteLines(record: Pick<RecordFact, "notes" | "labels" | "decisions">): string[] {
  const { notes = [], labels = [] } = record;
  if (notes.length === 0 && labels.length === 0 && !record.decisions?.length) return [];
  const decisions = (record.decisions ?? []).map(({ tool, by, stage, decision, reasons }) => {
    return { tool, by, stage, decision, reasons };
  });
  const lines = [...rayyanLine(labels, decisions), ...asreviewLines(decisions)];
  const read = readNotes(lines);
  const extra: string[] = [];
  if (!same(read.decisions, decisions)) extra.push(ours("DECISIONS", decisions));
  if (!same(read.labels, labels)) extra.push(ours("LABELS", labels));
  const plain = notes.every((note) => !looksLikeMachineText(note)) && same(readNotes(notes).notes, notes);
  if (!plain) extra.push(ours("NOTES", notes));
  return [...lines, ...extra, ...(plain ? notes : [])];
}

/** Notes that a mapper would take for an identifier or for a program's own words. */
function looksLikeMachineText(note: string): boolean {
  return /^(?:doi\b|10\.\d|https?:|pmid|pubmed|EVIDENS-|L\d{7})|RAYYAN-|USER-NOTES|ASReview_|Link to the/i.test(
    note,
  );
}

function rayyanLine(labels: readonly string[], decisions: readonly SourceDecision[]): string[] {
  const words: Readonly<Record<string, string>> = {
    include: "Included",
    exclude: "Excluded",
    maybe: "Maybe",
  };
  const named = new Map<string, string>();
  for (const { by, decision } of decisions) {
    const word = words[decision];
    if (by !== null && word !== undefined)
      named.set(by.replace(/["|]/g, "'").replace(/\s+/g, " ").trim(), word);
  }
  const reasons = distinct(
    decisions.filter(({ decision }) => decision === "exclude").flatMap((each) => each.reasons),
  );
  const inclusion = [...named].map(([by, word]) => `"${by}"=>"${word}"`).join(", ");
  const parts = [
    ...(inclusion === "" ? [] : [`RAYYAN-INCLUSION: {${inclusion}}`]),
    ...(labels.length === 0 ? [] : [`RAYYAN-LABELS: ${labels.map(inList).join(",")}`]),
    ...(reasons.length === 0 ? [] : [`RAYYAN-EXCLUSION-REASONS: ${reasons.map(inList).join(",")}`]),
  ];
  return parts.length === 0 ? [] : [parts.join(" | ")];
}

function inList(word: string): string {
  return word.replace(/[,|\s]+/g, " ").trim();
}

function asreviewLines(decisions: readonly SourceDecision[]): string[] {
  const words: Readonly<Record<Verdict, string>> = {
    include: "ASReview_relevant",
    exclude: "ASReview_irrelevant",
    undecided: "ASReview_not_seen",
    maybe: "",
  };
  const own = decisions.filter(({ tool, by }) => tool === "asreview" && by === null);
  return distinct(own.map(({ decision }) => words[decision]));
}

/** JSON that no program on the way changes: without characters of markup and runs of blanks. */
function ours(what: string, value: unknown): string {
  const json = JSON.stringify(value).replace(
    /[<>&\u007f-\u00a0\u2028\u2029\ufeff]|(?<= ) /g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `EVIDENS-${what}: ${json}`;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
