import type { Problem } from "#kernel";
import type { LineTally, Reader, Step, TextPieces } from "../format.ts";
import { lineAt } from "../lines.ts";
import { type CrossrefParents, crossrefKeys, crossrefParents, inherited } from "./bibtex-crossref.ts";
import { type BibtexEntry, type BibtexFault, parseBibtexEntry, parseBibtexString } from "./bibtex-entry.ts";
import { mapBibtex } from "./bibtex-map.ts";
import { type BibtexBlock, splitBibtex } from "./bibtex-split.ts";
import { type BibtexStrings, bibtexStrings } from "./bibtex-strings.ts";

/** Reads BibTeX and BibLaTeX as databases and reference managers really write it. */
export const bibtexReader: Reader = { parser: "evidens-bibtex/1", entries: readBibtex };

const ENTRY = /^[ \t\ufeff]*@[ \t]*[A-Za-z][\w-]*[ \t]*[{(][^@]{0,400}?(?:,|=|[})])/m;
const DIRECTIVE = /^[ \t\ufeff]*@[ \t]*(?:comment|string|preamble)[ \t]*[{(]/im;

/**
 * Whether a text looks like BibTeX: a line begins `@word{`, with a comma, an equals sign or the end
 * of the entry behind it.
 *
 * @param head the beginning of the decoded text
 */
export function looksLikeBibtex(head: string): boolean {
  return ENTRY.test(head) || DIRECTIVE.test(head);
}

/** Entries wait this long for the entry that their `crossref` names to come. */
const MOST_WAITING = 5000;
const LONGEST_WAITING = 16 * 1024 * 1024;
/** Problems told of one entry one by one. */
const MOST_PROBLEMS = 20;

interface Waiting {
  readonly block: BibtexBlock;
  readonly number: number;
  readonly entry: BibtexEntry;
  /** Keys that it inherits from and that have not come yet. */
  missing: string[];
}

interface Reading {
  readonly strings: BibtexStrings;
  readonly parents: CrossrefParents;
  readonly waiting: Waiting[];
  /** Those of them that wait for a key. */
  readonly byKey: Map<string, Waiting[]>;
  length: number;
  entries: number;
}

/**
 * Reads entries one by one. An entry whose `crossref` names one that has not come yet waits for it,
 * and those behind it wait with it, up to 5,000 entries or 16 million characters; then it is given
 * without what it would inherit, with a problem.
 *
 * Source: bibtex.web; btxdoc.pdf; biblatex manual, chapter 2.
 * Checked: tests/records/bibtex.test.ts, bibtex.prop.test.ts, bibtex-corpus.test.ts. Cost linear;
 * memory one piece, one entry, the abbreviations and what waits.
 */
function* readBibtex(text: TextPieces): Generator<Step, LineTally> {
  const r: Reading = {
    strings: bibtexStrings(),
    parents: crossrefParents(),
    waiting: [],
    byKey: new Map(),
    length: 0,
    entries: 0,
  };
  const pieces = splitBibtex(text);
  let step = pieces.next();
  for (; !step.done; step = pieces.next()) {
    if ("problem" in step.value) {
      yield step.value;
      continue;
    }
    const { block } = step.value;
    if (block.command === "preamble") continue;
    if (block.command === "string") yield* define(r, block);
    else yield* take(r, block);
  }
  yield* release(r, true);
  return step.value;
}

function* define(r: Reading, block: BibtexBlock): Generator<Step> {
  const { fields, faults } = parseBibtexString(block, r.strings);
  for (const fault of faults.slice(0, MOST_PROBLEMS))
    yield { problem: faultProblem(fault, block, "@string") };
  for (const { name, value } of fields)
    if (!r.strings.set(name, value)) yield { problem: tooLong(name, block.line) };
}

function* take(r: Reading, block: BibtexBlock): Generator<Step> {
  r.entries += 1;
  const entry = parseBibtexEntry(block, r.strings);
  const key = entry.key.toLowerCase();
  r.parents.remember(key, block.command, entry.fields, block.raw.length);
  const missing = crossrefKeys(entry.fields).filter((parent) => !r.parents.has(parent) && parent !== key);
  const waiting: Waiting = { block, number: r.entries, entry, missing };
  for (const parent of missing) {
    const children = r.byKey.get(parent);
    if (children === undefined) r.byKey.set(parent, [waiting]);
    else children.push(waiting);
  }
  for (const child of r.byKey.get(key) ?? [])
    child.missing = child.missing.filter((parent) => parent !== key);
  r.byKey.delete(key);
  r.waiting.push(waiting);
  r.length += block.raw.length;
  yield* release(r, false);
}

/** Gives the entries that wait for nothing any more; all when it is the end or too many wait. */
function* release(r: Reading, end: boolean): Generator<Step> {
  let count = 0;
  for (const waiting of r.waiting) {
    const tooMany = r.waiting.length - count > MOST_WAITING || r.length > LONGEST_WAITING;
    if (waiting.missing.length > 0 && !end && !tooMany) break;
    count += 1;
    r.length -= waiting.block.raw.length;
    // Children of a key stand in the order in which they are given.
    for (const parent of waiting.missing)
      if (r.byKey.get(parent)?.shift() === undefined) r.byKey.delete(parent);
    yield* finished(r, waiting);
  }
  r.waiting.splice(0, count);
}

/** The entry with its fields, then what is to be told about it. */
function* finished(r: Reading, { block, number, entry }: Waiting): Generator<Step> {
  const { key, faults } = entry;
  const who = key === "" ? `Entry ${number}` : `Entry ${number} (${key.slice(0, 60)})`;
  const problems: Problem[] = faults.slice(0, MOST_PROBLEMS).map((fault) => faultProblem(fault, block, who));
  if (faults.length > MOST_PROBLEMS) problems.push(more(faults.length - MOST_PROBLEMS, block.line, who));
  const fields = [...entry.fields];
  for (const parent of crossrefKeys(entry.fields)) {
    if (parent === key.toLowerCase()) continue;
    const found = r.parents.get(parent);
    if (found === undefined) problems.push(noParent(parent, block.line, who));
    else fields.push(...inherited(block.command, fields, found));
  }
  const mapped = mapBibtex(block.command, key, fields, (problem) =>
    problems.push({ line: block.line, ...problem, message: `${who}: ${problem.message}` }),
  );
  yield { entry: { line: block.line, raw: block.raw, fields: mapped } };
  for (const problem of problems) yield { problem };
}

function faultProblem(fault: BibtexFault, block: BibtexBlock, who: string): Problem {
  const where = fault.field === null ? who : `${who}, field "${fault.field.slice(0, 60)}"`;
  return {
    code: fault.code,
    line: block.line + lineAt(block.raw, fault.at) - 1,
    message: `${where}: ${fault.message}`,
    remedy: "Compare the record with its raw text.",
  };
}

function more(count: number, line: number, who: string): Problem {
  return {
    code: "records/bibtex-repaired",
    line,
    message: `${who}: ${count} more places had to be repaired.`,
    remedy: "Compare the record with its raw text; export it again if it is damaged.",
  };
}

function noParent(parent: string, line: number, who: string): Problem {
  return {
    code: "records/bibtex-crossref",
    line,
    message: `${who}, field "crossref": the entry "${parent.slice(0, 60)}" is not in the file or too far away; nothing was taken from it.`,
    remedy: "Export the record together with the book or the proceedings it stands in.",
  };
}

function tooLong(name: string, line: number): Problem {
  return {
    code: "records/bibtex-too-long",
    line,
    message: `The abbreviation "${name.slice(0, 60)}" stands for more text than is kept; entries that use it show its name.`,
    remedy: "Write the text out in the entries that use it.",
  };
}
