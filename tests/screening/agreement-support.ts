import type { Decision } from "#ledger";
import type { IndependentVote } from "#screening";

const BY_LETTER: Readonly<Record<string, Decision>> = {
  i: "include",
  m: "maybe",
  a: "await",
  e: "exclude",
};

/**
 * Votes of ann, bo, cy … on reports: `{ ie: 3 }` is three reports that ann includes and bo excludes, `-` is no vote.
 * The reason of an exclusion is `reason` where given.
 */
export function votesOf(
  counts: Readonly<Record<string, number>>,
  reason: string | null = null,
): IndependentVote[] {
  const reviewers = ["ann", "bo", "cy", "di"];
  const patterns = Object.entries(counts).flatMap(([letters, n]) => Array<string>(n).fill(letters));
  return patterns.flatMap((letters, report) =>
    [...letters].flatMap((letter, at): IndependentVote[] => {
      const decision = BY_LETTER[letter];
      if (decision === undefined) return [];
      const exclusionReason = decision === "exclude" ? reason : null;
      return [
        {
          report: `r${String(report).padStart(4, "0")}`,
          reviewer: reviewers[at]!,
          decision,
          exclusionReason,
        },
      ];
    }),
  );
}
