import {
  type AskedPair,
  isEvent,
  type LedgerEvent,
  type LinkedPair,
  type LinkRelation,
  type Projection,
} from "#ledger";
import { compareRecordIds } from "../record-id.ts";
import { constrainedGroups } from "./constrained-groups.ts";
import { foldJudgements, type JudgedPair, type Judgements } from "./judgements.ts";

/** Which records are entries for one document, after the newest run of the finder and what people said. */
export interface DuplicatesDoc {
  /** Disjoint, two records or more each, in the order of their first record. */
  readonly clusters: readonly DuplicateCluster[];
  /** Pairs that wait for a person, strongest first: nobody judged them, and nothing else has settled them. */
  readonly ask: readonly AskedPair[];
  /** Records of different documents of one study, found or said. */
  readonly links: readonly DuplicateLink[];
  /** The newest word on each pair that a person judged, oldest first. */
  readonly judged: readonly JudgedPair[];
  /** The newest run of the finder. */
  readonly run: DuplicateRun | null;
}

export interface DuplicateCluster {
  /** In the order of `compareRecordIds`. */
  readonly records: readonly string[];
  /** What joined them: an identifier, a match, or `person` with the id of who joined them. */
  readonly basis: readonly { readonly rule: string; readonly value: string }[];
}

/** A link that the finder made has no `by`. */
export interface DuplicateLink extends LinkedPair {
  readonly by: string | null;
  readonly at: string | null;
  readonly eventId: string | null;
}

export interface DuplicateRun {
  readonly method: string;
  readonly thresholds: { readonly merge: number; readonly ask: number } | null;
  readonly by: string;
  readonly at: string;
  readonly eventId: string;
}

type Run = LedgerEvent<"records.deduplicated">;

/**
 * Folds the duplicates of a review. The newest run of the finder replaces earlier runs; on top of it
 * stands what people said, where the newest word on a pair wins: `same` joins, `different` and
 * `linked` keep apart for good, also through a third record and against any run.
 *
 * @param events `records.deduplicated`, `duplicates.judged`, `records.joined` and `record.separated` in
 *   force, in order of id; of the runs only the newest is looked at
 * Checked: tests/records/judged-duplicates.test.ts, duplicates.test.ts. Cost linear in the records named.
 */
export function foldClusters(events: readonly LedgerEvent[]): DuplicatesDoc {
  const run = events.findLast((event): event is Run => isEvent(event, "records.deduplicated"));
  const found = run?.body.clusters ?? [];
  const judgements = foldJudgements(events, found);
  const groupOf = constrainedGroups(found, judgements);
  return {
    clusters: clustersOf(groupOf, [...found, ...joinedBy(judgements)]),
    ask: stillAsked(run?.body.ask ?? [], groupOf, judgements),
    links: linksOf(run?.body.links ?? [], groupOf, judgements),
    judged: [...judgements.pairs.values()].sort((a, b) => compareTexts(a.eventId, b.eventId)),
    run:
      run === undefined
        ? null
        : {
            method: run.body.method,
            thresholds: run.body.thresholds ?? null,
            by: run.by,
            at: run.at,
            eventId: run.id,
          },
  };
}

interface Evidence {
  readonly records: readonly string[];
  readonly rule: string;
  readonly value: string;
}

function joinedBy({ joins }: Judgements): Evidence[] {
  return joins.map(({ a, b, by }) => ({ records: [a, b], rule: "person", value: by }));
}

/** Group of each record that shares its document with others; absent for those that stand alone. */
type GroupOf = ReadonlyMap<string, ReadonlySet<string>>;

function clustersOf(groupOf: GroupOf, evidence: readonly Evidence[]): DuplicateCluster[] {
  const basisOf = new Map<ReadonlySet<string>, { rule: string; value: string }[]>();
  for (const members of groupOf.values()) if (!basisOf.has(members)) basisOf.set(members, []);
  const name = (members: ReadonlySet<string>, { rule, value }: Evidence): void => {
    const basis = basisOf.get(members)!;
    if (!basis.some((known) => known.rule === rule && known.value === value)) basis.push({ rule, value });
  };
  for (const one of evidence) for (const members of joinedIn(groupOf, one.records, 2)) name(members, one);
  // A cluster whose link was cut keeps what first named any of its records.
  if ([...basisOf.values()].some(({ length }) => length === 0))
    for (const one of evidence)
      for (const members of joinedIn(groupOf, one.records, 1))
        if (basisOf.get(members)!.length === 0) name(members, one);
  return [...basisOf]
    .map(([members, basis]) => ({
      records: [...members].sort(compareRecordIds),
      basis: basis.sort((a, b) => compareTexts(a.rule, b.rule) || compareTexts(a.value, b.value)),
    }))
    .sort((a, b) => compareRecordIds(a.records[0]!, b.records[0]!));
}

/** Groups that hold at least so many of these records. */
function joinedIn(groupOf: GroupOf, records: readonly string[], least: number): ReadonlySet<string>[] {
  const first = groupOf.get(records[0]!);
  if (first !== undefined && records.every((record) => groupOf.get(record) === first)) return [first];
  const inside = new Map<ReadonlySet<string>, number>();
  for (const record of new Set(records)) {
    const members = groupOf.get(record);
    if (members !== undefined) inside.set(members, (inside.get(members) ?? 0) + 1);
  }
  return [...inside].filter(([, count]) => count >= least).map(([members]) => members);
}

/** What a person need not see: judged pairs, pairs of one document, of documents kept apart, and a second pair of two documents. */
function stillAsked(ask: readonly AskedPair[], groupOf: GroupOf, judgements: Judgements): AskedPair[] {
  const seen = new Map<unknown, Set<unknown>>();
  return ask.filter(({ a, b }) => {
    if (judgements.verdictOn(a, b) !== null) return false;
    const [x, y] = [groupOf.get(a) ?? a, groupOf.get(b) ?? b];
    if (x === y || judgements.apart(x, y)) return false;
    if (seen.get(x)?.has(y) === true || seen.get(y)?.has(x) === true) return false;
    const others = seen.get(x);
    if (others === undefined) seen.set(x, new Set([y]));
    else others.add(y);
    return true;
  });
}

function linksOf(
  found: readonly LinkedPair[],
  groupOf: GroupOf,
  { pairs, verdictOn }: Judgements,
): DuplicateLink[] {
  const said = [...pairs.values()].filter(({ verdict }) => verdict === "linked");
  const other: LinkRelation = "other";
  return [
    ...said.map(({ a, b, relation, by, at, eventId }) => {
      return { a, b, relation: relation ?? other, reasons: [], by, at, eventId };
    }),
    ...found
      .filter(({ a, b }) => verdictOn(a, b) === null)
      .map((link) => ({ ...link, by: null, at: null, eventId: null })),
  ].filter(({ a, b }) => groupOf.get(a) === undefined || groupOf.get(a) !== groupOf.get(b));
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The document `duplicates/all`. */
export const duplicatesProjection: Projection<DuplicatesDoc> = {
  kind: "duplicates",
  types: ["records.deduplicated", "duplicates.judged", "records.joined", "record.separated"],
  newestOnly: ["records.deduplicated"],
  keysOf: () => ["all"],
  fold: (_key, events) => (events.length === 0 ? null : foldClusters(events)),
};
