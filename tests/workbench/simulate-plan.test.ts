import { describe, expect, it } from "vitest";
import { formatProblem, type Problem } from "#kernel";
import type { LabelledSet } from "../../src/workbench/plain-files/simulate-input.ts";
import { planRuns, refuseSimulation } from "../../src/workbench/plain-files/simulate-plan.ts";
import type { Priors } from "../../src/workbench/plain-files/simulate-priors.ts";

const set = (name: string, labels: string): LabelledSet => ({
  name,
  file: `${name}.csv`,
  documents: [...labels].map((_, at) => ({ id: `${name}${at}`, title: "t", abstract: "" })),
  labels: Uint8Array.from(labels, Number),
});
const a = set("a", "10100100");
const b = set("b", "0110");

function plan(
  sets: readonly LabelledSet[],
  options: { priors?: Priors; irrelevant?: number; seeds?: readonly number[] } = {},
) {
  const problems: Problem[] = [];
  const { priors, irrelevant = 1, seeds = null } = options;
  const runs = planRuns(
    sets,
    { priors: priors === undefined ? null : { file: "p.json", content: priors }, irrelevant, seeds },
    problems,
  );
  return { runs, problems: problems.map(formatProblem) };
}

describe("without a file of starts", () => {
  it("one of each class is drawn by seed, the same whenever it is asked", () => {
    const { runs, problems } = plan([a, b], { seeds: [1, 2] });
    expect(problems).toEqual([]);
    expect(runs.map(({ set: at, start }) => [at, start.seed])).toEqual([
      [0, 1],
      [0, 2],
      [1, 1],
      [1, 2],
    ]);
    for (const { set: at, start } of runs) {
      const from = [a, b][at]!;
      const labelOf = (id: string) => from.labels[from.documents.findIndex((one) => one.id === id)];
      expect(start.relevant.map(labelOf)).toEqual([1]);
      expect(start.irrelevant.map(labelOf)).toEqual([0]);
    }
    expect(plan([a, b], { seeds: [1, 2] })).toEqual({ runs, problems });
    expect(
      new Set(
        plan([a], { seeds: Array.from({ length: 40 }, (_, at) => at) }).runs.map(
          ({ start }) => start.relevant[0],
        ),
      ).size,
    ).toBe(3);
  });
  it("says once that there is too little to find, or to begin with", () => {
    expect(plan([set("c", "100")], { seeds: [1, 2] }).problems).toEqual([
      "c.csv label: one relevant record is known at the start, and no other is labelled 1",
    ]);
    expect(plan([b], { irrelevant: 10 }).problems).toEqual([
      "b.csv label: 10 irrelevant records are to be known, and 2 are labelled 0",
    ]);
  });
});

describe("with a file of starts", () => {
  const priors = { a: [{ seed: 3, relevant: ["a0"], irrelevant: ["a1", "a3"] }] };
  it("takes those of the set, and the first irrelevant ones", () => {
    expect(plan([a], { priors }).runs).toEqual([
      { set: 0, start: { seed: 3, relevant: ["a0"], irrelevant: ["a1"] } },
    ]);
    expect(plan([a], { priors: priors.a, irrelevant: 2 }).runs[0]!.start.irrelevant).toEqual(["a1", "a3"]);
  });
  it("says everything that does not fit", () => {
    expect(plan([a, b], { priors, seeds: [1] }).problems).toEqual([
      "p.json a: there is no start with seed 1",
      'p.json b: there is no start for the set "b"',
    ]);
    const wrong = [{ seed: 1, relevant: ["a1", "a1", "x"], irrelevant: ["a0"] }];
    expect(plan([a], { priors: wrong, irrelevant: 2 }).problems).toEqual([
      'p.json a, seed 1: the record "a1" is labelled 0, not 1',
      'p.json a, seed 1: the record "a1" is labelled 0, not 1',
      'p.json a, seed 1: no record has the id "x"',
      "p.json a, seed 1: an id stands twice",
      'p.json a, seed 1: the record "a0" is labelled 1, not 0',
      "p.json a, seed 1: 2 irrelevant records are to be known, and 1 are named",
    ]);
    const everything = [{ seed: 1, relevant: ["a0", "a2", "a5"], irrelevant: ["a1"] }];
    expect(plan([a], { priors: everything }).problems).toEqual([
      "p.json a, seed 1: all relevant records are known at the start, so that there is nothing to find",
    ]);
    expect(plan([a, b], { priors: [] }).problems).toContain(
      "p.json a list without names of sets is for a single file",
    );
    // A name that every object has is no set.
    expect(plan([set("constructor", "0110")], { priors: {} }).problems).toHaveLength(1);
  });
});

it("refuses with all problems, and not without", () => {
  refuseSimulation([]);
  expect(() => refuseSimulation([{ code: "c", message: "m" }])).toThrow(
    expect.objectContaining({ code: "workbench/simulate-input", problems: [{ code: "c", message: "m" }] }),
  );
});
