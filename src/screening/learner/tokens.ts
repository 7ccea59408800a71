import { createTermTable, type TermTable, termNumbers, type Words } from "./term-table.ts";

/** The words of all documents as numbers, document after document, field after field. */
export interface TokenStream {
  readonly tokens: Int32Array;
  /** Where each field of each document starts: entry `document * fields + field`; one more at the end. */
  readonly bounds: Uint32Array;
  readonly fields: number;
  readonly documents: number;
  readonly terms: TermTable;
}

/**
 * 1 where a UTF-16 unit belongs to a word: letters, digits, underscore. Beyond Latin all is a letter but
 * punctuation, symbols, spaces and private use; no engine's tables.
 */
const IN_WORD = new Uint8Array(1 << 16);
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
  [0xf8, 0x37d],
  [0x37f, 0x386],
  [0x388, 0x167f],
  [0x1681, 0x1fff],
  [0x2070, 0x2079],
  [0x207f, 0x2089],
  [0x2090, 0x209f],
  [0x2100, 0x2102],
  [0x2104, 0x2121],
  [0x2123, 0x218f],
  [0x2c00, 0x2dff],
  [0x2e80, 0x2fff],
  [0x3005, 0x3007],
  [0x3040, 0xd7ff],
  [0xf900, 0xfe0f],
  [0xfe70, 0xfefe],
  [0xff10, 0xffef],
] as const)
  IN_WORD.fill(1, from, to + 1);

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
  const words = createWords();
  let tokens = new Int32Array(1 << 16);
  let bounds = new Uint32Array(1 << 12);
  let length = 0;
  let boundary = 0;
  const add = (texts: readonly string[]): void => {
    if (boundary + fields + 1 > bounds.length) bounds = grow(bounds, Uint32Array);
    for (let field = 0; field < fields; field++) {
      bounds[boundary++] = length;
      splitWords((texts[field] ?? "").toLowerCase(), words);
      while (length + words.count > tokens.length) tokens = grow(tokens, Int32Array);
      length = termNumbers(terms, words, tokens, length);
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

/** An empty list of words. */
export function createWords(): Words {
  return { units: new Uint16Array(1 << 12), places: new Int32Array(3 << 11), count: 0 };
}

/** Finds the words of a text in lower case. */
export function splitWords(text: string, words: Words): void {
  if (text.length >= words.units.length) {
    words.units = new Uint16Array(2 * text.length);
    // A word has at least two letters and one gap, so this many always fit.
    words.places = new Int32Array(3 * text.length);
  }
  words.count = findWords(text, words.units, words.places);
}

// Apart, with no other function called in it, so that an engine translates it once, and fast.
function findWords(text: string, units: Uint16Array, places: Int32Array): number {
  const { length } = text;
  let at = 0;
  let from = -1;
  let hash = 0;
  for (let i = 0; i <= length; i++) {
    const code = i < length ? text.charCodeAt(i) : 32;
    if (IN_WORD[code] === 1) {
      units[i] = code;
      if (from < 0) {
        from = i;
        hash = 0x811c9dc5 | 0;
      }
      hash = Math.imul(hash ^ code, 0x01000193);
    } else if (from >= 0) {
      if (i - from > 1) {
        places[at] = from;
        places[at + 1] = i;
        places[at + 2] = hash;
        at += 3;
      }
      from = -1;
    }
  }
  return at / 3;
}
