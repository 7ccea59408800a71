/**
 * Edit distance with neighbouring letters exchanged counted once (optimal string alignment), up to a
 * limit.
 *
 * @param limit 0 … 10; beyond it the exact number is not wanted
 * @returns the distance, or `limit + 1` when it is larger
 * Source: Damerau 1964, doi:10.1145/363958.363994. Cost O(limit · length).
 * Checked: tests/records/duplicates-titles.test.ts, against the full table.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (a === b) return 0;
  const [m, n] = [a.length, b.length];
  if (Math.abs(m - n) > limit) return limit + 1;
  const over = limit + 1;
  let before = new Array<number>(n + 1).fill(over);
  let last = new Array<number>(n + 1).fill(over);
  let row = new Array<number>(n + 1).fill(over);
  for (let j = 0; j <= Math.min(n, limit); j++) last[j] = j;
  for (let i = 1; i <= m; i++) {
    const from = Math.max(1, i - limit);
    const to = Math.min(n, i + limit);
    row[from - 1] = from === 1 && i <= limit ? i : over;
    if (to < n) row[to + 1] = over;
    let best = row[from - 1]!;
    const letter = a.charCodeAt(i - 1);
    for (let j = from; j <= to; j++) {
      const other = b.charCodeAt(j - 1);
      let cost = last[j - 1]! + (letter === other ? 0 : 1);
      if (last[j]! + 1 < cost) cost = last[j]! + 1;
      if (row[j - 1]! + 1 < cost) cost = row[j - 1]! + 1;
      const exchanged =
        i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === other
          ? before[j - 2]! + 1
          : over;
      if (exchanged < cost) cost = exchanged;
      row[j] = cost;
      if (cost < best) best = cost;
    }
    if (best > limit) return over;
    [before, last, row] = [last, row, before];
  }
  return Math.min(last[n]!, over);
}
