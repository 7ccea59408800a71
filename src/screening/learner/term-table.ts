/** Distinct words and the numbers they were given, in order of first appearance. */
export interface TermTable {
  /** Open addressing: word number + 1, 0 where free. */
  slots: Int32Array;
  hashes: Int32Array;
  /** Where the letters of each word start in `letters`, one more than there are words. */
  starts: Uint32Array;
  letters: Uint16Array;
  size: number;
}

/** An empty table; it grows by doubling. */
export function createTermTable(): TermTable {
  return {
    slots: new Int32Array(1 << 14),
    hashes: new Int32Array(1 << 13),
    starts: new Uint32Array((1 << 13) + 1),
    letters: new Uint16Array(1 << 16),
    size: 0,
  };
}

/**
 * The number of the word `text[from..to)`, a new one if it was not seen before.
 *
 * @param hash FNV-1a of its UTF-16 units, computed by the caller while it scans
 */
export function termNumber(table: TermTable, text: string, from: number, to: number, hash: number): number {
  const found = search(table, text, from, to, hash);
  return found >= 0 ? found : addTerm(table, text, from, to, hash, ~found);
}

/** The number of a word, -1 if it is not in the table. */
export function findTerm(table: TermTable, text: string): number {
  return Math.max(-1, search(table, text, 0, text.length, termHash(text)));
}

/** The word's number, or the complement of the free slot where it belongs. */
function search(table: TermTable, text: string, from: number, to: number, hash: number): number {
  const { slots, hashes, starts, letters } = table;
  const mask = slots.length - 1;
  let slot = (hash ^ (hash >>> 15)) & mask;
  const length = to - from;
  for (;;) {
    const known = slots[slot]! - 1;
    if (known < 0) return ~slot;
    if (hashes[known] === hash) {
      const start = starts[known]!;
      if (starts[known + 1]! - start === length) {
        let i = 0;
        while (i < length && letters[start + i] === text.charCodeAt(from + i)) i++;
        if (i === length) return known;
      }
    }
    slot = (slot + 1) & mask;
  }
}

function addTerm(
  table: TermTable,
  text: string,
  from: number,
  to: number,
  hash: number,
  slot: number,
): number {
  const number = table.size;
  table.slots[slot] = number + 1;
  const start = table.starts[number]!;
  if (start + to - from > table.letters.length)
    table.letters = grown(table.letters, Math.max(2 * table.letters.length, start + to - from));
  for (let i = from; i < to; i++) table.letters[start + i - from] = text.charCodeAt(i);
  table.hashes[number] = hash;
  table.starts[number + 1] = start + to - from;
  table.size += 1;
  if (table.size === table.hashes.length) enlarge(table);
  return number;
}

function enlarge(table: TermTable): void {
  const capacity = 2 * table.hashes.length;
  const hashes = new Int32Array(capacity);
  hashes.set(table.hashes);
  const starts = new Uint32Array(capacity + 1);
  starts.set(table.starts);
  const slots = new Int32Array(2 * capacity);
  const mask = slots.length - 1;
  for (let number = 0; number < table.size; number++) {
    const hash = hashes[number]!;
    let slot = (hash ^ (hash >>> 15)) & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = number + 1;
  }
  table.hashes = hashes;
  table.starts = starts;
  table.slots = slots;
}

function grown(array: Uint16Array, length: number): Uint16Array {
  const larger = new Uint16Array(length);
  larger.set(array);
  return larger;
}

/** The word of a number, as it was scanned (lower case). */
export function termText(table: TermTable, number: number): string {
  let text = "";
  for (let i = table.starts[number]!; i < table.starts[number + 1]!; i++)
    text += String.fromCharCode(table.letters[i]!);
  return text;
}

/** FNV-1a over UTF-16 units, as the scanner of words computes it. */
export function termHash(text: string): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}
