import { take } from "./memory";

/** Rows of documents; vectors over rows are as long as the next multiple of 4. */
export let rows: i32 = 0;
export let vectors: i32 = 0;

/** Entries of rows that are handed over: columns and values. */
let givenColumns: usize = 0;
let givenValues: usize = 0;
/** Where each row starts among all entries, one more than there are rows. */
let starts: usize = 0;

let columns: i32 = 0;
let columnStarts: usize = 0;
let columnRows: usize = 0;
let columnValues: usize = 0;
/** By column: how far it is filled; later, where it stands as one value per row, 0 where it does not. */
let columnPlaces: usize = 0;

let latent: usize = 0;
let width: i32 = 0;

export function prepareProducts(n: i32, m: i32, entries: i32, given: i32, dimensions: i32): void {
  rows = n;
  vectors = (n + 3) & ~3;
  columns = m;
  width = dimensions;
  givenColumns = take((<usize>given) << 2);
  givenValues = take((<usize>given) << 2);
  starts = take((<usize>(n + 1)) << 2);
  columnStarts = take((<usize>(m + 1)) << 2);
  columnPlaces = take((<usize>m) << 2);
  columnRows = take((<usize>entries) << 2);
  columnValues = take((<usize>entries) << 2);
  latent = take((<usize>vectors * <usize>dimensions) << 2);
}

export function givenColumnsAt(): usize {
  return givenColumns;
}
export function givenValuesAt(): usize {
  return givenValues;
}
export function startsAt(): usize {
  return starts;
}
export function latentAt(): usize {
  return latent;
}

/** Counts the entries of each column among those handed over. */
export function countColumns(count: i32): void {
  for (let i = 0; i < count; i++) {
    const at = columnStarts + ((<usize>(load<i32>(givenColumns + ((<usize>i) << 2)) + 1)) << 2);
    store<i32>(at, load<i32>(at) + 1);
  }
}

/** After all are counted. */
export function beginColumns(): void {
  let sum = 0;
  for (let column = 0; column <= columns; column++) {
    const at = columnStarts + ((<usize>column) << 2);
    sum += load<i32>(at);
    store<i32>(at, sum);
    if (column < columns) store<i32>(columnPlaces + ((<usize>column) << 2), sum);
  }
}

/** Puts the entries of rows `from` to `to`, handed over, into their columns. */
export function fillColumns(from: i32, to: i32): void {
  const first = load<i32>(starts + ((<usize>from) << 2));
  for (let row = from; row < to; row++) {
    const end = load<i32>(starts + ((<usize>(row + 1)) << 2)) - first;
    for (let i = load<i32>(starts + ((<usize>row) << 2)) - first; i < end; i++) {
      const at = columnPlaces + ((<usize>load<i32>(givenColumns + ((<usize>i) << 2))) << 2);
      const to = (<usize>load<i32>(at)) << 2;
      store<i32>(at, load<i32>(at) + 1);
      store<i32>(columnRows + to, row);
      store<f32>(columnValues + to, load<f32>(givenValues + ((<usize>i) << 2)));
    }
  }
}

/** Columns of at least so many rows also stand as one value per row: adding to all then costs less than looking up. */
export function endColumns(dense: i32): void {
  for (let column = 0; column < columns; column++) {
    const from = load<i32>(columnStarts + ((<usize>column) << 2));
    const to = load<i32>(columnStarts + ((<usize>(column + 1)) << 2));
    const at = columnPlaces + ((<usize>column) << 2);
    store<i32>(at, 0);
    if (to - from < dense) continue;
    const whole = take((<usize>vectors) << 2);
    store<i32>(at, <i32>whole);
    for (let i = (<usize>from) << 2; i < (<usize>to) << 2; i += 4)
      store<f32>(whole + ((<usize>load<i32>(columnRows + i)) << 2), load<f32>(columnValues + i));
  }
}

/** Products of a row, whose entries are handed over, with all rows, and 1 for the bias: where they are. */
export function productOf(row: i32, count: i32): usize {
  const out = take((<usize>vectors) << 2);
  latentProducts(row, out);
  for (let i: usize = 0; i < (<usize>count) << 2; i += 4) {
    const column = (<usize>load<i32>(givenColumns + i)) << 2;
    const value = load<f32>(givenValues + i);
    const whole = <usize>load<u32>(columnPlaces + column);
    if (whole !== 0) addWhole(out, whole, value);
    else addColumn(out, load<i32>(columnStarts + column), load<i32>(columnStarts + column, 4), value);
  }
  return out;
}

function latentProducts(row: i32, out: usize): void {
  const length = (<usize>width) << 2;
  const own = latent + <usize>row * length;
  let at = latent;
  for (const end = out + ((<usize>vectors) << 2); out < end; out += 4) {
    let even = f32x4.splat(0);
    let odd = f32x4.splat(0);
    let k: usize = 0;
    for (; k + 16 < length; k += 32) {
      even = f32x4.add(even, f32x4.mul(v128.load(at + k), v128.load(own + k)));
      odd = f32x4.add(odd, f32x4.mul(v128.load(at + k, 16), v128.load(own + k, 16)));
    }
    if (k < length) even = f32x4.add(even, f32x4.mul(v128.load(at + k), v128.load(own + k)));
    even = f32x4.add(even, odd);
    const low = f32x4.extract_lane(even, 0) + f32x4.extract_lane(even, 1);
    store<f32>(out, low + (f32x4.extract_lane(even, 2) + f32x4.extract_lane(even, 3)) + 1);
    at += length;
  }
}

function addWhole(out: usize, whole: usize, by: f32): void {
  const times = f32x4.splat(by);
  for (let i: usize = 0; i < (<usize>vectors) << 2; i += 16)
    v128.store(out + i, f32x4.add(v128.load(out + i), f32x4.mul(v128.load(whole + i), times)));
}

function addColumn(out: usize, from: i32, to: i32, by: f32): void {
  for (let i = (<usize>from) << 2; i < (<usize>to) << 2; i += 4) {
    const at = out + ((<usize>load<i32>(columnRows + i)) << 2);
    store<f32>(at, load<f32>(at) + by * load<f32>(columnValues + i));
  }
}
