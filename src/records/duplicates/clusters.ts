import { isEvent, type LedgerEvent, type Projection } from "#ledger";
import { compareRecordIds } from "../record-id.ts";

/** Which records are entries for one document, after the newest run of the finder and what people said. */
export interface DuplicatesDoc {
  /** Disjoint, two records or more each, in the order of their first record. */
  readonly clusters: readonly DuplicateCluster[];
}

export interface DuplicateCluster {
  /** In the order of `compareRecordIds`. */
  readonly records: readonly string[];
  /** What joined them: an identifier, or `person` with the id of who joined them. */
  readonly basis: readonly { readonly rule: string; readonly value: string }[];
}

interface Evidence {
  readonly records: readonly string[];
  readonly rule: string;
  readonly value: string;
}

/**
 * Folds the duplicates of a review. The newest run of the finder replaces earlier runs; what a
 * person joined or separated is applied on top of it, oldest first, so that the later word wins and
 * no run of the finder undoes a person's.
 *
 * @param events `records.deduplicated`, `records.joined` and `record.separated` in force, in order of id
 * Checked: tests/records/duplicates.test.ts. Cost linear in the records named.
 */
export function foldClusters(events: readonly LedgerEvent[]): DuplicatesDoc {
  const clusterOf = new Map<string, Set<string>>();
  const evidence: Evidence[] = [];
  const join = (found: Evidence): void => {
    evidence.push(found);
    let all = new Set<string>();
    for (const record of found.records) {
      const other = clusterOf.get(record) ?? new Set([record]);
      if (other === all) continue;
      const [small, large] = other.size < all.size ? [other, all] : [all, other];
      for (const member of small) large.add(member);
      for (const member of small) clusterOf.set(member, large);
      clusterOf.set(record, large);
      all = large;
    }
  };
  const run = events.findLast((event) => isEvent(event, "records.deduplicated"));
  if (run !== undefined && isEvent(run, "records.deduplicated"))
    for (const found of run.body.clusters) join(found);
  for (const event of events) {
    if (isEvent(event, "records.joined"))
      join({ records: event.body.records, rule: "person", value: event.by });
    else if (isEvent(event, "record.separated")) {
      clusterOf.get(event.body.record)?.delete(event.body.record);
      clusterOf.delete(event.body.record);
    }
  }
  return { clusters: withBasis(clusterOf, evidence) };
}

function withBasis(
  clusterOf: ReadonlyMap<string, Set<string>>,
  evidence: readonly Evidence[],
): DuplicateCluster[] {
  const basisOf = new Map<Set<string>, Map<string, { rule: string; value: string }>>();
  for (const members of clusterOf.values()) if (members.size > 1) basisOf.set(members, new Map());
  // First what joins two members still together; a cluster whose link was separated keeps what named any of them.
  for (const least of [2, 1])
    for (const { records, rule, value } of evidence) {
      const inside = new Map<Set<string>, number>();
      for (const record of new Set(records)) {
        const members = clusterOf.get(record);
        if (members !== undefined) inside.set(members, (inside.get(members) ?? 0) + 1);
      }
      for (const [members, count] of inside) {
        const basis = basisOf.get(members);
        if (basis !== undefined && count >= least && (least === 2 || basis.size === 0))
          basis.set(`${rule}\n${value}`, { rule, value });
      }
    }
  return [...basisOf]
    .map(([members, basis]) => ({
      records: [...members].sort(compareRecordIds),
      basis: [...basis.values()].sort(
        (a, b) => compareTexts(a.rule, b.rule) || compareTexts(a.value, b.value),
      ),
    }))
    .sort((a, b) => compareRecordIds(a.records[0]!, b.records[0]!));
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The document `duplicates/all`. */
export const duplicatesProjection: Projection<DuplicatesDoc> = {
  kind: "duplicates",
  types: ["records.deduplicated", "records.joined", "record.separated"],
  keysOf: () => ["all"],
  fold: (_key, events) => (events.length === 0 ? null : foldClusters(events)),
};
