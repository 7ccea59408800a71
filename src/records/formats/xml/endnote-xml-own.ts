import { z } from "zod";
import { type EntryFields, identifiers } from "../format.ts";
import { type EndnoteFields, styledText } from "./endnote-xml-fields.ts";
import { OWN_PROGRAM, programOf } from "./endnote-xml-ids.ts";

/** Begins the line in which our own writer keeps what EndNote's elements cannot hold. */
export const OWN_LINE = "EVIDENS-FIELDS: ";

const text = z.string();
const maybe = text.nullable();
const texts = z.array(text);
const authors = z.array(z.object({ family: text, given: maybe }));
const ids = z
  .object({ doi: texts, pmid: texts, pmcid: texts, source: texts, issn: texts, isbn: texts })
  .extend({
    registry: texts.optional(),
    embase: texts.optional(),
    central: texts.optional(),
    openalex: texts.optional(),
    wos: texts.optional(),
    scopus: texts.optional(),
  })
  .transform(identifiers);

const FORMS: ReadonlyMap<keyof EntryFields, z.ZodType> = new Map<keyof EntryFields, z.ZodType>([
  ["type", text],
  ["title", text],
  ["authors", authors],
  ["year", z.number().int().nullable()],
  ["journal", maybe],
  ["volume", maybe],
  ["issue", maybe],
  ["pages", maybe],
  ["publisher", maybe],
  ["place", maybe],
  ["edition", maybe],
  ["abstract", maybe],
  ["keywords", texts],
  ["language", maybe],
  ["url", maybe],
  ["ids", ids],
  ["otherTitles", texts],
  ["journalAbbreviation", text],
  ["date", text],
  ["editors", authors],
  ["conference", text],
  ["series", text],
  ["notes", texts],
  ["labels", texts],
]);

/** Names of the fields that the line may hold. */
export const ownNames: readonly (keyof EntryFields)[] = [...FORMS.keys()];

/**
 * Fields that our own writer kept in a line of the research notes. Only believed in a file that it
 * wrote itself: another program's file may have been edited since.
 */
export function ownFields(fields: EndnoteFields): Partial<EntryFields> | null {
  if (programOf(fields) !== OWN_PROGRAM) return null;
  const line = fields
    .elements("research-notes")
    .flatMap((element) => styledText(element).split(/\r\n?|\n/))
    .find((value) => value.startsWith(OWN_LINE));
  if (line === undefined) return null;
  let json: unknown;
  try {
    json = JSON.parse(line.slice(OWN_LINE.length));
  } catch {
    return null;
  }
  if (typeof json !== "object" || json === null) return null;
  const own: [string, unknown][] = [];
  for (const [name, form] of FORMS) {
    if (!Object.hasOwn(json, name)) continue;
    // Null says that the field is absent.
    const read = form.nullable().safeParse((json as Record<string, unknown>)[name]);
    if (read.success) own.push([name, read.data]);
  }
  return Object.fromEntries(own) as Partial<EntryFields>;
}
