import type { Problem } from "#kernel";
import { parseAuthorList } from "../../normalise/author-list.ts";
import { partialDate } from "../../normalise/date.ts";
import { distinct, doisIn, normalisePmid, serialNumbers } from "../../normalise/identifiers.ts";
import { firstYear, pageRange } from "../../normalise/numbers.ts";
import { displayText } from "../../normalise/text.ts";
import type { Author, Identifiers } from "../../record.ts";
import { type EntryFields, entryFields, identifiers, type TaggedField } from "../format.ts";
import { byTag, type FieldsByTag, noTitle, typedIdsOf, withYear } from "./fields.ts";

/** `PT` says what kind of publication it is where `DT` does not. */
const KINDS: Readonly<Record<string, string>> = {
  J: "Article",
  B: "Book",
  S: "Book in series",
  C: "Conference paper",
  P: "Patent",
};

/** Gives the tags of a Web of Science entry their meaning. */
export function mapWos(fields: readonly TaggedField[], onProblem: (problem: Problem) => void): EntryFields {
  const tags = byTag(fields);
  const text = (...names: readonly string[]): string => displayText(tags.first(...names) ?? "");
  const title = displayText(tags.all("TI").join(" "));
  if (title === "") onProblem(noTitle());
  const kind = text("PT");
  const year = firstYear(tags.all("PY", "PD", "EY", "EA"));
  const journal = text("SO", "JI", "J9");
  return entryFields({
    type: text("DT").replace(/^-$/, "") || KINDS[kind] || kind,
    title,
    otherTitles: distinct(tags.all("FT", "Z1").map(displayText)).filter((other) => /\p{L}{3}/u.test(other)),
    authors: authorsOf(tags),
    editors: parseAuthorList(tags.all("BE").length > 0 ? tags.all("BE") : tags.all("ED")),
    year,
    // `PD` has month and day, of some databases the year too.
    date: partialDate([...tags.all("PY"), ...withYear(tags.all("PD"), year), ...tags.all("EY", "EA")]),
    journal,
    journalAbbreviation: text("JI", "J9"),
    conference: text("CT"),
    series: text("SE"),
    volume: text("VL"),
    issue: text("IS"),
    pages: pagesOf(tags),
    publisher: text("PU"),
    place: text("PI", "PV", "PA"),
    // Wrapped at the margin, each field on its own is one text.
    abstract: tags.all("AB").map(displayText).join("\n"),
    keywords: keywordsOf(tags),
    language: text("LA"),
    url: text("UR", "URL"),
    ids: idsOf(tags),
  });
}

/** `AF` has the same authors as `AU` with their full names; `BA` and `BF` those of a book, `CA` and `GP` groups. */
function authorsOf(tags: FieldsByTag): Author[] {
  const [full, short] = [tags.all("AF"), tags.all("AU")].map(parseAuthorList);
  const persons = full!.length > 0 && full!.length >= short!.length ? full! : short!;
  const authors = persons.length > 0 ? persons : parseAuthorList(tags.all("BF", "BA").slice(0, 1));
  const groups = tags
    .all("CA", "GP")
    .flatMap((value) => displayText(value).split(";"))
    .map((name) => name.trim())
    .filter((name) => name !== "" && !authors.some(({ family }) => family === name));
  return [...authors, ...distinct(groups).map((family) => ({ family, given: null }))];
}

function pagesOf(tags: FieldsByTag): string | null {
  const [first, last, range] = ["BP", "EP", "PS"].map((tag) => displayText(tags.first(tag) ?? ""));
  if (first === "" && range !== "") return pageRange(range!, "");
  return pageRange(first!, last!) ?? (displayText(tags.first("AR") ?? "") || null);
}

/** Author keywords and those of the index; in Inspec `ID` holds codes of copies. */
function keywordsOf(tags: FieldsByTag): string[] {
  const index = isInspec(tags) ? tags.all("DE") : tags.all("DE", "ID", "MH");
  return distinct(index.flatMap((value) => displayText(value).split(";")).map((word) => word.trim()));
}

function isInspec(tags: FieldsByTag): boolean {
  return /^INSPEC:/.test(tags.first("UT") ?? "");
}

function idsOf(tags: FieldsByTag): Identifiers {
  const key = displayText(tags.first("UT") ?? "");
  const doi = tags.all("DI", "D2").flatMap(doisIn);
  const serial = serialNumbers(tags.all("SN", "EI", "BN").join("; "));
  const pmid = [...tags.all("PM"), /^MEDLINE:(\d+)$/.exec(key)?.[1] ?? ""];
  return identifiers({
    // Inspec lists the codes of a copy in brackets, the DOI among them.
    doi: distinct(doi.length > 0 || !isInspec(tags) ? doi : inBrackets(tags.all("ID")).flatMap(doisIn)),
    pmid: distinct(pmid.map((value) => normalisePmid(value) ?? "")),
    source: distinct([key, ...tags.all("AN").map(displayText)]),
    issn: serial.issn,
    isbn: serial.isbn,
    ...typedIdsOf([key, ...tags.all("AN", "UR")]),
  });
}

function inBrackets(values: readonly string[]): string[] {
  return values.flatMap((value) => value.split(/\]?,?\[|\],?|,(?=\[)/));
}
