import { describe, expect, it } from "vitest";
import { effectiveEvents, foldAll } from "#ledger";
import { type RoundDoc, type ScreeningDoc, screeningProjections } from "#screening";
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

  it("keeps the votes that were changed, oldest first, and has none of them where nobody changed", () => {
    const doc = fold(events);
    expect(doc?.earlier?.map((one) => [one.reviewer, one.decision, one.eventId])).toEqual([
      ["bo", "include", "1"],
    ]);
    expect(fold(events.slice(0, 2))).not.toHaveProperty("earlier");
  });

  it("keeps how a conflict was settled where it was said", () => {
    const settled = event("7", "screening.adjudicated", "bo", {
      stage,
      report,
      decision: "include",
      how: "consensus",
    });
    expect(fold([...events, settled])?.adjudication).toMatchObject({ how: "consensus", eventId: "7" });
    expect(fold(events)?.adjudication).not.toHaveProperty("how");
  });

  it("keeps votes of a round apart: they decide nothing in the review", () => {
    const inRound = { stage, report, round: "pilot-1" } as const;
    const rounds = [
      event("1", "screening.voted", "bo", { ...inRound, decision: "include" }),
      event("2", "screening.voted", "ann", { ...inRound, decision: "exclude", exclusionReason: "animals" }),
      event("3", "screening.voted", "ann", { ...inRound, decision: "maybe" }),
    ];
    const docs = foldAll(effectiveEvents(rounds), screeningProjections);
    expect(docs.get("screening")?.size).toBe(0);
    const doc = docs.get("round")?.get("pilot-1/r1") as RoundDoc;
    expect(doc).toMatchObject({ round: "pilot-1", report, stage, adjudication: null });
    expect(doc.votes.map((one) => [one.reviewer, one.decision])).toEqual([
      ["ann", "maybe"],
      ["bo", "include"],
    ]);
    expect(doc.earlier).toHaveLength(1);
  });

  it("keeps the newest of each setting, by stage, sample or person", () => {
    const shares = [{ person: "ann", weight: 1 }];
    const settings = [
      event("1", "screening.allocated", "bo", { stage, shares, seed: 1 }),
      event("2", "screening.allocated", "bo", { stage, shares: [], seed: 2 }),
      event("3", "screening.audited", "bo", { sample: "audit-1", report, relevant: false }),
      event("4", "screening.audited", "ann", { sample: "audit-1", report, relevant: true }),
      event("5", "screening.highlights-set", "ann", { highlights: [{ kind: "outcome", terms: ["x"] }] }),
      event("6", "screening.highlights-set", "bo", { highlights: [] }),
    ];
    const docs = foldAll(effectiveEvents(settings), screeningProjections);
    expect(docs.get("screening-allocation")?.get(stage)).toMatchObject({ shares: [], seed: 2, eventId: "2" });
    expect(docs.get("audit")?.get("audit-1/r1")).toMatchObject({ relevant: true, by: "ann" });
    expect([...docs.get("highlights")!.keys()]).toEqual(["ann", "bo"]);
    expect(docs.get("highlights")?.get("ann")).toMatchObject({ highlights: [{ terms: ["x"] }] });
  });
});
