/** What an orthogonal change among the subjects of a pattern leaves to keep. */
export interface Reduced {
  readonly blocks: number;
  /** blocks × rows × p. */
  readonly x: Float64Array;
  /** blocks × rows. */
  readonly y: Float64Array;
  /** rows × rows. */
  readonly rest: Float64Array;
}

/** Rows of the subjects of one pattern: subject i has the rows starts[i] … starts[i] + rows − 1. */
export interface PatternRows {
  readonly starts: Int32Array;
  readonly rows: number;
  readonly p: number;
  /** n × p and n, rows already multiplied by the square root of their weight. */
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** What earlier columns leave of a column is rounding below this part of it. */
const DEPENDENT = 1e-12;
/** Below this many subjects nothing is gained by reducing them. */
const FEW = 4;

/**
 * Reduces the subjects of a pattern to k blocks, k the dimension of what their designs vary in (1, treatment and a
 * baseline value: 3, whatever the number of subjects), by Gram–Schmidt (twice) over the columns x_·tj. Where k
 * would come near the number of subjects they are kept as they are.
 *
 * Cost: 4 k N per column that is not zero. Checked: tests/synthesis/mmrm-engine.prop.test.ts.
 */
export function reduceSubjects(input: PatternRows): Reduced {
  const { starts, rows, p } = input;
  if (starts.length < FEW) return kept(input);
  const found = spanOf(input, Math.floor(starts.length / 2));
  if (found === null) return kept(input);
  const { basis, coordinates } = found;
  const k = basis.length;
  const x = new Float64Array(k * rows * p);
  for (const [b, row] of coordinates.entries()) x.set(row, b * rows * p);
  const y = new Float64Array(k * rows);
  const left: Float64Array[] = [];
  for (let t = 0; t < rows; t++) {
    const column = Float64Array.from(starts, (start) => input.y[start + t]!);
    for (let pass = 0; pass < 2; pass++) {
      for (let b = 0; b < k; b++) y[b * rows + t]! += project(column, basis[b]!);
    }
    left.push(column);
  }
  const rest = new Float64Array(rows * rows);
  for (let s = 0; s < rows; s++) {
    for (let t = 0; t <= s; t++) {
      const value = dot(left[s]!, left[t]!);
      rest[s * rows + t] = value;
      rest[t * rows + s] = value;
    }
  }
  return { blocks: k, x, y, rest };
}

/** An orthonormal basis of the design columns and their coordinates in it; null when it takes more than `most`. */
function spanOf(
  { starts, rows, p, x }: PatternRows,
  most: number,
): { basis: Float64Array[]; coordinates: Float64Array[] } | null {
  const count = starts.length;
  const basis: Float64Array[] = [];
  const coordinates: Float64Array[] = [];
  const column = new Float64Array(count);
  for (let t = 0; t < rows; t++) {
    for (let j = 0; j < p; j++) {
      for (let i = 0; i < count; i++) column[i] = x[(starts[i]! + t) * p + j]!;
      const whole = Math.sqrt(dot(column, column));
      if (whole === 0) continue;
      for (let pass = 0; pass < 2; pass++) {
        for (let b = 0; b < basis.length; b++) coordinates[b]![t * p + j]! += project(column, basis[b]!);
      }
      const length = Math.sqrt(dot(column, column));
      if (length <= DEPENDENT * whole) continue;
      if (basis.length === most) return null;
      basis.push(column.map((value) => value / length));
      const row = new Float64Array(rows * p);
      row[t * p + j] = length;
      coordinates.push(row);
    }
  }
  return { basis, coordinates };
}

/** Takes the part along a unit vector out of a column and returns its size. */
function project(column: Float64Array, unit: Float64Array): number {
  const size = dot(column, unit);
  if (size !== 0) for (let i = 0; i < column.length; i++) column[i]! -= size * unit[i]!;
  return size;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Every subject a block of its own. */
function kept({ starts, rows, p, x, y }: PatternRows): Reduced {
  const blocks = starts.length;
  const kx = new Float64Array(blocks * rows * p);
  const ky = new Float64Array(blocks * rows);
  for (const [b, start] of starts.entries()) {
    kx.set(x.subarray(start * p, (start + rows) * p), b * rows * p);
    ky.set(y.subarray(start, start + rows), b * rows);
  }
  return { blocks, x: kx, y: ky, rest: new Float64Array(rows * rows) };
}
