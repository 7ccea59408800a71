import type { ReportRow } from "../record.ts";

/** CSL names of types as RIS writes them; RIS names stand for themselves. */
const TYPES: Readonly<Record<string, string>> = {
  "article-journal": "JOUR",
  article: "JOUR",
  book: "BOOK",
  chapter: "CHAP",
  "paper-conference": "CPAPER",
  report: "RPRT",
  thesis: "THES",
  webpage: "ELEC",
  dataset: "DATA",
};

/**
 * Reports as RIS, one entry each, LF line ends; what `readRecords` reads back gives the same fields.
 *
 * Source: RIS Format Specifications, Research Information Systems. Checked: tests/records/write-ris.test.ts.
 */
export function writeRis(reports: readonly ReportRow[]): string {
  return reports.map(entryOf).join("");
}

function entryOf(report: ReportRow): string {
  const type = TYPES[report.type] ?? (/^[A-Z]{3,6}$/.test(report.type) ? report.type : "GEN");
  const lines: string[] = [`TY  - ${type}`];
  const add = (tag: string, value: string | number | null | undefined) => {
    // A value is one line: a line break would begin what looks like another field.
    if (value !== null && value !== undefined && value !== "")
      lines.push(`${tag}  - ${String(value).replace(/\s+/g, " ").trim()}`);
  };
  for (const key of report.keys) add("ID", key);
  add("TI", report.title);
  for (const { family, given } of report.authors)
    add("AU", given === null ? `${family},` : `${family}, ${given}`);
  add("PY", report.year);
  add("JF", report.journal);
  add("VL", report.volume);
  add("IS", report.issue);
  const [first, last] = (report.pages ?? "").split(/[-–]/, 2);
  add("SP", first);
  add("EP", last);
  add("DO", report.doi);
  if (report.pmid !== null) add("AN", `PMID:${report.pmid}`);
  add("AB", report.abstract);
  return `${lines.join("\n")}\nER  - \n\n`;
}
