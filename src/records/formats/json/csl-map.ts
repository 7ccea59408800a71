import type { Problem } from "#kernel";
import {
  distinct,
  doisIn,
  normalisePmcid,
  normalisePmid,
  serialNumbers,
} from "../../normalise/identifiers.ts";
import { pageRange } from "../../normalise/numbers.ts";
import { displayParagraphs, displayText } from "../../normalise/text.ts";
import {
  centralIds,
  embaseIds,
  openalexIds,
  registryIds,
  scopusIds,
  wosIds,
} from "../../normalise/typed-ids.ts";
import type { Author, Identifiers } from "../../record.ts";
import { type EntryFields, entryFields, identifiers } from "../format.ts";
import { readNotes } from "../tagged/notes.ts";
import { datePartsIn } from "./json-dates.ts";
import { recordFields } from "./json-record.ts";
import { isObject, type JsonObject } from "./json-values.ts";

type Report = (problem: Problem) => void;

/** `PMID: 12345` and the like: variables that Zotero writes into the note for want of a field. */
const VARIABLE = /^(?:tex\.)?([A-Za-z][\w .-]{0,40}):\s*(\S.*)$/;
/** Those of them that are identifiers; lines with others are notes. */
const ID_NAMES =
  /^(?:DOI|PMID|PMCID|ISSN|ISBN|NCT|registration|clinical trial registration|embase|central|openalex|WOS|scopus)$/i;

/**
 * Gives the variables of a CSL item their meaning; what has no place in a record stays in `raw`. What
 * our own writer put under `custom.evidens` stands for what the other variables say.
 */
export function mapCsl(item: JsonObject, onProblem: Report): EntryFields {
  const own = isObject(item["custom"]) && Object.hasOwn(item, "custom") ? item["custom"] : {};
  const evidens = isObject(own["evidens"]) && Object.hasOwn(own, "evidens") ? own["evidens"] : null;
  const fields = cslFields(item, onProblem);
  if (evidens === null) {
    if (fields.title === "") onProblem(noTitle);
    return fields;
  }
  const { ids, ...found } = recordFields(evidens, onProblem, "custom.evidens.");
  return entryFields({ ...fields, ...found, ids: ids === undefined ? fields.ids : identifiers(ids) });
}

const noTitle: Problem = {
  code: "records/no-title",
  message: "The item has no title; it was kept without one.",
  remedy: "Add the title in the library it comes from and export it again.",
};

/** The fields by the standard variables alone. */
export function cslFields(item: JsonObject, onProblem: Report): EntryFields {
  const plain = textsOf(item, onProblem);
  const text = (...names: readonly string[]): string =>
    names.map((name) => displayText(plain(name))).find((value) => value !== "") ?? "";
  const title = text("title");
  const type = text("type");
  const journal = text("container-title");
  const noted = variablesIn(plain("note"));
  const { notes, labels, decisions } = readNotes(noted.rest);
  const number = /^article|^$/.test(type) ? text("number") : "";
  return entryFields({
    type,
    title,
    otherTitles: distinct([text("title-short", "shortTitle"), text("original-title")]).filter(
      (other) => other !== title,
    ),
    authors: namesOf("author", item, onProblem),
    editors: namesOf("editor", item, onProblem),
    ...datePartsIn([item["issued"], item["event-date"]]),
    journal,
    journalAbbreviation: [text("container-title-short", "journalAbbreviation")].find(
      (name) => name !== journal,
    ),
    conference: text("event-title", "event"),
    series: text("collection-title"),
    volume: text("volume"),
    issue: text("issue"),
    pages: pageRange(text("page", "page-first"), "") ?? number,
    publisher: text("publisher"),
    place: text("publisher-place"),
    edition: text("edition"),
    abstract: displayParagraphs(plain("abstract").replace(/\r\n?/g, "\n")),
    keywords: distinct(
      displayText(plain("keyword"))
        .split(/[;,]/)
        .map((word) => word.trim()),
    ),
    language: text("language"),
    url: text("URL"),
    notes,
    labels,
    decisions,
    ids: idsOf(plain, noted.variables, onProblem),
  });
}

/** Variables that services which answer in CSL give as lists. */
const LISTED = new Set(["ISSN", "ISBN", "original-title", "title-short", "container-title-short", "keyword"]);

