import { describe, expect, it } from "vitest";
import { assignedTo, isAssigned } from "#screening";

const ids = Array.from({ length: 12_000 }, (_, i) => `import-${i}`);
const three = {
  seed: 7,
  shares: [
    { person: "ann", weight: 2 },
    { person: "bo", weight: 1 },
    { person: "cy", weight: 1 },
  ],
};
const countOf = (person: string, votes: number) =>
  ids.filter((id) => assignedTo(three, id, votes).includes(person)).length;

describe("assignedTo", () => {
  it("gives each report to as many people as it needs votes, each once", () => {
    for (const votes of [1, 2, 3]) {
      for (const id of ids.slice(0, 300)) {
        const people = assignedTo(three, id, votes);
        expect(people).toHaveLength(votes);
        expect(new Set(people).size).toBe(votes);
      }
    }
  });

  it("gives all to everyone named when fewer are named than votes are needed", () => {
    expect([...assignedTo(three, "x", 5)].sort()).toEqual(["ann", "bo", "cy"]);
  });

  it("gives shares as weighted", () => {
    // Four standard errors around the expected counts.
    const near = (n: number, share: number) =>
      expect(Math.abs(n - 12_000 * share)).toBeLessThan(4 * Math.sqrt(12_000 * share * (1 - share)));
    near(countOf("ann", 1), 0.5);
    near(countOf("bo", 1), 0.25);
    near(countOf("cy", 1), 0.25);
  });

  it("moves only what goes to, or comes from, a person who joins or leaves", () => {
    const without = { ...three, shares: three.shares.filter(({ person }) => person !== "cy") };
    for (const id of ids) {
      const [before] = assignedTo(three, id, 1);
      const [after] = assignedTo(without, id, 1);
      if (before !== "cy") expect(after).toBe(before);
    }
  });

  it("does not depend on the order in which people are named, and does on the seed", () => {
    const turned = { ...three, shares: [...three.shares].reverse() };
    const other = { ...three, seed: 8 };
    expect(ids.every((id) => assignedTo(turned, id, 2).join() === assignedTo(three, id, 2).join())).toBe(
      true,
    );
    const same = ids.filter((id) => assignedTo(other, id, 1)[0] === assignedTo(three, id, 1)[0]).length;
    expect(same).toBeLessThan(6_000);
    expect(same).toBeGreaterThan(3_000);
  });

  it("is the same on every machine: no function that engines may round differently", () => {
    expect(ids.slice(0, 8).map((id) => assignedTo(three, id, 1)[0])).toMatchInlineSnapshot(`
      [
        "ann",
        "ann",
        "ann",
        "bo",
        "ann",
        "ann",
        "cy",
        "cy",
      ]
    `);
  });
});

describe("isAssigned", () => {
  it("is everyone where nothing is allocated", () => {
    expect(isAssigned(null, "zoe", "x", 1)).toBe(true);
    expect(isAssigned({ shares: [], seed: 1 }, "zoe", "x", 1)).toBe(true);
    expect(isAssigned(three, "zoe", "x", 3)).toBe(false);
    expect(isAssigned(three, assignedTo(three, "x", 1)[0]!, "x", 1)).toBe(true);
  });
});
