import type { RecordsDeduplicated } from "#ledger";
import type { RecordFact } from "../record.ts";
import { type ComparableTitle, clearlyDifferent, comparableTitle } from "./titles.ts";
import { unionFind } from "./union-find.ts";

/** What the duplicate finder looks at. */
export type DuplicateInput = Pick<RecordFact, "id" | "ids" | "title">;

/**
 * Finds records that carry the same DOI or PMID.
 *
 * A DOI alone does not join records whose titles are clearly different: whole abstract issues share
 * one. Entries of the result may overlap (A and B by DOI, B and C by PMID); `foldClusters` unites
 * them. A pair that shares both identifiers is listed once.
 *
 * @param records in the order of the review
 * @returns clusters in the order of their first record, each with the rule and value that joined it
 * Cost linear but for DOIs shared by many titles. Checked: tests/records/duplicates.test.ts.
 */
export function findDuplicates(records: Iterable<DuplicateInput>): RecordsDeduplicated {
  const ids: string[] = [];
  const titles: string[] = [];
  const holders = { doi: new Map<string, number[]>(), pmid: new Map<string, number[]>() };
  for (const record of records) {
    const index = ids.push(record.id) - 1;
    titles.push(record.title);
    for (const rule of ["doi", "pmid"] as const)
      for (const value of record.ids[rule]) {
        const list = holders[rule].get(value);
        if (list === undefined) holders[rule].set(value, [index]);
        else if (list.at(-1) !== index) list.push(index);
      }
  }
  const groups: {
    readonly members: readonly number[];
    readonly rule: "doi" | "pmid";
    readonly value: string;
  }[] = [];
  for (const [value, members] of holders.doi)
    if (members.length > 1)
      for (const group of byTitle(members, titles)) groups.push({ members: group, rule: "doi", value });
  for (const [value, members] of holders.pmid)
    if (members.length > 1) groups.push({ members, rule: "pmid", value });

  const sets = unionFind(ids.length);
  const clusters = groups.filter(({ members }) => {
    let joined = false;
    for (const member of members) joined = sets.union(members[0]!, member) || joined;
    return joined;
  });
  clusters.sort((a, b) => a.members[0]! - b.members[0]!);
  return {
    method: "exact-identifiers/1",
    clusters: clusters.map(({ members, rule, value }) => ({
      records: members.map((member) => ids[member]!),
      rule,
      value,
    })),
  };
}

/** Splits the holders of one DOI into groups of one document each; those without a title join only a sole group. */
function byTitle(members: readonly number[], titles: readonly string[]): number[][] {
  const groups: { readonly title: ComparableTitle; readonly members: number[] }[] = [];
  const exact = new Map<string, number[]>();
  const untitled: number[] = [];
  for (const member of members) {
    const title = comparableTitle(titles[member]!);
    if (title.folded === "") {
      untitled.push(member);
      continue;
    }
    const known =
      exact.get(title.folded) ?? groups.find((group) => !clearlyDifferent(group.title, title))?.members;
    if (known === undefined) groups.push({ title, members: [member] });
    else known.push(member);
    exact.set(title.folded, known ?? groups.at(-1)!.members);
  }
  if (groups.length === 0) return [untitled];
  if (groups.length === 1) groups[0]!.members.push(...untitled);
  return groups.map((group) => group.members.sort((a, b) => a - b)).filter((group) => group.length > 1);
}
