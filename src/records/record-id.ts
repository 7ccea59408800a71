/** Orders record ids by import, then by ordinal as a number: `a-2` comes before `a-10`. */
export function compareRecordIds(a: string, b: string): number {
  const [dashA, dashB] = [a.lastIndexOf("-"), b.lastIndexOf("-")];
  const [importA, importB] = [a.slice(0, dashA), b.slice(0, dashB)];
  if (importA !== importB) return importA < importB ? -1 : 1;
  const difference = Number(a.slice(dashA + 1)) - Number(b.slice(dashB + 1));
  if (difference !== 0 && !Number.isNaN(difference)) return difference;
  return a < b ? -1 : a > b ? 1 : 0;
}
