import { describe, expect, it } from "vitest";
import {
  missingReasonLabels,
  type ResultJudgement,
  resultStatusLabels,
  resultStatusMeanings,
  robMeMatrix,
} from "#synthesis";

const studies = [{ id: "A", participants: 40 }, { id: "B", participants: 60 }, { id: "C" }];
const outcomes = ["pain", "sleep"];
const judgements: ResultJudgement[] = [
  { study: "A", outcome: "pain", status: "known" },
  { study: "B", outcome: "pain", status: "partly-known", reason: "selective", note: "p > 0.05 in the text" },
  { study: "C", outcome: "pain", status: "missing", reason: "not-measured" },
  { study: "A", outcome: "sleep", status: "missing", reason: "unclear" },
];

describe("ROB-ME matrix", () => {
  it("gives every study a cell for every outcome, the unjudged ones included", () => {
    const { cells, complete } = robMeMatrix(studies, outcomes, judgements);
    expect(cells.map((row) => row.map(({ status }) => status))).toEqual([
      ["known", "missing"],
      ["partly-known", "not-judged"],
      ["missing", "not-judged"],
    ]);
    expect(complete).toBe(false);
    expect(cells[1]![0]).toMatchObject({ reason: "selective", note: "p > 0.05 in the text", mayBias: true });
    expect(cells[2]![0]!.mayBias).toBe(false);
  });

  it("counts studies and people, and no share of people where a size is unknown", () => {
    const { totals } = robMeMatrix(studies, outcomes, judgements);
    expect(totals[0]).toEqual({
      outcome: "pain",
      studies: { known: 1, "partly-known": 1, missing: 1, "not-judged": 0 },
      participants: { known: 40, "partly-known": 60, missing: 0, "not-judged": 0 },
      studiesOfUnknownSize: 1,
      mayBias: 1,
      shareOfParticipantsKnown: null,
    });
    const sized = robMeMatrix(
      studies.slice(0, 2),
      outcomes,
      judgements.filter(({ study }) => study !== "C"),
    );
    expect(sized.totals[0]!.shareOfParticipantsKnown).toBe(0.4);
    expect(sized.totals[1]!.shareOfParticipantsKnown).toBe(0);
  });

  it("refuses with every problem at once", () => {
    const bad: ResultJudgement[] = [
      { study: "Z", outcome: "pain", status: "known" },
      { study: "A", outcome: "mood", status: "known" },
      { study: "A", outcome: "pain", status: "missing" },
      { study: "A", outcome: "pain", status: "known" },
      { study: "B", outcome: "pain", status: "lost" as "known" },
    ];
    let problems: readonly unknown[] = [];
    try {
      robMeMatrix([...studies, { id: "A", participants: -1 }], outcomes, bad);
    } catch (error) {
      problems = (error as { problems: readonly unknown[] }).problems;
    }
    expect(problems).toHaveLength(8);
  });

  it("has words in both languages for every status and reason", () => {
    for (const texts of [resultStatusLabels, resultStatusMeanings, missingReasonLabels])
      for (const { en, nb } of Object.values(texts)) {
        expect(en).not.toBe("");
        expect(nb).not.toBe(en);
      }
  });
});
