import { z } from "zod";
import type { Author, RecordFact, SourceDecision } from "../../record.ts";
import { type EntryFields, entryFields } from "../format.ts";

/** A column of the tables that Evidens writes: readable, and read back as far as its form allows. */
export interface OwnColumn {
  readonly heading: string;
  /** Name in the column of exact values. */
  readonly key: string;
  /** Name among the identifiers, of their columns. */
  readonly ofIds?: keyof EntryFields["ids"];
  get(record: EntryFields): unknown;
  show(value: unknown): string;
  read(cell: string): unknown;
  readonly schema: z.ZodType<unknown>;
}

/** Heading of the column that holds, as JSON, the values that their own cells cannot hold. */
export const EXACT = "evidens_exact";
/** Heading of the column with the record's id, which is written and not read back. */
export const OWN_ID = "id";

const text: Codec = {
  show: (value) => (typeof value === "string" ? value : ""),
  read: (cell) => cell,
  schema: z.string(),
};
const year: Codec = {
  show: (value) => (typeof value === "number" ? String(value) : ""),
  read: (cell) => (/^\d{1,4}$/.test(cell) ? Number(cell) : null),
  schema: z.number().int().nullable(),
};
const texts = (separator: string): Codec => ({
  show: (value) => (value as readonly string[] | undefined)?.join(separator) ?? "",
  read: (cell) => (cell === "" ? [] : cell.split(separator)),
  schema: z.array(z.string()),
});
const list = texts("; ");
/** Notes are sentences that may hold semicolons. */
const lines = texts("\n");
const authors: Codec = {
  show: (value) =>
    ((value as readonly Author[] | undefined) ?? [])
      .map(({ family, given }) => (given === null ? family : `${family}, ${given}`))
      .join("; "),
  read: (cell) =>
    (list.read(cell) as string[]).map((name): Author => {
      const comma = name.indexOf(", ");
      return comma === -1
        ? { family: name, given: null }
        : { family: name.slice(0, comma), given: name.slice(comma + 2) };
    }),
  schema: z.array(z.object({ family: z.string(), given: z.string().nullable() })),
};
const DECISION =
  /^([^;()[\]:]*?)(?: \(([^()]*)\))?(?: \[(title-abstract|full-text)\])?: (include|exclude|maybe|undecided)(?: \u2013 (.*))?$/;
const decisions: Codec = {
  show: (value) => ((value as readonly SourceDecision[] | undefined) ?? []).map(shownDecision).join("; "),
  read: readShownDecisions,
  schema: z.array(
    z.object({
      tool: z.string(),
      by: z.string().nullable(),
      stage: z.enum(["title-abstract", "full-text"]).nullable(),
      decision: z.enum(["include", "exclude", "maybe", "undecided"]),
      reasons: z.array(z.string()),
    }),
  ),
};

type Codec = Pick<OwnColumn, "show" | "read" | "schema">;

/** `rayyan (Emily) [full-text]: exclude – wrong population | no control`. */
function shownDecision({ tool, by, stage, decision, reasons }: SourceDecision): string {
  const who = `${tool}${by === null ? "" : ` (${by})`}${stage === null ? "" : ` [${stage}]`}`;
  return `${who}: ${decision}${reasons.length === 0 ? "" : ` \u2013 ${reasons.join(" | ")}`}`;
}

/** Decisions as `show` writes them; what is none is left out. */
export function readShownDecisions(cell: string): SourceDecision[] {
  return cell === "" ? [] : (list.read(cell) as string[]).flatMap(readDecision);
}

function readDecision(shown: string): SourceDecision[] {
  const match = DECISION.exec(shown);
  if (match === null) return [];
  const [, tool = "", by, stage, decision, reasons] = match;
  return [
    {
      tool,
      by: by ?? null,
      stage: (stage as SourceDecision["stage"] | undefined) ?? null,
      decision: decision as SourceDecision["decision"],
      reasons: reasons?.split(" | ") ?? [],
    },
  ];
}

const field = (heading: string, key: keyof Omit<EntryFields, "ids">, codec: Codec): OwnColumn => ({
  heading,
  key,
  get: (record) => record[key],
  ...codec,
});
const id = (heading: string, key: keyof EntryFields["ids"]): OwnColumn => ({
  heading,
  key: `ids.${key}`,
  ofIds: key,
  get: (record) => record.ids[key],
  ...list,
});

