import { giveBack, moved, take } from "./memory";

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
export let alone: usize = 0;
/** Words of the documents handed over, and where each field of each starts among them. */
let tokens: usize = 0;
let bounds: usize = 0;
/** Room for so many words at once, and so many documents. */
export let room: i32 = 0;
export let roomRows: i32 = 0;

/** Where the numbers of spellings, words of titles, authors and pairs start, and where pairs end. */
export let spellings: i32 = 0;
export let titles: i32 = 0;
export let authors: i32 = 0;
export let firstPair: i32 = 0;
export let features: i32 = 0;
/** What is added to the words of authors in pairs. */
export let authorPairs: i32 = 0;

/** How often the pairs of a bucket were seen, up to `enough`. */
let seen: usize = 0;
let seenMask: i32 = 0;
let enough: u8 = 0;
/** Open addressing: pair number + 1, 0 where free; twice as many as there may be pairs. */
let slots: usize = 0;
let capacity: i32 = 0;
/** By pair: its first word in the lower half, its second in the upper one. */
export let words: usize = 0;
let pairs: i32 = 0;

/**
 * By feature: in how many documents; while those are counted the last document it was met in, then how often it is in
 * the one at hand; its column + 1.
 */
export let documents: usize = 0;
export let counts: usize = 0;
export let columnOf: usize = 0;
/** Of one document: its features, one for each occurrence. */
export let found: usize = 0;
export let rareOfText: i32 = 0;
export let rareOfNames: i32 = 0;

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
  room = given;
  roomRows = givenRows;
  tokens = take((<usize>given) << 2);
  bounds = take((<usize>(givenRows * FIELDS + 1)) << 2);
  found = take((<usize>(4 * longest)) << 2);
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
export function read(row: i32, adding: bool): i32 {
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

export function write(to: usize, feature: i32): usize {
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
