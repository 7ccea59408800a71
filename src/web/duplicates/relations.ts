import type { DuplicatePair, JudgeRequest } from "#contract";

type Relation = NonNullable<JudgeRequest["relation"]>;

/** Ways in which two documents of one study are related, in the order they are offered. */
export const relations: readonly Relation[] = [
  "preprint",
  "registration",
  "conference-abstract",
  "erratum",
  "comment",
  "version",
  "other",
];

/** What the finder's evidence says the relation is, else `other`. */
export function suggestedRelation(pair: DuplicatePair): Relation {
  if (pair.relation !== null) return pair.relation;
  const reasons = pair.evidence.map(({ reason }) => reason).join(" ");
  const found = [
    [/preprint/, "preprint"],
    [/registr/, "registration"],
    [/conference|congress/, "conference-abstract"],
    [/erratum|correction|retraction/, "erratum"],
    [/comment|reply|letter/, "comment"],
    [/version/, "version"],
  ] as const;
  return found.find(([pattern]) => pattern.test(reasons))?.[1] ?? "other";
}
