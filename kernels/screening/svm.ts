import { moved, take } from "./memory";
import { productOf, rows, vectors } from "./products";

/** By row: dual variable, class (1, -1, 0 where it is not in the training set), terms of the diagonal, score. */
let alpha: usize = 0;
let sign: usize = 0;
let squares: usize = 0;
let own: usize = 0;
let scores: usize = 0;
/** By row: its slot + 1, 0 without one. */
let slots: usize = 0;
/** Rows handed over, rows still open in a fit, and labels: -1 unlabelled. */
let given: usize = 0;
let open: usize = 0;
let labels: usize = 0;
let near: usize = 0;
let longest: f64 = 0;
let looked: i32 = 0;

/** Slots of the rows that were ever in a fit. */
let size: i32 = 0;
let count: i32 = 0;
let rowOf: usize = 0;
let slotScores: usize = 0;
/** By slot: what was added to the weights and is not yet in the scores of all rows. */
let pending: usize = 0;
/** By slot: where its products with all rows are. */
let products: usize = 0;
/** Products of slots with one another, `size` times `size`. */
let among: usize = 0;

/** What is being added to scores: products and multiples. */
let changed: i32 = 0;
let changedWhat: usize = 0;
let changedBy: usize = 0;

/** More than rounding could make of a score, for each unit of change. */
const SLACK: f64 = 1e-5;
/** Changes of a dual variable above this, few but most of the change, are added to the scores of all rows at once. */
const AT_ONCE: f64 = 0.002;

export function prepareSvm(length: f64): void {
  longest = length;
  alpha = take((<usize>vectors) << 3);
  sign = take(<usize>vectors);
  squares = take((<usize>vectors) << 3);
  own = take((<usize>vectors) << 3);
  scores = take((<usize>vectors) << 3);
  slots = take((<usize>vectors) << 2);
  given = take((<usize>vectors) << 2);
  open = take((<usize>vectors) << 2);
  labels = take(<usize>vectors);
  near = take((<usize>vectors) << 2);
  enlarge(64);
}

export function alphaAt(): usize {
  return alpha;
}
export function signAt(): usize {
  return sign;
}
export function squaresAt(): usize {
  return squares;
}
export function ownAt(): usize {
  return own;
}
export function scoresAt(): usize {
  return scores;
}
export function givenRowsAt(): usize {
  return given;
}
export function labelsAt(): usize {
  return labels;
}

function enlarge(to: i32): void {
  const from = size;
  const old = among;
  rowOf = moved(rowOf, from, to, 2);
  slotScores = moved(slotScores, from, to, 3);
  pending = moved(pending, from, to, 3);
  products = moved(products, from, to, 2);
  changedWhat = take((<usize>to) << 2);
  changedBy = take((<usize>to) << 3);
  among = take((<usize>to * <usize>to) << 2);
  for (let slot = 0; slot < from; slot++)
    memory.copy(
      among + ((<usize>slot * <usize>to) << 2),
      old + ((<usize>slot * <usize>from) << 2),
      (<usize>from) << 2,
    );
  size = to;
}

/** Gives a row, whose entries are handed over, a slot. */
export function give(row: i32, entries: i32): void {
  if (count === size) enlarge((3 * size + 1) >>> 1);
  const product = productOf(row, entries);
  store<i32>(rowOf + ((<usize>count) << 2), row);
  store<u32>(products + ((<usize>count) << 2), <u32>product);
  store<i32>(slots + ((<usize>row) << 2), count + 1);
  listChanges(0);
  store<f64>(slotScores + ((<usize>count) << 3), load<f64>(scores + ((<usize>row) << 3)) + changeOf(row));
  for (let other = 0; other <= count; other++) {
    const value = load<f32>(product + ((<usize>load<i32>(rowOf + ((<usize>other) << 2))) << 2));
    store<f32>(among + ((<usize>count * <usize>size + <usize>other) << 2), value);
    store<f32>(among + ((<usize>other * <usize>size + <usize>count) << 2), value);
  }
  count += 1;
}

