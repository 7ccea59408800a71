import type { Sameness } from "./journal.ts";
import { pageRange } from "./numbers.ts";

export interface Pages {
  /** First page or article number, letters kept; empty when unknown. */
  readonly first: string;
  /** Last page in full, or the first again where there is one only. */
  readonly last: string;
  readonly kind: "range" | "article" | "list" | "unknown";
  /** Present when a spreadsheet had made a date of the pages; the range is then a guess. */
  readonly fromDate?: true;
}

const NONE: Pages = { first: "", last: "", kind: "unknown" };
const MONTH = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const ROMAN = /^[ivxlc]+$/i;

/**
 * Reads pages: ranges (`482-91`, `S334-S338`, `iii-ix`), article numbers (`e123`, `Art. No. 15`), lists
 * (`12-5, 17`), and what spreadsheets made of `1-10` (`01-Oct`, `2021-10-01`), with pages ascending.
 *
 * @param text the field as it stands; null where the record has none
 * Checked: tests/records/normalise-pages.test.ts.
 */
export function parsePages(text: string | null): Pages {
  const plain = (text ?? "")
    .slice(0, 200)
    .replace(/[‐‑–—−]/g, "-")
    .replace(/^\s*(?:pp?|pages?|pgs?|seiten?|s(?=\.\s))\.?\s*(?=[\dA-Za-z])/i, (mark) =>
      /^\s*[ps]$/i.test(mark) ? mark : "",
    )
    .replace(/\s*(?:pages?|pp?)\.?\s*$/i, "")
    .trim();
  if (
    plain === "" ||
    /^(?:n\/?a|none|unknown|no specified|no pagination(?: specified)?|in press|\?|-+)$/i.test(plain)
  )
    return NONE;
  const dated = fromDate(plain);
  if (dated !== null)
    return { first: String(dated[0]), last: String(dated[1]), kind: "range", fromDate: true };
  if (/[,;]/.test(plain)) {
    const parts = plain.split(/[,;]\s*/).filter((part) => /\d|^[ivxlc]+$/i.test(part));
    const [head, tail] = [parts[0], parts.at(-1)];
    if (head === undefined || tail === undefined) return NONE;
    if (parts.length > 1) return { first: parsePages(head).first, last: parsePages(tail).last, kind: "list" };
    return parsePages(head);
  }
  const range = /^([\w.:/]+)\s*-+\s*([\w.:/]+)$/.exec(pageRange(plain, "") ?? "");
  if (range !== null && (/\d/.test(range[1]!) || ROMAN.test(range[1]!)))
    return { first: range[1]!, last: range[2]!, kind: "range" };
  const single = plain.replace(/\s*[-+]+$|\s*ff?\.?$/, "");
  if (!/\d/.test(single) && !ROMAN.test(single)) return NONE;
  const article = /^(?:art(?:icle)?\.?\s*(?:no\.?|number|id)?\s*)(\S+)$/i.exec(single);
  if (article !== null) return { first: article[1]!, last: article[1]!, kind: "article" };
  const words = single.split(/\s+/);
  const number = words.find((word) => /\d/.test(word)) ?? words[0]!;
  return {
    first: number,
    last: number,
    // Pages have one to four digits; a supplement's page is no article number.
    kind: /^\d{5,}$/.test(number) || /^(?!S\d)[a-z]+\.?\d+/i.test(number) ? "article" : "range",
  };
}

/** Day and month of a cell that a spreadsheet took for a date, smaller first; null for anything else. */
function fromDate(text: string): readonly [number, number] | null {
  const named = /^(?:(\d{1,2})-([a-z]{3})|([a-z]{3})-(\d{1,2}))$/i.exec(text);
  if (named !== null) {
    const month = MONTH.indexOf((named[2] ?? named[3]!).toLowerCase()) + 1;
    const other = Number(named[1] ?? named[4]);
    return month === 0 || other === 0 ? null : ascending(month, other);
  }
  const cell =
    /^(?:19|20)\d\d-(\d\d)-(\d\d)(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?$/.exec(text) ??
    /^(\d{1,2})[/.](\d{1,2})[/.](?:19|20)\d\d$/.exec(text);
  if (cell === null) return null;
  const [one, two] = [Number(cell[1]), Number(cell[2])];
  return one >= 1 && two >= 1 && one <= 31 && two <= 31 && Math.min(one, two) <= 12
    ? ascending(one, two)
    : null;
}

function ascending(a: number, b: number): readonly [number, number] {
  return a <= b ? [a, b] : [b, a];
}

/**
 * The first page without letters and leading zeros in front (`S034` is `34`), null when unknown; Roman pages stay.
 *
 * @param text the field as it stands; null where the record has none
 * Checked: tests/records/normalise-pages.test.ts.
 */
export function startPage(text: string | null): string | null {
  const { first } = parsePages(text);
  if (first === "") return null;
  const bare = first.toLowerCase().replace(/^(?:[a-z]+[.-]?)?0*(?=\d)/, "");
  return bare;
}

/**
 * Whether two fields name the same pages: `same` when first and last agree or one gives the first only,
 * `similar` when one lies within the other, or where a spreadsheet spoilt one of them and they may agree.
 *
 * @param a pages of one record, as they stand; null where it has none
 * @param b those of the other; which is first makes no difference
 * Checked: tests/records/normalise-pages.test.ts.
 */
export function samePages(a: string | null, b: string | null): Sameness {
  const [x, y] = [parsePages(a), parsePages(b)];
  if (x.first === "" || y.first === "") return "unknown";
  const [start, other] = [startPage(x.first), startPage(y.first)];
  if (start === other) {
    const single = x.first === x.last || y.first === y.last;
    return single || number(x.last) === number(y.last) ? "same" : "similar";
  }
  if (x.fromDate === true || y.fromDate === true)
    return number(x.last) === number(y.last) ? "similar" : "different";
  const [from, to, from2, to2] = [x.first, x.last, y.first, y.last].map((page) => Number(number(page)));
  const inside = from! <= from2! && to2! <= to!;
  const around = from2! <= from! && to! <= to2!;
  // A single page inside a range is a page of it only where both are plain numbers.
  return (inside || around) && letters(x.first) === letters(y.first) ? "similar" : "different";
}

function number(page: string): string {
  return page.toLowerCase().replace(/^(?:[a-z]+[.-]?)?0*(?=\d)/, "");
}

function letters(page: string): string {
  return /^[a-z]*/i.exec(page)![0].toLowerCase();
}
