import { expect, test } from "vitest";
import { resultJudgement, robMeMatrix } from "#synthesis";

const at = { studyId: "s1", outcome: "score" };

test("numbers that can be pooled make a result known, whatever was judged before", () => {
  const judged = { status: "missing", reason: "selective" } as const;
  expect(resultJudgement({ ...at, extracted: true, judged })).toEqual({
    study: "s1",
    outcome: "score",
    status: "known",
  });
});

test("what is not extracted is as a person judged it, and not judged where nobody has", () => {
  expect(resultJudgement({ ...at, extracted: false, judged: null })).toBeNull();
  const judgement = resultJudgement({
    ...at,
    extracted: false,
    judged: { status: "partly-known", reason: "selective", note: "only 'not significant'" },
  });
  const matrix = robMeMatrix([{ id: "s1" }, { id: "s2" }], ["score"], [judgement!]);
  expect(matrix.cells[0]?.[0]).toMatchObject({ status: "partly-known", mayBias: true });
  expect(matrix.cells[1]?.[0]).toMatchObject({ status: "not-judged", mayBias: false });
  expect(matrix.complete).toBe(false);
});
