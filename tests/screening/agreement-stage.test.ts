import { describe, expect, it } from "vitest";
import {
  agreementOf,
  cohenKappa,
  type IndependentVote,
  independentVotesOf,
  type ScreeningDoc,
} from "#screening";
import { votesOf } from "./agreement-support.ts";
import { screeningDoc, vote } from "./support.ts";

const ta = { stage: "title-abstract" } as const;
const independent = (votes: readonly IndependentVote[]) => ({ basis: "independent", votes }) as const;

describe("agreementOf", () => {
  it("counts a pair on the reports both judged, decisions as they are and kept against excluded", () => {
    const votes = votesOf({ ii: 40, ie: 6, im: 2, ei: 3, em: 1, ee: 945, "i-": 30, "-e": 7 });
    const result = agreementOf(independent(votes), ta);
    expect(result).toMatchObject({
      reviewers: ["ann", "bo"],
      reports: 1034,
      shared: 997,
      repeated: 0,
      reasons: null,
    });
    expect(result.decisions.categories).toEqual(["include", "maybe", "exclude"]);
    const [pair] = result.kept.pairs;
    expect(pair).toMatchObject({
      reviewers: ["ann", "bo"],
      n: 997,
      table: [
        [42, 6],
        [4, 945],
      ],
    });
    expect(pair!.observed.value).toBe(987 / 997);
    expect(pair!.kappa.value).toBe(cohenKappa(pair!.table)!.kappa);
    expect(pair!.prevalenceIndex).toBeCloseTo((42 - 945) / 997, 14);
    expect(pair!.biasIndex).toBeCloseTo(2 / 997, 14);
    expect(result.decisions.pairs[0]!.observed.value).toBe(985 / 997);
  });

  it("gives two reviewers together what it gives them as a pair", () => {
    const { pairs, all } = agreementOf(
      independent(votesOf({ ii: 9, ie: 4, ei: 2, ee: 20, "i-": 3 })),
      ta,
    ).kept;
    const pair = pairs[0]!;
    expect(all.n).toBe(35);
    for (const name of ["observed", "kappa", "ac1", "alpha"] as const) {
      expect(all[name].value).toBeCloseTo(pair[name].value!, 13);
      expect(all[name].low).toBeCloseTo(pair[name].low!, 13);
    }
  });

  it("puts reviewers with partial overlap together and says who never met", () => {
    const votes = votesOf({ "ii-": 5, "ie-": 2, "ee-": 20, "-ii": 6, "-ei": 1, "-ee": 15, "i--": 4 });
    const { kept, shared, reports } = agreementOf(independent(votes), ta);
    expect([reports, shared]).toEqual([53, 49]);
    expect(kept.pairs.map(({ reviewers, n }) => [...reviewers, n])).toEqual([
      ["ann", "bo", 27],
      ["ann", "cy", 0],
      ["bo", "cy", 22],
    ]);
    expect(kept.pairs[1]!.kappa).toMatchObject({ value: null, gap: "no-overlap" });
    expect(kept.all.n).toBe(49);
    expect(kept.all.observed.value).toBeCloseTo(46 / 49, 14);
    expect(kept.all.unanimous.value).toBe(46 / 49);
    expect(kept.all.alpha.low).toBeLessThan(kept.all.alpha.value!);
  });

  it("tells kappa's paradox", () => {
    const rare = agreementOf(independent(votesOf({ ii: 1, ie: 4, ei: 4, ee: 91 })), ta).kept;
    expect(rare.pairs[0]!.kappa.value).toBeLessThan(0.2);
    expect(rare.pairs[0]!.ac1.value).toBeGreaterThan(0.9);
    expect([rare.pairs[0]!.paradox, rare.all.paradox]).toEqual([true, true]);
    expect(agreementOf(independent(votesOf({ ee: 50 })), ta).kept.all.paradox).toBe(true);
    expect(agreementOf(independent(votesOf({ ii: 40, ie: 10, ei: 12, ee: 38 })), ta).kept.all.paradox).toBe(
      false,
    );
  });

  it("compares reasons where both exclude at full text", () => {
    const votes = [
      ...votesOf({ ee: 6 }, "animals"),
      ...votesOf({ ee: 3 }, "no-control").map((one) => ({
        ...one,
        report: `x${one.report}`,
        exclusionReason: one.reviewer === "ann" ? "no-control" : "animals",
      })),
      ...votesOf({ ei: 2, ii: 4 }, "animals").map((one) => ({ ...one, report: `y${one.report}` })),
    ];
    const { reasons } = agreementOf(independent(votes), { stage: "full-text" });
    expect(reasons).toMatchObject({ categories: ["animals", "no-control"] });
    expect(reasons!.pairs[0]).toMatchObject({
      n: 9,
      table: [
        [6, 0],
        [3, 0],
      ],
    });
    expect(agreementOf(independent(votes), ta).reasons).toBeNull();
  });

  it("knows all decisions, also those nobody used", () => {
    const categories = ["include", "maybe", "await", "exclude"] as const;
    const { decisions } = agreementOf(independent(votesOf({ ia: 1, aa: 2, ee: 4 })), { ...ta, categories });
    expect(decisions.categories).toEqual(categories);
    expect(decisions.pairs[0]!.specific).toEqual([0, null, 0.8, 1]);
  });

  it("leaves out a second vote of one reviewer, and reviewers not asked for", () => {
    const votes = votesOf({ iei: 3 });
    const again = votes.map((one) => ({ ...one, decision: "exclude" as const }));
    const result = agreementOf(independent([...votes, ...again]), { ...ta, reviewers: ["cy", "ann"] });
    expect(result).toMatchObject({ reviewers: ["cy", "ann"], repeated: 6 });
    expect(result.kept.pairs[0]!.table[0]![0]).toBe(3);
  });

  it("has no number without votes, with one reviewer, or where one report was shared", () => {
    for (const votes of [[], votesOf({ i: 4 }), votesOf({ "i--": 2, "-e-": 1 }), votesOf({ ie: 1 })]) {
      const { kept, decisions } = agreementOf(independent(votes), ta);
      for (const view of [kept, decisions]) {
        expect(view.all.kappa.low).toBeNull();
        expect(JSON.stringify(view)).not.toContain("NaN");
      }
    }
  });
});

describe("the votes compared", () => {
  const changed: ScreeningDoc = {
    ...screeningDoc([
      { ...vote("ann", "include"), eventId: "3" },
      { ...vote("bo", "include"), eventId: "2" },
    ]),
    earlier: [{ ...vote("ann", "exclude"), eventId: "1" }],
  };

  it("are those from before a change of mind, or the current ones; the result says which", () => {
    const votes = independentVotesOf([changed], () => 2);
    expect(votes.map(({ reviewer, decision }) => [reviewer, decision])).toEqual([
      ["ann", "exclude"],
      ["bo", "include"],
    ]);
    const before = agreementOf(independent(votes), ta);
    const now = agreementOf({ basis: "current", docs: [changed] }, ta);
    expect([before.basis, before.kept.all.observed.value]).toEqual(["independent", 0]);
    expect([now.basis, now.kept.all.observed.value]).toEqual(["current", 1]);
  });

  it("wait until all are in, and belong to the stage", () => {
    expect(independentVotesOf([screeningDoc([vote("ann", "include")])], () => 2)).toEqual([]);
    expect(agreementOf({ basis: "current", docs: [changed] }, { stage: "full-text" }).reports).toBe(0);
  });
});
