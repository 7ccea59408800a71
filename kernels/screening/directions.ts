import { take } from "./memory";

/** Rows that directions are found on, as compressed rows; what each is multiplied by; their mean. */
let rows: i32 = 0;
let columns: i32 = 0;
let starts: usize = 0;
let indices: usize = 0;
let values: usize = 0;
let lengths: usize = 0;
let mean: usize = 0;

/** So many directions at once, a multiple of 16. */
let width: i32 = 0;
/** By row and by column, `width` values side by side. */
let left: usize = 0;
let right: usize = 0;
/** `width` values. */
let sums: usize = 0;
/** `width` times `width`, row after row: products of directions, and what makes them orthonormal. */
let gram: usize = 0;
let factor: usize = 0;
let turn: usize = 0;
let line: usize = 0;

/** By column, `kept` values side by side: the directions found; by row handed over: its places along them. */
let kept: i32 = 0;
let loadings: usize = 0;
let centre: usize = 0;
let places: usize = 0;

export function prepareDirections(n: i32, m: i32, entries: i32, directions: i32): void {
  rows = n;
  columns = m;
  width = directions;
  const bytes = (<usize>directions) << 2;
  starts = take((<usize>(n + 1)) << 2);
  indices = take((<usize>entries) << 2);
  values = take((<usize>entries) << 2);
  lengths = take((<usize>n) << 2);
  mean = take((<usize>m) << 2);
  left = take(<usize>n * bytes);
  right = take(<usize>m * bytes);
  sums = take(bytes);
  gram = take(<usize>directions * (bytes << 1));
  factor = take(<usize>directions * (bytes << 1));
  turn = take(<usize>directions * bytes);
  line = take(bytes);
}

export function rowStartsAt(): usize {
  return starts;
}
export function rowIndicesAt(): usize {
  return indices;
}
export function rowValuesAt(): usize {
  return values;
}
export function rowLengthsAt(): usize {
  return lengths;
}
/** Squared singular value of a direction, in no order. */
export function squareOf(direction: i32): f64 {
  return load<f64>(entry(gram, direction, direction));
}
/** A row for each direction: how it is made of those that were followed. */
export function factorAt(): usize {
  return factor;
}
export function turnAt(): usize {
  return turn;
}
export function loadingsAt(): usize {
  return loadings;
}
export function centreAt(): usize {
  return centre;
}
export function placesAt(): usize {
  return places;
}

/** Subspace iteration; squared singular values are then on the diagonal of `gram`, vectors the rows of `factor`. */
export function findDirections(times: i32): void {
  average();
  scatter();
  orthonormalise();
  for (let time = 0; time < times; time++) {
    toColumns();
    toRows();
    orthonormalise();
  }
  toColumns();
  multiplyAll(right, columns);
  diagonalise();
}

/** The mean of the rows, each of unit length. */
function average(): void {
  for (let row = 0; row < rows; row++) {
    const by = load<f32>(lengths + ((<usize>row) << 2)) / <f32>rows;
    const end = (<usize>load<u32>(starts + ((<usize>(row + 1)) << 2))) << 2;
    for (let i = (<usize>load<u32>(starts + ((<usize>row) << 2))) << 2; i < end; i += 4) {
      const at = mean + ((<usize>load<i32>(indices + i)) << 2);
      store<f32>(at, load<f32>(at) + load<f32>(values + i) * by);
    }
  }
}

/** Values in [-1, 1) that are the same each time: Marsaglia's xorshift. */
function scatter(): void {
  let state: u32 = 2463534242;
  const end = left + ((<usize>rows * <usize>width) << 2);
  for (let at = left; at < end; at += 4) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    store<f32>(at, <f32>(<i32>state) / <f32>2147483648);
  }
}

/** `right = (rows - mean)' left`. */
function toColumns(): void {
  const bytes = (<usize>width) << 2;
  memory.fill(right, 0, <usize>columns * bytes);
  memory.fill(sums, 0, bytes);
  for (let row = 0; row < rows; row++) {
    const from = left + <usize>row * bytes;
    const by = f32x4.splat(load<f32>(lengths + ((<usize>row) << 2)));
    for (let k: usize = 0; k < bytes; k += 16) {
      const value = v128.load(from + k);
      v128.store(sums + k, f32x4.add(v128.load(sums + k), value));
      v128.store(line + k, f32x4.mul(value, by));
    }
    const end = (<usize>load<u32>(starts + ((<usize>(row + 1)) << 2))) << 2;
    for (let i = (<usize>load<u32>(starts + ((<usize>row) << 2))) << 2; i < end; i += 4)
      addLine(right + <usize>load<i32>(indices + i) * bytes, line, load<f32>(values + i), bytes);
  }
  for (let column = 0; column < columns; column++)
    addLine(right + <usize>column * bytes, sums, -load<f32>(mean + ((<usize>column) << 2)), bytes);
}

