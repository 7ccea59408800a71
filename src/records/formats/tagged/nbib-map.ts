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
import { displayText } from "../../normalise/text.ts";
import type { Author, Identifiers, RecordFact } from "../../record.ts";
import { type EntryFields, entryFields, identifiers, type TaggedField } from "../format.ts";
import { byTag, type FieldsByTag, noTitle, typedIdsOf } from "./fields.ts";
import { readNotes } from "./notes.ts";

/** What PMC writes where an abstract is to be had elsewhere. */
const NO_ABSTRACT = /^publisher: abstract available from the publisher\.?$/i;

/** Identifiers as `nbibEntry` marks them, after the manner of `[doi]`. */
const MARKED = /^(\S+) \[(?:embase|central|openalex|wos|scopus)\]$/;

/** Gives the tags of an NBIB entry their meaning. */
export function mapNbib(fields: readonly TaggedField[], onProblem: (problem: Problem) => void): EntryFields {
  const tags = byTag(fields);
  const text = (...names: readonly string[]): string => displayText(tags.first(...names) ?? "");
  const own = displayText(tags.all("TI").join(" "));
  const title = own || text("BTI", "CTI", "TT", "VTI");
  if (title === "") onProblem(noTitle("Look the record up by its PMID and screen it by its other fields."));
  const { notes, labels, decisions, extra } = readNotes(tags.all("GN"));
  const container = containerOf(tags, title);
  const others = [...tags.all("TT"), ...tags.all("VTI")].map(displayText);
  return entryFields({
    notes,
    labels,
    decisions,
    journal: container.journal,
    journalAbbreviation: container.journalAbbreviation,
    conference: extra.conference,
    series: extra.series ?? container.series,
    type: tags.all("PT").map(displayText).join("; "),
    title,
    otherTitles: distinct(others.filter((other) => other !== title)),
    authors: namesOf(fields, "FAU", "AU", "CN"),
    editors: namesOf(fields, "FED", "ED", ""),
    year: firstYear(tags.all("DP", "DEP", "SO")),
    date: partialDate(tags.all("DP", "DEP")),
    volume: text("VI"),
    issue: text("IP"),
    pages: pagesOf(tags),
    publisher: text("PB"),
    place: text("PL"),
    edition: text("EN"),
    abstract: abstractOf(tags),
    keywords: distinct([...tags.all("OT"), ...tags.all("MH")].map(displayText)),
    language: text("LA"),
    url: tags.all("LID", "AID").find((value) => /^https?:/i.test(value)) ?? null,
    ids: idsOf(tags, onProblem),
  });
}

/** The journal, or the book that a chapter stands in; a book's collection is its series. */
function containerOf(
  tags: FieldsByTag,
  title: string,
): Pick<RecordFact, "journal"> & { journalAbbreviation: string; series: string } {
  const [full, short, book, collection] = ["JT", "TA", "BTI", "CTI"].map((tag) =>
    displayText(tags.first(tag) ?? ""),
  );
  const journal = [full!, short!, book!, collection!].find((name) => name !== "" && name !== title) ?? "";
  return {
    journal: journal || null,
    journalAbbreviation: short!,
    series: [journal, title].includes(collection!) ? "" : collection!,
  };
}

/** The full form of a name stands before its short form; either may stand alone. */
function namesOf(fields: readonly TaggedField[], long: string, short: string, group: string): Author[] {
  const authors: Author[] = [];
  let persons: string[] = [];
  let full = false;
  const flush = (): void => {
    if (persons.length === 0) return;
    for (const author of parseAuthorList(persons)) authors.push(author);
    persons = [];
  };
  for (const { tag, value } of fields) {
    if (tag === long || tag === short) {
      if (value !== "" && !(tag === short && full)) persons.push(value);
      full = tag === long && value !== "";
    } else if (tag === group) {
      flush();
      const name = displayText(value);
      if (name !== "") authors.push({ family: name, given: null });
    }
  }
  flush();
  return authors;
}

/** PMC gives the number of an article where others have its pages. */
function pagesOf(tags: FieldsByTag): string | null {
  const pages = displayText(tags.first("PG") ?? "");
  if (pages !== "") return pageRange(pages, "");
  const number = tags.all("LID").find((value) => /^(?:[A-Za-z]{0,2}\d{1,6}|e\d+ \[pii\])$/.test(value));
  return number?.replace(" [pii]", "") ?? null;
}

function abstractOf(tags: FieldsByTag): string {
  const own = tags.all("AB").map(displayText);
  const other = tags.all("OAB").map(displayText);
  return distinct((own.length > 0 ? own : other).filter((part) => !NO_ABSTRACT.test(part))).join("\n");
}

function idsOf(tags: FieldsByTag, onProblem: (problem: Problem) => void): Identifiers {
  const located = tags.all("LID", "AID");
  const of = (kind: string): string[] =>
    located.filter((value) => value.endsWith(` [${kind}]`)).map((value) => value.slice(0, -kind.length - 3));
  const doi = located.filter((value) => /\[doi\]$|^doi:|doi\.org\//i.test(value)).flatMap(doisIn);
  const cited =
    doi.length > 0 ? [] : tags.all("SO").flatMap((value) => /doi:\s*(\S+)/i.exec(value)?.[1] ?? []);
  const serial = serialNumbers(tags.all("IS", "ISSN", "ISBN").join("; "));
  return identifiers({
    doi: distinct([...doi, ...cited.flatMap(doisIn)]),
    pmid: distinct([...pmidsOf(tags, onProblem), ...of("pmid").map((value) => normalisePmid(value) ?? "")]),
    pmcid: distinct([...tags.all("PMC"), ...of("pmcid")].map((value) => normalisePmcid(value) ?? "")),
    // ERIC's accession number; NLM's other ids stand behind `NLM: `.
    source: distinct(
      tags
        .all("OID")
        .filter((value) => !value.startsWith("NLM:"))
        .map(displayText),
    ),
    issn: serial.issn,
    isbn: serial.isbn,
    // `SI` has data banks of all kinds, registries among them: `ClinicalTrials.gov/NCT01234567`.
    ...typedIdsOf([...tags.all("SI"), ...located.flatMap((value) => MARKED.exec(value)?.[1] ?? [])]),
  });
}

function pmidsOf(tags: FieldsByTag, onProblem: (problem: Problem) => void): string[] {
  const pmid: string[] = [];
  for (const value of tags.all("PMID")) {
    const bare = normalisePmid(value.split(/\s/, 1)[0] ?? "");
    if (bare !== null) pmid.push(bare);
    else
      onProblem({
        code: "records/bad-identifier",
        field: "PMID",
        message: `"${displayText(value)}" is not a PMID (1 to 8 digits, not zero); the record was kept without it.`,
        remedy: "Look the record up in PubMed and correct the number in the file.",
      });
  }
  return pmid;
}
