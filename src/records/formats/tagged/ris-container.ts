import { titleWords } from "../../normalise/fold.ts";
import { displayText } from "../../normalise/text.ts";
import type { RecordFact } from "../../record.ts";
import type { FieldsByTag } from "./fields.ts";

/**
 * Where a RIS entry was published: the fullest of the names of its container, the abbreviation, and the
 * conference or series that it has besides.
 */
export function containerOf(
  tags: FieldsByTag,
  type: string,
  title: string,
): Pick<RecordFact, "journal"> & { journalAbbreviation: string; conference: string; series: string } {
  const text = (tag: string): string => displayText(tags.first(tag) ?? "");
  const [full, second, plain] = [text("JF"), text("T2"), text("JO")];
  const book = text("BT");
  const proceedings = /^(?:CONF|CPAPER)$/.test(type) && !isInstitution(tags) ? text("C3") : "";
  const names = [full, second, plain, proceedings, book === title ? "" : book].filter((name) => name !== "");
  const short = displayText(tags.first("JA", "J2", "J1", "JI", "J9") ?? "");
  let journal = names[0] ?? "";
  for (const name of names) if (abbreviates(journal, name)) journal = name;
  // EndNote and Zotero name the conference in `T2` and its proceedings in `C3`; Scopus abbreviates there.
  const conference = proceedings !== "" && second !== "" && !abbreviates(proceedings, second) ? second : "";
  if (conference !== "" && journal === second) journal = proceedings;
  const shortened = names.find((name) => name !== journal && abbreviates(name, journal)) ?? "";
  const besides = second !== "" && ![journal, shortened, conference].includes(second) ? second : "";
  return {
    journal: journal || short || null,
    journalAbbreviation: short || shortened,
    conference,
    series: displayText(tags.first("T3") ?? "") || besides,
  };
}

/** Web of Science lists institutions under the tag that others use for proceedings, CENTRAL identifiers. */
function isInstitution(tags: FieldsByTag): boolean {
  return (
    tags.all("C3").length > 1 ||
    /^(?:PUBMED|EMBASE|CTGOV|ICTRP)\b/i.test(tags.first("C3") ?? "") ||
    tags.all("AN").some((value) => /^(?:WOS|CN-)/.test(value))
  );
}

/** Whether each word of the first begins a word of the second, in order, as abbreviations do. */
export function abbreviates(short: string, long: string): boolean {
  if (short.length >= long.length) return false;
  const words = titleWords(long);
  let at = 0;
  for (const word of titleWords(short)) {
    while (at < words.length && !words[at]!.startsWith(word)) at += 1;
    if (at === words.length) return false;
    at += 1;
  }
  return true;
}
