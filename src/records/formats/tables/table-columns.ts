import { doisIn } from "../../normalise/identifiers.ts";
import type { ColumnMapping } from "../format.ts";
import { readCitation } from "./table-citation.ts";
import { areTags, type ColumnField, columnFields, meaningOf } from "./table-headings.ts";

/** A column of a table and what it is read as. */
export interface Column {
  readonly heading: string;
  readonly field: ColumnField;
  /** Its first values, shortened, for a person who checks the mapping. */
  readonly examples: readonly string[];
}

/** A column as the rows are read: its place and how sure its field is among columns of the same field. */
export interface PlacedColumn extends Column {
  readonly index: number;
  readonly rank: number;
}

/** More columns than Excel has are not looked at; they stay in the raw text. */
const MOST_COLUMNS = 16_384;
/** So many columns of unknown heading are looked into. */
const MOST_GUESSES = 256;
const EXAMPLES = 3;

/**
 * What the columns of a table hold: by their headings; where too few headings are known also by what
 * stands in them; `columns` overrides both.
 *
 * @param headings cells of the header row, none for a table without one
 * @param sample some rows
 */
export function placeColumns(
  headings: readonly string[],
  sample: readonly (readonly string[])[],
  columns: ColumnMapping | undefined,
): PlacedColumn[] {
  const names = namesOf(headings, Math.max(headings.length, ...sample.map((row) => row.length)));
  const tags = areTags(headings);
  const placed = names.map((heading, index): PlacedColumn => {
    const examples = examplesOf(sample, index);
    const chosen = columns !== undefined && Object.hasOwn(columns, heading) ? columns[heading] : undefined;
    // Chosen by a person: before all others.
    if (isField(chosen)) return { index, heading, field: chosen, rank: -1, examples };
    const meaning = meaningOf(headings[index] ?? "", tags);
    return { index, heading, field: meaning?.field ?? "ignore", rank: meaning?.rank ?? -1, examples };
  });
  const guessable = new Set(
    placed
      .filter(({ field, rank, heading }) => field === "ignore" && rank === -1 && !named(heading, columns))
      .slice(0, MOST_GUESSES),
  );
  return guessed(
    placed.map((column) => settledSource(column, placed, sample)),
    guessable,
    sample,
  );
}

/** Names of databases: what was searched, not the journal. */
const DATABASE =
  /^(?:scopus|embase|medline|pubmed|web of science|wos|psycinfo|cinahl|central|cochrane.*|eric|proquest.*|ovid.*|ebsco.*|google scholar|lens|openalex|ieee.*|clinicaltrials\.gov|ictrp|.*\bdatabase)$/i;

/** `Source` is the journal in some tables, in others a whole citation or the database searched. */
function settledSource(
  column: PlacedColumn,
  all: readonly PlacedColumn[],
  sample: readonly (readonly string[])[],
): PlacedColumn {
  if (column.field !== "journal" || column.rank < 0 || !/^source$/i.test(column.heading)) return column;
  const values = valuesOf(sample, column.index);
  if (share(values, (value) => readCitation(value) !== null) > 0.5) return { ...column, field: "citation" };
  const other = all.some(({ field, index }) => field === "journal" && index !== column.index);
  return other || share(values, (value) => DATABASE.test(value)) > 0.5
    ? { ...column, field: "ignore" }
    : column;
}

function isField(text: string | undefined): text is ColumnField {
  return text !== undefined && (columnFields as readonly string[]).includes(text);
}

function named(heading: string, columns: ColumnMapping | undefined): boolean {
  return columns !== undefined && Object.hasOwn(columns, heading);
}

/** Each column by a name of its own: a heading met before gets its number, an empty one its place. */
function namesOf(headings: readonly string[], width: number): string[] {
  const met = new Map<string, number>();
  const used = new Set(headings);
  return Array.from({ length: Math.min(width, MOST_COLUMNS) }, (_, index) => {
    const heading = (headings[index] ?? "").trim();
    const base = heading === "" ? `Column ${index + 1}` : heading;
    let count = (met.get(base) ?? 0) + 1;
    let name = count === 1 ? base : `${base} (${count})`;
    for (; count > 1 && used.has(name); name = `${base} (${count})`) count += 1;
    met.set(base, count);
    return name;
  });
}

function examplesOf(sample: readonly (readonly string[])[], index: number): string[] {
  const examples: string[] = [];
  for (const row of sample) {
    const value = (row[index] ?? "").slice(0, 400).replace(/\s+/g, " ").trim();
    if (value !== "") examples.push(value.length > 80 ? `${value.slice(0, 79)}…` : value);
    if (examples.length === EXAMPLES) break;
  }
  return examples;
}

/** What a column looks like, in the order in which a table's fields are missed most. */
const LOOKS: readonly {
  readonly field: ColumnField;
  readonly like: (values: readonly string[]) => boolean;
}[] = [
  {
    field: "doi",
    like: (values) =>
      share(values, (value) => /^\S*10\.\d{4}/.test(value) && doisIn(value).length === 1) > 0.5,
  },
  {
    field: "year",
    like: (values) => share(values, (value) => /^(?:1[89]|20)\d\d(?:\.0)?$/.test(value)) > 0.8,
  },
  { field: "url", like: (values) => share(values, (value) => /^https?:\/\/\S+$/i.test(value)) > 0.8 },
  { field: "abstract", like: (values) => share(values, (value) => words(value) > 40) > 0.5 },
  { field: "authors", like: (values) => share(values, areNames) > 0.5 },
  {
    field: "title",
    like: (values) => share(values, (value) => words(value) > 3 && words(value) <= 45) > 0.6,
  },
];

/** Only where headings do not tell the title: then a table's headings are unknown altogether. */
function guessed(
  placed: readonly PlacedColumn[],
  guessable: ReadonlySet<PlacedColumn>,
  sample: readonly (readonly string[])[],
): PlacedColumn[] {
  const known = new Set(placed.map(({ field }) => field));
  const found = new Map<number, ColumnField>();
  for (const { field, like } of LOOKS) {
    if (known.has(field) || (known.has("title") && field !== "doi" && field !== "title")) continue;
    const column = [...guessable].find(({ index }) => !found.has(index) && like(valuesOf(sample, index)));
    if (column !== undefined) found.set(column.index, field);
  }
  return placed.map((column) => {
    const field = found.get(column.index);
    return field === undefined ? column : { ...column, field, rank: 1_000 };
  });
}

function valuesOf(sample: readonly (readonly string[])[], index: number): string[] {
  return sample.map((row) => (row[index] ?? "").slice(0, 2_000).trim()).filter((value) => value !== "");
}

function share(values: readonly string[], test: (value: string) => boolean): number {
  return values.length === 0 ? 0 : values.filter(test).length / values.length;
}

function words(value: string): number {
  return value.split(/\s+/).length;
}

/** `Last, F.; Last, F.`, `Last FM, Last FM`: capitals and initials between separators. */
function areNames(value: string): boolean {
  const names = value.split(/\s*[;,|]\s*|\s+and\s+/).filter((name) => name !== "");
  const alike = names.filter(
    (name) => /^(?:\p{Lu}[\p{L}'’.-]*\s?){1,4}$/u.test(name) || /^\p{L}+ \p{Lu}{1,3}$/u.test(name),
  );
  return (
    names.length > 0 &&
    names.length < 400 &&
    alike.length / names.length > 0.7 &&
    words(value) > 1 &&
    /[,;]|\b\p{Lu}\b/u.test(value)
  );
}
