import { describe, expect, it } from "vitest";
import {
  consecutiveIrrelevant,
  createRanker,
  exploring,
  learnerModels,
  prepareLearner,
  simulate,
} from "#screening";
import { simulatedSet } from "./learner-support.ts";

const { documents, labels } = simulatedSet(120, 9);
const model = learnerModels["evidens"]!;
const priors = { relevant: ["r2"], irrelevant: ["r0"] };

describe("simulation", () => {
  it("screens as a reviewer would who learns after every record", () => {
    const run = simulate(documents, labels, { model, priors, seed: 1 });
    const ranker = createRanker(documents, model, { seed: 1 });
    const seen = new Int8Array(120).fill(-1);
    seen[2] = 1;
    seen[0] = 0;
    for (const row of run.order) {
      ranker.train(seen);
      expect(ranker.order().find((one) => seen[one] === -1)).toBe(row);
      seen[row] = labels[row]!;
    }
    expect(run.labels.reduce((sum, label) => sum + label, 0)).toBe(23);
    expect(run.labels.at(-1)).toBe(1);
    expect([...run.known]).toEqual([1, 0]);
    expect(run.metrics.loss).toBeLessThan(0.1);
  });

  it("gives the same run again, and from features made beforehand", () => {
    const first = simulate(documents, labels, { model, priors, seed: 1 });
    expect(simulate(documents, labels, { model, priors, seed: 1 })).toEqual(first);
    expect(simulate(prepareLearner(documents, model), labels, { model, priors, seed: 1 })).toEqual(first);
  });

  it("runs every model, reads on to the end when asked, and stops when the model's rule says so", () => {
    for (const one of Object.values(learnerModels))
      expect(simulate(documents, labels, { model: one, priors, seed: 1 }).metrics.loss).toBeLessThan(0.2);
    expect(simulate(documents, labels, { model, priors, seed: 1, readAll: true }).order).toHaveLength(118);
    const stopping = { ...model, stop: consecutiveIrrelevant({ count: 5 }) };
    const run = simulate(documents, labels, { model: stopping, priors, seed: 1, readAll: true });
    expect(run.labels.slice(-5)).toEqual(new Uint8Array(5));
    expect(run.order.length).toBeLessThan(118);
  });

  it("can draw a share at random, by the seed, every record once", () => {
    const mixed = { ...model, query: exploring(0.5) };
    const run = (seed: number) => simulate(documents, labels, { model: mixed, priors, seed, readAll: true });
    expect(run(1).order).toEqual(run(1).order);
    expect(run(1).order).not.toEqual(run(2).order);
    expect(new Set(run(1).order).size).toBe(118);
  });

  it("refuses labels and priors that do not fit", () => {
    const attempts = [
      [labels.subarray(1), priors],
      [labels.map(() => 2), priors],
      [labels, { relevant: ["nobody"], irrelevant: [] }],
      [labels, { relevant: ["r0"], irrelevant: [] }],
      [labels, { relevant: ["r2", "r2"], irrelevant: [] }],
    ] as const;
    for (const [given, start] of attempts)
      expect(() => simulate(documents, given, { model, priors: start, seed: 1 })).toThrow(
        expect.objectContaining({ code: "screening/simulation-input" }),
      );
  });

  it("runs without priors, from the start", () => {
    const none = { relevant: [], irrelevant: [] };
    const run = simulate(documents, labels, { model, priors: none, seed: 3, start: { kind: "random" } });
    expect(run.labels.reduce((sum, label) => sum + label, 0)).toBe(24);
  });
});
