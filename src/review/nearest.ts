/** Distance of two words in single-letter edits, neighbours swapped counting as one. For short words. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, before[j - 2]! + 1);
      row.push(cost);
    }
    before = last;
    last = row;
  }
  return last[b.length]!;
}

/** Up to three known words near a mistyped one, nearest first; case, dashes and underscores do not count. */
export function nearest(word: string, known: readonly string[]): string[] {
  const plain = (text: string): string => text.toLowerCase().replace(/[-_ ]/g, "");
  const typed = plain(word);
  return known
    .map((name) => ({ name, distance: editDistance(typed, plain(name)) }))
    .filter(
      ({ name, distance }) =>
        distance <= Math.max(1, Math.floor(Math.min(typed.length, plain(name).length) / 3)),
    )
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, 3)
    .map(({ name }) => name);
}
