import { createKernel, viewOf } from "./kernel.ts";

/** Distinct words and the numbers they were given, in order of first appearance. */
export interface Terms {
  /** How many there are. */
  readonly size: number;
  /**
   * Numbers of the words of a text, in lower case: at least two letters or digits each (the token of scikit-learn,
   * `\w\w+`). Words not seen before get new numbers. Until the next call.
   */
  add(text: string): Int32Array;
  /** The same, -1 for words not seen before. */
  find(text: string): Int32Array;
  /** The word of a number. */
  text(term: number): string;
  /** The words whose last letter this is. */
  endingWith(letter: string): readonly string[];
}

/**
 * Where a UTF-16 unit belongs to a word: letters, digits, underscore. Beyond Latin all is a letter but
 * punctuation, symbols, spaces and private use; no engine's tables.
 */
const IN_WORD = [
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
] as const;

/** An empty table. Checked: tests/screening/learner-features.test.ts. */
export function createTerms(): Terms {
  const kernel = createKernel();
  kernel.prepareTerms();
  const inWord = viewOf(kernel, Uint8Array, kernel.inWordAt(), 1 << 16);
  for (const [from, to] of IN_WORD) inWord.fill(1, from, to + 1);
  let units = new Uint16Array(0);
  const read = (text: string, known: number): Int32Array => {
    const { length } = text;
    if (length > units.length || units.buffer !== kernel.memory.buffer) {
      const room = Math.max(2 * length, 1 << 13);
      units = viewOf(kernel, Uint16Array, kernel.textAt(room), room);
    }
    writeUnits(text, units);
    const count = kernel.readText(length, known);
    return viewOf(kernel, Int32Array, kernel.numbersAt(), count);
  };
  const lettersOf = (term: number): Uint16Array => {
    const from = kernel.termStart(term);
    return viewOf(kernel, Uint16Array, kernel.lettersAt() + 2 * from, kernel.termStart(term + 1) - from);
  };
  const textOf = (term: number): string => {
    const letters = lettersOf(term);
    let text = "";
    for (let at = 0; at < letters.length; at += 1_000)
      text += String.fromCharCode(...letters.subarray(at, at + 1_000));
    return text;
  };
  return {
    get size() {
      return kernel.termCount();
    },
    add: (text) => read(inLowerCase(text), 0),
    find: (text) => read(inLowerCase(text), 1),
    text: textOf,
    endingWith: (letter) => {
      const unit = letter.charCodeAt(0);
      const found: string[] = [];
      for (let term = 0; term < kernel.termCount(); term++)
        if (kernel.lastUnit(term) === unit) found.push(textOf(term));
      return found;
    },
  };
}

/** The kernel takes care of A to Z. */
function inLowerCase(text: string): string {
  return BEYOND_ASCII.test(text) ? text.toLowerCase() : text;
}

const BEYOND_ASCII = /\P{ASCII}/u;

// Apart, with no other function called in it, so that an engine translates it once, and fast.
function writeUnits(text: string, units: Uint16Array): void {
  for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i);
}