/** Adds a multiple of the row of a slot to the weights. */
function add(slot: i32, by: f64): void {
  const at = pending + ((<usize>slot) << 3);
  store<f64>(at, load<f64>(at) + by);
  const row = among + ((<usize>slot * <usize>size) << 2);
  const times = f64x2.splat(by);
  let i: usize = 0;
  for (; i + 1 < <usize>count; i += 2) {
    const to = slotScores + (i << 3);
    const two = f64x2.promote_low_f32x4(v128.load64_zero(row + (i << 2)));
    v128.store(to, f64x2.add(v128.load(to), f64x2.mul(two, times)));
  }
  if (i < <usize>count) {
    const to = slotScores + (i << 3);
    store<f64>(to, load<f64>(to) + <f64>load<f32>(row + (i << 2)) * by);
  }
}

/** Takes a row, which has a slot, out of the weights. */
export function release(row: i32): void {
  const at = alpha + ((<usize>row) << 3);
  const by = load<f64>(at);
  if (by === 0) return;
  add(load<i32>(slots + ((<usize>row) << 2)) - 1, -(<f64>load<i8>(sign + <usize>row)) * by);
  store<f64>(at, 0);
}

/** Fits to the rows handed over, which have slots and signs; terms of the diagonal by class. */
export function fit(length: i32, ofRelevant: f64, ofIrrelevant: f64, tolerance: f64, mostPasses: i32): void {
  let left = 0;
  for (let pass = 0; pass < mostPasses; pass++) {
    const all = left === 0;
    worst = 0;
    left = passOver(all ? given : open, all ? length : left, ofRelevant, ofIrrelevant, 0.3 * tolerance);
    if (worst < tolerance) {
      if (all) break;
      left = 0;
    }
  }
  settle(AT_ONCE);
}

/** The greatest derivative met in a pass. */
let worst: f64 = 0;

/** Solves for each row in turn; rows whose derivative is above `least` stay open. Returns how many. */
function passOver(list: usize, length: i32, ofRelevant: f64, ofIrrelevant: f64, least: f64): i32 {
  let left = 0;
  for (let i = 0; i < length; i++) {
    const row = load<i32>(list + ((<usize>i) << 2));
    const slot = load<i32>(slots + ((<usize>row) << 2)) - 1;
    const y = <f64>load<i8>(sign + <usize>row);
    const diagonal = y > 0 ? ofRelevant : ofIrrelevant;
    const at = (<usize>row) << 3;
    const before = load<f64>(alpha + at);
    const score = load<f64>(slotScores + ((<usize>slot) << 3));
    const derivative = y * score - 1 + (diagonal + load<f64>(own + at)) * before;
    const size = derivative < 0 ? -derivative : before === 0 ? 0 : derivative;
    if (size > worst) worst = size;
    if (size <= least) continue;
    store<i32>(open + ((<usize>left) << 2), row);
    left += 1;
    const after = max(0, before - derivative / (load<f64>(squares + at) + diagonal));
    store<f64>(alpha + at, after);
    add(slot, (after - before) * y);
  }
  return left;
}

/** Score of a row that has a slot. */
export function scoreOf(row: i32): f64 {
  return load<f64>(slotScores + ((<usize>(load<i32>(slots + ((<usize>row) << 2)) - 1)) << 3));
}

/** Brings the scores of all rows up to date. */
export function settleAll(): void {
  settle(0);
  looked = 0;
}

/** Adds to the scores of all rows what is not yet in them, multiples above `least` alone. */
function settle(least: f64): void {
  listChanges(least);
  let i = 0;
  for (; i + 1 < changed; i += 2) {
    const a = <usize>load<u32>(changedWhat + ((<usize>i) << 2));
    const b = <usize>load<u32>(changedWhat + ((<usize>(i + 1)) << 2));
    addTwo(a, b, load<f64>(changedBy + ((<usize>i) << 3)), load<f64>(changedBy + ((<usize>(i + 1)) << 3)));
  }
  if (i < changed) {
    const what = <usize>load<u32>(changedWhat + ((<usize>i) << 2));
    addTwo(what, what, load<f64>(changedBy + ((<usize>i) << 3)), 0);
  }
  for (let slot = 0; slot < count; slot++) {
    const at = pending + ((<usize>slot) << 3);
    if (Math.abs(load<f64>(at)) > least) store<f64>(at, 0);
  }
}

