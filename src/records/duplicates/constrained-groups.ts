import { compareRecordIds } from "../record-id.ts";
import type { Judgements } from "./judgements.ts";

/** Records that the finder joined. */
export interface FoundCluster {
  readonly records: readonly string[];
}

/**
 * Joins what the finder found together with what people said. A person's `same` goes before the
 * finder, the newest first; nothing joins two records, or what they stand together with, that a person
 * keeps apart. Where that splits what the finder found, each record goes, in the order of the review,
 * with the first part it may join.
 *
 * @returns group of each record that is not alone
 * Cost near linear; quadratic only in the parts that one found cluster is split into.
 */
export function constrainedGroups(
  found: readonly FoundCluster[],
  judgements: Pick<Judgements, "joins" | "apart" | "pairs">,
): ReadonlyMap<string, ReadonlySet<string>> {
  const groupOf = new Map<string, Set<string>>();
  for (const { a, b } of judgements.joins) {
    const [x, y] = [groupOf.get(a) ?? new Set([a]), groupOf.get(b) ?? new Set([b])];
    if (x !== y && !judgements.apart(x, y)) unite(groupOf, x, y);
  }
  const judged = new Set([...judgements.pairs.values()].flatMap(({ a, b }) => [a, b]));
  for (const whole of unitedClusters(found)) {
    if (!anyIn(whole, judged)) {
      for (const record of whole) groupOf.set(record, whole);
      continue;
    }
    const parts: Set<string>[] = [];
    for (const record of [...whole].sort(compareRecordIds)) {
      const own = groupOf.get(record) ?? new Set([record]);
      if (parts.includes(own)) continue;
      const place = parts.findIndex((part) => !judgements.apart(part, own));
      if (place === -1) parts.push(own);
      else parts[place] = unite(groupOf, parts[place]!, own);
    }
  }
  for (const [record, group] of groupOf) if (group.size === 1) groupOf.delete(record);
  return groupOf;
}

/** @returns the united group */
function unite(groupOf: Map<string, Set<string>>, x: Set<string>, y: Set<string>): Set<string> {
  const [small, large] = x.size < y.size ? [x, y] : [y, x];
  for (const record of small) large.add(record);
  for (const record of large) groupOf.set(record, large);
  return large;
}

function anyIn(records: Iterable<string>, set: ReadonlySet<string>): boolean {
  if (set.size === 0) return false;
  for (const record of records) if (set.has(record)) return true;
  return false;
}

/** Clusters that share a record are one. */
function unitedClusters(found: readonly FoundCluster[]): Set<Set<string>> {
  const clusterOf = new Map<string, Set<string>>();
  for (const { records } of found) {
    let all = new Set<string>();
    for (const record of records) {
      const other = clusterOf.get(record);
      if (other === undefined || other === all) {
        all.add(record);
        clusterOf.set(record, all);
        continue;
      }
      const [small, large] = other.size < all.size ? [other, all] : [all, other];
      for (const member of small) {
        large.add(member);
        clusterOf.set(member, large);
      }
      all = large;
    }
  }
  return new Set(clusterOf.values());
}
