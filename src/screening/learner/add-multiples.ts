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

/** Vectors and what they are to be multiplied by, to be filled again and again. */
export interface Multiples {
  readonly what: Float32Array[];
  readonly by: number[];
  count: number;
}

/** Adds multiples of vectors as long as the sums, four at a time. */
export function addMultiples(sums: Float64Array, { what, by, count }: Multiples): void {
  let i = 0;
  for (; i + 3 < count; i += 4)
    addFour(
      sums,
      what[i]!,
      what[i + 1]!,
      what[i + 2]!,
      what[i + 3]!,
      by[i]!,
      by[i + 1]!,
      by[i + 2]!,
      by[i + 3]!,
    );
  for (; i < count; i++) addMultiple(sums, what[i]!, 0, sums.length, by[i]!);
}

function addFour(
  sums: Float64Array,
  p: Float32Array,
  q: Float32Array,
  r: Float32Array,
  s: Float32Array,
  a: number,
  b: number,
  c: number,
  d: number,
): void {
  for (let i = 0; i < sums.length; i++) sums[i]! += a * p[i]! + b * q[i]! + c * r[i]! + d * s[i]!;
}
