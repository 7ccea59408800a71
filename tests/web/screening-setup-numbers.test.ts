import { describe, expect, it } from "vitest";
import { assignedTo } from "#screening";
import { faultsOf, type OrderDraft, requestOf } from "../../src/web/screening-setup/order-draft.ts";
import { readNumber } from "../../src/web/screening-setup/read-number.ts";
import { expectedParts } from "../../src/web/screening-setup/shares.ts";

describe("how many reports each is to read", () => {
  it("gives all to all where as many votes are needed as there are people", () => {
    expect(
      expectedParts(
        [
          { person: "a", weight: 1 },
          { person: "b", weight: 9 },
        ],
        2,
        0,
      ),
    ).toEqual([1, 1]);
  });

  it("shares one vote by weight, and adds up to the votes", () => {
    const parts = expectedParts(
      [
        { person: "a", weight: 1 },
        { person: "b", weight: 3 },
      ],
      1,
      0.2,
    )!;
    expect(parts[0]).toBeCloseTo(0.8 * 0.25 + 0.2);
    expect(parts[0]! + parts[1]!).toBeCloseTo(1.2);
  });

  it("is what the program then assigns", () => {
    const shares = [
      { person: "ada", weight: 1 },
      { person: "bo", weight: 2 },
      { person: "cy", weight: 0.5 },
      { person: "di", weight: 1.5 },
    ];
    const reports = Array.from({ length: 20_000 }, (_, at) => `imp1-${at}`);
    const counts = new Map<string, number>();
    for (const report of reports)
      for (const person of assignedTo({ shares, seed: 7 }, report, 2))
        counts.set(person, (counts.get(person) ?? 0) + 1);
    const parts = expectedParts(shares, 2, 0)!;
    for (const [at, { person }] of shares.entries())
      expect(counts.get(person)! / reports.length).toBeCloseTo(parts[at]!, 1.7);
  });

  it("gives up where it would take too long", () => {
    const many = Array.from({ length: 90 }, (_, at) => ({ person: String(at), weight: 1 }));
    expect(expectedParts(many, 5, 0)).toBeNull();
  });
});

describe("numbers as people type them", () => {
  const draft: OrderDraft = {
    order: "ranked",
    model: "evidens",
    start: "words",
    relevant: [],
    rule: "recall-test",
    target: "95",
    confidence: "97,5 %",
    seed: "12",
  };

  it("takes comma, point, blanks and the per cent sign", () => {
    expect([readNumber("97,5"), readNumber(" 1\u00a0000 "), readNumber("95 %"), readNumber("0.5")]).toEqual([
      97.5, 1_000, 95, 0.5,
    ]);
    expect([readNumber(""), readNumber("many"), readNumber("1,2,3")]).toEqual([NaN, NaN, NaN]);
    expect(requestOf(draft)).toMatchObject({ seed: 12, stopping: { target: 0.95, confidence: 0.975 } });
  });

  it("says what cannot be", () => {
    expect(faultsOf(draft)).toEqual({ target: false, confidence: false, seed: false });
    expect(faultsOf({ ...draft, target: "100" }).target).toBe(false);
    for (const target of ["0", "101", "-5", "", "x"])
      expect(faultsOf({ ...draft, target }).target).toBe(true);
    for (const confidence of ["0", "100", ""])
      expect(faultsOf({ ...draft, confidence }).confidence).toBe(true);
    for (const seed of ["1.5", "-1", "4294967296", ""]) expect(faultsOf({ ...draft, seed }).seed).toBe(true);
  });
});
