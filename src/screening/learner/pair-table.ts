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

/** The number of a pair, a new one if it was not seen before. */
export function pairNumber(table: PairTable, first: number, second: number): number {
  const { slots, firsts, seconds } = table;
  const mask = slots.length - 1;
  let slot = slotOf(first, second, mask);
  for (;;) {
    const known = slots[slot]! - 1;
    if (known < 0) break;
    if (firsts[known] === first && seconds[known] === second) return known;
    slot = (slot + 1) & mask;
  }
  const number = table.size++;
  slots[slot] = number + 1;
  firsts[number] = first;
  seconds[number] = second;
  if (table.size === firsts.length) enlarge(table);
  return number;
}

function enlarge(table: PairTable): void {
  const capacity = 2 * table.size;
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
