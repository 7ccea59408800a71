import { z } from "zod";
import type { Problem } from "#kernel";
import type { Author, Identifiers, SourceDecision } from "../../record.ts";
import type { EntryFields } from "../format.ts";
import type { JsonObject } from "./json-values.ts";

const text: z.ZodType<string> = z.string();
const texts: z.ZodType<string[]> = z.array(text);
const textOrNull: z.ZodType<string | null> = text.nullable();
const author: z.ZodType<Author> = z.strictObject({ family: text, given: textOrNull });
const authors: z.ZodType<Author[]> = z.array(author);
const ids: z.ZodType<Partial<Identifiers>> = z.strictObject({
  doi: texts.exactOptional(),
  pmid: texts.exactOptional(),
  pmcid: texts.exactOptional(),
  source: texts.exactOptional(),
  issn: texts.exactOptional(),
  isbn: texts.exactOptional(),
  registry: texts.exactOptional(),
  embase: texts.exactOptional(),
  central: texts.exactOptional(),
  openalex: texts.exactOptional(),
  wos: texts.exactOptional(),
  scopus: texts.exactOptional(),
});
const decisions: z.ZodType<SourceDecision[]> = z.array(
  z.strictObject({
    tool: text,
    by: textOrNull,
    stage: z.enum(["title-abstract", "full-text"]).nullable(),
    decision: z.enum(["include", "exclude", "maybe", "undecided"]),
    reasons: texts,
  }),
);

type Found = { -readonly [K in keyof Omit<EntryFields, "ids">]?: EntryFields[K] } & {
  ids?: Partial<Identifiers>;
};

/** The fields of a record and what each of them holds, as our own formats write them. */
const FIELDS: { readonly [K in keyof EntryFields]-?: z.ZodType<Found[K]> } = {
  type: text,
  title: text,
  authors,
  year: z.int().nullable(),
  journal: textOrNull,
  volume: textOrNull,
  issue: textOrNull,
  pages: textOrNull,
  publisher: textOrNull,
  place: textOrNull,
  edition: textOrNull,
  abstract: textOrNull,
  keywords: texts,
  language: textOrNull,
  url: textOrNull,
  ids,
  otherTitles: texts,
  journalAbbreviation: text,
  date: text,
  editors: authors,
  conference: text,
  series: text,
  notes: texts,
  labels: texts,
  decisions,
};

/** Names of a record's fields, in the order they are written. */
export const fieldNames: readonly (keyof EntryFields)[] = Object.keys(FIELDS) as (keyof EntryFields)[];

/**
 * Fields of a record as our own formats write them, each checked; one of another kind is left out and
 * told. Texts are taken as they are.
 *
 * @param path of the object in the item, for messages
 */
export function recordFields(
  value: JsonObject,
  onProblem: (problem: Problem) => void,
  path: string = "",
): Found {
  const found: Record<string, unknown> = {};
  for (const name of fieldNames) {
    if (!Object.hasOwn(value, name) || value[name] === undefined) continue;
    const read = FIELDS[name].safeParse(value[name]);
    if (read.success) found[name] = read.data;
    else onProblem(wrongField(`${path}${name}`));
  }
  return found as Found;
}

export function wrongField(field: string): Problem {
  return {
    code: "records/json-field",
    field,
    message: `\`${field}\` is not written as a record's field is; what could not be read of it was left out.`,
    remedy: "Write it as `evidens convert --to jsonl` does.",
  };
}
