import type { Appraised } from "#ledger";

/** All five domains, with the judgements given in order; the rest low. */
export function appraisal(
  judgements: readonly string[],
  overall: Appraised["overall"],
  more: Partial<Appraised> = {},
): Appraised {
  const domains = Object.fromEntries(
    ["D1", "D2", "D3", "D4", "D5"].map((id, i) => [id, { judgement: judgements[i] ?? "low" }]),
  );
  return {
    studyId: "s1",
    outcome: "caps",
    tool: "rob2",
    toolVersion: "2019-08-22",
    domains,
    overall,
    ...more,
  };
}
