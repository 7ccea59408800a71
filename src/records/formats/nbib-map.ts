import type { Problem } from "#kernel";
import { parseAuthor } from "../normalise/author.ts";
import { distinct, doisIn, normalisePmcid, normalisePmid, serialNumbers } from "../normalise/identifiers.ts";
import { firstYear, pageRange } from "../normalise/numbers.ts";
import { displayText } from "../normalise/text.ts";
import type { Author, Identifiers } from "../record.ts";
import { byTag, type FieldsByTag } from "./fields.ts";
import type { EntryFields, TaggedField } from "./format.ts";

/** Gives the tags of an NBIB entry their meaning. */
export function mapNbib(fields: readonly TaggedField[], onProblem: (problem: Problem) => void): EntryFields {
  const tags = byTag(fields);
  const text = (...names: readonly string[]): string | null => {
    const value = tags.first(...names);
    return value === null ? null : displayText(value) || null;
  };
  const title = displayText(tags.all("TI").join(" ")) || text("BTI", "CTI", "TT", "VTI") || "";
  if (title === "")
    onProblem({
      code: "records/no-title",
      message: "The entry has no title; it was kept without one.",
      remedy: "Look the record up by its PMID and screen it by its other fields.",
    });
  return {
    type: tags.all("PT").map(displayText).join("; "),
    title,
    authors: authorsOf(fields),
    year: firstYear([...tags.all("DP"), ...tags.all("DEP"), ...tags.all("SO")]),
    journal: text("JT", "TA", "BTI", "CTI"),
    volume: text("VI"),
    issue: text("IP"),
    pages: pageRange(text("PG") ?? "", ""),
    publisher: text("PB"),
    place: text("PL"),
    edition: text("EN"),
    abstract: text("AB", "OAB"),
    keywords: distinct([...tags.all("OT"), ...tags.all("MH")].map(displayText)),
    language: text("LA"),
    url: tags.all("LID", "AID").find((value) => /^https?:/i.test(value)) ?? null,
    ids: idsOf(tags, onProblem),
  };
}

/** `FAU` is the full form of the `AU` that follows it; either may stand alone, and `CN` is a group. */
function authorsOf(fields: readonly TaggedField[]): Author[] {
  const authors: Author[] = [];
  let full = false;
  for (const { tag, value } of fields) {
    if (tag === "FAU" || tag === "AU") {
      const known = tag === "AU" && full;
      full = tag === "FAU";
      const author = known ? null : parseAuthor(value);
      if (author !== null) authors.push(author);
    } else if (tag === "CN") {
      const name = displayText(value);
      if (name !== "") authors.push({ family: name, given: null });
    }
  }
  return authors;
}

function idsOf(tags: FieldsByTag, onProblem: (problem: Problem) => void): Identifiers {
  const located = tags.all("LID", "AID");
  const doi = located.filter((value) => /\[doi\]$/i.test(value) || /doi\.org\//i.test(value)).flatMap(doisIn);
  const cited =
    doi.length > 0 ? [] : tags.all("SO").flatMap((value) => /doi:\s*(\S+)/i.exec(value)?.[1] ?? []);
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
  const serial = serialNumbers(tags.all("IS", "ISSN", "ISBN").join("; "));
  return {
    doi: distinct([...doi, ...cited.flatMap(doisIn)]),
    pmid: distinct(pmid),
    pmcid: distinct(tags.all("PMC").map((value) => normalisePmcid(value) ?? "")),
    // ERIC's accession number; NLM's other ids stand behind `NLM: `.
    source: distinct(
      tags
        .all("OID")
        .filter((value) => !value.startsWith("NLM:"))
        .map(displayText),
    ),
    issn: serial.issn,
    isbn: serial.isbn,
  };
}
