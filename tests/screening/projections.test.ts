import { describe, expect, it } from "vitest";
import { effectiveEvents, foldAll } from "#ledger";
import { type ScreeningDoc, screeningProjections } from "#screening";
import { event } from "./support.ts";

const stage = "full-text" as const;
const report = "r1";

function fold(events: Parameters<typeof effectiveEvents>[0]): ScreeningDoc | undefined {
  const docs = foldAll(effectiveEvents(events), screeningProjections).get("screening");
  return docs?.get("full-text/r1") as ScreeningDoc | undefined;
}

describe("screeningProjections", () => {
  const events = [
    event("1", "screening.voted", "bo", { stage, report, decision: "include" }),
    event("2", "screening.voted", "ann", { stage, report, decision: "maybe", note: "n" }),
    event("3", "screening.voted", "bo", { stage, report, decision: "exclude", exclusionReason: "animals" }),
    event("4", "screening.adjudicated", "cy", { stage, report, decision: "include" }),
    event("5", "screening.adjudicated", "cy", { stage, report, decision: "exclude", exclusionReason: "x" }),
    event("6", "screening.voted", "ann", { stage: "title-abstract", report, decision: "include" }),
  ];

  it("keeps the newest vote of each reviewer by id order and the newest adjudication", () => {
    const doc = fold([...events].reverse());
    expect(doc?.votes.map((one) => [one.reviewer, one.decision, one.exclusionReason, one.note])).toEqual([
      ["ann", "maybe", null, "n"],
      ["bo", "exclude", "animals", null],
    ]);
    expect(doc?.adjudication).toMatchObject({ reviewer: "cy", decision: "exclude", eventId: "5" });
  });

  it("falls back to the earlier vote when the newer is undone, and to nothing when all are", () => {
    const undo = (id: string, target: string) =>
      event(id, "ledger.undone", "bo", { type: "screening.voted" }, { undoes: target });
    expect(fold([...events.slice(0, 3), undo("7", "3")])?.votes.at(-1)?.decision).toBe("include");
    expect(fold([events[0]!, undo("7", "1")])).toBeUndefined();
  });
});
