import { describe, expect, it } from "vitest";
import { sealDoc, sealEvent } from "#screening";
import { event, screeningDoc, vote } from "./support.ts";

const sealed = () => false;
const open = () => true;
const voted = event("1", "screening.voted", "bo", {
  stage: "full-text",
  report: "r1",
  decision: "exclude",
  exclusionReason: "animals",
  note: "my secret",
});

describe("sealDoc", () => {
  const doc = screeningDoc([vote("ann", "include"), vote("bo", "exclude")]);

  it("hides others' votes while votes are to come and counts them", () => {
    expect(sealDoc(doc, "ann", 3)).toEqual({ ...doc, votes: [doc.votes[0]], sealed: 1 });
    expect(sealDoc(doc, "cy", 3)).toEqual({ ...doc, votes: [], sealed: 2 });
  });

  it("hides what others changed their mind from, and keeps one's own", () => {
    const changed = { ...doc, earlier: [vote("bo", "maybe"), vote("ann", "exclude")] };
    expect(sealDoc(changed, "ann", 3)).toEqual({
      ...doc,
      votes: [doc.votes[0]],
      earlier: [changed.earlier[1]],
      sealed: 1,
    });
    expect(sealDoc(changed, "cy", 3)).toEqual({ ...doc, votes: [], sealed: 2 });
    expect(sealDoc(changed, "cy", 2)).toEqual({ ...changed, sealed: 0 });
  });

  it("opens when all votes are in", () => {
    expect(sealDoc(doc, "ann", 2)).toEqual({ ...doc, sealed: 0 });
  });
});

describe("sealEvent", () => {
  it("hides decision, reason, note and hash of another's sealed vote, not who and when", () => {
    const line = sealEvent({ ...voted, reason: "because" }, "ann", sealed);
    expect(JSON.stringify(line)).not.toMatch(/exclude|animals|secret|because|hash/);
    expect(line).toMatchObject({
      id: "1",
      by: "bo",
      sealed: true,
      body: { stage: "full-text", report: "r1" },
    });
  });

  it("leaves own votes, open votes and other events whole", () => {
    expect(sealEvent(voted, "bo", sealed)).toBe(voted);
    expect(sealEvent(voted, "ann", open)).toBe(voted);
    const created = event("0", "review.created", "bo", { reviewId: "x", title: "exclude" });
    expect(sealEvent(created, "ann", sealed)).toBe(created);
  });

  it("hides what another said of a report or labelled it with, until its votes are open", () => {
    const stage = "title-abstract" as const;
    const words = [
      event("1", "report.commented", "bo", { stage, report: "r1", text: "surely include" }),
      event("2", "report.labelled", "bo", { stage, report: "r1", label: "include me", on: true }),
    ];
    for (const word of words) {
      const line = sealEvent(word, "ann", sealed);
      expect(JSON.stringify(line)).not.toMatch(/include|hash/);
      expect(line).toMatchObject({ sealed: true, body: { stage, report: "r1" } });
      expect(sealEvent(word, "ann", open)).toBe(word);
      expect(sealEvent(word, "bo", sealed)).toBe(word);
      const undo = event("3", "ledger.undone", "bo", { type: word.type }, { undoes: word.id, reason: "no" });
      expect(sealEvent(undo, "ann", sealed, () => word)).toMatchObject({ sealed: true, body: null });
      expect(sealEvent(undo, "ann", sealed)).toMatchObject({ sealed: true, body: null });
    }
  });

  it("asks of a vote in a round whether the round is open, not the report", () => {
    const inRound = event("1", "screening.voted", "bo", {
      stage: "title-abstract",
      report: "r1",
      decision: "exclude",
      round: "calibration-1",
    });
    const openReview = (_stage: string, _report: string, round?: string) => round === undefined;
    const line = sealEvent(inRound, "ann", openReview);
    expect(JSON.stringify(line)).not.toContain("exclude");
    expect(line).toMatchObject({ sealed: true, body: { round: "calibration-1" } });
    expect(sealEvent(inRound, "ann", (_s, _r, round) => round === "calibration-1")).toBe(inRound);
  });

  it("hides why another took a sealed vote back", () => {
    const undo = event(
      "2",
      "ledger.undone",
      "bo",
      { type: "screening.voted" },
      { undoes: "1", reason: "meant include" },
    );
    const find = (id: string) => (id === "1" ? voted : id === "2" ? undo : undefined);
    expect(JSON.stringify(sealEvent(undo, "ann", sealed, find))).not.toContain("include");
    expect(JSON.stringify(sealEvent(undo, "ann", sealed))).not.toContain("include");
    expect(sealEvent(undo, "ann", open, find)).toBe(undo);
    const again = event(
      "3",
      "ledger.undone",
      "bo",
      { type: "ledger.undone" },
      { undoes: "2", reason: "include" },
    );
    expect(JSON.stringify(sealEvent(again, "ann", sealed, find))).not.toContain("include");
    const other = event(
      "4",
      "ledger.undone",
      "bo",
      { type: "study.defined" },
      { undoes: "9", reason: "wrong" },
    );
    expect(sealEvent(other, "ann", sealed, find)).toBe(other);
  });
});
