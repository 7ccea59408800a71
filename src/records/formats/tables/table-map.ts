import type { Problem } from "#kernel";
import { parseAuthorList } from "../../normalise/author-list.ts";
import { partialDate } from "../../normalise/date.ts";
import {
  distinct,
  doisIn,
  normalisePmcid,
  normalisePmid,
  serialNumbers,
} from "../../normalise/identifiers.ts";
import { firstYear, pageRange } from "../../normalise/numbers.ts";
import { parsePages } from "../../normalise/pages.ts";
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
import { type EntryFields, entryFields } from "../format.ts";
import {
  type Cells,
  type ColumnsByField,
  cellsOf,
  columnsByField,
  listOf,
  plainNumber,
  wordsOf,
} from "./table-cells.ts";
import { type Cited, readCitation } from "./table-citation.ts";
import type { PlacedColumn } from "./table-columns.ts";
import { judgementsOf, type Writer, writerOf } from "./table-decisions.ts";
import type { ColumnField } from "./table-headings.ts";

/** Reads rows of one table. */
export interface RowMapper {
  map(row: readonly string[], onProblem: (problem: Problem) => void): EntryFields;
}

/** Gives the columns of a table their meaning, row by row. */
export function rowMapper(columns: readonly PlacedColumn[]): RowMapper {
  const table: Table = {
    columns,
    fields: columnsByField(columns),
    writer: writerOf(columns),
    registry:
      columns.some(({ heading }) => /^(?:nct[ _]?(?:number|id)|trial[ _]?id)$/i.test(heading)) &&
      !columns.some(({ field }) => field === "doi" || field === "journal" || field === "type"),
  };
  return { map: (row, onProblem) => mapRow(row, table, onProblem) };
}

interface Table {
  readonly columns: readonly PlacedColumn[];
  readonly fields: ColumnsByField;
  readonly writer: Writer;
  /** Its rows are entries of a trial registry. */
  readonly registry: boolean;
}

function mapRow(row: readonly string[], table: Table, onProblem: (problem: Problem) => void): EntryFields {
  const cells = cellsOf(row, table.fields);
  const text = (...fields: readonly ColumnField[]): string => displayText(cells.first(...fields));
  const cited = readCitation(cells.first("citation")) ?? {};
  const dates = [...cells.all("date"), ...(cited.date === undefined ? [] : [cited.date])].map(plainNumber);
  const year = firstYear([...cells.all("year"), ...dates, cited.year ?? ""]);
  const title = text("title") || text("otherTitle");
  if (title === "" && table.fields.has("title"))
    onProblem({
      code: "records/no-title",
      message: "The row has no title; it was kept without one.",
      remedy: "Look the record up and screen it by its other fields.",
    });
  const judgements = judgementsOf(cells, row, table.columns, table.writer);
  return entryFields({
    type: table.registry ? "trial-registration" : typeOf(cells),
    title,
    otherTitles: otherTitles(cells, title),
    authors: authorsOf(cells),
    editors: parseAuthorList(cells.all("editors").slice(0, 1)),
    year,
    date: dateOf(cells, dates, year),
    journal: journalOf(cells, cited),
    journalAbbreviation: text("journalAbbreviation"),
    volume: plainNumber(text("volume")) || (cited.volume ?? null),
    issue: plainNumber(text("issue")) || (cited.issue ?? null),
    pages: pagesOf(cells) ?? cited.pages ?? null,
    conference: text("conference"),
    series: text("series"),
    publisher: text("publisher"),
    place: placeOf(text("place")),
    edition: text("edition"),
    abstract: abstractOf(cells),
    keywords: distinct(cells.all("keywords").flatMap(listOf)),
    language: text("language"),
    url: cells.first("url").split(/[\s|;]+/, 1)[0],
    ids: idsOf(cells, onProblem),
    ...judgements,
  });
}

/** Web of Science says `J` in one column and `Article` in another. */
function typeOf(cells: Cells): string {
  const types = cells.all("type").map(displayText);
  return types.find((type) => type.length > 1) ?? types[0] ?? "";
}

