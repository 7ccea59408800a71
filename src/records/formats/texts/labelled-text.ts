import type { Problem } from "#kernel";
import type { EntryFields, LineTally, Reader, Step, TextPieces } from "../format.ts";
import { isBlank, linesOf, type RawLines, rawLines } from "../lines.ts";
import { outsideLines } from "../outside.ts";

/** A field of a text that people read: its label and the lines below or beside it. */
export interface LabelledField {
  readonly label: string;
  readonly lines: string[];
}

/** How a platform's citation text is laid out. */
export interface TextDialect {
  readonly parser: string;
  /** Code and remedy of problems about lines outside entries. */
  readonly code: string;
  readonly remedy: string;
  /**
   * What a line does: it begins an entry, parts entries and belongs to none, or goes on with what is open.
   *
   * @param open lines of the entry so far, null outside one
   */
  readonly role: (line: string, open: readonly string[] | null) => "begins" | "parts" | "goes on";
  /** Whether the lines gathered are an entry and not something that the platform put between them. */
  readonly isEntry: (lines: readonly string[]) => boolean;
  /** Whether a line outside entries is one that the platform always writes. */
  readonly wraps: (line: string) => boolean;
  readonly map: (lines: readonly string[], onProblem: (problem: Problem) => void) => EntryFields;
  /** A problem about a file in which no entry was found, by its first lines. */
  readonly noEntry?: (lines: readonly string[]) => Problem | null;
}

interface Open {
  readonly raw: RawLines;
  readonly line: number;
  readonly lines: string[];
  /** Numbers of the lines that are not blank. */
  readonly places: number[];
}

/** A reader of one platform's text. Lines that are not understood stay in the raw text of their entry. */
export function textReader(dialect: TextDialect): Reader {
  return { parser: dialect.parser, entries: (text) => readText(text, dialect) };
}

function* readText(text: TextPieces, dialect: TextDialect): Generator<Step, LineTally> {
  const lines = linesOf(text);
  const outside = outsideLines(dialect.code, dialect.remedy);
  let open: Open | null = null;
  let [blank, kept, entries] = [0, 0, 0];
  const first: string[] = [];
  const leave = (line: number, plain: string): void => {
    if (first.length < 50) first.push(plain.slice(0, 1_000));
    if (dialect.wraps(plain)) outside.wrapping(line);
    else outside.stray(line, plain);
  };
  const close = function* (): Generator<Step> {
    if (open === null) return;
    const { raw, line, places } = open;
    const gathered = open.lines;
    open = null;
    if (dialect.isEntry(gathered)) {
      const stray = outside.flush();
      if (stray !== null) yield { problem: stray };
      const problems: Problem[] = [];
      const fields = dialect.map(gathered, (problem) => problems.push({ line, ...problem }));
      kept += raw.count;
      entries += 1;
      yield { entry: { line, raw: raw.text(), fields } };
      for (const problem of problems) yield { problem };
    } else {
      const full = gathered.filter((each) => !isBlank(each));
      for (const [index, plain] of full.entries()) leave(places[index]!, plain);
    }
  };

  while (lines.next()) {
    const line = lines.text;
    if (isBlank(line)) {
      blank += 1;
      open?.raw.blank(lines);
      open?.lines.push("");
      continue;
    }
    const role = dialect.role(line, open?.lines ?? null);
    if (role !== "goes on") yield* close();
    if (role === "begins") open = { raw: rawLines(), line: lines.number, lines: [], places: [] };
    if (open === null || role === "parts") leave(lines.number, line);
    else {
      open.raw.add(lines);
      open.lines.push(line);
      open.places.push(lines.number);
    }
  }
  yield* close();
  const stray = outside.flush();
  if (stray !== null) yield { problem: stray };
  const wrapping = outside.finish();
  if (wrapping !== null) yield { problem: wrapping };
  const none = entries === 0 ? (dialect.noEntry?.(first) ?? null) : null;
  if (none !== null) yield { problem: none };
  return { total: lines.number, blank, kept, outside: outside.count };
}

/** Values by label, in order; labels are compared in lower case. */
export interface LabelledFields {
  /** Lines of the first of the labels that is there, joined to one text with line feeds. */
  text(...labels: readonly string[]): string;
  /** Lines of all fields with these labels, trimmed, without blank ones. */
  lines(...labels: readonly string[]): string[];
}

export function labelledFields(fields: readonly LabelledField[]): LabelledFields {
  const byLabel = new Map<string, string[][]>();
  for (const { label, lines } of fields) {
    const plain = lines.map((line) => line.trim()).filter((line) => line !== "");
    if (plain.length === 0) continue;
    const list = byLabel.get(label);
    if (list === undefined) byLabel.set(label, [plain]);
    else list.push(plain);
  }
  return {
    text(...labels) {
      for (const label of labels) {
        const found = byLabel.get(label);
        if (found !== undefined) return found[0]!.join("\n");
      }
      return "";
    },
    lines: (...labels) => labels.flatMap((label) => byLabel.get(label) ?? []).flat(),
  };
}

/** What every citation text without a title is told. */
export const noTitle: Problem = {
  code: "records/no-title",
  message: "The entry has no title; it was kept without one.",
  remedy: "Look the record up in its database and screen it by its other fields.",
};
