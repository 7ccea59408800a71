import type { RecordFact, ReportRow } from "#records";

/** A work as CSL-JSON 1.0.2 names it; only the fields the report fills. */
export type CslItem = Readonly<Record<string, unknown>> & { readonly id: string; readonly type: string };

/** Types of RIS and NBIB by their CSL names; CSL names stand for themselves. */
const TYPES: Readonly<Record<string, string>> = {
  JOUR: "article-journal",
  JFULL: "article-journal",
  MGZN: "article-magazine",
  NEWS: "article-newspaper",
  EJOUR: "article-journal",
  ABST: "article-journal",
  BOOK: "book",
  EBOOK: "book",
  CHAP: "chapter",
  ECHAP: "chapter",
  CONF: "paper-conference",
  CPAPER: "paper-conference",
  THES: "thesis",
  RPRT: "report",
  DATA: "dataset",
  ELEC: "webpage",
  WEB: "webpage",
  UNPB: "manuscript",
  "journal article": "article-journal",
};

/**
 * A report as a CSL item. A retracted work says so after its title, as readers of APA 7 expect.
 *
 * @param report the document to cite
 * @param facts the record it comes from, for fields a report does not keep (publisher, place, url)
 * @param retracted word to show in brackets after the title
 */
export function cslItem(report: ReportRow, facts?: RecordFact, retracted?: string): CslItem {
  const title = report.title.trim();
  const item: Record<string, unknown> = {
    id: report.id,
    type: TYPES[report.type.toUpperCase()] ?? TYPES[report.type.toLowerCase()] ?? cslType(report.type),
    title: retracted === undefined ? title : `${title} [${retracted}]`,
    author: report.authors.map((author) =>
      author.given === null ? { literal: author.family } : { family: author.family, given: author.given },
    ),
  };
  if (report.year !== null) item.issued = { "date-parts": [[report.year]] };
  const fields: readonly (readonly [string, string | null | undefined])[] = [
    ["container-title", report.journal],
    ["volume", report.volume],
    ["issue", report.issue],
    ["page", report.pages],
    ["DOI", report.doi],
    ["publisher", facts?.publisher],
    ["publisher-place", facts?.place],
    ["edition", facts?.edition],
    ["URL", report.doi === null ? httpOnly(facts?.url) : null],
  ];
  for (const [name, value] of fields)
    if (value !== null && value !== undefined && value !== "") item[name] = value;
  return item as CslItem;
}

/** CSL types are lower case with hyphens; anything else is cited as a plain document. */
function cslType(type: string): string {
  return /^[a-z]+(?:[-_][a-z]+)*$/.test(type) ? type : "document";
}

function httpOnly(url: string | null | undefined): string | null {
  return url !== null && url !== undefined && /^https?:\/\//i.test(url) ? url : null;
}
