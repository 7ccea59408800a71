import type { Problem } from "#kernel";
import { parseAuthors } from "../../normalise/author.ts";
import { partialDate } from "../../normalise/date.ts";
import { distinct, doisIn, normalisePmid, serialNumbers } from "../../normalise/identifiers.ts";
import { firstYear, pageRange } from "../../normalise/numbers.ts";
import { displayText } from "../../normalise/text.ts";
import { typedIds } from "../../normalise/typed-ids.ts";
import type { Author } from "../../record.ts";
import { type EntryFields, entryFields, identifiers, type Reader } from "../format.ts";
import { citationSource } from "./citation-source.ts";
import { colonFields } from "./labelled-colon.ts";
import { labelledFields, noTitle, type TextDialect, textReader } from "./labelled-text.ts";

const RECORD = /^\s*Record(?: No\.?| Number)?\s*:?\s*#?\s*\d{1,7}(?:\s+of\s+\d{1,7})?\s*$/i;
const RULE = /^\s*(?:[-=_*]\s?){10,}$/;
const WRAPPING =
  /^\s*(?:EBSCO|Copyright of|The link information|Inclusion of|If you have any problems|Results?:|Database:|Search (?:Terms|Results)|Link to this|Contact|Note:|Top of Page|\d+ (?:record|result)s?)/i;

/** Labels of EBSCOhost's detailed records, lower case. */
const LABELS = new Set(
  (
    "title|titles|author|authors|author(s)|source|document type|publication type|publication types|publication date|" +
    "publication information|journal|journal info|publication|abstract|abstract (english)|english abstract|" +
    "accession number|doi|digital object identifier|database|issn|isbn|language|languages|subject|subjects|" +
    "subject terms|subject headings|subjects/keywords|major subjects|minor subjects|mesh terms|mesh subjects|" +
    "keywords|author-supplied keywords|author keywords|index terms|descriptors|geographic terms|people|" +
    "company/entity|company|naics/industry codes|reviews & products|author affiliation|author affiliations|" +
    "affiliation|affiliations|full text word count|persistent link to this record (permalink)|permalink|" +
    "persistent link to this record|cut and paste|plink|link to full text|translated title|original title|" +
    "alternate title|transliterated title|other titles|title abbreviations|notes|note|publisher|publisher information|" +
    "place of publication|country|country of publication|volume|issue|pages|page range|page count|number of pages|" +
    "copyright|contact|email|grant information|journal subset|special interest|instrumentation|entry date|" +
    "revision date|date of publication|year|publication year|pmid|pmid/nlm uid|nlm uid|medline info|mid|uid|" +
    "age group|population|methodology|classification|psycinfo classification|tests & measures|conference|" +
    "conference information|series|series information|format|format covered|release date|correction date|" +
    "audience|grant sponsorship|supplemental data|references|number of references|eissn|issn (print)|issn (online)|" +
    "imprint name(s)|publication status|general notes|date created|date completed|update code|" +
    "substance|substances|cas registry number|molecular sequence|comments|contributed indexing|local holdings|" +
    "physical description|sponsoring agency|eric number|peer reviewed|dissertation number|degree|university|" +
    "times cited in this database|publication subset|lexile|sic code|essential geographic|" +
    "clinical trial registration number|registry number"
  ).split("|"),
);

const dialect: TextDialect = {
  parser: "evidens-ebsco-text/1",
  code: "records/ebsco-outside",
  remedy:
    "Check that each record begins with a line such as `Record: 1`, or export the records again from EBSCOhost as RIS.",
  role: (line, open) =>
    RECORD.test(line)
      ? "begins"
      : RULE.test(line) && (open === null || open.length > 1)
        ? "parts"
        : "goes on",
  isEntry: (lines) => colonFields(lines.slice(1), LABELS).some(({ label }) => label !== ""),
  wraps: (line) => RULE.test(line) || WRAPPING.test(line),
  map: mapEbsco,
  noEntry: (lines) => (lines.some((line) => BRIEF.test(line)) ? briefList : null),
};

/**
 * Reads the detailed text that EBSCOhost saves and sends: `Record: 1`, then labels with their values
 * beside or below them.
 *
 * Source: EBSCOhost's own exports; there is no specification. Checked: tests/records/ebsco-text.test.ts.
 */
export const ebscoTextReader: Reader = textReader(dialect);

/** Whether the head of a text is EBSCOhost's detailed text. */
export function looksLikeEbscoText(head: string): boolean {
  const lines = head.slice(0, 65_536).split(/\r\n?|\n/);
  const at = lines.findIndex((line) => RECORD.test(line.replace("\ufeff", "")));
  if (at === -1) return false;
  const labels = colonFields(lines.slice(at + 1, at + 200), LABELS).map(({ label }) => label);
  return labels.some((label) => /^(?:title|authors?|source|accession number|database|abstract)$/.test(label));
}

/** `Smith, J. (2010). Title. Journal, 24(3), 1–9.` */
const BRIEF = /^\s*\p{Lu}[^()]{3,400}\((?:1[5-9]|20)\d\d[^()]{0,30}\)\.\s+\S/u;

const briefList: Problem = {
  code: "records/ebsco-brief-list",
  message:
    "This is a list of formatted references, not an export of records: fields cannot be told apart in it for certain, so none was read.",
  remedy:
    "Export the records again as RIS, or save them as text in the detailed form with `Record: 1` before each.",
};

