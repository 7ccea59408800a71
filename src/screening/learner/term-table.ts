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

/** Words of a text as they are found in it. */
export interface Words {
  /** The text's UTF-16 units, where they belong to words. */
  units: Uint16Array;
  /** For each word where it starts and ends in `units`, and the FNV-1a hash of its units. */
  places: Int32Array;
  count: number;
}

/** Writes the numbers of words to `out` from `at` on, new numbers for those not seen before; returns the end. */
export function termNumbers(table: TermTable, words: Words, out: Int32Array, at: number): number {
  const { units, places, count } = words;
  if (count === 0) return at;
  makeRoom(table, count, places[3 * count - 2]!);
  table.size = numberWords(table, units, places, count, out, at);
  return at + count;
}

// Apart, with no other function called in it, so that an engine translates it once, and fast.
function numberWords(
  { slots, hashes, starts, letters, size: before }: TermTable,
  units: Uint16Array,
  places: Int32Array,
  count: number,
  out: Int32Array,
  at: number,
): number {
  const mask = slots.length - 1;
  let size = before;
  for (let word = 0; word < count; word++) {
    const from = places[3 * word]!;
    const length = places[3 * word + 1]! - from;
    const hash = places[3 * word + 2]!;
    let slot = (hash ^ (hash >>> 15)) & mask;
    let number = slots[slot]! - 1;
    while (number >= 0) {
      if (hashes[number] === hash) {
        const start = starts[number]!;
        let same = starts[number + 1]! - start === length ? 0 : length + 1;
        while (same < length && letters[start + same] === units[from + same]) same++;
        if (same === length) break;
      }
      slot = (slot + 1) & mask;
      number = slots[slot]! - 1;
    }
    if (number < 0) {
      number = size++;
      slots[slot] = number + 1;
      hashes[number] = hash;
      const start = starts[number]!;
      for (let i = 0; i < length; i++) letters[start + i] = units[from + i]!;
      starts[number + 1] = start + length;
    }
    out[at + word] = number;
  }
  return size;
}

/** Room for so many new words with so many letters in all. */
function makeRoom(table: TermTable, words: number, letters: number): void {
  while (table.size + words >= table.hashes.length) enlarge(table);
  const end = table.starts[table.size]! + letters;
  if (end > table.letters.length)
    table.letters = grown(table.letters, Math.max(2 * table.letters.length, end));
}

/** The number of a word, -1 if it is not in the table. */
export function findTerm({ slots, hashes, starts, letters }: TermTable, text: string): number {
  const mask = slots.length - 1;
  const hash = termHash(text);
  for (let slot = (hash ^ (hash >>> 15)) & mask; ; slot = (slot + 1) & mask) {
    const known = slots[slot]! - 1;
    if (known < 0) return -1;
    const start = starts[known]!;
    if (hashes[known] !== hash || starts[known + 1]! - start !== text.length) continue;
    let i = 0;
    while (i < text.length && letters[start + i] === text.charCodeAt(i)) i++;
    if (i === text.length) return known;
  }
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
export function termText({ letters, starts }: TermTable, number: number): string {
  const end = starts[number + 1]!;
  let text = "";
  for (let at = starts[number]!; at < end; at += 1_000)
    text += String.fromCharCode(...letters.subarray(at, Math.min(end, at + 1_000)));
  return text;
}

/** FNV-1a over UTF-16 units, as the scanner of words computes it. */
function termHash(text: string): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}