/** Text variables; numbers are met in most of them, anything else is told once and left to `raw`. */
function textsOf(item: JsonObject, onProblem: Report): (name: string) => string {
  const told = new Set<string>();
  return (name) => {
    const value = Object.hasOwn(item, name) ? item[name] : undefined;
    if (typeof value === "string") return value;
    if (typeof value === "number") return String(value);
    if (LISTED.has(name) && Array.isArray(value) && value.every((each) => typeof each === "string"))
      return value.join("; ");
    if (value !== undefined && value !== null && !told.has(name)) {
      told.add(name);
      onProblem({
        code: "records/csl-field",
        field: name,
        message: `\`${name}\` is ${Array.isArray(value) ? "a list" : typeof value} where CSL has a text; it was left out.`,
        remedy: `Write \`${name}\` as a text in double quotes.`,
      });
    }
    return "";
  };
}

function namesOf(field: "author" | "editor", item: JsonObject, onProblem: Report): Author[] {
  const value = Object.hasOwn(item, field) ? item[field] : undefined;
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    onProblem({
      code: "records/csl-field",
      field,
      message: `\`${field}\` is not a list of names; it was left out.`,
      remedy: 'Write it as `[{"family": "…", "given": "…"}]`.',
    });
    return [];
  }
  return value.map(nameOf).filter((author) => author !== null);
}

function nameOf(name: unknown): Author | null {
  if (typeof name === "string") return name.trim() === "" ? null : { family: displayText(name), given: null };
  if (!isObject(name)) return null;
  const part = (key: string): string => (typeof name[key] === "string" ? displayText(name[key]) : "");
  const joined = (...words: string[]): string => words.filter((word) => word !== "").join(" ");
  const family = joined(part("non-dropping-particle"), part("family")) || part("literal") || part("name");
  const given = joined(part("given"), part("dropping-particle"), part("suffix"));
  if (family === "") return given === "" ? null : { family: given, given: null };
  return { family, given: given === "" ? null : given };
}

interface NoteVariables {
  readonly variables: ReadonlyMap<string, readonly string[]>;
  /** Lines that are none of them. */
  readonly rest: readonly string[];
}

function variablesIn(note: string): NoteVariables {
  const variables = new Map<string, string[]>();
  const rest: string[] = [];
  for (const line of note.split(/\r\n?|\n/)) {
    const [, name = "", value = ""] = VARIABLE.exec(line.trim()) ?? [];
    const key = name.toLowerCase();
    if (!ID_NAMES.test(name)) {
      if (line.trim() !== "") rest.push(line);
    } else if (variables.has(key)) variables.get(key)!.push(value);
    else variables.set(key, [value]);
  }
  return { variables, rest };
}

function idsOf(
  plain: (name: string) => string,
  variables: NoteVariables["variables"],
  onProblem: Report,
): Identifiers {
  const text = (name: string): string => plain(name).trim();
  const noted = (...names: readonly string[]): readonly string[] =>
    names.flatMap((name) => variables.get(name) ?? []);
  const first = (values: readonly string[]): string[] => values.map((value) => value.split(/\s/, 1)[0]!);
  const serial = serialNumbers([text("ISSN"), text("ISBN"), ...noted("issn", "isbn")].join("; "));
  const kept = (name: string, values: readonly string[]): string[] => {
    const given = text(name);
    if (given !== "" && values.length === 0)
      onProblem({
        code: "records/bad-identifier",
        field: name,
        message: `"${given.slice(0, 100)}" is not a ${name}; the record was kept without it.`,
        remedy: `Correct \`${name}\` in the library it comes from and export it again.`,
      });
    return [...values];
  };
  const doi = [text("DOI"), ...noted("doi")].flatMap(doisIn);
  const linked = /doi\.org\//i.test(text("URL")) ? doisIn(text("URL")) : [];
  return identifiers({
    doi: kept("DOI", distinct(doi.length > 0 ? doi : linked)),
    pmid: kept(
      "PMID",
      distinct([text("PMID"), ...first(noted("pmid"))].map((value) => normalisePmid(value) ?? "")),
    ),
    pmcid: kept(
      "PMCID",
      distinct([text("PMCID"), ...first(noted("pmcid"))].map((value) => normalisePmcid(value) ?? "")),
    ),
    source: distinct([text("id")]),
    issn: serial.issn,
    isbn: serial.isbn,
    registry: noted("nct", "registration", "clinical trial registration").flatMap(registryIds),
    embase: noted("embase").flatMap(embaseIds),
    central: noted("central").flatMap(centralIds),
    openalex: noted("openalex").flatMap(openalexIds),
    wos: noted("wos").flatMap((value) => wosIds(/^wos:/i.test(value) ? value : `WOS:${value}`)),
    scopus: noted("scopus").flatMap(scopusIds),
  });
}