/** Adds a multiple of a line, whose length is a multiple of 64 bytes, to another. */
function addLine(to: usize, what: usize, by: f32, bytes: usize): void {
  const times = f32x4.splat(by);
  for (const end = to + bytes; to < end; to += 64) {
    v128.store(to, f32x4.add(v128.load(to), f32x4.mul(v128.load(what), times)));
    v128.store(to, f32x4.add(v128.load(to, 16), f32x4.mul(v128.load(what, 16), times)), 16);
    v128.store(to, f32x4.add(v128.load(to, 32), f32x4.mul(v128.load(what, 32), times)), 32);
    v128.store(to, f32x4.add(v128.load(to, 48), f32x4.mul(v128.load(what, 48), times)), 48);
    what += 64;
  }
}

/** `left = (rows - mean) right`. */
function toRows(): void {
  const bytes = (<usize>width) << 2;
  memory.fill(sums, 0, bytes);
  for (let column = 0; column < columns; column++)
    addLine(sums, right + <usize>column * bytes, load<f32>(mean + ((<usize>column) << 2)), bytes);
  for (let row = 0; row < rows; row++)
    for (let k: usize = 0; k < bytes; k += 64)
      rowTimes(row, right + k, bytes, sums + k, left + <usize>row * bytes + k);
}

/** Sixteen of `out = row by - less`. */
function rowTimes(row: i32, by: usize, bytes: usize, less: usize, out: usize): void {
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let c = f32x4.splat(0);
  let d = f32x4.splat(0);
  const end = (<usize>load<u32>(starts + ((<usize>(row + 1)) << 2))) << 2;
  for (let i = (<usize>load<u32>(starts + ((<usize>row) << 2))) << 2; i < end; i += 4) {
    const at = by + <usize>load<i32>(indices + i) * bytes;
    const value = v128.load32_splat(values + i);
    a = f32x4.add(a, f32x4.mul(v128.load(at), value));
    b = f32x4.add(b, f32x4.mul(v128.load(at, 16), value));
    c = f32x4.add(c, f32x4.mul(v128.load(at, 32), value));
    d = f32x4.add(d, f32x4.mul(v128.load(at, 48), value));
  }
  const length = v128.load32_splat(lengths + ((<usize>row) << 2));
  v128.store(out, f32x4.sub(f32x4.mul(a, length), v128.load(less)));
  v128.store(out, f32x4.sub(f32x4.mul(b, length), v128.load(less, 16)), 16);
  v128.store(out, f32x4.sub(f32x4.mul(c, length), v128.load(less, 32)), 32);
  v128.store(out, f32x4.sub(f32x4.mul(d, length), v128.load(less, 48)), 48);
}

/** Rows whose products are summed in single precision. */
const BATCH: usize = 64;

/** `gram = what' what`, the lower triangle; `turn` is written over. */
function multiplyAll(what: usize, length: i32): void {
  const bytes = (<usize>width) << 2;
  const cells = <usize>width * <usize>width;
  memory.fill(gram, 0, cells << 3);
  const end = what + <usize>length * bytes;
  for (let from = what; from < end; from += BATCH * bytes) {
    memory.fill(turn, 0, cells << 2);
    for (let at = from; at < min(from + BATCH * bytes, end); at += bytes) addProducts(at, bytes);
    for (let cell: usize = 0; cell < cells; cell += 2) {
      const two = f64x2.promote_low_f32x4(v128.load64_zero(turn + (cell << 2)));
      const to = gram + (cell << 3);
      v128.store(to, f64x2.add(v128.load(to), two));
    }
  }
}

/** Adds the products of the values of a line with those not after them, and some more, to `turn`. */
function addProducts(line: usize, bytes: usize): void {
  let to = turn;
  for (let i: usize = 0; i < bytes; i += 4) {
    const by = v128.load32_splat(line + i);
    for (let j: usize = 0; j <= i; j += 16)
      v128.store(to + j, f32x4.add(v128.load(to + j), f32x4.mul(v128.load(line + j), by)));
    to += bytes;
  }
}

/** Turns `left` into orthonormal columns; one that the others determine becomes 0. */
function orthonormalise(): void {
  multiplyAll(left, rows);
  decompose();
  invert();
  const bytes = (<usize>width) << 2;
  for (let row = 0; row < rows; row++) {
    const at = left + <usize>row * bytes;
    memory.copy(line, at, bytes);
    memory.fill(at, 0, bytes);
    for (let i: usize = 0; i < bytes; i += 4)
      addLine(at, turn + (i >>> 2) * bytes, load<f32>(line + i), bytes);
  }
}

function entry(matrix: usize, i: i32, j: i32): usize {
  return matrix + ((<usize>i * <usize>width + <usize>j) << 3);
}

