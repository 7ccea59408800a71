import { take } from "./memory";

/** 1 where a UTF-16 unit belongs to a word. */
let inWord: usize = 0;
/** A text in UTF-16 units, and the numbers of its words. */
let units: usize = 0;
let numbers: usize = 0;
let room: i32 = 0;

/** Open addressing: number of a word + 1, 0 where free; twice as many as there may be words. */
let slots: usize = 0;
let capacity: i32 = 0;
let hashes: usize = 0;
/** Where the letters of each word start, one more than there are words. */
let starts: usize = 0;
let letters: usize = 0;
let letterRoom: i32 = 0;
let size: i32 = 0;

export function prepareTerms(): void {
  inWord = take(1 << 16);
  letterRoom = 1 << 16;
  letters = take((<usize>letterRoom) << 1);
  enlarge(1 << 13);
}

export function inWordAt(): usize {
  return inWord;
}
/** Where a text of so many units is to be written. */
export function textAt(length: i32): usize {
  if (length > room) {
    room = max(length, 1 << 12) << 1;
    units = take((<usize>room) << 1);
    // A word has at least two units, and there is a gap between two words.
    numbers = take((<usize>(room + 3)) << 2);
  }
  return units;
}
export function numbersAt(): usize {
  return numbers;
}
export function termCount(): i32 {
  return size;
}
/** Where the letters of a word start, counted in units from `lettersAt`. */
export function termStart(term: i32): i32 {
  return load<i32>(starts + ((<usize>term) << 2));
}
/** The last unit of a word. */
export function lastUnit(term: i32): i32 {
  return load<u16>(letters + ((<usize>(termStart(term + 1) - 1)) << 1));
}
export function lettersAt(): usize {
  return letters;
}

function enlarge(to: i32): void {
  const oldHashes = hashes;
  const oldStarts = starts;
  hashes = take((<usize>to) << 2);
  starts = take((<usize>(to + 1)) << 2);
  slots = take((<usize>to) << 3);
  memory.copy(hashes, oldHashes, (<usize>size) << 2);
  if (size > 0) memory.copy(starts, oldStarts, (<usize>(size + 1)) << 2);
  capacity = to;
  for (let term = 0; term < size; term++) {
    const at = free(load<i32>(hashes + ((<usize>term) << 2)));
    store<i32>(at, term + 1);
  }
}

function firstSlot(hash: i32): i32 {
  return (hash ^ (hash >>> 15)) & ((capacity << 1) - 1);
}

/** The next free slot for a hash. */
function free(hash: i32): usize {
  const mask = (capacity << 1) - 1;
  let slot = firstSlot(hash);
  while (load<i32>(slots + ((<usize>slot) << 2)) !== 0) slot = (slot + 1) & mask;
  return slots + ((<usize>slot) << 2);
}

/** The number of a word of the text, -1 if it has none. */
function numberOf(from: usize, length: i32, hash: i32): i32 {
  const mask = (capacity << 1) - 1;
  let slot = firstSlot(hash);
  let term = load<i32>(slots + ((<usize>slot) << 2)) - 1;
  while (term >= 0 && !isTerm(term, from, length, hash)) {
    slot = (slot + 1) & mask;
    term = load<i32>(slots + ((<usize>slot) << 2)) - 1;
  }
  return term;
}

function isTerm(term: i32, from: usize, length: i32, hash: i32): bool {
  if (load<i32>(hashes + ((<usize>term) << 2)) !== hash) return false;
  const start = termStart(term);
  if (termStart(term + 1) - start !== length) return false;
  return memory.compare(letters + ((<usize>start) << 1), from, (<usize>length) << 1) === 0;
}

function added(from: usize, length: i32, hash: i32): i32 {
  if (size === capacity) enlarge(capacity << 1);
  const start = termStart(size);
  if (start + length > letterRoom) {
    const old = letters;
    letterRoom = max(letterRoom << 1, start + length);
    letters = take((<usize>letterRoom) << 1);
    memory.copy(letters, old, (<usize>start) << 1);
  }
  memory.copy(letters + ((<usize>start) << 1), from, (<usize>length) << 1);
  store<i32>(free(hash), size + 1);
  store<i32>(hashes + ((<usize>size) << 2), hash);
  size += 1;
  store<i32>(starts + ((<usize>size) << 2), start + length);
  return size - 1;
}

/**
 * Numbers the words, of two units or more, A to Z in lower case, of the text that was written, new numbers for those not seen before (-1 where
 * `known` words alone are wanted); returns how many they are.
 */
export function readText(length: i32, known: bool): i32 {
  let count = 0;
  let from = -1;
  let hash: i32 = 0;
  for (let i = 0; i <= length; i++) {
    let unit = i < length ? <i32>load<u16>(units + ((<usize>i) << 1)) : 32;
    if (unit >= 65 && unit <= 90) {
      unit += 32;
      store<u16>(units + ((<usize>i) << 1), <u16>unit);
    }
    if (load<u8>(inWord + <usize>unit) === 1) {
      if (from < 0) {
        from = i;
        hash = 0x811c9dc5;
      }
      hash = (hash ^ unit) * 0x01000193;
    } else if (from >= 0) {
      if (i - from > 1) {
        const at = units + ((<usize>from) << 1);
        let term = numberOf(at, i - from, hash);
        if (term < 0 && !known) term = added(at, i - from, hash);
        store<i32>(numbers + ((<usize>count) << 2), term);
        count += 1;
      }
      from = -1;
    }
  }
  return count;
}
