import { stemPlural } from "./stem.ts";
import { findTerm, type TermTable, termNumbers, termText } from "./term-table.ts";
import { createWords, splitWords } from "./tokens.ts";

/** Spellings and the stems they belong to. */
export interface WordForms {
  /** Spellings first; stems that no record spells so follow. */
  readonly terms: TermTable;
  /** Whether endings were taken off. */
  readonly stemmed: boolean;
  /** How many stems there are. */
  readonly stems: number;
  /** Stem of each spelling. */
  readonly stemOf: Int32Array;
  /** For each stem the first spelling it was met with. */
  readonly spelling: Int32Array;
  /** 1 for each stem with one spelling: stem and spelling are then the same feature. */
  readonly alone: Uint8Array;
  /** The stem that a word in lower case would have, -1 where no record has it. */
  find(word: string): number;
}

const S = 115;

/** Takes plural endings off the words of a table; with `stem` false each word is its own stem. */
export function wordForms(terms: TermTable, stem: boolean): WordForms {
  const { size } = terms;
  // The place in the table of each spelling's stem, which is numbered when it is first met.
  const places = new Int32Array(size);
  for (let term = 0; term < size; term++) places[term] = term;
  if (stem) placeStems(terms, places);
  const numbers = new Int32Array(terms.size).fill(-1);
  const stemOf = new Int32Array(size);
  const spelling = new Int32Array(size);
  const alone = new Uint8Array(size);
  let stems = 0;
  for (let term = 0; term < size; term++) {
    const place = places[term]!;
    const known = numbers[place]!;
    if (known < 0) {
      alone[stems] = 1;
      spelling[stems] = term;
      numbers[place] = stems++;
    } else alone[known] = 0;
    stemOf[term] = numbers[place]!;
  }
  return {
    terms,
    stemmed: stem,
    stems,
    stemOf,
    spelling,
    alone,
    find: (word) => {
      const place = findTerm(terms, stem ? stemPlural(word) : word);
      return place < 0 ? -1 : numbers[place]!;
    },
  };
}

/** Puts stems that are no spellings at the end of the table. */
function placeStems(terms: TermTable, places: Int32Array): void {
  const words = createWords();
  const plurals = endingWith(terms, S);
  for (let i = 0; i < plurals.length; i++) {
    const text = termText(terms, plurals[i]!);
    const stem = stemPlural(text);
    if (stem === text) continue;
    splitWords(stem, words);
    termNumbers(terms, words, places, plurals[i]!);
  }
}

/** The words that end so. */
function endingWith({ starts, letters, size }: TermTable, unit: number): Int32Array {
  const found = new Int32Array(size);
  let count = 0;
  for (let term = 0; term < size; term++) if (letters[starts[term + 1]! - 1] === unit) found[count++] = term;
  return found.subarray(0, count);
}
