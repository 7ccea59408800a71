/** A stretch of one of two texts. */
export interface DiffPart {
  readonly text: string;
  /** True when the other text does not have it here. */
  readonly changed: boolean;
}

/** Above this many comparisons the middle of the texts is marked as a whole. */
const MOST_CELLS = 400_000;

/**
 * Marks the words in which two texts differ; white space, case and punctuation at a word's ends do
 * not count as a difference. Each side's parts put together are its text.
 *
 * Source: longest common subsequence by dynamic programming (Wagner and Fischer 1974,
 * doi:10.1145/321796.321811). Cost: product of the lengths of the differing middles, bounded.
 * Checked: tests/web/word-diff.test.ts.
 */
export function diffWords(
  left: string,
  right: string,
): { readonly left: readonly DiffPart[]; readonly right: readonly DiffPart[] } {
  const [a, b] = [words(left), words(right)];
  const [aKeys, bKeys] = [a.map(keyOf), b.map(keyOf)];
  let start = 0;
  while (start < a.length && start < b.length && aKeys[start] === bKeys[start]) start += 1;
  let end = 0;
  while (
    end < a.length - start &&
    end < b.length - start &&
    aKeys[a.length - 1 - end] === bKeys[b.length - 1 - end]
  )
    end += 1;
  const common = commonWords(aKeys.slice(start, a.length - end), bKeys.slice(start, b.length - end));
  const same = (length: number, inMiddle: ReadonlySet<number>): ((index: number) => boolean) => {
    return (index) => index < start || index >= length - end || inMiddle.has(index - start);
  };
  return { left: parts(a, same(a.length, common.left)), right: parts(b, same(b.length, common.right)) };
}

/** Words with the white space behind them, so that they add up to the text. */
function words(text: string): string[] {
  return text.match(/\s*\S+\s*/gu) ?? (text === "" ? [] : [text]);
}

function keyOf(word: string): string {
  const bare = word
    .normalize("NFKC")
    .toLowerCase()
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
  return bare === "" ? word.trim() : bare;
}

function commonWords(
  a: readonly string[],
  b: readonly string[],
): { readonly left: ReadonlySet<number>; readonly right: ReadonlySet<number> } {
  const [left, right] = [new Set<number>(), new Set<number>()];
  if (a.length * b.length > MOST_CELLS) return { left, right };
  const width = b.length + 1;
  const longest = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      longest[i * width + j] =
        a[i] === b[j]
          ? longest[(i + 1) * width + j + 1]! + 1
          : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!);
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) {
      left.add(i++);
      right.add(j++);
    } else if (longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!) i += 1;
    else j += 1;
  }
  return { left, right };
}

function parts(list: readonly string[], same: (index: number) => boolean): DiffPart[] {
  const out: { text: string; changed: boolean }[] = [];
  list.forEach((word, index) => {
    const changed = !same(index);
    const last = out.at(-1);
    if (last !== undefined && last.changed === changed) last.text += word;
    else out.push({ text: word, changed });
  });
  return out;
}