/** The columns in their order; headings are those that ASReview, Rayyan, Covidence and R packages know. */
export const ownColumns: readonly OwnColumn[] = [
  field("title", "title", text),
  field("abstract", "abstract", text),
  field("authors", "authors", authors),
  field("year", "year", year),
  field("journal", "journal", text),
  field("volume", "volume", text),
  field("issue", "issue", text),
  field("pages", "pages", text),
  id("doi", "doi"),
  id("pmid", "pmid"),
  id("pmcid", "pmcid"),
  field("type", "type", text),
  field("date", "date", text),
  field("journal_abbreviation", "journalAbbreviation", text),
  field("other_titles", "otherTitles", list),
  field("editors", "editors", authors),
  field("conference", "conference", text),
  field("series", "series", text),
  field("publisher", "publisher", text),
  field("place", "place", text),
  field("edition", "edition", text),
  field("language", "language", text),
  field("url", "url", text),
  field("keywords", "keywords", list),
  id("issn", "issn"),
  id("isbn", "isbn"),
  id("registry", "registry"),
  id("embase", "embase"),
  id("central", "central"),
  id("openalex", "openalex"),
  id("wos", "wos"),
  id("scopus", "scopus"),
  id("source_ids", "source"),
  field("labels", "labels", list),
  field("decisions", "decisions", decisions),
  field("notes", "notes", lines),
];

/** A record as cells: the readable columns in order, then the column of exact values. */
export interface OwnCells {
  readonly cells: readonly string[];
  /** JSON, or "" when the cells say all. */
  readonly exact: string;
}

/**
 * The cells of a record. A value that its cell would not give back goes, as JSON, into the exact column.
 *
 * @param held what of a text the file keeps, such as no control characters
 */
export function ownCells(record: RecordFact, held: (text: string) => string): OwnCells {
  const exact: Record<string, unknown> = {};
  const cells = ownColumns.map((column) => {
    const value = column.get(record);
    const cell = held(column.show(value));
    if (!sameValue(column.read(cell), value)) exact[column.key] = value;
    return cell;
  });
  return { cells, exact: Object.keys(exact).length === 0 ? "" : plainJson(exact) };
}

/** Characters that some file or program on the way may change are written as escapes. */
function plainJson(value: unknown): string {
  return JSON.stringify(value).replace(/[\u007f-\uffff]|_(?=x)/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/**
 * Reads a row that `ownCells` wrote. An exact value counts only while its cell still shows it: whoever
 * changes the cell in a spreadsheet changes the record.
 *
 * @param cell text of a column by its heading, "" when the table has no such column
 * @param held as for `ownCells`
 * @param damaged called with what is wrong with the exact column
 */
export function readOwnRow(
  cell: (heading: string) => string,
  held: (text: string) => string,
  damaged: (what: string) => void,
): EntryFields {
  const exact = readExact(cell(EXACT), damaged);
  const fields: Record<string, unknown> = {};
  const ids: Record<string, unknown> = {};
  for (const column of ownColumns) {
    const shown = cell(column.heading);
    const known = exact.get(column.key);
    const valid = known === undefined ? null : column.schema.safeParse(known);
    if (valid?.success === false) damaged(column.key);
    const usable =
      valid?.success === true &&
      (column.show(valid.data) === shown || held(column.show(valid.data)) === shown);
    const value = usable ? valid.data : column.read(shown);
    if (column.ofIds === undefined) fields[column.key] = value;
    else ids[column.ofIds] = value;
  }
  fields["ids"] = ids;
  return entryFields(fields);
}

const NOTHING_EXACT: ReadonlyMap<string, unknown> = new Map();

function readExact(cell: string, damaged: (what: string) => void): ReadonlyMap<string, unknown> {
  if (cell.trim() === "") return NOTHING_EXACT;
  try {
    const json = JSON.parse(cell) as unknown;
    if (typeof json === "object" && json !== null && !Array.isArray(json))
      return new Map(Object.entries(json));
  } catch {
    // Told below.
  }
  damaged(EXACT);
  return new Map();
}

/** Equal for a record: absent, null and empty are one. */
function sameValue(a: unknown, b: unknown): boolean {
  const [one, other] = [orNothing(a), orNothing(b)];
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

function orNothing(value: unknown): unknown {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)
    ? null
    : value;
}
