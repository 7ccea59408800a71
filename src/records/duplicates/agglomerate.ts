import type { FullJudgement } from "./judge.ts";
import { unionFind } from "./union-find.ts";

/** A judged pair of records, by index. */
export interface JudgedEdge {
  readonly a: number;
  readonly b: number;
  readonly score: number;
}

export interface Agglomeration {
  readonly members: (index: number) => readonly number[];
  readonly find: (index: number) => number;
  /** Pairs that joined two groups, strongest first. */
  readonly joined: readonly JudgedEdge[];
  /** Pairs strong enough that were refused for what stands between their groups. */
  readonly refused: readonly JudgedEdge[];
}

/** Of large groups only so many members of each are asked. */
const MOST_ASKED = 8;

/**
 * Joins the strongest pairs first. Two groups become one only if no two of their records contradict
 * each other and their pairs agree on average, so that no chain of likenesses joins unlike records.
 *
 * @param size number of records
 * @param edges pairs to be merged, strongest first, ties in an order that does not depend on the input's
 * @param judge judgement of any two records
 * @param least average score that the pairs between two groups need
 * @param apart whether a person keeps two records apart
 * @param together pairs that a person joined
 * Checked: tests/records/duplicates-find.test.ts, dedup-order.prop.test.ts.
 */
export function agglomerate(
  size: number,
  edges: readonly JudgedEdge[],
  options: {
    readonly judge: (a: number, b: number) => FullJudgement;
    readonly least: number;
    readonly together: readonly JudgedEdge[];
    readonly apart: (a: number, b: number) => boolean;
  },
): Agglomeration {
  const { judge, least, together, apart } = options;
  const sets = unionFind(size);
  const groups = new Map<number, number[]>();
  const members = (index: number): readonly number[] => groups.get(sets.find(index)) ?? [index];
  const joined: JudgedEdge[] = [];
  const refused: JudgedEdge[] = [];
  const join = (edge: JudgedEdge): void => {
    const all = [...members(edge.a), ...members(edge.b)].sort((x, y) => x - y);
    groups.delete(sets.find(edge.a));
    groups.delete(sets.find(edge.b));
    sets.union(edge.a, edge.b);
    groups.set(sets.find(edge.a), all);
    joined.push(edge);
  };
  // What a person joined is one record to the finder, whatever its entries look like.
  const byPerson = unionFind(together.length === 0 ? 0 : size);
  const stands = (group: readonly number[], standing: number): readonly number[] =>
    together.length === 0
      ? group
      : group.filter((one) => one === standing || byPerson.find(one) !== byPerson.find(standing));
  const keptApart = (x: readonly number[], y: readonly number[]): boolean =>
    x.some((one) => y.some((other) => apart(one, other)));
  for (const edge of together)
    if (sets.find(edge.a) !== sets.find(edge.b) && !keptApart(members(edge.a), members(edge.b))) {
      join(edge);
      byPerson.union(edge.a, edge.b);
    }
  for (const edge of edges) {
    if (sets.find(edge.a) === sets.find(edge.b)) continue;
    const [x, y] = [members(edge.a), members(edge.b)];
    if (keptApart(x, y)) continue;
    if (
      x.length * y.length === 1 ||
      agree(stands(x, sideOf(x, edge)), stands(y, sideOf(y, edge)), edge, judge, least)
    )
      join(edge);
    else refused.push(edge);
  }
  return { members, find: sets.find, joined, refused };
}

/** The record of a pair that is in a group; groups are sorted. */
function sideOf(group: readonly number[], { a, b }: JudgedEdge): number {
  return group.includes(a) ? a : b;
}

function agree(
  x: readonly number[],
  y: readonly number[],
  edge: JudgedEdge,
  judge: (a: number, b: number) => FullJudgement,
  least: number,
): boolean {
  let sum = edge.score;
  let count = 1;
  for (const one of x.slice(0, MOST_ASKED))
    for (const other of y.slice(0, MOST_ASKED)) {
      if ((one === edge.a && other === edge.b) || (one === edge.b && other === edge.a)) continue;
      const { contradicts, score } = judge(one, other);
      if (contradicts) return false;
      sum += score;
      count += 1;
    }
  return sum / count >= least;
}
