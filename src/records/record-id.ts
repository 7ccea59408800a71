/**
 * Orders record ids by import, then by ordinal as a number: `a-2` comes before `a-10`.
 *
 * @param a id of a record: that of its import, a hyphen, its place in it from 1
 * @param b id of another
 * @returns below 0 when `a` comes first, above 0 when `b` does, 0 for the same id
 * Checked: tests/records/duplicates.test.ts.
 */
export function compareRecordIds(a: string, b: string): number {
  const [dashA, dashB] = [a.lastIndexOf("-"), b.lastIndexOf("-")];
  const [importA, importB] = [a.slice(0, dashA), b.slice(0, dashB)];
  if (importA !== importB) return importA < importB ? -1 : 1;
  const difference = Number(a.slice(dashA + 1)) - Number(b.slice(dashB + 1));
  if (difference !== 0 && !Number.isNaN(difference)) return difference;
  return a < b ? -1 : a > b ? 1 : 0;
}