/** EPPI-Reviewer's short titles name author and year and are no titles. */
function otherTitles(cells: Cells, title: string): string[] {
  const others = [...cells.all("title"), ...cells.all("otherTitle")].map(displayText);
  return distinct(others).filter(
    (other) => other !== title && !/^\S+(?: [^()]{1,30})? \(\d{4}\)$/.test(other),
  );
}

/** The fullest column; another one only where it names more people. */
function authorsOf(cells: Cells): Author[] {
  const columns = cells
    .all("authors")
    .slice(0, 3)
    .map((cell) => parseAuthorList(dividedByAnd(withoutIds(cell))));
  const [best = [], ...others] = columns;
  return best.length > 0 ? best : (others.find((authors) => authors.length > 0) ?? []);
}

/** Scopus adds its number of the author in parentheses, RefWorks `,null` where a given name is missing. */
function withoutIds(cell: string): string {
  return cell.replace(/ \(\d{6,}\)/g, "").replace(/,null(?=;|$)/g, ",");
}

/**
 * Rayyan joins `Last, First` by `and`, also bodies; a body's own `and` stands between words without a
 * comma, of which the second is one word alone.
 */
function dividedByAnd(cell: string): string[] {
  if (/[;|\n]/.test(cell) || !cell.includes(" and ")) return [cell];
  const parts = cell.split(" and ");
  if (parts.filter((part) => /^[^,]+,[^,]+$/.test(part)).length * 2 < parts.length) return [cell];
  const names: string[] = [];
  for (const part of parts) {
    const body =
      names.length > 0 && !part.includes(",") && !part.trim().includes(" ") && !names.at(-1)!.includes(",");
    if (body) names[names.length - 1] += ` and ${part}`;
    else names.push(part);
  }
  return names;
}

function dateOf(cells: Cells, dates: readonly string[], year: number | null): string | null {
  const [month, day] = [cells.first("month"), cells.first("day")].map((value) => plainNumber(value));
  const parts = year === null || month === "" ? [] : [`${year} ${month} ${day}`, `${year}-${month}-${day}`];
  // `JAN 15` with the year in its own column.
  const whole = dates.map((date) => (year === null || /\d{4}/.test(date) ? date : `${year} ${date}`));
  return partialDate([...parts, ...whole, ...(year === null ? [] : [String(year)])]);
}

function journalOf(cells: Cells, cited: Cited): string | null {
  const name =
    cells.first("journal") || (cited.journal ?? "") || cells.first("journalAbbreviation", "conference");
  return displayText(name) || null;
}

/** Spreadsheets make dates of pages: `1-10` becomes `01-Oct`. */
function pagesOf(cells: Cells): string | null {
  const whole = displayText(cells.first("pages"));
  const pages = parsePages(whole);
  if (pages.fromDate === true) return `${pages.first}-${pages.last}`;
  const [first, last] = [cells.first("startPage"), cells.first("endPage")].map((page) =>
    plainNumber(displayText(page)),
  );
  return (
    (whole === "" ? null : pageRange(plainNumber(whole), "")) ??
    pageRange(first!, last!) ??
    (plainNumber(displayText(cells.first("articleNumber"))) || null)
  );
}

/** Rayyan puts the address of an author there. */
function placeOf(text: string): string {
  return text.length > 80 || text.includes("@") ? "" : text;
}

function abstractOf(cells: Cells): string | null {
  const text = displayParagraphs(cells.first("abstract"));
  return /^(?:\[?no abstract(?: is)?(?: available)?\]?\.?)$/i.test(text) ? null : text || null;
}

