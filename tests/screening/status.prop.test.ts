import fc from "fast-check";
import { expect, test } from "vitest";
import type { Decision } from "#ledger";
import { type CurrentVote, type ScreeningDoc, statusOf } from "#screening";

const decision = fc.constantFrom<Decision>("include", "exclude", "maybe");
const voteBy = (reviewer: string, made: Decision): CurrentVote => ({
  reviewer,
  decision: made,
  exclusionReason: null,
  note: null,
  at: "2026-01-01T00:00:00.000Z",
  eventId: reviewer,
});
const docOf = (decisions: readonly Decision[], settled: Decision | null): ScreeningDoc => ({
  stage: "title-abstract",
  report: "r",
  votes: decisions.map((made, i) => voteBy(`r${i}`, made)),
  adjudication: settled === null ? null : voteBy("judge", settled),
});

/** The table of the doc block, said in another way: by counting. */
function byCounting(decisions: readonly Decision[], required: number): string {
  const count = (wanted: Decision) => decisions.filter((one) => one === wanted).length;
  if (decisions.length < required) return "pending";
  if (count("include") > 0 && count("exclude") > 0) return "conflict";
  if (count("maybe") > 0) return "maybe";
  return count("include") > 0 ? "include" : "exclude";
}

test("the status is that of the table, whatever the votes and their order", () => {
  fc.assert(
    fc.property(
      fc.array(decision, { maxLength: 5 }),
      fc.integer({ min: 1, max: 5 }),
      (decisions, required) => {
        expect(statusOf(docOf(decisions, null), required)).toBe(byCounting(decisions, required));
        expect(statusOf(docOf([...decisions].reverse(), null), required)).toBe(
          byCounting(decisions, required),
        );
      },
    ),
    { seed: 20261126, numRuns: 500 },
  );
});

test("an adjudication stands over any votes", () => {
  fc.assert(
    fc.property(
      fc.array(decision, { maxLength: 5 }),
      fc.constantFrom<Decision>("include", "exclude"),
      (decisions, settled) => {
        expect(statusOf(docOf(decisions, settled), 2)).toBe(settled);
      },
    ),
    { seed: 20261126 },
  );
});
