const BITS = 11;
const SIZE = 1 << BITS;

/**
 * Rows by score, highest first; equal scores keep their order. Scores are compared as single-precision numbers.
 *
 * @param scores no NaN
 * Cost: linear (radix sort of the bits of the numbers).
 * Checked: tests/screening/learner-ranker.test.ts.
 */
export function orderRows(scores: Float64Array): Uint32Array {
  const { length } = scores;
  const keys = new Uint32Array(new Float32Array(scores).buffer);
  // Bits of a float grow with its size; turned so that the highest score has the lowest key. -0 counts as 0.
  for (let i = 0; i < length; i++) {
    const bits = keys[i]! === 0x80000000 ? 0 : keys[i]!;
    keys[i] = bits >>> 31 === 1 ? bits : ~(bits | 0x80000000);
  }
  let rows = new Uint32Array(length).map((_, row) => row);
  let next = new Uint32Array(length);
  const counts = new Uint32Array(SIZE);
  for (let shift = 0; shift < 32; shift += BITS) {
    counts.fill(0);
    for (let i = 0; i < length; i++) counts[(keys[i]! >>> shift) & (SIZE - 1)]! += 1;
    for (let i = 0, sum = 0; i < SIZE; i++) {
      const here = counts[i]!;
      counts[i] = sum;
      sum += here;
    }
    for (let i = 0; i < length; i++) {
      const row = rows[i]!;
      const digit = (keys[row]! >>> shift) & (SIZE - 1);
      next[counts[digit]!] = row;
      counts[digit]! += 1;
    }
    [rows, next] = [next, rows];
  }
  return rows;
}
