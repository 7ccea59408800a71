/** Disjoint sets over the numbers 0 … n − 1; the smallest member stands for its set. */
export interface UnionFind {
  find(member: number): number;
  /** Joins two sets; false when they were one already. */
  union(a: number, b: number): boolean;
}

/**
 * Starts with every number alone.
 *
 * @param size how many numbers
 * Source: Tarjan, doi:10.1145/321879.321884 (path halving). Cost near constant per call.
 */
export function unionFind(size: number): UnionFind {
  const parent = Uint32Array.from({ length: size }, (_, index) => index);
  const find = (member: number): number => {
    let at = member;
    while (parent[at]! !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  return {
    find,
    union(a, b) {
      const [x, y] = [find(a), find(b)];
      if (x === y) return false;
      parent[Math.max(x, y)] = Math.min(x, y);
      return true;
    },
  };
}
