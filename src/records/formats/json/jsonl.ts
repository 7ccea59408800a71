import type { Problem } from "#kernel";
import { parseAuthors } from "../../normalise/author.ts";
import { distinct, doisIn, normalisePmid } from "../../normalise/identifiers.ts";
import { firstYear } from "../../normalise/numbers.ts";
import type { Author, Identifiers } from "../../record.ts";
import {
  type EntryFields,
  entryFields,
  identifiers,
  type LineTally,
  type Reader,
  type Step,
  type TextPieces,
} from "../format.ts";
import { excerpt, isBlank, linesOf } from "../lines.ts";
import { DEEPEST } from "./json-grammar.ts";
import { jsonHead } from "./json-head.ts";
import { jsonFault } from "./json-items.ts";
import { parseItem } from "./json-parse.ts";
import { recordFields, wrongField } from "./json-record.ts";
import { isObject, type JsonObject } from "./json-values.ts";

/** Reads JSON Lines with the names of our own fields, as `jsonlLine` writes them or another program does. */
export const jsonlReader: Reader = { parser: "evidens-jsonl/1", entries: readJsonl };

const LONGEST = 64 * 1024 * 1024;

/** Whether the head of a text is JSON Lines with a record's field names. */
export function looksLikeJsonl(head: string): boolean {
  const [first = "", second = ""] = head
    .split(/\r\n?|\n/, 50)
    .map((line) => line.replace("\ufeff", "").trim())
    .filter((line) => line !== "");
  if (!/^\{\s*"/.test(first) || (second !== "" && !/^\{\s*"/.test(second))) return false;
  const { names } = jsonHead(first);
  const has = (name: string): boolean => names.has(name);
  if (!has("title") || NOT_OURS.some(has)) return false;
  return ["authors", "year", "journal", "abstract", "pmid"].some(has);
}

/** Names in lines of other kinds: Semantic Scholar, OpenAlex, Europe PMC, Crossref and CSL, Unpaywall. */
const NOT_OURS = [
  "paperId",
  "authorships",
  "authorString",
  "DOI",
  "container-title",
  "doi_url",
  "full",
  "itemType",
  "protocolSection",
] as const;

/**
 * One record per line; a damaged line costs that line.
 *
 * Source: jsonlines.org. Checked: tests/records/json-formats.test.ts, write-csl.prop.test.ts. Cost linear.
 */
function* readJsonl(pieces: TextPieces): Generator<Step, LineTally> {
  const lines = linesOf(pieces);
  let [blank, kept, outside] = [0, 0, 0];
  while (lines.next()) {
    const { text, number: line } = lines;
    if (isBlank(text)) {
      blank += 1;
      continue;
    }
    const problems: Problem[] = [];
    const fields = readLine(text, (problem) => problems.push({ line, ...problem }));
    if (fields === null) outside += 1;
    else {
      kept += 1;
      yield { entry: { line, raw: text.toWellFormed(), fields } };
    }
    for (const problem of problems) yield { problem };
  }
  return { total: lines.number, blank, kept, outside };
}

function readLine(text: string, onProblem: (problem: Problem) => void): EntryFields | null {
  const tooMuch = text.length > LONGEST || tooDeep(text);
  const parsed = tooMuch ? null : parseItem(text.trim().replace(/,$/, ""));
  if (parsed !== null && isObject(parsed.value)) {
    if (parsed.mended.length > 0)
      onProblem({
        code: "records/json-mended",
        message: `The line is not JSON as it should be (${parsed.mended.join(", ")}); it was read with this mended or left out.`,
        remedy: "Check the record; the line as it stood is kept with it.",
      });
    return mapJsonl(parsed.value, onProblem);
  }
  const fault = tooMuch || parsed !== null ? null : jsonFault(text);
  onProblem({
    code: "records/jsonl-line",
    ...(fault === null ? {} : { column: fault.offset + 1 }),
    message: tooMuch
      ? `The line is longer than 64 MiB or nested more than ${DEEPEST} levels deep; no record is, so it was not read.`
      : `The line holds no record: ${fault === null ? "an object `{ … }`" : fault.expected} was expected. It was not read: "${excerpt(text)}".`,
    remedy: 'Write one object such as `{"title": "…"}` on each line.',
  });
  return null;
}

/** Counts brackets in strings as well, which can only refuse what no record is. */
function tooDeep(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length && depth <= DEEPEST; i++) {
    const code = text.charCodeAt(i);
    if (code === 123 || code === 91) depth += 1;
    else if (code === 125 || code === 93) depth -= 1;
  }
  return depth > DEEPEST;
}

/** Fields as ours; looser forms of authors, years, keywords and identifiers that other programs write are read too. */
function mapJsonl(item: JsonObject, onProblem: (problem: Problem) => void): EntryFields {
  const own = (name: string): unknown => (Object.hasOwn(item, name) ? (item[name] ?? undefined) : undefined);
  const loose: Record<string, unknown> = { ...item };
  for (const name of ["authors", "editors"])
    if (own(name) !== undefined) loose[name] = authorsOf(own(name), name, onProblem);
  for (const name of ["keywords", "labels", "notes", "otherTitles"])
    if (typeof own(name) === "string")
      loose[name] = (own(name) as string).split(/\s*[;|]\s*/).filter(Boolean);
  for (const name of ["volume", "issue", "pages", "edition"])
    if (typeof own(name) === "number") loose[name] = String(own(name));
  if (typeof own("year") === "string") loose["year"] = firstYear([own("year") as string]);
  for (const name of Object.keys(loose)) if (loose[name] === null && !NULLABLE.has(name)) delete loose[name];
  const { ids = {}, ...fields } = recordFields(loose, onProblem);
  const record = entryFields({ ...fields, ids: idsOf(ids, own, onProblem) });
  if (record.title === "")
    onProblem({
      code: "records/no-title",
      message: "The line has no title; the record was kept without one.",
      remedy: "Add `title` to the line.",
    });
  return record;
}

const NULLABLE = new Set(["year"]);

function authorsOf(value: unknown, name: string, onProblem: (problem: Problem) => void): Author[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.flatMap((each): Author[] => {
    if (typeof each === "string") return parseAuthors(each);
    const part = (...keys: readonly string[]): string => {
      const key = keys.find(
        (one) => isObject(each) && typeof each[one] === "string" && Object.hasOwn(each, one),
      );
      return key === undefined ? "" : ((each as JsonObject)[key] as string);
    };
    const family = part("family", "last", "lastName");
    const given = part("given", "first", "firstName");
    const isOurs = isObject(each) && Object.hasOwn(each, "family") && Object.hasOwn(each, "given");
    if (isOurs) return [{ family, given: each["given"] === null ? null : given }];
    if (family !== "") return [{ family, given: given || null }];
    const whole = part("name", "literal");
    if (whole !== "") return parseAuthors(whole);
    onProblem(wrongField(name));
    return [];
  });
}

/** Lists under `ids`, else the single fields. */
function idsOf(
  ids: Partial<Identifiers>,
  own: (name: string) => unknown,
  onProblem: (problem: Problem) => void,
): Identifiers {
  const texts = (name: string): string[] => {
    const value = own(name);
    const list: readonly unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
    const plain = list.flatMap((each) =>
      typeof each === "string" || typeof each === "number" ? [String(each)] : [],
    );
    if (plain.length < list.length) onProblem(wrongField(name));
    return plain;
  };
  return identifiers({
    ...ids,
    doi: ids.doi ?? distinct(texts("doi").flatMap(doisIn)),
    pmid: ids.pmid ?? distinct(texts("pmid").map((value) => normalisePmid(value) ?? "")),
  });
}
