import { firstFamilies, firstFamily } from "./authors.ts";
import { hashText, mix } from "./hashing.ts";
import type { Preparation, Prepared } from "./prepare.ts";

/** Blocks up to this size are compared all with all; larger ones are divided first. */
const LARGEST = 12;
/** In what is still too large after dividing, each record meets this many of its neighbours. */
const WINDOW = 3;
const WORDS_IN_KEY = 5;

/** Pairs as `a · size + b`, a < b, each once, ascending. */
export interface CandidatePairs {
  readonly pairs: Float64Array;
  readonly size: number;
}

/**
 * Finds the pairs worth comparing: records that share one of several keys. Each key is hashed, the
 * hashes are sorted, and runs of equal ones are blocks.
 *
 * Source: Christen 2012, doi:10.1109/TKDE.2011.127 (blocking and sorted neighbourhoods).
 * Cost O(n log n) in the records, with a bounded number of pairs for each.
 */
export function candidatePairs(run: Preparation): CandidatePairs {
  const { records } = run;
  const size = records.length;
  const found = growable();
  for (const key of KEYS) {
    const entries = growable();
    const bits = Math.max(1, Math.ceil(Math.log2(size + 1)));
    const scale = 2 ** bits;
    const spare = Math.min(32, 53 - bits);
    const add = (hash: number, index: number): void => entries.push((hash >>> (32 - spare)) * scale + index);
    for (const record of records) key(record, run, add);
    const sorted = entries.take().sort();
    let from = 0;
    while (from < sorted.length) {
      const hash = Math.floor(sorted[from]! / scale);
      let to = from + 1;
      while (to < sorted.length && Math.floor(sorted[to]! / scale) === hash) to += 1;
      if (to - from > 1) {
        const members: number[] = [];
        for (let i = from; i < to; i++) {
          const index = sorted[i]! % scale;
          if (members.at(-1) !== index) members.push(index);
        }
        pairsOf(members, records, size, found);
      }
      from = to;
    }
  }
  const pairs = found.take().sort();
  let kept = 0;
  for (let i = 0; i < pairs.length; i++) if (i === 0 || pairs[i] !== pairs[i - 1]) pairs[kept++] = pairs[i]!;
  return { pairs: pairs.subarray(0, kept), size };
}

interface Growable {
  push(value: number): void;
  take(): Float64Array;
}

function growable(): Growable {
  let values = new Float64Array(1024);
  let length = 0;
  return {
    push(value) {
      if (length === values.length) {
        const larger = new Float64Array(length * 2);
        larger.set(values);
        values = larger;
      }
      values[length++] = value;
    },
    take: () => values.subarray(0, length),
  };
}

function pairsOf(
  members: readonly number[],
  records: readonly Prepared[],
  size: number,
  found: Growable,
): void {
  if (members.length <= LARGEST) {
    for (let i = 0; i < members.length; i++)
      for (let j = i + 1; j < members.length; j++) found.push(members[i]! * size + members[j]!);
    return;
  }
  for (const divide of DIVISIONS) {
    const keyed = members.map((index) => ({ index, key: divide(records[index]!) }));
    keyed.sort((a, b) => a.key - b.key || a.index - b.index);
    let from = 0;
    while (from < keyed.length) {
      let to = from + 1;
      while (to < keyed.length && keyed[to]!.key === keyed[from]!.key) to += 1;
      const reach = to - from <= LARGEST ? LARGEST : WINDOW;
      if (keyed[from]!.key !== 0)
        for (let i = from; i < to; i++)
          for (let j = i + 1; j < Math.min(to, i + 1 + reach); j++)
            found.push(keyed[i]!.index * size + keyed[j]!.index);
      from = to;
    }
  }
}

/** How large blocks are divided; 0 stands for "unknown" and meets nobody. */
const DIVISIONS: readonly ((record: Prepared) => number)[] = [
  (record) => {
    const family = firstFamily(record.names);
    return family === "" ? 0 : hashText(`${family} ${record.titles[0]?.hash ?? 0}`);
  },
  ({ position: { start, volume } }) => (start === "" ? 0 : hashText(`${start} ${volume}`)),
  ({ doi }) => (doi.length === 0 ? 0 : hashText(doi[0]!)),
  ({ titles, year, journals }) =>
    titles.length === 0 ? 0 : hashText(`${titles[0]!.hash} ${year} ${journals[0] ?? ""}`),
];

type Add = (hash: number, index: number) => void;
type Key = (record: Prepared, run: Preparation, add: Add) => void;

/** What records of one document share more often than others do; any one of them is enough to be compared. */
const KEYS: readonly Key[] = [
  ({ doi, index }, _run, add) => {
    for (const one of doi) add(hashText(one), index);
  },
  ({ pmid, index }, _run, add) => {
    for (const one of pmid) add(hashText(one), index);
  },
  ({ registry, index, cochrane }, _run, add) => {
    for (const one of registry) add(hashText(one), index);
    if (cochrane.length > 2) add(hashText(cochrane), index);
  },
  ({ titles, index }, _run, add) => {
    for (const { hash } of titles) add(hash, index);
  },
  ({ titles, index }, _run, add) => {
    for (const { words } of titles) {
      const all = words.split(" ");
      if (all.length >= 3) add(hashText(all.slice(0, WORDS_IN_KEY).join("").slice(0, 24)), index);
    }
  },
  ({ titles, index }, _run, add) => {
    for (const { words } of titles) {
      const all = words.split(" ");
      if (all.length >= 4)
        add(
          hashText(
            all
              .slice(-Math.min(WORDS_IN_KEY, all.length - 1))
              .join("")
              .slice(-24),
          ),
          index,
        );
    }
  },
  // Words in any order, two samples of three: translated back, turned round, a word put in.
  ({ titles, index }, _run, add) => {
    for (const { hashes } of titles) {
      if (hashes.length < 4) continue;
      add(leastThree(hashes, 0x1b873593), index);
      add(leastThree(hashes, 0x2545f491), index);
    }
  },
  ({ names, year, position, index }, _run, add) => {
    const family = firstFamily(names);
    if (family !== "" && position.start !== "") {
      add(hashText(`${family} ${position.start}`), index);
      if (year > 0) add(hashText(`${family} ${year} ${position.start}`), index);
    }
  },
  ({ position: { volume, start, last }, year, index }, _run, add) => {
    if (volume > 0 && start !== "") add(hashText(`${volume} ${start} ${last} ${year}`), index);
  },
  ({ names, year, journals, index }, _run, add) => {
    if (names === "") return;
    const people = firstFamilies(names);
    const several = people.split(" ").length > 2;
    add(hashText(several ? `${people} ${year}` : `${people} ${year} ${journals[0] ?? ""}`), index);
  },
  ({ index }, run, add) => {
    const opening = run.openings[index]!;
    if (opening !== 0) add(opening, index);
  },
];

function leastThree(hashes: readonly number[], seed: number): number {
  let [a, b, c] = [0xffffffff, 0xffffffff, 0xffffffff];
  for (const hash of hashes) {
    const value = mix(hash ^ seed);
    if (value < a) [a, b, c] = [value, a, b];
    else if (value < b) [b, c] = [value, b];
    else if (value < c) c = value;
  }
  return mix(a ^ Math.imul(b, 31) ^ Math.imul(c, 961));
}
