import { stemPlural } from "./stem.ts";
import type { Terms } from "./terms.ts";

/** Spellings and the stems they belong to. */
export interface WordForms {
  /** Spellings first; stems that no record spells so follow. */
  readonly terms: Terms;
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

/** Takes plural endings off the words of a table; with `stem` false each word is its own stem. */
export function wordForms(terms: Terms, stem: boolean): WordForms {
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
      const [place = -1] = terms.find(stem ? stemPlural(word) : word);
      return place < 0 ? -1 : numbers[place]!;
    },
  };
}

/** Puts stems that are no spellings at the end of the table. */
function placeStems(terms: Terms, places: Int32Array): void {
  const plurals = terms.endingWith("s");
  const stems = plurals.map(stemPlural);
  const from = terms.find(plurals.join(" ")).slice();
  const to = terms.add(stems.join(" "));
  for (let i = 0; i < plurals.length; i++) places[from[i]!] = to[i]!;
}
