import { stemPlural } from "./stem.ts";
import { createTermTable, type TermTable, termHash, termNumber, termText } from "./term-table.ts";

/** Spellings and the stems they belong to. */
export interface WordForms {
  readonly terms: TermTable;
  /** The same table where no endings are taken off. */
  readonly stems: TermTable;
  /** Stem of each spelling. */
  readonly stemOf: Int32Array;
  /** For each stem the first spelling it was met with. */
  readonly spelling: Int32Array;
  /** 1 for each stem with one spelling: stem and spelling are then the same feature. */
  readonly alone: Uint8Array;
}

/** Takes plural endings off the words of a table; with `stem` false each word is its own stem. */
export function wordForms(terms: TermTable, stem: boolean): WordForms {
  const { size } = terms;
  if (!stem) {
    const same = new Int32Array(size).map((_, term) => term);
    return { terms, stems: terms, stemOf: same, spelling: same, alone: new Uint8Array(size).fill(1) };
  }
  const stems = createTermTable();
  const stemOf = new Int32Array(size);
  const spelling = new Int32Array(size);
  const spellings = new Int32Array(size);
  for (let term = 0; term < size; term++) {
    const text = stemPlural(termText(terms, term));
    const before = stems.size;
    const stemmed = termNumber(stems, text, 0, text.length, termHash(text));
    stemOf[term] = stemmed;
    if (stems.size > before) spelling[stemmed] = term;
    spellings[stemmed]! += 1;
  }
  return {
    terms,
    stems,
    stemOf,
    spelling,
    alone: new Uint8Array(spellings.map((count) => (count === 1 ? 1 : 0))),
  };
}