/** Cholesky factor of `gram`, rows of what is determined 0. */
function decompose(): void {
  for (let i = 0; i < width; i++)
    for (let j = 0; j <= i; j++) {
      let sum = load<f64>(entry(gram, i, j));
      for (let k = 0; k < j; k++) sum -= load<f64>(entry(factor, i, k)) * load<f64>(entry(factor, j, k));
      const pivot = load<f64>(entry(factor, j, j));
      if (i === j) sum = sum > 1e-9 * load<f64>(entry(gram, i, i)) ? Math.sqrt(sum) : 0;
      else sum = pivot > 0 ? sum / pivot : 0;
      store<f64>(entry(factor, i, j), sum);
    }
}

/** `turn` is the transposed inverse of the factor, columns of what is determined 0. */
function invert(): void {
  memory.fill(turn, 0, (<usize>width * <usize>width) << 2);
  // By columns of the inverse, kept in `gram`, which is no longer needed.
  for (let j = 0; j < width; j++)
    for (let i = j; i < width; i++) {
      const pivot = load<f64>(entry(factor, i, i));
      let sum: f64 = i === j ? 1 : 0;
      for (let k = j; k < i; k++) sum -= load<f64>(entry(factor, i, k)) * load<f64>(entry(gram, j, k));
      sum = pivot > 0 ? sum / pivot : 0;
      store<f64>(entry(gram, j, i), sum);
      store<f32>(turn + ((<usize>j * <usize>width + <usize>i) << 2), <f32>sum);
    }
}

/**
 * Turns `gram` into the diagonal matrix of its eigenvalues, by Jacobi rotations in turn; the rows of `factor` are the
 * eigenvectors. Golub and Van Loan, Matrix Computations, 4th ed., section 8.5.
 */
function diagonalise(): void {
  memory.fill(factor, 0, (<usize>width * <usize>width) << 3);
  for (let i = 0; i < width; i++) {
    store<f64>(entry(factor, i, i), 1);
    for (let j = 0; j < i; j++) store<f64>(entry(gram, j, i), load<f64>(entry(gram, i, j)));
  }
  for (let sweep = 0; sweep < 30 && !isDiagonal(); sweep++)
    for (let p = 0; p < width; p++) for (let q = p + 1; q < width; q++) rotate(p, q);
}

function isDiagonal(): bool {
  let beside: f64 = 0;
  let along: f64 = 0;
  for (let i = 0; i < width; i++)
    for (let j = 0; j <= i; j++) {
      const value = load<f64>(entry(gram, i, j));
      if (i === j) along += value * value;
      else beside += value * value;
    }
  return beside <= 1e-24 * along;
}

/** Makes entry p, q of `gram` 0. */
function rotate(p: i32, q: i32): void {
  const between = load<f64>(entry(gram, p, q));
  if (between === 0) return;
  const theta = (load<f64>(entry(gram, q, q)) - load<f64>(entry(gram, p, p))) / (2 * between);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  turnRows(gram, p, q, c, t * c);
  turnRows(factor, p, q, c, t * c);
  for (let row = 0; row < width; row++) {
    const atP = entry(gram, row, p);
    const atQ = entry(gram, row, q);
    const a = load<f64>(atP);
    const b = load<f64>(atQ);
    store<f64>(atP, c * a - t * c * b);
    store<f64>(atQ, t * c * a + c * b);
  }
}

function turnRows(matrix: usize, p: i32, q: i32, c: f64, s: f64): void {
  let atP = entry(matrix, p, 0);
  let atQ = entry(matrix, q, 0);
  const cosine = f64x2.splat(c);
  const sine = f64x2.splat(s);
  for (const end = atP + ((<usize>width) << 3); atP < end; atP += 16) {
    const a = v128.load(atP);
    const b = v128.load(atQ);
    v128.store(atP, f64x2.sub(f64x2.mul(cosine, a), f64x2.mul(sine, b)));
    v128.store(atQ, f64x2.add(f64x2.mul(sine, a), f64x2.mul(cosine, b)));
    atQ += 16;
  }
}

/** `loadings = right turn`, the first so many columns of it, a multiple of 16; and the mean's places along them. */
export function turnDirections(directions: i32): void {
  kept = directions;
  const bytes = (<usize>directions) << 2;
  loadings = take(<usize>columns * bytes);
  centre = take(bytes);
  for (let column = 0; column < columns; column++) {
    const to = loadings + <usize>column * bytes;
    for (let i = 0; i < width; i++) {
      const by = load<f32>(right + ((<usize>column * <usize>width + <usize>i) << 2));
      addLine(to, turn + ((<usize>i * <usize>width) << 2), by, bytes);
    }
    addLine(centre, to, load<f32>(mean + ((<usize>column) << 2)), bytes);
  }
}

/** Places of the first so many rows handed over along the directions, less the mean's. */
export function placeRows(count: i32): void {
  const bytes = (<usize>kept) << 2;
  if (places === 0) places = take(<usize>rows * bytes);
  for (let row = 0; row < count; row++)
    for (let k: usize = 0; k < bytes; k += 64)
      rowTimes(row, loadings + k, bytes, centre + k, places + <usize>row * bytes + k);
}
