import { XMLBuilder } from "fast-xml-parser";
import { canonicalJson } from "#ledger";
import type { Author, RecordFact } from "../../record.ts";
import type { EntryFields } from "../format.ts";
import { noteLines } from "../tagged/notes.ts";
import { OWN_PROGRAM } from "../xml/endnote-xml-ids.ts";
import { mapEndnote } from "../xml/endnote-xml-map.ts";
import { OWN_LINE, ownNames } from "../xml/endnote-xml-own.ts";
import { refTypeOf } from "../xml/endnote-xml-types.ts";
import type { XmlElement } from "../xml/xml-tree.ts";

/** EndNote ends lines inside a field by this character. */
const BREAK = "\r";
const STYLE: Readonly<Record<string, string>> = { face: "normal", font: "default", size: "100%" };
/** Characters that XML 1.0 does not allow, halves of characters among them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the characters that XML forbids are meant
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu;

/** The beginning of an EndNote XML file. */
export function endnoteXmlOpening(): string {
  return '<?xml version="1.0" encoding="UTF-8"?>\n<xml><records>\n';
}

/**
 * A record as an EndNote XML element that EndNote and Zotero open. Decisions, labels and notes go into
 * the notes; what EndNote's elements cannot hold goes into a line of the research notes, so that reading
 * the file gives the same fields. Characters that XML forbids become blanks.
 *
 * @param index counts from 0; EndNote wants each record numbered
 * Source: EndNote's RSXML document type as real files follow it. Checked: tests/records/xml-write.prop.test.ts.
 */
export function endnoteXmlEntry(record: RecordFact, index: number = record.ordinal - 1): string {
  const clean = cleaned(record);
  const plain = elementsOf(clean, index, null);
  const kept = keptLine(clean, plain);
  return `${serialise(kept === null ? plain : elementsOf(clean, index, kept))}\n`;
}

/** The end of an EndNote XML file. */
export function endnoteXmlClosing(): string {
  return "</records></xml>\n";
}

function elementsOf(record: EntryFields, index: number, kept: string | null): XmlElement {
  const { name, number } = refTypeOf(record.type);
  const other = (record.otherTitles ?? []).slice(0, 2).reverse();
  const { doi, pmid, pmcid, source, issn, isbn, registry, embase, central, openalex, wos, scopus } =
    record.ids;
  const others = [registry, embase, central, openalex, wos, scopus].flatMap((list) => list ?? []);
  const pubmed = pmid.map((value, at) => (at === 0 ? value : `${value}[pmid]`));
  const accession = pubmed.length + others.length > 0 ? [...pubmed, ...others] : source;
  const date = record.date ?? "";
  return element(
    "record",
    [
      element("source-app", [OWN_PROGRAM], { name: OWN_PROGRAM, version: "1" }),
      element("rec-number", [String(index + 1)]),
      element("ref-type", [String(number)], { name }),
      styled("work-type", record.type === name ? "" : record.type),
      group("contributors", [
        people("authors", record.authors),
        people("secondary-authors", record.editors ?? []),
      ]),
      group("titles", [
        styled("title", record.title),
        styled("secondary-title", record.journal),
        styled("tertiary-title", record.series),
        ...other.map((title, at) => styled(at === 0 ? "short-title" : "translated-title", title)),
      ]),
      group("periodical", [
        styled("full-title", record.journal),
        styled("abbr-1", record.journalAbbreviation),
      ]),
      styled("pages", record.pages),
      styled("volume", record.volume),
      styled("number", record.issue),
      styled("edition", record.edition),
      group(
        "keywords",
        record.keywords.map((word) => styled("keyword", word)),
      ),
      group("dates", [
        styled("year", record.year?.toString()),
        group("pub-dates", [styled("date", date.length > 4 ? date : "")]),
      ]),
      styled("pub-location", record.place),
      styled("publisher", record.publisher),
      styled("isbn", [...issn, ...isbn].join(BREAK)),
      styled("accession-num", accession.join(BREAK)),
      // Keys of a library would be taken for accession numbers of the database that the others are of.
      styled("call-num", accession === source ? "" : source.join(BREAK)),
      styled("electronic-resource-num", doi.join(BREAK)),
      styled("abstract", record.abstract?.replaceAll("\n", BREAK)),
      styled("label", record.labels?.join("; ")),
      styled("notes", notesOf(record).join(BREAK)),
      styled("research-notes", kept),
      group("urls", [group("related-urls", [styled("url", record.url)])]),
      styled("custom2", pmcid.join(BREAK)),
      styled("remote-database-provider", pmid.length > 0 ? "NLM" : ""),
      styled("language", record.language),
    ].filter((child) => child !== null),
  );
}