function idsOf(cells: Cells, onProblem: (problem: Problem) => void): Partial<Identifiers> {
  const serial = serialNumbers(cells.all("issn", "isbn").map(paddedIssn).join("; "));
  const everywhere = cells.all("sourceId", "embase", "central", "openalex", "wos", "scopus").join("\n");
  const named = cells.all("sourceId").map((value) => displayText(plainNumber(value)));
  const extra = cells.all("notes").join("\n");
  return {
    doi: doisOf(cells, onProblem),
    pmid: pmidsOf(cells, extra, onProblem),
    pmcid: distinct(
      [...cells.all("pmcid").flatMap(wordsOf), /^PMCID: ?(PMC\d+)/im.exec(extra)?.[1] ?? ""].map(
        (value) => normalisePmcid(value) ?? "",
      ),
    ),
    source: distinct(named.filter((value) => !isTyped(value))),
    issn: serial.issn,
    isbn: serial.isbn,
    registry: distinct([
      ...registryIds(cells.all("registry").join(" ; ")),
      ...registryIds(named.join(" ; ")),
    ]),
    embase: distinct([...embaseIds(everywhere), ...cells.all("embase").map(numberedEmbase)]),
    central: centralIds(everywhere),
    // Bare, `W1` may be anybody's number.
    openalex: distinct(
      [...cells.all("openalex"), ...named.filter((value) => value.includes("openalex.org"))].flatMap(
        openalexIds,
      ),
    ),
    wos: wosIds(everywhere),
    scopus: scopusIds(everywhere),
  };
}

/** CENTRAL writes `EMBASE 643589775` for `L643589775`. */
function numberedEmbase(value: string): string {
  const digits = /^(?:embase\s*)?(\d{7,10})$/i.exec(value)?.[1];
  return digits === undefined ? "" : `L${digits}`;
}

function isTyped(value: string): boolean {
  return /^(?:L\d{7,10}|CN-\d{7,8}|(?:WOS|ISI):\w{15}|2-s2\.0-\d+|https?:\/\/openalex\.org\/W\d+)$/i.test(
    value,
  );
}

/** A spreadsheet takes an ISSN for a number and drops the zeros in front; the check digit says whether. */
function paddedIssn(value: string): string {
  if (!/^\d{5,7}$/.test(value)) return value;
  const digits = value.padStart(8, "0");
  const sum = [...digits].reduce((total, digit, i) => total + Number(digit) * (8 - i), 0);
  return sum % 11 === 0 ? digits : value;
}

function doisOf(cells: Cells, onProblem: (problem: Problem) => void): string[] {
  const given = cells.all("doi");
  // The surest column only: of a chapter the next one may be the DOI of the book.
  const own = given.map(doisIn).find((dois) => dois.length > 0);
  if (own !== undefined) return own;
  if (given.length > 0)
    onProblem(badIdentifier("DOI", given[0]!, "a DOI (`10.` and four digits, a slash, more)"));
  const elsewhere = cells
    .all("url", "citation", "pages")
    .filter((value) => /doi\.org\/|\/doi\/|\bdoi: ?10\.|^10\.\d{4}/i.test(value))
    .map((value) => doisIn(value)[0] ?? "");
  return distinct(elsewhere).slice(0, 1);
}

function pmidsOf(cells: Cells, extra: string, onProblem: (problem: Problem) => void): string[] {
  const given = cells
    .all("pmid")
    .flatMap((value) => (/^pubmed|^pmid/i.test(value) ? [value] : wordsOf(plainNumber(value))));
  const found = given.map((value) => normalisePmid(plainNumber(value)) ?? "").filter((pmid) => pmid !== "");
  // Some programs write 0 for none.
  const bad = given.find((value) => value !== "0" && normalisePmid(plainNumber(value)) === null);
  if (found.length === 0 && bad !== undefined)
    onProblem(badIdentifier("PMID", bad, "a PMID (1 to 8 digits, not zero)"));
  const noted = /^PMID: ?(\d{1,8})\s*$/im.exec(extra)?.[1];
  const linked = cells.all("url").filter((url) => /pubmed/i.test(url));
  const others = found.length > 0 ? [] : [noted ?? "", ...linked].map((value) => normalisePmid(value) ?? "");
  return distinct([...found, ...others]);
}

function badIdentifier(field: string, value: string, form: string): Problem {
  return {
    code: "records/bad-identifier",
    field,
    message: `"${displayText(value.slice(0, 80))}" is not ${form}; the record was kept without it.`,
    remedy: "Look the record up and correct the identifier in the file.",
  };
}
