import { type DuplicateVerdict, isEvent, type LedgerEvent, type LinkRelation } from "#ledger";
import { constrainedGroups, type FoundCluster } from "./constrained-groups.ts";

/** The newest word of a person on two records. */
export interface JudgedPair {
  readonly a: string;
  readonly b: string;
  readonly verdict: DuplicateVerdict;
  readonly relation?: LinkRelation;
  readonly by: string;
  readonly at: string;
  readonly eventId: string;
}

/** What people said about pairs of records. */
export interface Judgements {
  /** By `pairKey`, in the order in which the words were said. */
  readonly pairs: ReadonlyMap<string, JudgedPair>;
  /** Pairs said to be the same, newest first. */
  readonly joins: readonly JudgedPair[];
  verdictOn(a: string, b: string): DuplicateVerdict | null;
  /** Whether a person keeps a record of the one side apart from a record of the other. */
  apart(a: Side, b: Side): boolean;
}

/** A record, or records that are together. */
type Side = string | ReadonlySet<string>;

/**
 * One name for a pair, whichever record is named first.
 *
 * @param a id of a record
 * @param b id of the other
 * Checked: tests/records/judged-duplicates.test.ts.
 */
export function pairKey(a: string, b: string): string {
  return a < b ? `${a}\n${b}` : `${b}\n${a}`;
}

/**
 * Folds what people said, oldest first, so that the newest word on a pair stands. A record that was
 * separated is kept apart from those it was together with at that word.
 *
 * @param found clusters of the newest run of the finder
 */
export function foldJudgements(events: readonly LedgerEvent[], found: readonly FoundCluster[]): Judgements {
  const pairs = new Map<string, JudgedPair>();
  const partners = new Map<string, Set<string>>();
  const say = (event: LedgerEvent, word: Pick<JudgedPair, "a" | "b" | "verdict" | "relation">): void => {
    const key = pairKey(word.a, word.b);
    // Out and in again, so that the order is that of the newest words.
    pairs.delete(key);
    pairs.set(key, { ...word, by: event.by, at: event.at, eventId: event.id });
    for (const [one, other] of [
      [word.a, word.b],
      [word.b, word.a],
    ] as const) {
      const known = partners.get(one);
      if (known === undefined) partners.set(one, new Set([other]));
      else known.add(other);
    }
  };
  for (const event of events) {
    if (isEvent(event, "duplicates.judged")) {
      for (const { a, b, verdict, relation } of event.body.pairs)
        say(event, { a, b, verdict, ...(relation === undefined ? {} : { relation }) });
    } else if (isEvent(event, "records.joined")) {
      for (const [a, b] of joinedPairs(event.body.records, partners)) say(event, { a, b, verdict: "same" });
    } else if (isEvent(event, "record.separated")) {
      const { record } = event.body;
      const together = constrainedGroups(found, judgementsOf(pairs, partners)).get(record) ?? [];
      for (const other of together)
        if (other !== record) say(event, { a: record, b: other, verdict: "different" });
    }
  }
  return judgementsOf(pairs, partners);
}

/** Each record with the first, and every pair of them that has been judged before. */
function joinedPairs(
  records: readonly string[],
  partners: ReadonlyMap<string, ReadonlySet<string>>,
): [string, string][] {
  const [first, ...rest] = [...new Set(records)];
  const inside = new Set(records);
  const pairs = rest.map((record): [string, string] => [first!, record]);
  const known = new Set(pairs.map(([a, b]) => pairKey(a, b)));
  for (const record of inside)
    for (const other of partners.get(record) ?? [])
      if (inside.has(other) && !known.has(pairKey(record, other))) {
        known.add(pairKey(record, other));
        pairs.push([record, other]);
      }
  return pairs;
}

function judgementsOf(
  pairs: ReadonlyMap<string, JudgedPair>,
  partners: ReadonlyMap<string, ReadonlySet<string>>,
): Judgements {
  const verdictOn = (a: string, b: string): DuplicateVerdict | null =>
    pairs.get(pairKey(a, b))?.verdict ?? null;
  const members = (side: Side): Iterable<string> => (typeof side === "string" ? [side] : side);
  const size = (side: Side): number => (typeof side === "string" ? 1 : side.size);
  return {
    pairs,
    joins: [...pairs.values()].filter(({ verdict }) => verdict === "same").reverse(),
    verdictOn,
    apart: (a, b) => {
      const [small, large] = size(a) <= size(b) ? [a, b] : [b, a];
      const isIn = (record: string): boolean =>
        typeof large === "string" ? large === record : large.has(record);
      for (const record of members(small))
        for (const other of partners.get(record) ?? [])
          if (isIn(other) && verdictOn(record, other) !== "same") return true;
      return false;
    },
  };
}
