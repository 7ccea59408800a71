import type { Author, RecordFact } from "../../record.ts";
import type { EntryFields } from "../format.ts";
import { cslFields } from "../json/csl-map.ts";
import { cslType } from "../json/csl-types.ts";
import { fieldNames } from "../json/json-record.ts";
import type { JsonObject } from "../json/json-values.ts";

/** A work as CSL-JSON names it. */
export type CslJsonItem = JsonObject & { readonly id: string; readonly type: string };

/** Begins a file of CSL-JSON. */
export function cslOpening(): string {
  return "[";
}

/**
 * One item of the file, on a line of its own.
 *
 * @param index place among the items, from 0
 */
export function cslEntry(record: RecordFact, index: number): string {
  return `${index === 0 ? "\n" : ",\n"}${JSON.stringify(cslItem(record))}`;
}

export function cslClosing(): string {
  return "\n]\n";
}

/**
 * A record as a CSL item. Fields that CSL has no variable for, and those that it would give back changed,
 * stand under `custom.evidens`, so that what is read back is the record.
 *
 * Source: Citation Style Language 1.0.2, schema csl-data.json.
 * Checked: tests/records/write-csl.prop.test.ts. Cost linear.
 */
export function cslItem(record: RecordFact): CslJsonItem {
  const item = standardItem(record);
  const read: Readonly<Partial<EntryFields>> = cslFields(item, () => {});
  const kept: Record<string, unknown> = {};
  for (const name of fieldNames) {
    const [own, back] = [record[name], read[name]];
    if (same(own, back)) continue;
    // What is absent in the record but read from the standard variables is read as empty.
    kept[name] = own === undefined ? (typeof back === "string" ? "" : []) : own;
  }
  return Object.keys(kept).length === 0 ? item : { ...item, custom: { evidens: kept } };
}

function standardItem(record: RecordFact): CslJsonItem {
  const { ids } = record;
  const item: Record<string, unknown> & { id: string; type: string } = {
    id: ids.source[0] ?? record.id,
    type: cslType(record.type),
  };
  const set = (name: string, value: string | null | undefined): void => {
    if (value !== null && value !== undefined && value !== "") item[name] = value;
  };
  set("title", record.title);
  set("title-short", record.otherTitles?.[0]);
  if (record.authors.length > 0) item["author"] = record.authors.map(nameOf);
  if (record.editors !== undefined) item["editor"] = record.editors.map(nameOf);
  const issued = datePartsOf(record);
  if (issued !== null) item["issued"] = { "date-parts": [issued] };
  set("container-title", record.journal);
  set("container-title-short", record.journalAbbreviation);
  set("event-title", record.conference);
  set("collection-title", record.series);
  set("volume", record.volume);
  set("issue", record.issue);
  set("page", record.pages);
  set("publisher", record.publisher);
  set("publisher-place", record.place);
  set("edition", record.edition);
  set("abstract", record.abstract);
  set("keyword", record.keywords.join("; "));
  set("language", record.language);
  set("URL", record.url);
  set("DOI", ids.doi[0]);
  set("PMID", ids.pmid[0]);
  set("PMCID", ids.pmcid[0]);
  set("ISSN", ids.issn.join(", "));
  set("ISBN", ids.isbn.join(" "));
  set("note", noteOf(record));
  return item;
}

function nameOf({ family, given }: Author): JsonObject {
  return given === null ? { literal: family } : { family, given };
}

/** The date as far as it is known and of the record's year, else the year. */
function datePartsOf({ date, year }: RecordFact): number[] | null {
  const parts = /^(\d{4})-(\d\d)(?:-(\d\d))?$/.exec(date ?? "");
  if (parts !== null && (year === null || Number(parts[1]) === year))
    return parts.slice(1).flatMap((part: string | undefined) => (part === undefined ? [] : [Number(part)]));
  return year === null ? null : [year];
}

/** Identifiers that CSL has no variable for, one to a line, as Zotero writes them; then the notes. */
function noteOf({ ids, notes = [] }: RecordFact): string {
  const lines = [
    ...ids.doi.slice(1).map((id) => `DOI: ${id}`),
    ...ids.pmid.slice(1).map((id) => `PMID: ${id}`),
    ...ids.pmcid.slice(1).map((id) => `PMCID: ${id}`),
    ...(ids.registry ?? []).map((id) => `Registration: ${id}`),
    ...(ids.embase ?? []).map((id) => `Embase: ${id}`),
    ...(ids.central ?? []).map((id) => `CENTRAL: ${id}`),
    ...(ids.openalex ?? []).map((id) => `OpenAlex: ${id}`),
    ...(ids.wos ?? []).map((id) => `WOS: ${id}`),
    ...(ids.scopus ?? []).map((id) => `Scopus: ${id}`),
    ...notes,
  ];
  return lines.join("\n");
}

/** Whether two values are the same whatever the order of their keys; absent ones are told from all others. */
function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((each, index) => same(each, b[index]));
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  const [left, right] = [a as JsonObject, b as JsonObject];
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && same(left[name], right[name]))
  );
}
