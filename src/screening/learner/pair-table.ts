/** Numbers for pairs of numbers, in order of first appearance. */
export interface PairTable {
  /** Open addressing: pair number + 1, 0 where free. */
  slots: Int32Array;
  firsts: Int32Array;
  seconds: Int32Array;
  size: number;
}

/** An empty table; it grows by doubling. */
export function createPairTable(): PairTable {
  return {
    slots: new Int32Array(1 << 16),
    firsts: new Int32Array(1 << 15),
    seconds: new Int32Array(1 << 15),
    size: 0,
  };
}

function slotOf(first: number, second: number, mask: number): number {
  const mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) & mask;
}

/** Which pairs may be too rare to be numbered: how often those of a bucket were seen, up to `enough`. */
export interface PairCounts {
  readonly seen: Uint8Array;
  readonly enough: number;
}

/** Where there are no pairs, or they are too rare. */
export const NO_PAIR = -2;
export const TOO_RARE = -1;

/** Buckets for so many occurrences of pairs. */
export function createPairCounts(occurrences: number, enough: number): PairCounts {
  let bits = 16;
  while (1 << bits < 2 * occurrences && bits < 26) bits++;
  return { seen: new Uint8Array(1 << bits), enough: Math.min(255, enough) };
}

function bucketOf(first: number, second: number): number {
  const mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}

/** Counts the pairs of neighbours in `words[tokens[from..to)]`. */
export function countPairs(
  { seen, enough }: PairCounts,
  tokens: Int32Array,
  from: number,
  to: number,
  words: Int32Array,
): void {
  const mask = seen.length - 1;
  for (let at = from + 1; at < to; at++) {
    const place = bucketOf(words[tokens[at - 1]!]!, words[tokens[at]!]!) & mask;
    if (seen[place]! < enough) seen[place]! += 1;
  }
}

/** Writes the number of each pair, a new one if it was not seen before, to where it ends. */
export function numberPairs(
  table: PairTable,
  { seen, enough }: PairCounts,
  tokens: Int32Array,
  from: number,
  to: number,
  words: Int32Array,
  out: Int32Array,
): void {
  while (table.size + to - from >= table.firsts.length) enlarge(table);
  const { slots, firsts, seconds } = table;
  const mask = slots.length - 1;
  let size = table.size;
  for (let at = from + 1; at < to; at++) {
    const first = words[tokens[at - 1]!]!;
    const second = words[tokens[at]!]!;
    let number = TOO_RARE;
    if (seen[bucketOf(first, second) & (seen.length - 1)]! >= enough) {
      let slot = slotOf(first, second, mask);
      number = slots[slot]! - 1;
      while (number >= 0 && (firsts[number] !== first || seconds[number] !== second)) {
        slot = (slot + 1) & mask;
        number = slots[slot]! - 1;
      }
      if (number < 0) {
        number = size++;
        slots[slot] = number + 1;
        firsts[number] = first;
        seconds[number] = second;
      }
    }
    out[at] = number;
  }
  table.size = size;
}

function enlarge(table: PairTable): void {
  const capacity = 2 * table.firsts.length;
  const firsts = new Int32Array(capacity);
  const seconds = new Int32Array(capacity);
  firsts.set(table.firsts);
  seconds.set(table.seconds);
  const slots = new Int32Array(2 * capacity);
  const mask = slots.length - 1;
  for (let number = 0; number < table.size; number++) {
    let slot = slotOf(firsts[number]!, seconds[number]!, mask);
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = number + 1;
  }
  table.slots = slots;
  table.firsts = firsts;
  table.seconds = seconds;
}
