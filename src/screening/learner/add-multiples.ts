/** Adds a multiple of `length` entries from `from` on. */
export function addMultiple(
  sums: Float64Array,
  what: Float32Array,
  from: number,
  length: number,
  by: number,
): void {
  for (let i = 0; i < length; i++) sums[i]! += by * what[from + i]!;
}

/** Adds multiples of vectors as long as the sums, four at a time. */
export function addMultiples(sums: Float64Array, what: readonly Float32Array[], by: readonly number[]): void {
  let i = 0;
  for (; i + 3 < what.length; i += 4)
    addFour(
      sums,
      [what[i]!, what[i + 1]!, what[i + 2]!, what[i + 3]!],
      [by[i]!, by[i + 1]!, by[i + 2]!, by[i + 3]!],
    );
  for (; i < what.length; i++) addMultiple(sums, what[i]!, 0, sums.length, by[i]!);
}

type Four<T> = readonly [T, T, T, T];

function addFour(sums: Float64Array, [p, q, r, s]: Four<Float32Array>, [a, b, c, d]: Four<number>): void {
  for (let i = 0; i < sums.length; i++) sums[i]! += a * p[i]! + b * q[i]! + c * r[i]! + d * s[i]!;
}
