import type { Author, RecordFact, ReportRow } from "../../record.ts";
import { type EntryFields, entryFields } from "../format.ts";
import { noteLines } from "../tagged/notes.ts";

/** Types of other formats as RIS writes them; RIS names stand for themselves. Looked for in this order. */
const TYPES: readonly (readonly [RegExp, string])[] = [
  [/chapter|book section|incollection|inbook/i, "CHAP"],
  [/conference|proceeding|congress|meeting abstract/i, "CPAPER"],
  [/thesis|dissertation/i, "THES"],
  [/journal|article|review|letter|editorial|comment|erratum|trial/i, "JOUR"],
  [/book|monograph/i, "BOOK"],
  [/report|standard/i, "RPRT"],
  [/web|electronic|posted|preprint/i, "ELEC"],
  [/dataset|^data$/i, "DATA"],
  [/patent/i, "PAT"],
  [/newspaper/i, "NEWS"],
  [/magazine/i, "MGZN"],
];
/** RIS's own types. */
const RIS_TYPES: ReadonlySet<string> = new Set(
  (
    "ABST ADVS AGGR ANCIENT ART BILL BLOG BOOK CASE CHAP CHART CLSWK COMP CONF CPAPER CTLG DATA DBASE DICT " +
    "EBOOK ECHAP EDBOOK EJOUR ELEC ENCYC EQUA FIGURE GEN GOVDOC GRANT HEAR ICOMM INPR JFULL JOUR LEGAL " +
    "MANSCPT MAP MGZN MPCT MULTI MUSIC NEWS PAMP PAT PCOMM RPRT SER SLIDE SOUND STAND STAT THES UNBILL " +
    "UNPB UNPD VIDEO WEB"
  ).split(" "),
);

/**
 * A record as a RIS entry, LF line ends, with an empty line behind it; `readRecords` gives the same
 * fields back. Labels and decisions are in `N1`, written as Rayyan and ASReview write them
 * (`RAYYAN-INCLUSION: {"name"=>"Included"}`, `ASReview_relevant`); an `EVIDENS-` line stands beside
 * them only for what that form cannot hold. Identifiers that RIS has no tag for are marked in `U1` to
 * `U5`: `12345[pmid]`. A type of another format stands in `M3`, and `M4` says who wrote that.
 *
 * Source: RIS Format Specifications, Research Information Systems.
 * Checked: tests/records/write-ris.test.ts, write-tagged.prop.test.ts.
 */
export function risEntry(record: RecordFact): string {
  return entryOf(record);
}

/**
 * Reports as RIS, one entry each, as `risEntry`.
 *
 * Checked: tests/records/write-ris.test.ts. Cost linear.
 */
export function writeRis(reports: readonly ReportRow[]): string {
  return reports.map((report) => entryOf(fieldsOf(report))).join("");
}

function fieldsOf(report: ReportRow): EntryFields {
  const { doi, pmid, keys } = report;
  return entryFields({
    ...report,
    ids: { doi: doi === null ? [] : [doi], pmid: pmid === null ? [] : [pmid], source: keys },
  });
}

function entryOf(fields: EntryFields): string {
  const { ids } = fields;
  const known = RIS_TYPES.has(fields.type);
  const type = known ? fields.type : (TYPES.find(([words]) => words.test(fields.type))?.[1] ?? "GEN");
  const lines: string[] = [`TY  - ${type}`];
  const add = (tag: string, ...values: readonly (string | number | null | undefined)[]): void => {
    for (const value of values) {
      const text = oneLine(value);
      if (text !== "") lines.push(`${tag}  - ${text}`);
    }
  };
  add("ID", ...ids.source);
  add("TI", fields.title);
  add("TT", ...(fields.otherTitles ?? []));
  add("AU", ...fields.authors.map(nameOf));
  add("ED", ...(fields.editors ?? []).map(nameOf));
  add("PY", fields.year);
  if (fields.date !== undefined && fields.date.length > 4) add("DA", slashed(fields.date));
  add("JF", fields.journal);
  add("JA", fields.journalAbbreviation);
  add("T3", fields.series);
  add("VL", fields.volume);
  add("IS", fields.issue);
  add("SP", pagesOf(fields.pages)[0]);
  add("EP", pagesOf(fields.pages)[1]);
  add("PB", fields.publisher);
  add("CY", fields.place);
  add("ET", fields.edition);
  add("LA", fields.language);
  add("SN", ...ids.issn, ...ids.isbn);
  add("DO", ...ids.doi);
  add("UR", fields.url);
  for (const [index, kind] of MARKED.entries())
    add(`U${Math.min(index + 1, 5)}`, ...(ids[kind] ?? []).map((id) => `${id}[${kind}]`));
  // A line each, since a semicolon would part a keyword.
  add("KW", ...fields.keywords);
  lines.push(...paragraphs("AB", fields.abstract ?? ""));
  if (fields.conference !== undefined) add("N1", `EVIDENS-CONFERENCE: ${fields.conference}`);
  for (const note of noteLines(fields)) lines.push(`N1  - ${note}`);
  if (!known) {
    add("M3", fields.type);
    add("M4", "Evidens");
  }
  return `${lines.join("\n")}\nER  - \n\n`;
}

const MARKED = ["pmid", "pmcid", "registry", "embase", "central", "openalex", "wos", "scopus"] as const;

/** A value is one line: a line break would begin what looks like another field. */
export function oneLine(value: string | number | null | undefined): string {
  return value === null || value === undefined ? "" : String(value).replace(/\s+/g, " ").trim();
}

/** A comma behind it says that a name is whole. */
export function nameOf({ family, given }: Author): string {
  return given === null ? `${family},` : `${family}, ${given}`;
}

function slashed(date: string): string {
  const [year = "", month = "", day = ""] = date.split("-");
  return `${year}/${month}/${day}/`;
}

/** First and last page of a plain range; anything else is one text. */
function pagesOf(pages: string | null): readonly [string, string] {
  const [, first, last] = /^([A-Za-z]*\d+)-([A-Za-z]*\d+)$/.exec(pages ?? "") ?? [];
  return first === undefined || last === undefined || first === last ? [pages ?? "", ""] : [first, last];
}

/** Text that a program could take for the beginning of a field. */
const LIKE_A_TAG = /^[A-Za-z][A-Za-z0-9]{1,4} {0,3}[-–]/;

/** Paragraphs on lines of their own; one that looks like a tag stays on the line above. */
function paragraphs(tag: string, text: string): string[] {
  const lines: string[] = [];
  for (const line of text.split("\n").map(oneLine)) {
    if (lines.length > 0 && LIKE_A_TAG.test(line)) lines.push(`${lines.pop()} ${line}`);
    else if (line !== "") lines.push(lines.length === 0 ? `${tag}  - ${line}` : line);
  }
  return lines;
}
