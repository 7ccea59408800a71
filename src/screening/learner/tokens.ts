import { createTermTable, type TermTable, termNumber } from "./term-table.ts";

/** The words of all documents as numbers, document after document, field after field. */
export interface TokenStream {
  readonly tokens: Int32Array;
  /** Where each field of each document starts: entry `document * fields + field`; one more at the end. */
  readonly bounds: Uint32Array;
  readonly fields: number;
  readonly documents: number;
  readonly terms: TermTable;
}

/** 1 where a UTF-16 unit below 256 belongs to a word: letters, digits, underscore. */
const LATIN = new Uint8Array(256);
for (const [from, to] of [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
  [0xaa, 0xaa],
  [0xb2, 0xb3],
  [0xb5, 0xb5],
  [0xb9, 0xba],
  [0xbc, 0xbe],
  [0xc0, 0xd6],
  [0xd8, 0xf6],
  [0xf8, 0xff],
] as const)
  LATIN.fill(1, from, to + 1);

/** Beyond Latin: all is a letter but punctuation, symbols, spaces and private use; no engine's tables. */
function isLetterBeyondLatin(code: number): boolean {
  if (code < 0x2000) return code !== 0x1680 && code !== 0x37e && code !== 0x387;
  if (code < 0x2070) return false;
  if (code < 0x20a0) return code < 0x207a || (code >= 0x207f && code < 0x208a) || code >= 0x2090;
  if (code < 0x2c00) return code >= 0x2100 && code < 0x2190 && code !== 0x2122 && code !== 0x2103;
  if (code >= 0x2e00 && code < 0x2e80) return false;
  if (code >= 0x3000 && code < 0x3040) return code >= 0x3005 && code <= 0x3007;
  if (code >= 0xd800 && code < 0xf900) return false;
  return code < 0xfe10 || (code >= 0xfe70 && code < 0xfeff) || (code >= 0xff10 && code < 0xfff0);
}

/** Collects words; `add` takes the fields of one document in order. */
export interface Tokenizer {
  add(fields: readonly string[]): void;
  finish(): TokenStream;
}

/**
 * Splits texts into lower-case words of at least two letters or digits (the token of scikit-learn,
 * `\w\w+`) and numbers the words.
 *
 * @param fields how many texts each document has
 * Checked: tests/screening/learner-features.test.ts.
 */
export function createTokenizer(fields: number): Tokenizer {
  const terms = createTermTable();
  let tokens = new Int32Array(1 << 16);
  let bounds = new Uint32Array(1 << 12);
  let length = 0;
  let boundary = 0;
  const add = (texts: readonly string[]): void => {
    if (boundary + fields + 1 > bounds.length) bounds = grow(bounds, Uint32Array);
    for (let field = 0; field < fields; field++) {
      bounds[boundary++] = length;
      const text = (texts[field] ?? "").toLowerCase();
      // A word has at least two letters and one gap, so this many always fit.
      while (length + (text.length >> 1) + 1 > tokens.length) tokens = grow(tokens, Int32Array);
      length = scan(text, terms, tokens, length);
    }
  };
  const finish = (): TokenStream => ({
    tokens: tokens.subarray(0, length),
    bounds: bounds.slice(0, boundary + 1).fill(length, boundary),
    fields,
    documents: boundary / fields,
    terms,
  });
  return { add, finish };
}

function grow<T extends Int32Array | Uint32Array>(array: T, Kind: new (length: number) => T): T {
  const larger = new Kind(2 * array.length);
  larger.set(array);
  return larger;
}

function scan(text: string, terms: TermTable, tokens: Int32Array, at: number): number {
  const { length } = text;
  let end = at;
  let from = -1;
  let hash = 0;
  for (let i = 0; i <= length; i++) {
    const code = i < length ? text.charCodeAt(i) : 32;
    if (code < 256 ? LATIN[code] === 1 : isLetterBeyondLatin(code)) {
      if (from < 0) {
        from = i;
        hash = 0x811c9dc5 | 0;
      }
      hash = Math.imul(hash ^ code, 0x01000193);
    } else if (from >= 0) {
      if (i - from > 1) tokens[end++] = termNumber(terms, text, from, i, hash);
      from = -1;
    }
  }
  return end;
}