function addTwo(a: usize, b: usize, byA: f64, byB: f64): void {
  const timesA = f64x2.splat(byA);
  const timesB = f64x2.splat(byB);
  for (let i: usize = 0; i < <usize>vectors; i += 2) {
    const ofA = f64x2.mul(f64x2.promote_low_f32x4(v128.load64_zero(a + (i << 2))), timesA);
    const ofB = f64x2.mul(f64x2.promote_low_f32x4(v128.load64_zero(b + (i << 2))), timesB);
    const to = scores + (i << 3);
    v128.store(to, f64x2.add(v128.load(to), f64x2.add(ofA, ofB)));
  }
}

/** What is not yet in the scores of all rows, multiples above `least` alone. */
function listChanges(least: f64): void {
  changed = 0;
  for (let slot = 0; slot < count; slot++) {
    const by = load<f64>(pending + ((<usize>slot) << 3));
    if (Math.abs(by) <= least) continue;
    store<u32>(changedWhat + ((<usize>changed) << 2), load<u32>(products + ((<usize>slot) << 2)));
    store<f64>(changedBy + ((<usize>changed) << 3), by);
    changed += 1;
  }
}

/** What the listed changes add to the score of a row. */
function changeOf(row: i32): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < changed; i++) {
    const what = <usize>load<u32>(changedWhat + ((<usize>i) << 2));
    sum += load<f64>(changedBy + ((<usize>i) << 3)) * <f64>load<f32>(what + ((<usize>row) << 2));
  }
  return sum;
}

/**
 * The unlabelled row with the highest score in single precision, the first of equals; -1 when all are labelled. No
 * score has grown by more than the length of the longest row times that of the change of the weights, so rows well
 * below the highest are not looked at.
 */
export function highest(): i32 {
  const lead = highestKept();
  if (lead < 0) return -1;
  listChanges(0);
  const score = load<f64>(scores + ((<usize>lead) << 3)) + changeOf(lead);
  const length = listNear(score - growth());
  looked += length;
  // Looking at a fifth of the rows costs about what adding to all does.
  if (5 * looked > rows) {
    settleAll();
    return highestKept();
  }
  let best = load<i32>(near);
  let most: f32 = -Infinity;
  for (let i = 0; i < length; i++) {
    const row = load<i32>(near + ((<usize>i) << 2));
    const now = <f32>(load<f64>(scores + ((<usize>row) << 3)) + changeOf(row));
    if (now <= most) continue;
    best = row;
    most = now;
  }
  return best;
}

/** By the scores that are kept. */
function highestKept(): i32 {
  let best = -1;
  let most: f32 = 0;
  for (let row = 0; row < rows; row++) {
    if (load<i8>(labels + <usize>row) !== -1) continue;
    const score = <f32>load<f64>(scores + ((<usize>row) << 3));
    if (best >= 0 && score <= most) continue;
    best = row;
    most = score;
  }
  return best;
}

/** By how much at most the score of any row has grown. */
function growth(): f64 {
  let squared: f64 = 0;
  let bias: f64 = 0;
  let total: f64 = 1;
  for (let slot = 0; slot < count; slot++) {
    const by = load<f64>(pending + ((<usize>slot) << 3));
    const before = load<f64>(scores + ((<usize>load<i32>(rowOf + ((<usize>slot) << 2))) << 3));
    squared += by * (load<f64>(slotScores + ((<usize>slot) << 3)) - before);
    bias += by;
    total += Math.abs(by);
  }
  const slack = SLACK * total;
  return bias + longest * Math.sqrt(max(0, squared - bias * bias) + slack * slack) + slack;
}

/** Lists the unlabelled rows whose kept score is not below `least`; returns how many. */
function listNear(least: f64): i32 {
  let length = 0;
  for (let row = 0; row < rows; row++) {
    if (load<i8>(labels + <usize>row) !== -1 || load<f64>(scores + ((<usize>row) << 3)) < least) continue;
    store<i32>(near + ((<usize>length) << 2), row);
    length += 1;
  }
  return length;
}