const OF_KEYWORDS = [
  "subject terms",
  "subject headings",
  "subjects",
  "subject",
  "subjects/keywords",
  "major subjects",
  "minor subjects",
  "mesh terms",
  "mesh subjects",
  "keywords",
  "author-supplied keywords",
  "author keywords",
  "index terms",
  "descriptors",
  "contributed indexing",
] as const;

/** Gives the labels of an EBSCOhost record their meaning. */
function mapEbsco(lines: readonly string[], onProblem: (problem: Problem) => void): EntryFields {
  const fields = labelledFields(colonFields(lines.slice(1), LABELS));
  const text = (...labels: readonly string[]): string => displayText(fields.text(...labels));
  const title = text("title", "titles");
  if (title === "") onProblem(noTitle);
  const source = citationSource(
    fields.text("source", "publication information", "journal info").replace(/\n/g, " "),
  );
  const dated = text("publication date", "date of publication");
  const date = (partialDate([dated]) ?? "") || source.date;
  const year = source.year ?? firstYear([text("year", "publication year"), dated]);
  return entryFields({
    type: distinct(
      fields.lines("document type", "publication type", "publication types").map(displayText),
    ).join("; "),
    title,
    otherTitles: distinct(
      ["translated title", "original title", "alternate title", "transliterated title", "other titles"].map(
        (name) => text(name),
      ),
    ),
    authors: fields.lines("author", "authors", "author(s)").flatMap(authorsOf),
    year,
    date: date.length > 4 && date.startsWith(String(year)) ? date : "",
    journal: text("journal", "publication") || source.journal,
    journalAbbreviation: /\[([^[\]]{3,100})\]/.exec(source.journal === "" ? "" : text("source"))?.[1],
    conference: text("conference", "conference information"),
    series: text("series", "series information"),
    volume: text("volume") || source.volume,
    issue: text("issue") || source.issue,
    pages: pageRange(text("pages", "page range"), "") ?? source.pages,
    publisher: text("publisher", "publisher information", "university"),
    place: text("place of publication"),
    abstract: fields.lines("abstract", "english abstract", "abstract (english)").map(displayText).join("\n"),
    keywords: keywordsOf(fields.lines(...OF_KEYWORDS)),
    language: text("language", "languages"),
    url: addressOf(
      fields.lines(
        "persistent link to this record (permalink)",
        "persistent link to this record",
        "permalink",
        "plink",
      ),
    ),
    notes: fields.lines("notes", "note", "general notes", "comments").map(displayText),
    ids: idsOf(lines),
  });
}

function idsOf(lines: readonly string[]): EntryFields["ids"] {
  const fields = labelledFields(colonFields(lines.slice(1), LABELS));
  const keys = fields.lines("accession number", "eric number").map(displayText);
  const serial = serialNumbers(
    fields.lines("issn", "eissn", "issn (print)", "issn (online)", "isbn").join("; "),
  );
  const medline = /medline/i.test(fields.text("database")) ? keys : [];
  // CINAHL prints `PMID: NLM12345678`.
  const pmids = [...fields.lines("pmid", "pmid/nlm uid", "nlm uid", "medline info"), ...medline].map(
    (line) => normalisePmid(line.replace(/^.*?(?:PMID:\s*)?(?:NLM)?(\d{5,8})\b.*$/i, "$1")) ?? "",
  );
  const typed = typedIds(
    [
      ...keys,
      ...fields.lines("clinical trial registration number", "registry number", "molecular sequence"),
    ].join(" "),
  );
  return identifiers({
    ...typed,
    doi: distinct(fields.lines("doi", "digital object identifier").flatMap(doisIn)),
    pmid: distinct(pmids),
    source: distinct(keys),
    issn: serial.issn,
    isbn: serial.isbn,
  });
}

/** `Smith, John1 (AUTHOR) john@example.org`, `Smith J; Department of …` (MEDLINE). */
function authorsOf(line: string): Author[] {
  const names = line.split(";").map((name) =>
    displayText(name)
      .replace(/\(AUTHORS?\)|\((?:editor|corresponding author)\)/gi, "")
      .replace(/<[^<>]{0,100}>|\S{1,64}@\S{1,200}/g, "")
      .replace(/(?<=[\p{L}.])\s?\d{1,2}(?:\s?,\s?\d{1,2})*\s*$/u, "")
      .trim(),
  );
  // Behind a MEDLINE name stands its address.
  const named = names.filter((name, index) => name !== "" && (index === 0 || !isAddress(name)));
  return named.flatMap(parseAuthors);
}

function isAddress(name: string): boolean {
  return /\b(?:departments?|universit\w*|hospital|institut\w*|school|college|cent(?:er|re)|faculty|division|laborator\w*)\b/i.test(
    name,
  );
}

function keywordsOf(lines: readonly string[]): string[] {
  return distinct(
    lines
      .flatMap((line) => line.split(/;|\s{2,}/))
      .map((word) =>
        displayText(word)
          .replace(/^\*\s*|\.$/g, "")
          .trim(),
      ),
  );
}

function addressOf(lines: readonly string[]): string {
  return lines.map((line) => /https?:\/\/\S+/i.exec(line)?.[0] ?? "").find((url) => url !== "") ?? "";
}
