import type { Highlight } from "../api/types.ts";

export interface Piece {
  readonly text: string;
  readonly kind: Highlight["kind"] | null;
}

/**
 * Cuts a text into pieces, marked where a term of the protocol stands as a word of its own.
 *
 * Case does not matter; a trailing `*` stands for any ending; where terms overlap the longest wins. The
 * pieces joined are the text, character for character. Cost linear in the text.
 */
export function highlight(text: string, highlights: readonly Highlight[]): readonly Piece[] {
  const pattern = patternOf(highlights);
  if (pattern === null) return [{ text, kind: null }];
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern.expression)) {
    const kind = Object.entries(match.groups ?? {}).find(([, found]) => found !== undefined)?.[0];
    if (kind === undefined || match[0] === "") continue;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index), kind: null });
    pieces.push({ text: match[0], kind: kind as Highlight["kind"] });
    from = match.index + match[0].length;
  }
  if (from < text.length || pieces.length === 0) pieces.push({ text: text.slice(from), kind: null });
  return pieces;
}

const known = new WeakMap<readonly Highlight[], { readonly expression: RegExp } | { readonly none: true }>();

function patternOf(highlights: readonly Highlight[]): { readonly expression: RegExp } | null {
  const cached = known.get(highlights);
  if (cached !== undefined) return "none" in cached ? null : cached;
  const byKind = new Map<string, string[]>();
  for (const { kind, terms } of highlights) {
    const list = byKind.get(kind) ?? [];
    list.push(...terms.map((term) => term.trim()).filter((term) => term.replace("*", "") !== ""));
    byKind.set(kind, list);
  }
  const groups = [...byKind]
    .filter(([, terms]) => terms.length > 0)
    .map(([kind, terms]) => ({ kind, terms: terms.sort((a, b) => b.length - a.length) }))
    .sort((a, b) => b.terms[0]!.length - a.terms[0]!.length);
  if (groups.length === 0) {
    known.set(highlights, { none: true });
    return null;
  }
  const body = groups.map(({ kind, terms }) => `(?<${kind}>${terms.map(source).join("|")})`).join("|");
  const made = { expression: new RegExp(`(?<![\\p{L}\\p{N}])(?:${body})(?![\\p{L}\\p{N}])`, "giu") };
  known.set(highlights, made);
  return made;
}

function source(term: string): string {
  const open = term.endsWith("*");
  const words = (open ? term.slice(0, -1) : term)
    .replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")
    .replace(/\s+/g, "\\s+");
  return open ? `${words}[\\p{L}\\p{N}]*` : words;
}
