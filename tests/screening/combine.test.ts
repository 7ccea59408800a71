import { describe, expect, test } from "vitest";
import { type CurrentVote, combineScreening, type ScreeningDoc, statusOf } from "#screening";

const vote = (reviewer: string, decision: CurrentVote["decision"], at: number): CurrentVote => ({
  reviewer,
  decision,
  exclusionReason: null,
  note: null,
  at: `2026-01-0${at}T00:00:00.000Z`,
  eventId: `0${at}`,
});
const doc = (
  report: string,
  votes: readonly CurrentVote[],
  adjudication: CurrentVote | null = null,
): ScreeningDoc => ({
  stage: "title-abstract",
  report,
  votes,
  adjudication,
});
const combined = (...docs: readonly ScreeningDoc[]): ScreeningDoc | null =>
  combineScreening("title-abstract", "a-1", docs);

describe("decisions on the records of one report", () => {
  test("none give none; one stays what it was, under the report's name", () => {
    expect(combined()).toBeNull();
    const only = doc("a-1", [vote("kari", "include", 1)]);
    expect(combined(only)).toBe(only);
    expect(combined(doc("b-1", only.votes))).toEqual(only);
  });

  test("of each reviewer the newest vote counts, whatever the order of the documents", () => {
    const a = doc("a-1", [vote("kari", "include", 3), vote("ola", "include", 1)]);
    const b = doc("b-1", [vote("kari", "exclude", 2), vote("ola", "exclude", 4)]);
    const votes = [
      ["kari", "include"],
      ["ola", "exclude"],
    ];
    expect(combined(a, b)?.votes.map(({ reviewer, decision }) => [reviewer, decision])).toEqual(votes);
    expect(combined(b, a)).toEqual(combined(a, b));
    expect(statusOf(combined(a, b)!, 2)).toBe("conflict");
  });

  test("earlier votes of two reviewers that disagree are a conflict of the merged report", () => {
    const both = combined(doc("a-1", [vote("kari", "include", 1)]), doc("b-1", [vote("ola", "exclude", 2)]));
    expect(statusOf(both!, 2)).toBe("conflict");
  });

  test("the newest adjudication stands", () => {
    const both = combined(
      doc("a-1", [vote("kari", "include", 1)], vote("eva", "include", 5)),
      doc("b-1", [vote("ola", "exclude", 2)], vote("eva", "exclude", 4)),
    );
    expect(both?.adjudication?.decision).toBe("include");
  });

  test("what was changed stays, also what the other record's newer vote replaces, oldest first", () => {
    const a = { ...doc("a-1", [vote("kari", "include", 3)]), earlier: [vote("kari", "maybe", 1)] };
    const b = doc("b-1", [vote("kari", "exclude", 2), vote("ola", "await", 4)]);
    for (const both of [combined(a, b), combined(b, a)]) {
      expect(both?.votes.map(({ reviewer, decision }) => [reviewer, decision])).toEqual([
        ["kari", "include"],
        ["ola", "await"],
      ]);
      expect(both?.earlier?.map(({ decision }) => decision)).toEqual(["maybe", "exclude"]);
    }
    expect(combined(doc("a-1", [vote("kari", "include", 1)]), b)?.earlier).toHaveLength(1);
    expect(combined(doc("a-1", []), doc("b-1", [vote("ola", "maybe", 1)]))).not.toHaveProperty("earlier");
  });
});
