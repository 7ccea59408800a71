import { decodeEntities } from "./text.ts";

/** Longer DOIs are not met; the bound keeps hostile text from costing time. */
const LONGEST = 500;
// A DOI runs to white space; before that it ends where another identifier, or markup, begins.
const DOI: RegExp = new RegExp(
  `10\\.\\d{4,9}(?:\\.\\d{1,9}){0,9}/(?:(?![;,|]\\s{0,3}(?:https?:|doi|10\\.\\d)|<(?!\\d))[^\\s"]){1,${LONGEST + 1}}`,
  "gi",
);
/** A DOI alone, of letters, digits and plain marks, as most fields hold it. */
const ALONE = /^10\.\d{4,9}\/[\w.-]{0,200}[a-z\d]$/i;
const VIEWS =
  /(?:(?:\/|\.)(?:full|abstract|pdf|epdf|html|full-text|fulltext|full\.pdf|meta|references|summary|epub|xml|pdfdirect|suppl_file.*))+$/;

/**
 * All DOIs in a text, lower case and bare: from `doi:` and addresses (also of proxies), percent-decoded,
 * entities decoded, closing punctuation that belongs to the sentence cut off. Empty when there is none;
 * a path such as `10.1000/../x` is none.
 *
 * @param text a field or any text, with markup or not
 * Source: DOI Handbook, section 2 (syntax, case). Checked: tests/records/normalise.test.ts. Cost linear.
 */
export function doisIn(text: string): string[] {
  if (!text.includes("10.") && !/10%2e/i.test(text)) return [];
  if (ALONE.test(text)) return [text.toLowerCase()];
  const decoded = decodeEntities(percentDecoded(percentDecoded(text)))
    .replace(/[\u200b-\u200d\u2060\ufeff\u00ad]/g, "")
    .replace(/[\u2010-\u2015\u2212]/g, "-");
  // SICI identifiers are printed with blanks around `<` and `)`.
  const joined = /\(SICI\)/i.test(decoded) ? decoded.replace(/\s{0,9}([<>:;()])\s{0,9}/g, "$1") : decoded;
  const found: string[] = [];
  for (const match of joined.matchAll(DOI)) {
    if (match[0].length > LONGEST || /^[\d.]$/.test(joined[match.index - 1] ?? "")) continue;
    // In an address what follows `?` or `#` is not the DOI.
    const before = joined.slice(Math.max(0, match.index - 200), match.index);
    const doi = trimDoi(match[0], /:\/\/\S*$/.test(before));
    if (/\/./.test(doi) && !/\/\.{0,2}(?:\/|$)/.test(doi)) found.push(doi);
  }
  return distinct(found);
}

function percentDecoded(text: string): string {
  if (!/%[0-9a-f]{2}/i.test(text)) return text;
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escaped) => {
    try {
      return decodeURIComponent(escaped);
    } catch {
      return escaped; // Not UTF-8: the percent signs are part of the text.
    }
  });
}

function trimDoi(match: string, inUrl: boolean): string {
  let doi = match.toLowerCase();
  if (inUrl) {
    doi = doi.replace(/[?#&].*$/, "").replace(VIEWS, "");
    // Of a preprint's address the version; the DOI names all of them.
    if (/^10\.(?:1101|64898)\//.test(doi)) doi = doi.replace(/(?<=\d)v\d{1,2}$/, "");
  }
  doi = doi.replace(/\[(?:doi|pii)\]$/, "").replace(/\(?(?:pmid|pmcid|doi):.*$/, "");
  for (;;) {
    const last = doi.at(-1) ?? "";
    const opener = { ")": "(", "]": "[", "}": "{", ">": "<" }[last];
    const unbalanced = opener !== undefined && count(doi, last) > count(doi, opener);
    if (!unbalanced && !/[.,;:'’”*\\]/.test(last) && !(last === "/" && doi.indexOf("/") < doi.length - 1))
      return doi;
    doi = doi.slice(0, -1);
  }
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}

/**
 * Bare PMID, or null: digits only, 1 to 8 of them, not zero; `PMID:` and a PubMed address before it are cut off.
 *
 * @param text one identifier, not a list
 * Checked: tests/records/normalise.test.ts, tests/records/normalise-ids.test.ts.
 */
export function normalisePmid(text: string): string | null {
  const bare = text
    .trim()
    .replace(/^(?:pmid|pubmed)\s*[:=]?\s*/i, "")
    .replace(
      /^https?:\/\/(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov\/pubmed)\/(\d+)\/?(?:[?#].*)?$/i,
      "$1",
    );
  return /^0*([1-9]\d{0,7})$/.exec(bare)?.[1] ?? null;
}

/**
 * PMCID as `PMC123456`, or null.
 *
 * @param text with or without `PMC`; a version such as `.2` is cut off
 * Checked: tests/records/normalise.test.ts.
 */
export function normalisePmcid(text: string): string | null {
  const digits = /^(?:pmcid\s*:?\s*)?(?:pmc\s?)?0*([1-9]\d{0,8})(?:\.\d+)?$/i.exec(text.trim())?.[1];
  return digits === undefined ? null : `PMC${digits}`;
}

/** ISSNs and ISBNs in a field that may hold several of them, with remarks such as `(ISSN)` or `(Electronic)`. */
export function serialNumbers(text: string): { readonly issn: string[]; readonly isbn: string[] } {
  const issn: string[] = [];
  const isbn: string[] = [];
  if (text === "") return { issn, isbn };
  for (const match of text.match(/(?:\d[\d -]{6,15}[\dXx])(?![\dXx])/g) ?? []) {
    for (const part of /^\d{4}-?\d{3}[\dXx](?:\s+\d{4}-?\d{3}[\dXx])+$/.test(match)
      ? match.split(/\s+/)
      : [match]) {
      const digits = part.replace(/[ -]/g, "").toUpperCase();
      if (digits.length === 8) issn.push(`${digits.slice(0, 4)}-${digits.slice(4)}`);
      else if (digits.length === 10 || digits.length === 13) isbn.push(digits);
    }
  }
  return { issn: distinct(issn), isbn: distinct(isbn) };
}

/** So many values are told apart faster without a set. */
const FEW = 12;

/** Values in order, each once, without empty ones. */
export function distinct(values: Iterable<string>): string[] {
  if (Array.isArray(values) && values.length < FEW) {
    const once: string[] = [];
    for (const value of values as readonly string[])
      if (value !== "" && !once.includes(value)) once.push(value);
    return once;
  }
  return [...new Set(values)].filter((value) => value !== "");
}
