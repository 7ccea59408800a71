import type { Problem } from "#kernel";
import type { AvailabilityJudged } from "#ledger";

/** Reasons that each status may have. */
const REASONS: Readonly<Record<AvailabilityJudged["status"], readonly string[]>> = {
  known: [],
  "partly-known": ["selective", "unrelated", "unclear"],
  missing: ["selective", "unrelated", "not-measured", "unclear"],
};

/**
 * All that speaks against a judgement of what is known of a result; empty when it may stand. A result that is not
 * known needs a reason, one that is known has none, and what was not measured cannot be known in part.
 *
 * Checked: tests/appraisal/check-availability.test.ts.
 */
export function checkAvailability(body: AvailabilityJudged): readonly Problem[] {
  const { status, reason, place, quote } = body;
  const allowed = REASONS[status];
  const problems: Problem[] = [];
  if (reason === undefined && allowed.length > 0)
    problems.push({
      code: "appraisal/availability-without-reason",
      field: "reason",
      message: `The result of "${body.studyId}" for "${body.outcome}" is judged ${status}, without a reason.`,
      remedy: `Give one of: ${allowed.join(", ")}.`,
    });
  if (reason !== undefined && !allowed.includes(reason))
    problems.push({
      code: "appraisal/availability-reason",
      field: "reason",
      message: `"${reason}" cannot be why the result of "${body.studyId}" for "${body.outcome}" is ${status}.`,
      remedy: allowed.length === 0 ? "Leave the reason out." : `Use one of: ${allowed.join(", ")}.`,
    });
  if ((quote ?? "").trim() !== "" && (place ?? "").trim() === "")
    problems.push({
      code: "appraisal/quote-without-place",
      field: "place",
      message: "A quote is given without the place where it stands.",
      remedy: "Name the document and the page, table or section.",
    });
  return problems;
}

/**
 * The judgement that holds for a result: the one about this very timepoint, else the one about any.
 *
 * Checked: tests/appraisal/check-availability.test.ts.
 */
export function availabilityAt<T extends AvailabilityJudged>(
  judged: readonly T[],
  at: { readonly studyId: string; readonly outcome: string; readonly timepoint: string },
): T | null {
  const mine = judged.filter((one) => one.studyId === at.studyId && one.outcome === at.outcome);
  return (
    mine.find(({ timepoint }) => timepoint === at.timepoint) ??
    mine.find(({ timepoint }) => timepoint === undefined) ??
    null
  );
}
