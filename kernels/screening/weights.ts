import { take } from "./memory";
import {
  alone,
  authorPairs,
  authors,
  columnOf,
  counts,
  documents,
  features,
  firstPair,
  found,
  rareOfNames,
  rareOfText,
  read,
  room,
  roomRows,
  spellings,
  titles,
  words,
  write,
} from "./space";

/** By column: its feature; idf times the weight of its kind. */
let featureOf: usize = 0;
let values: usize = 0;
let columns: i32 = 0;
let entries: f64 = 0;
/** Of the documents handed over: ends of rows, columns, values, and squared length of what is in no column. */
let outEnds: usize = 0;
let outColumns: usize = 0;
let outValues: usize = 0;
let outOwn: usize = 0;

/** idf by number of documents; weights by kind. */
let rarities: usize = 0;
let most: f64 = 0;
let weightOfStem: f64 = 0;
let weightOfAlone: f64 = 0;
let weightOfSpelling: f64 = 0;
let weightOfTitle: f64 = 0;
let weightOfName: f64 = 0;
let weightOfPair: f64 = 0;
/** 1 + the logarithm of small counts. */
let sublinear: usize = 0;
let smallCounts: i32 = 0;

export function featureOfAt(): usize {
  return featureOf;
}
/** Entries the matrix will have. */
export function entryCount(): f64 {
  return entries;
}
export function raritiesAt(): usize {
  return rarities;
}
export function sublinearAt(): usize {
  return sublinear;
}
export function outEndsAt(): usize {
  return outEnds;
}
export function outColumnsAt(): usize {
  return outColumns;
}
export function outValuesAt(): usize {
  return outValues;
}
export function outOwnAt(): usize {
  return outOwn;
}

/**
 * Before columns are chosen, of features in so many documents at least: idf by number of documents, up to all, and
 * logarithms of counts are to be written.
 */
export function prepareWeights(rows: i32, small: i32, leastOfAll: i32): void {
  outEnds = take((<usize>roomRows) << 2);
  outOwn = take((<usize>roomRows) << 3);
  outColumns = take((<usize>(4 * room)) << 2);
  outValues = take((<usize>(4 * room)) << 2);
  memory.fill(counts, 0, (<usize>features) << 2);
  let most = 0;
  for (let feature = 0; feature < features; feature++)
    if (load<i32>(documents + ((<usize>feature) << 2)) >= leastOfAll) most += 1;
  featureOf = take((<usize>most) << 2);
  values = take((<usize>most) << 3);
  rarities = take((<usize>(rows + 1)) << 3);
  sublinear = take((<usize>small) << 3);
  smallCounts = small;
}

export function setWeights(
  documentsAtMost: f64,
  stem: f64,
  single: f64,
  spelling: f64,
  title: f64,
  name: f64,
  pair: f64,
): void {
  most = documentsAtMost;
  weightOfStem = stem;
  weightOfAlone = single;
  weightOfSpelling = spelling;
  weightOfTitle = title;
  weightOfName = name;
  weightOfPair = pair;
}

/** Gives columns to features in so many documents, and not in too many; returns how many columns there are. */
export function chooseColumns(from: i32, to: i32, least: i32): i32 {
  for (let feature = from; feature < to; feature++) {
    const within = load<i32>(documents + ((<usize>feature) << 2));
    const at = columnOf + ((<usize>feature) << 2);
    if (load<i32>(at) !== 0 || within === 0 || within < least || <f64>within > most) continue;
    store<i32>(featureOf + ((<usize>columns) << 2), feature);
    store<f64>(
      values + ((<usize>columns) << 3),
      load<f64>(rarities + ((<usize>within) << 3)) * weightOf(feature),
    );
    columns += 1;
    store<i32>(at, columns);
    entries += within;
  }
  return columns;
}

function weightOf(feature: i32): f64 {
  if (feature < spellings) return load<u8>(alone + <usize>feature) === 1 ? weightOfAlone : weightOfStem;
  if (feature < titles) return weightOfSpelling;
  if (feature < authors) return weightOfTitle;
  if (feature < firstPair) return weightOfName;
  return load<i32>(words + ((<usize>(feature - firstPair)) << 3)) >= authorPairs
    ? weightOfName
    : weightOfPair;
}

function logOf(count: i32): f64 {
  return count < smallCounts ? load<f64>(sublinear + ((<usize>count) << 3)) : 1 + Math.log(<f64>count);
}

/**
 * Turns counts of documents handed over into weights, rows of unit length with what is in no column included. Columns
 * below `middle` come first in each row. Returns how many entries there are.
 */
export function weigh(rows: i32, middle: i32): i32 {
  let end = 0;
  const once = load<f64>(rarities + 8) * load<f64>(rarities + 8);
  for (let row = 0; row < rows; row++) {
    const length = distinct(read(row, false));
    const from = end;
    end = enter(end, length, 0, middle);
    end = enter(end, length, middle, i32.MAX_VALUE);
    let unseen =
      once * (<f64>rareOfText * weightOfPair * weightOfPair + <f64>rareOfNames * weightOfName * weightOfName);
    for (let i: usize = 0; i < (<usize>length) << 2; i += 4) {
      const feature = load<i32>(found + i);
      const at = (<usize>feature) << 2;
      const within = load<i32>(documents + at);
      if (load<i32>(columnOf + at) === 0 && <f64>within <= most) {
        const value =
          logOf(load<i32>(counts + at)) * load<f64>(rarities + ((<usize>within) << 3)) * weightOf(feature);
        unseen += value * value;
      }
      store<i32>(counts + at, 0);
    }
    store<f64>(outOwn + ((<usize>row) << 3), scaled(from, end, unseen));
    store<i32>(outEnds + ((<usize>row) << 2), end);
  }
  return end;
}

/** Counts features and moves one of each to the front; returns how many they are. */
function distinct(length: i32): i32 {
  let end = found;
  for (let at = found; at < found + ((<usize>length) << 2); at += 4) {
    const feature = load<i32>(at);
    const count = counts + ((<usize>feature) << 2);
    const times = load<i32>(count);
    if (times === 0) end = write(end, feature);
    store<i32>(count, times + 1);
  }
  return <i32>((end - found) >>> 2);
}

/** Writes the features that have columns from `first` to below `limit`; returns their end. */
function enter(from: i32, length: i32, first: i32, limit: i32): i32 {
  let end = from;
  for (let i: usize = 0; i < (<usize>length) << 2; i += 4) {
    const feature = (<usize>load<i32>(found + i)) << 2;
    const column = load<i32>(columnOf + feature) - 1;
    if (column < first || column >= limit) continue;
    store<i32>(outColumns + ((<usize>end) << 2), column);
    const value = logOf(load<i32>(counts + feature)) * load<f64>(values + ((<usize>column) << 3));
    store<f32>(outValues + ((<usize>end) << 2), <f32>value);
    end += 1;
  }
  return end;
}

/** Scales a row to unit length with what is in no column; returns the squared length of that. */
function scaled(from: i32, end: i32, unseen: f64): f64 {
  let squares: f64 = 0;
  for (let i = (<usize>from) << 2; i < (<usize>end) << 2; i += 4) {
    const value = <f64>load<f32>(outValues + i);
    squares += value * value;
  }
  const scale: f64 = squares > 0 ? 1 / Math.sqrt(squares + unseen) : 0;
  for (let i = (<usize>from) << 2; i < (<usize>end) << 2; i += 4)
    store<f32>(outValues + i, <f32>(<f64>load<f32>(outValues + i) * scale));
  return unseen * scale * scale;
}
