import { giveBack, take } from "./memory";

/** Fields of a document: title, abstract, authors. */
const FIELDS: i32 = 3;
const TITLE: i32 = 0;
const AUTHORS: i32 = 2;

/** What is read: stems, spellings, words of titles, names of authors, pairs of text and of authors; whether joined. */
let ofStems: bool = false;
let ofSpellings: bool = false;
let ofTitles: bool = false;
let ofNames: bool = false;
let pairsOfText: bool = false;
let pairsOfNames: bool = false;
let joined: bool = false;

/** Stem of each spelling; by stem 1 where it stands for its one spelling too. */
let stemOf: usize = 0;
let alone: usize = 0;
/** Words of the documents handed over, and where each field of each starts among them. */
let tokens: usize = 0;
let bounds: usize = 0;

/** Where the numbers of spellings, words of titles, authors and pairs start, and where pairs end. */
let spellings: i32 = 0;
let titles: i32 = 0;
let authors: i32 = 0;
let firstPair: i32 = 0;
let features: i32 = 0;
/** What is added to the words of authors in pairs. */
let authorPairs: i32 = 0;

/** How often the pairs of a bucket were seen, up to `enough`. */
let seen: usize = 0;
let seenMask: i32 = 0;
let enough: u8 = 0;
/** Open addressing: pair number + 1, 0 where free; twice as many as there may be pairs. */
let slots: usize = 0;
let capacity: i32 = 0;
/** By pair: its first word in the lower half, its second in the upper one. */
let words: usize = 0;
let pairs: i32 = 0;

/**
 * By feature: in how many documents; while those are counted the last document it was met in, then how often it is in
 * the one at hand; its column + 1.
 */
let documents: usize = 0;
let counts: usize = 0;
let columnOf: usize = 0;
/** By column: its feature; idf times the weight of its kind. */
let featureOf: usize = 0;
let values: usize = 0;
let columns: i32 = 0;
let entries: f64 = 0;
/** Of one document: its features, one for each occurrence. */
let found: usize = 0;
let rareOfText: i32 = 0;
let rareOfNames: i32 = 0;

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

/**
 * @param given room for so many words at once, and for the documents that have them
 * @param longest most words of a document
 * @param buckets a power of 2
 */
export function prepareSpace(
  terms: i32,
  stems: i32,
  given: i32,
  givenRows: i32,
  longest: i32,
  buckets: i32,
  leastPair: i32,
): void {
  stemOf = take((<usize>terms) << 2);
  alone = take(<usize>stems);
  tokens = take((<usize>given) << 2);
  bounds = take((<usize>(givenRows * FIELDS + 1)) << 2);
  found = take((<usize>(4 * longest)) << 2);
  outEnds = take((<usize>givenRows) << 2);
  outOwn = take((<usize>givenRows) << 3);
  outColumns = take((<usize>(4 * given)) << 2);
  outValues = take((<usize>(4 * given)) << 2);
  spellings = stems;
  titles = spellings + terms;
  authors = titles + stems;
  firstPair = authors + terms;
  authorPairs = max(terms, stems);
  seen = take(<usize>buckets);
  seenMask = buckets - 1;
  enough = <u8>min(255, leastPair);
  enlarge(1 << 15);
}

export function readKinds(
  stems: bool,
  spelled: bool,
  titled: bool,
  names: bool,
  text: bool,
  nameParts: bool,
  join: bool,
): void {
  ofStems = stems;
  ofSpellings = spelled;
  ofTitles = titled;
  ofNames = names;
  pairsOfText = text;
  pairsOfNames = nameParts;
  joined = join;
}

export function stemOfAt(): usize {
  return stemOf;
}
export function aloneAt(): usize {
  return alone;
}
export function tokensAt(): usize {
  return tokens;
}
export function boundsAt(): usize {
  return bounds;
}
export function pairCount(): i32 {
  return pairs;
}
export function pairWordsAt(): usize {
  return words;
}
export function documentsAt(): usize {
  return documents;
}
export function columnOfAt(): usize {
  return columnOf;
}
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

/** Room for more pairs. */
function enlarge(to: i32): void {
  const counted = firstPair + pairs;
  documents = moved(documents, counted, firstPair + to, 2);
  counts = moved(counts, counted, firstPair + to, 2);
  words = moved(words, pairs, to, 3);
  slots = take((<usize>to) << 3);
  capacity = to;
  const mask = (to << 1) - 1;
  for (let pair = 0; pair < pairs; pair++) {
    const two = load<u64>(words + ((<usize>pair) << 3));
    let slot = slotOf(<i32>two, <i32>(two >>> 32));
    while (load<i32>(slots + ((<usize>slot) << 2)) !== 0) slot = (slot + 1) & mask;
    store<i32>(slots + ((<usize>slot) << 2), pair + 1);
  }
}

function moved(old: usize, from: i32, to: i32, shift: i32): usize {
  const at = take((<usize>to) << shift);
  if (old !== 0) memory.copy(at, old, (<usize>from) << shift);
  return at;
}

function mixed(first: i32, second: i32): i32 {
  return (first * 0x9e3779b1) ^ (second * 0x85ebca6b);
}

function slotOf(first: i32, second: i32): i32 {
  const hash = mixed(first, second);
  return (hash ^ (hash >>> 15)) & ((capacity << 1) - 1);
}

function bucketOf(first: i32, second: i32): usize {
  const hash = mixed(first, second);
  return seen + <usize>((hash ^ (hash >>> 13)) & seenMask);
}

