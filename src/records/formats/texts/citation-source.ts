import { partialDate } from "../../normalise/date.ts";
import { firstYear, pageRange } from "../../normalise/numbers.ts";
import { displayText } from "../../normalise/text.ts";

/** What a line that says where a work appeared gives. */
export interface CitationSource {
  readonly journal: string;
  readonly volume: string;
  readonly issue: string;
  readonly pages: string;
  readonly year: number | null;
  /** Empty when no more than the year is known. */
  readonly date: string;
  readonly publisher: string;
  readonly place: string;
  /** The journal is a book. */
  readonly isBook: boolean;
}

const PAGE = "[A-Za-z]{0,3}\\d\\w{0,11}(?:\\.\\w{1,6})?";
const PAGES = `${PAGE}(?:\\s?[-–—]\\s?${PAGE})?`;
/** A month or season with a day or year behind it: `Mar` is no month in `Marine`. */
const MONTH =
  "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|" +
  "Nov(?:ember)?|Dec(?:ember)?|Spring|Summer|Fall|Autumn|Winter)(?=[\\s./,-]{0,3}(?:[A-Za-z]{3,9}[\\s./,-]{0,3})?\\d)";
/** Where the name ends: before a volume, a number, a date, or pages. */
const NAME_END = new RegExp(
  `(?:\\.\\s*|,\\s+|;\\s*|\\s+)(?=Conference:|(?:Vol(?:ume)?\\.?\\s*|Issue\\s+|No\\.?\\s*|v\\.?\\s?|pp?\\.?\\s?|\\(pp?\\.?\\s?)\\d|${MONTH}|\\d|\\((?:1[5-9]|20)\\d\\d)`,
  "i",
);
/** Volume, issue and pages in the forms of Ovid, EBSCO, PsycINFO, Embase and MEDLINE. */
const ISSUE = "(?:\\((?<i>[^()]{1,60}(?:\\([^()]{1,60}\\))?)\\))?";
const VOLUME: readonly RegExp[] = [
  new RegExp(
    `\\bVol(?:ume)?\\.?\\s?(?<v>[A-Za-z]{0,3}\\d[\\w/-]{0,11})\\s?(?:[,;.]?\\s?(?:Issue|No\\.?|Number)\\s?(?<n>[^,;.]{1,40})|${ISSUE})(?:\\s?:\\s?(?<p>${PAGES}))?`,
    "i",
  ),
  new RegExp(
    `(?:^|[\\s;,.])(?<v>[A-Z]?\\d[\\w/-]{0,11})\\s?${ISSUE}\\s?:\\s?(?<p>${PAGES}(?:,\\s?(?!(?:1[5-9]|20)\\d\\d\\b)${PAGES}){0,5})`,
  ),
  new RegExp(
    `(?:^|[\\s;,.])(?<v>[A-Z]?\\d[\\w/-]{0,11})\\s?${ISSUE}\\s?(?:\\(|,\\s?)pp?\\.?\\s?(?<p>${PAGES})`,
  ),
  /(?:^|[\s;])(?<v>\d{1,4})\s?\((?<i>[^()]{1,30})\)/,
];
const LOOSE_PAGES: readonly RegExp[] = [
  new RegExp(`(?:^|[\\s,;(.])pp?\\.?\\s?(?<p>${PAGES})`, "i"),
  new RegExp(`:\\s?(?<p>${PAGES})\\s*(?:[.,;]|$)`),
  /(?<=\b(?:1[5-9]|20)\d\d)\s?,\s?(?<p>\d{1,6}\s?[-–—]\s?\d{1,6})\.?$/,
];

/**
 * Reads a citation of where a work appeared: `Journal. 24(3):124-30, 2004 Mar.`, `Journal. Mar2010, Vol. 24
 * Issue 3, p124-130.`, `Journal, Vol 24(3), Mar, 2010. pp. 124-130.`, `Journal. 34 (SUPPL. 1) (pp S12-S13),
 * 2012.`, `Editor(2015). Book. (pp. 3-9) Address: Publisher`. What is not found is empty.
 *
 * Checked: tests/records/ovid-text.test.ts, ebsco-text.test.ts. Cost linear; only the first 2,000
 * characters are looked at.
 */
export function citationSource(text: string): CitationSource {
  const plain = displayText(text.slice(0, 2_000));
  const book = bookSource(plain);
  if (book !== null) return book;
  const end = NAME_END.exec(plain);
  const name = (end === null ? plain : plain.slice(0, end.index)).replace(/[\s.,;:]+$/, "");
  const rest = end === null ? "" : plain.slice(end.index);
  let [volume, issue, pages] = ["", "", ""];
  let dates = rest;
  for (const pattern of VOLUME) {
    const match = pattern.exec(rest);
    // A year may stand where a volume does.
    if (match === null || (/^(?:1[5-9]|20)\d\d$/.test(match.groups!["v"]!) && !match.groups!["i"])) continue;
    const { v = "", i, n, p = "" } = match.groups!;
    [volume, issue, pages] = [v, /paginat/i.test(i ?? "") ? "" : (i ?? n ?? "").trim(), p];
    dates = `${rest.slice(0, match.index)} ${rest.slice(match.index + match[0].length)}`;
    break;
  }
  for (const pattern of LOOSE_PAGES) {
    if (pages !== "") break;
    const match = pattern.exec(dates);
    if (match === null) continue;
    pages = match.groups!["p"]!;
    dates = dates.replace(match[0], " ");
  }
  const dated = dates.replace(/([A-Za-z]{3})((?:1[5-9]|20)\d\d)/g, "$1 $2").trim();
  const date = partialDate([dated.replace(/^[\s,.;:]+/, "")]) ?? "";
  return {
    journal: name.replace(/\s*\[[^[\]]{1,200}\]$/, ""),
    volume,
    issue,
    pages: pageRange(pages.replace(/\s/g, ""), "") ?? "",
    year: date === "" ? firstYear([dated]) : Number(date.slice(0, 4)),
    date: date.length > 4 ? date : "",
    publisher: "",
    place: "",
    isBook: false,
  };
}

/** `Editor(2015). Title. (pp. 3-9) X pp. Address: Publisher`. */
function bookSource(text: string): CitationSource | null {
  const match =
    /^[^().]{0,200}\(((?:1[5-9]|20)\d\d)\)\.\s+([^.]{1,300}?)(?:\.|\s(?=[\dxvi]{1,6} pp?\b))/i.exec(text);
  if (match === null) return null;
  const rest = text.slice(match.index + match[0].length);
  const pages = new RegExp(`\\(pp?\\.?\\s?(${PAGES})\\)`).exec(rest)?.[1] ?? "";
  const [, place = "", publisher = ""] =
    /(?:^|pp?\.\s|\)\s)([^:.()]{1,100}):\s([^:]{1,100}?)\.?\s*$/.exec(rest) ?? [];
  return {
    journal: match[2]!.trim(),
    volume: "",
    issue: "",
    pages: pageRange(pages, "") ?? "",
    year: Number(match[1]),
    date: "",
    publisher: publisher.trim(),
    place: place.trim(),
    isBook: true,
  };
}