function notesOf(record: EntryFields): string[] {
  const conference = record.conference ?? "";
  return [...noteLines(record), ...(conference === "" ? [] : [`EVIDENS-CONFERENCE: ${conference}`])];
}

/** A line with the fields that reading the elements would not give back, or null. */
function keptLine(record: EntryFields, written: XmlElement): string | null {
  const read = mapEndnote(written, () => {});
  const differing = ownNames.filter((name) => !same(record[name], read[name]));
  if (differing.length === 0) return null;
  const pairs = differing.map((name) => [name, record[name] ?? null]);
  return OWN_LINE + JSON.stringify(Object.fromEntries(pairs));
}

function same(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object") return (a ?? null) === (b ?? null);
  return isEqual(a, b) || canonicalJson(a) === canonicalJson(b);
}

/** True for values alike in all their parts; what it is false for may still be the same in JSON. */
function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length || Array.isArray(a) !== Array.isArray(b)) return false;
  return keys.every((key) =>
    isEqual((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
  );
}

function people(name: string, authors: readonly Author[]): XmlElement | null {
  // A trailing comma says that a name is a body's and stays whole.
  const written = authors.map(({ family, given }) => (given === null ? `${family},` : `${family}, ${given}`));
  return group(
    name,
    written.map((author) => styled("author", author)),
  );
}

function element(
  name: string,
  children: readonly (XmlElement | string)[],
  attributes: Readonly<Record<string, string>> = {},
): XmlElement {
  return { name, children, attributes };
}

function group(name: string, children: readonly (XmlElement | null)[]): XmlElement | null {
  const found = children.filter((child) => child !== null);
  return found.length === 0 ? null : element(name, found);
}

function styled(name: string, value: string | null | undefined): XmlElement | null {
  if (value === null || value === undefined || value === "") return null;
  return element(name, [{ name: "style", attributes: STYLE, children: [value] }]);
}

/** The mapped fields with every text made of characters that XML allows. */
function cleaned(record: RecordFact): EntryFields {
  const { id: _id, importId: _importId, ordinal: _ordinal, line: _line, raw: _raw, ...fields } = record;
  const json = JSON.stringify(fields);
  // In JSON such characters are escapes, but for the last two; nearly no record has any.
  if (!/\\u(?:00|d[89a-f])|[\ufffe\uffff]/i.test(json)) return fields;
  return JSON.parse(json, (_key, value: unknown) =>
    typeof value === "string" ? value.replace(FORBIDDEN, " ") : value,
  ) as EntryFields;
}

const builder: XMLBuilder = new XMLBuilder({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  maxNestedTags: 16,
});

/** Begin and end of elements as the builder writes them, by name and attributes; there are some hundred. */
const frames = new Map<string, Frame>();
interface Frame {
  readonly begin: string;
  readonly end: string;
}
const MARK = "|";

/**
 * An element as XML. The builder writes every tag and every text that needs escaping; tags are kept and
 * used again, since most records have the same ones and building them anew was most of the work.
 */
function serialise(element: XmlElement): string {
  const { begin, end } = frameOf(element);
  let built = begin;
  for (const child of element.children)
    built += typeof child === "string" ? escaped(child) : serialise(child);
  return built + end;
}

function frameOf({ name, attributes }: XmlElement): Frame {
  const key = attributes === STYLE ? name : `${name} ${Object.values(attributes).join(" ")}`;
  const known = frames.get(key);
  if (known !== undefined) return known;
  const built = builder.build([{ [name]: [{ "#text": MARK }], ":@": attributes }]);
  const at = built.lastIndexOf(MARK);
  const frame = { begin: built.slice(0, at), end: built.slice(at + 1) };
  frames.set(key, frame);
  return frame;
}

function escaped(text: string): string {
  if (!/[&<>"'\r]/.test(text)) return text;
  // A carriage return that stands as itself would be read as a line feed.
  return builder.build([{ "#text": text }]).replaceAll(BREAK, "&#xD;");
}