function boundOf(part: i32): i32 {
  return load<i32>(bounds + ((<usize>part) << 2));
}

/** Where the pairs of a field begin; joined, the abstract goes on where the title ended. */
function firstOf(part: i32): i32 {
  const from = boundOf(part);
  return joined && part % FIELDS === TITLE + 1 ? max(boundOf(part - 1), from - 1) : from;
}

/** A word as it stands in pairs. */
function wordAt(at: i32, names: bool): i32 {
  const token = load<i32>(tokens + ((<usize>at) << 2));
  return names ? authorPairs + token : load<i32>(stemOf + ((<usize>token) << 2));
}

/** Counts the pairs of so many documents handed over. */
export function countPairs(rows: i32): void {
  for (let part = 0; part < rows * FIELDS; part++) {
    const names = part % FIELDS === AUTHORS;
    if (!(names ? pairsOfNames : pairsOfText)) continue;
    const end = boundOf(part + 1);
    for (let at = firstOf(part) + 1; at < end; at++) {
      const bucket = bucketOf(wordAt(at - 1, names), wordAt(at, names));
      const times = load<u8>(bucket);
      if (times < enough) store<u8>(bucket, times + 1);
    }
  }
}

/** Room for as many pairs as there are buckets that were seen often enough. */
export function beginPairs(): void {
  let often = 0;
  for (let bucket = 0; bucket <= seenMask; bucket++) if (load<u8>(seen + <usize>bucket) >= enough) often += 1;
  let to = 1 << 12;
  while (to < often && to < 1 << 28) to <<= 1;
  enlarge(enough === 0 ? 1 << 15 : to);
}

/** The slot of a pair, or where it is to be put. */
function placeOf(first: i32, second: i32): usize {
  const both = twoOf(first, second);
  const mask = (capacity << 1) - 1;
  let slot = slotOf(first, second);
  let place = slots + ((<usize>slot) << 2);
  for (let pair = load<i32>(place); pair !== 0; pair = load<i32>(place)) {
    if (load<u64>(words + ((<usize>(pair - 1)) << 3)) === both) break;
    slot = (slot + 1) & mask;
    place = slots + ((<usize>slot) << 2);
  }
  return place;
}

function twoOf(first: i32, second: i32): u64 {
  return ((<u64>(<u32>second)) << 32) | <u64>(<u32>first);
}

/** The number of a pair, -1 where it is too rare; a new one where it was seen often enough and `adding` is wanted. */
function pairOf(first: i32, second: i32, adding: bool): i32 {
  if (adding && load<u8>(bucketOf(first, second)) < enough) return -1;
  const slot = placeOf(first, second);
  if (!adding || load<i32>(slot) !== 0) return load<i32>(slot) - 1;
  store<u64>(words + ((<usize>pairs) << 3), twoOf(first, second));
  pairs += 1;
  store<i32>(slot, pairs);
  if (pairs === capacity) enlarge(capacity << 1);
  return pairs - 1;
}

/** Writes the features of a document, one for each occurrence, pairs numbered as they come; returns how many. */
function read(row: i32, adding: bool): i32 {
  let to = found;
  rareOfText = 0;
  rareOfNames = 0;
  for (let field = 0; field < FIELDS; field++) {
    const names = field === AUTHORS;
    const part = row * FIELDS + field;
    const end = boundOf(part + 1);
    const first = (names ? pairsOfNames : pairsOfText) ? firstOf(part) : end;
    for (let at = boundOf(part); at < end; at++) {
      const token = load<i32>(tokens + ((<usize>at) << 2));
      if (names) {
        if (ofNames) to = write(to, authors + token);
      } else {
        const stem = load<i32>(stemOf + ((<usize>token) << 2));
        if (ofStems) to = write(to, stem);
        if (ofSpellings && !(ofStems && load<u8>(alone + <usize>stem) === 1))
          to = write(to, spellings + token);
        if (ofTitles && field === TITLE) to = write(to, titles + stem);
      }
      if (at <= first) continue;
      const pair = pairOf(wordAt(at - 1, names), wordAt(at, names), adding);
      if (pair >= 0) to = write(to, firstPair + pair);
      else if (names) rareOfNames += 1;
      else rareOfText += 1;
    }
  }
  return <i32>((to - found) >>> 2);
}

function write(to: usize, feature: i32): usize {
  store<i32>(to, feature);
  return to + 4;
}

/** Numbers pairs and counts in how many of the documents handed over each feature is; `from` is the first's number. */
export function countDocuments(rows: i32, from: i32): void {
  for (let row = 0; row < rows; row++) {
    const length = read(row, true);
    const mark = from + row + 1;
    for (let i: usize = 0; i < (<usize>length) << 2; i += 4) {
      const feature = (<usize>load<i32>(found + i)) << 2;
      if (load<i32>(counts + feature) === mark) continue;
      store<i32>(counts + feature, mark);
      store<i32>(documents + feature, load<i32>(documents + feature) + 1);
    }
  }
}

/** After all documents are counted: returns how many features there are. */
export function endFeatures(): i32 {
  features = firstPair + pairs;
  giveBack(seen, <usize>(seenMask + 1));
  columnOf = take((<usize>features) << 2);
  return features;
}

/**
 * Before columns are chosen, of features in so many documents at least: idf by number of documents, up to all, and
 * logarithms of counts are to be written.
 */
export function prepareWeights(rows: i32, small: i32, leastOfAll: i32): void {
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
