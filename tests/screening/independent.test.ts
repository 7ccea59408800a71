import { describe, expect, it } from "vitest";
import {
  type CurrentVote,
  independentVotes,
  type ScreeningDoc,
  settledAt,
  settledOrder,
  votesUntil,
} from "#screening";

const cast = (eventId: string, reviewer: string, decision: CurrentVote["decision"]): CurrentVote => ({
  reviewer,
  decision,
  exclusionReason: null,
  note: null,
  at: "2026-01-01T00:00:00.000Z",
  eventId,
});
const doc = (
  report: string,
  votes: readonly CurrentVote[],
  more: Partial<ScreeningDoc> = {},
): ScreeningDoc => ({
  stage: "title-abstract",
  report,
  votes,
  adjudication: null,
  ...more,
});
const said = (votes: readonly CurrentVote[] | null) =>
  votes?.map(({ reviewer, decision }) => `${reviewer} ${decision}`) ?? null;

/** Ann votes, changes her mind before bo votes, and again after she has seen his vote. */
const discussed = doc("r1", [cast("5", "ann", "exclude"), cast("3", "bo", "exclude")], {
  earlier: [cast("1", "ann", "maybe"), cast("2", "ann", "include")],
});

describe("independentVotes", () => {
  it("takes what each thought before anyone could see another's vote", () => {
    expect(said(independentVotes(discussed, 2))).toEqual(["ann include", "bo exclude"]);
  });

  it("is not there while votes are to come", () => {
    expect(independentVotes(discussed, 3)).toBeNull();
    expect(independentVotes(doc("r1", []), 1)).toBeNull();
  });

  it("leaves out the vote of a third who came when the others could be seen", () => {
    const three = doc("r1", [
      cast("1", "ann", "include"),
      cast("3", "cy", "exclude"),
      cast("2", "di", "include"),
    ]);
    expect(said(independentVotes(three, 2))).toEqual(["ann include", "di include"]);
  });
});

describe("votesUntil", () => {
  it("gives the votes as they stood", () => {
    expect(said(votesUntil(discussed, "1"))).toEqual(["ann maybe"]);
    expect(said(votesUntil(discussed, "4"))).toEqual(["ann include", "bo exclude"]);
    expect(said(votesUntil(discussed, "5"))).toEqual(["ann exclude", "bo exclude"]);
  });
});

describe("settledAt and settledOrder", () => {
  it("is the event of the last vote needed, not that of a later change or settlement", () => {
    expect(settledAt(discussed, 2)).toBe("3");
    const settled = doc("r1", [cast("1", "ann", "include"), cast("2", "bo", "exclude")], {
      adjudication: cast("9", "cy", "include"),
    });
    expect(settledAt(settled, 2)).toBe("2");
    expect(settledAt(settled, 3)).toBe("9");
    expect(settledAt(doc("r1", [cast("1", "ann", "include")]), 2)).toBeNull();
  });

  it("orders reports as they were decided, keeps what is not excluded, and leaves sealed ones out", () => {
    const docs = [
      doc("late", [cast("7", "ann", "exclude"), cast("8", "bo", "exclude")]),
      doc("sealed", [cast("0", "ann", "include")]),
      doc("early", [cast("1", "ann", "include"), cast("2", "bo", "exclude")]),
      doc("waits", [cast("3", "ann", "await"), cast("4", "bo", "await")]),
      doc("one", [cast("5", "ann", "exclude")]),
    ];
    const required = (report: string) => (report === "one" ? 1 : 2);
    expect(settledOrder(docs, required)).toEqual([
      { report: "early", kept: true },
      { report: "waits", kept: true },
      { report: "one", kept: false },
      { report: "late", kept: false },
    ]);
    expect(settledOrder([...docs].reverse(), required)).toEqual(settledOrder(docs, required));
  });
});
