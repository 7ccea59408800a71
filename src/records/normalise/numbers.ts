const YEAR = /(?<!\d)(1[5-9]\d\d|20\d\d|2100)(?=$|\D|\d{4}(?!\d))/;
const DIGITS = /^\d+$/;
const RANGE = /^([A-Za-z]*)(\d+)\s*[-‐‑–—]+\s*([A-Za-z]*)(\d+)$/;

/** The first four-digit year from 1500 to 2100 in the first text that has one, or null. */
export function firstYear(texts: Iterable<string>): number | null {
  for (const text of texts) {
    const year = YEAR.exec(text)?.[1];
    if (year !== undefined) return Number(year);
  }
  return null;
}

/**
 * A page range in full: `482-91` becomes `482-491`; article numbers, lists and anything else stay.
 *
 * @param first start page, or the whole range
 * @param last end page when it stands in a field of its own
 */
export function pageRange(first: string, last: string): string | null {
  if (DIGITS.test(first) && (last === "" || last === first)) return first;
  const [from, to] = [withoutLabel(first), withoutLabel(last)];
  if (from === "" && to === "") return null;
  // PsycINFO spreads "No Specified" over both fields.
  if (from === "No" && to === "Specified") return null;
  if (to === "" || to === from) return expandRange(from);
  if (from === "" || to.startsWith(`${from}-`)) return expandRange(to);
  if (/\d\s*[-–—]\s*\w*\d/.test(from)) return expandRange(from);
  return expandRange(`${from}-${to}`);
}

/** Without `pp.`, `pages` in front and a dash that leads nowhere behind. */
function withoutLabel(text: string): string {
  return text
    .trim()
    .replace(/^(?:pages?|pp|pgs?|p(?=\.))\.?\s*(?=[A-Z]?\d)/i, "")
    .replace(/(?<=\d)\s?[-‐‑–—]$/, "");
}

function expandRange(text: string): string {
  const match = RANGE.exec(text);
  if (match === null) return text;
  const [, prefix = "", start = "", endPrefix = "", end = ""] = match;
  if (end.length >= start.length || (endPrefix !== "" && endPrefix !== prefix))
    return `${prefix}${start}-${endPrefix}${end}`;
  return `${prefix}${start}-${endPrefix}${start.slice(0, start.length - end.length)}${end}`;
}
