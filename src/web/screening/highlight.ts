import type { Highlight } from "../api/types.ts";

export interface Piece {
  readonly text: string;
  readonly kind: Highlight["kind"] | null;
}

/** A node of the tree of terms, by folded character; one space stands for any white space. */
interface Node {
  readonly next: Map<string, Node>;
  /** A term ends here. */
  kind: Highlight["kind"] | null;
  /** A term with a trailing `*` ends here: any ending of the word belongs to it. */
  open: Highlight["kind"] | null;
}

/**
 * Cuts a text into pieces, marked where a term stands as a word of its own.
 *
 * Case does not matter; a trailing `*` stands for any ending; where terms overlap the first begun wins, and
 * of those the longest. Terms are words, never patterns. The pieces joined are the text, character for
 * character.
 *
 * Cost: the text times the length of the longest term that matches, however many terms there are.
 * Checked: tests/web/highlight.test.ts, one megabyte with thousands of terms too.
 */
export function highlight(text: string, highlights: readonly Highlight[]): readonly Piece[] {
  const tree = treeOf(highlights);
  if (tree === null) return [{ text, kind: null }];
  const pieces: Piece[] = [];
  let from = 0;
  let inWord = false;
  for (let at = 0; at < text.length; at++) {
    const found = inWord ? null : longest(text, at, tree);
    if (found === null) {
      inWord = isWord(text, at);
      continue;
    }
    if (at > from) pieces.push({ text: text.slice(from, at), kind: null });
    pieces.push({ text: text.slice(at, found.end), kind: found.kind });
    from = found.end;
    at = found.end - 1;
    inWord = isWord(text, at);
  }
  if (from < text.length || pieces.length === 0) pieces.push({ text: text.slice(from), kind: null });
  return pieces;
}

/** Where the longest term that begins here ends. */
function longest(
  text: string,
  start: number,
  tree: Node,
): { readonly end: number; readonly kind: Highlight["kind"] } | null {
  let node: Node | undefined = tree;
  let end = -1;
  let kind: Highlight["kind"] | null = null;
  let at = start;
  while (at < text.length) {
    const letter = fold(text[at]!);
    node = node.next.get(letter);
    if (node === undefined) break;
    at += 1;
    if (letter === " ") while (at < text.length && fold(text[at]!) === " ") at += 1;
    if (node.open !== null) {
      let stop = at;
      while (isWord(text, stop)) stop += 1;
      if (stop > end) [end, kind] = [stop, node.open];
    }
    if (node.kind !== null && at >= end && !isWord(text, at)) [end, kind] = [at, node.kind];
  }
  return kind === null ? null : { end, kind };
}

/** Lower case and one kind of space; a character whose lower case is longer stays as it is. */
function fold(letter: string): string {
  if (letter >= "a" && letter <= "z") return letter;
  if (/\s/.test(letter)) return " ";
  const lower = letter.toLowerCase();
  return lower.length === 1 ? lower : letter;
}

/** Whether a letter or digit of any alphabet stands at a place; both halves of a pair count as one. */
function isWord(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 128)
    return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90);
  if (Number.isNaN(code)) return false;
  const second = code >= 0xdc00 && code <= 0xdfff && at > 0;
  return /^[\p{L}\p{N}]/u.test(String.fromCodePoint(text.codePointAt(second ? at - 1 : at)!));
}

const known = new WeakMap<readonly Highlight[], { readonly tree: Node | null }>();

function treeOf(highlights: readonly Highlight[]): Node | null {
  const cached = known.get(highlights);
  if (cached !== undefined) return cached.tree;
  const root: Node = { next: new Map(), kind: null, open: null };
  for (const { kind, terms } of highlights) for (const term of terms) plant(root, term, kind);
  const tree = root.next.size === 0 ? null : root;
  known.set(highlights, { tree });
  return tree;
}

function plant(root: Node, term: string, kind: Highlight["kind"]): void {
  const trimmed = term.trim();
  const open = trimmed.endsWith("*");
  const words = (open ? trimmed.slice(0, -1) : trimmed).replace(/\s+/g, " ");
  if (words.trim() === "") return;
  let node = root;
  for (let at = 0; at < words.length; at++) {
    const letter = fold(words[at]!);
    let next = node.next.get(letter);
    if (next === undefined) {
      next = { next: new Map(), kind: null, open: null };
      node.next.set(letter, next);
    }
    node = next;
  }
  // A word of two kinds is marked as the first.
  if (open) node.open ??= kind;
  else node.kind ??= kind;
}
