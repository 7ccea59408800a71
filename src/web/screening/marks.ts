import type { Highlight } from "../api/types.ts";
import type { TextKey, Words } from "../app/text.ts";

type Kind = Highlight["kind"];

/** Kinds in the order of a question, then the words that speak for and against. */
export const KINDS: readonly Kind[] = [
  "population",
  "intervention",
  "comparator",
  "outcome",
  "design",
  "include",
  "exclude",
];

const OWN: Partial<Record<Kind, TextKey>> = {
  include: "highlight.include",
  exclude: "highlight.exclude",
};

/** The name of a kind of highlight. */
export function kindName(kind: Kind, words: Words): string {
  const own = OWN[kind];
  return own === undefined ? words.named("pico", kind) : words.t(own);
}

/** The terms of a kind, those of several entries joined. */
export function termsOf(highlights: readonly Highlight[], kind: Kind): readonly string[] {
  return highlights.flatMap((one) => (one.kind === kind ? one.terms : []));
}

/** The highlights with other terms for one kind; one entry for each kind that has terms. */
export function withTerms(
  highlights: readonly Highlight[],
  kind: Kind,
  terms: readonly string[],
): readonly Highlight[] {
  return KINDS.map((one) => ({ kind: one, terms: one === kind ? terms : termsOf(highlights, one) })).filter(
    (one) => one.terms.length > 0,
  );
}
