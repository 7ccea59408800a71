import type { Author, RecordFact } from "../../record.ts";
import { noteLines } from "../tagged/notes.ts";
import { nameOf, oneLine } from "./write-ris.ts";

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const MARKED = ["embase", "central", "openalex", "wos", "scopus"] as const;

/**
 * A record as an NBIB (MEDLINE) entry, LF line ends, with an empty line behind it; `readRecords` gives
 * the same fields back. Notes, labels and decisions are in `GN`, in the form of `risEntry`; identifiers
 * that MEDLINE has no tag for are marked in `AID`, as it marks `[doi]`.
 *
 * Source: NLM, "MEDLINE/PubMed Data Element (Field) Descriptions".
 * Checked: tests/records/write-nbib.test.ts, write-tagged.prop.test.ts.
 */
export function nbibEntry(record: RecordFact): string {
  const { ids } = record;
  const lines: string[] = [];
  const add = (tag: string, ...values: readonly (string | null | undefined)[]): void => {
    for (const value of values) {
      const text = oneLine(value);
      if (text !== "") lines.push(`${tag.padEnd(4)}- ${text}`);
    }
  };
  // A second `PMID` would begin another entry.
  add("PMID", ids.pmid[0]);
  add("OWN", "Evidens");
  add("IS", ...ids.issn);
  add("ISBN", ...ids.isbn);
  add("VI", record.volume);
  add("IP", record.issue);
  add("DP", dateOf(record));
  add("TI", record.title);
  add("TT", ...(record.otherTitles ?? []));
  add("PG", record.pages);
  add("LID", ...ids.doi.map((doi) => `${doi} [doi]`), record.url);
  add("AB", ...(record.abstract ?? "").split("\n"));
  for (const author of record.authors) addName(author, ["FAU", "AU", "CN"], add);
  for (const editor of record.editors ?? []) addName(editor, ["FED", "ED", ""], add);
  add("LA", record.language);
  add("PT", ...record.type.split("; "));
  add("PB", record.publisher);
  add("PL", record.place);
  add("EN", record.edition);
  add("TA", record.journalAbbreviation);
  add("JT", record.journal);
  // Without a journal a collection is what the record appeared in.
  const collected = record.journal !== null && ![record.journal, record.title].includes(record.series ?? "");
  if (collected) add("CTI", record.series);
  add("SI", ...(ids.registry ?? []));
  add("PMC", ...ids.pmcid);
  add("OID", ...ids.source);
  add("OT", ...record.keywords);
  add("AID", ...ids.pmid.slice(1).map((pmid) => `${pmid} [pmid]`));
  for (const kind of MARKED) add("AID", ...(ids[kind] ?? []).map((id) => `${id} [${kind}]`));
  if (!collected && record.series !== undefined) add("GN", `EVIDENS-SERIES: ${record.series}`);
  if (record.conference !== undefined) add("GN", `EVIDENS-CONFERENCE: ${record.conference}`);
  for (const note of noteLines(record)) lines.push(`GN  - ${note}`);
  return `${lines.join("\n")}\n\n`;
}

function addName(
  author: Author,
  [full, short, group]: readonly [string, string, string],
  add: (tag: string, value: string) => void,
): void {
  const { family, given } = author;
  if (given === null && group !== "") add(group, family);
  else add(full, nameOf(author));
  if (given !== null) add(short, `${family} ${initials(given)}`);
}

function initials(given: string): string {
  return (given.match(/(?<!\p{L})\p{L}/gu) ?? []).join("").toUpperCase();
}

/** `2016 Jan 15`, as far as it is known. */
function dateOf({ date, year }: RecordFact): string {
  const [, month = "", day = ""] = /^\d{4}-(\d\d)(?:-(\d\d))?$/.exec(date ?? "") ?? [];
  const name = MONTHS[Number(month) - 1];
  if (year === null || name === undefined) return year === null ? "" : String(year);
  return `${date!.slice(0, 4)} ${name}${day === "" ? "" : ` ${Number(day)}`}`;
}
