import { createTerms, type Terms } from "./terms.ts";

/** The words of all documents as numbers, document after document, field after field. */
export interface TokenStream {
  readonly tokens: Int32Array;
  /** Where each field of each document starts: entry `document * fields + field`; one more at the end. */
  readonly bounds: Uint32Array;
  readonly fields: number;
  readonly documents: number;
  readonly terms: Terms;
}

/** Collects words; `add` takes the fields of one document in order. */
export interface Tokenizer {
  add(fields: readonly string[]): void;
  /** Once; the words are then kept by the stream alone. */
  finish(): TokenStream;
}

/**
 * Splits texts into lower-case words and numbers the words.
 *
 * @param fields how many texts each document has
 * Checked: tests/screening/learner-features.test.ts.
 */
export function createTokenizer(fields: number): Tokenizer {
  const terms = createTerms();
  let tokens = new Int32Array(1 << 16);
  let bounds = new Uint32Array(1 << 12);
  let length = 0;
  let boundary = 0;
  const add = (texts: readonly string[]): void => {
    if (boundary + fields + 1 > bounds.length) bounds = grow(bounds, Uint32Array);
    for (let field = 0; field < fields; field++) {
      bounds[boundary++] = length;
      const words = terms.add(texts[field] ?? "");
      while (length + words.length > tokens.length) tokens = grow(tokens, Int32Array);
      tokens.set(words, length);
      length += words.length;
    }
  };
  const finish = (): TokenStream => {
    const stream = {
      tokens: tokens.subarray(0, length),
      bounds: bounds.slice(0, boundary + 1).fill(length, boundary),
      fields,
      documents: boundary / fields,
      terms,
    };
    tokens = new Int32Array(0);
    return stream;
  };
  return { add, finish };
}

function grow<T extends Int32Array | Uint32Array>(array: T, Kind: new (length: number) => T): T {
  const larger = new Kind(2 * array.length);
  larger.set(array);
  return larger;
}
