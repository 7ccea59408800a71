import { describe, expect, it } from "vitest";
import { EvidensError } from "#kernel";
import { createRanker, type LearnerDocument, learnerModels, prepareLearner } from "#screening";
import { orderRows } from "../../src/screening/learner/order-rows.ts";
import { fitSigmoid, sigmoidAt } from "../../src/screening/learner/sigmoid.ts";
import { firstLabels, simulatedSet } from "./learner-support.ts";

const model = learnerModels["evidens"]!;
const { documents, labels } = simulatedSet(200, 1);
const text = (id: string, title: string, abstract = ""): LearnerDocument => ({ id, title, abstract });

/** FNV-1a of numbers: an order in a few letters. */
function fingerprint(numbers: Iterable<number>): string {
  let hash = 0x811c9dc5;
  for (const number of numbers) hash = Math.imul(hash ^ number, 0x01000193);
  return (hash >>> 0).toString(16);
}

describe("ranker", () => {
  it("finds what is like the relevant records", () => {
    const ranker = createRanker(documents, model, { seed: 1 });
    ranker.train(firstLabels(labels, 30));
    expect(ranker.trained).toBe(true);
    const best = [...ranker.order()].filter((row) => row >= 30).slice(0, 25);
    expect(best.filter((row) => labels[row] === 1).length).toBeGreaterThan(20);
    expect(ranker.next()).toBe(best[0]);
  });

  it("gives the same order on every engine", () => {
    const ranker = createRanker(documents, model, { seed: 1 });
    ranker.train(firstLabels(labels, 30));
    ranker.train(firstLabels(labels, 60));
    expect(fingerprint(ranker.order())).toMatchInlineSnapshot(`"54ee1933"`);
  });

  it("is the same from shared features, and near the same by another way to the same labels", () => {
    const corpus = prepareLearner(documents, model);
    const [one, other] = [
      createRanker(corpus, model, { seed: 1 }),
      createRanker(documents, model, { seed: 1 }),
    ];
    one.train(firstLabels(labels, 60));
    other.train(firstLabels(labels, 60));
    expect(one.scores()).toEqual(other.scores());
    one.train(firstLabels(labels, 10));
    one.train(firstLabels(labels, 60));
    for (const [row, score] of one.scores().entries())
      expect(Math.abs(score - other.scores()[row]!)).toBeLessThan(0.02);
  });

  it("starts in the order of the documents, at random by the seed, or by the protocol's words", () => {
    const few = [text("a", "green cats"), text("b", "red dogs cats green"), text("c", "red dogs")];
    const order = (start: Parameters<typeof createRanker>[2]["start"], seed = 1): number[] => [
      ...createRanker(few, model, { seed, ...(start === undefined ? {} : { start }) }).order(),
    ];
    expect(order(undefined)).toEqual([0, 1, 2]);
    expect(order({ kind: "words", words: ["Red", "of the unknown"] })).toEqual([2, 1, 0]);
    const seeds = [1, 2, 3, 4, 5, 6].map((seed) => order({ kind: "random" }, seed).join());
    expect(new Set(seeds).size).toBeGreaterThan(1);
    expect(order({ kind: "random" }, 4)).toEqual(order({ kind: "random" }, 4));
  });

  it("ranks titles without abstracts among the others", () => {
    const ranker = createRanker(documents, model, { seed: 1 });
    ranker.train(firstLabels(labels, 60));
    const place = new Map([...ranker.order()].map((row, at) => [row, at]));
    const titles = documents.flatMap(({ abstract }, row) => (abstract === "" && row >= 60 ? [row] : []));
    const mean = (label: number): number => {
      const rows = titles.filter((row) => labels[row] === label);
      return rows.reduce((sum, row) => sum + place.get(row)!, 0) / rows.length;
    };
    expect(titles.length).toBeGreaterThan(10);
    // All relevant rows end in 2 or 7, and all rows that end in 7 lack an abstract in this set.
    expect(mean(1)).toBeLessThan(documents.length / 2);
  });

  it.each([
    ["elas-u4", 1e-4],
    // Latent features are less by those of the mean record, which no word of the record accounts for.
    ["evidens", 0.02],
  ])("explains a score by terms whose weights are those of the score: %s", (id, near) => {
    const ranker = createRanker(documents, learnerModels[id]!, { seed: 1 });
    ranker.train(firstLabels(labels, 60));
    const rest = (row: number): number =>
      ranker.scores()[row]! - ranker.explain(row, 10_000).reduce((sum, { weight }) => sum + weight, 0);
    for (const row of [0, 57, 101, 150]) expect(Math.abs(rest(row) - rest(100))).toBeLessThan(near);
    expect(ranker.explain(101, 3)).toHaveLength(3);
    expect(ranker.explain(101, 0)).toEqual([]);
  });

  it("gives probabilities that grow with the score, none before both classes are known", () => {
    const ranker = createRanker(documents, model, { seed: 1 });
    expect(ranker.probability(3)).toBeNull();
    ranker.train(firstLabels(labels, 60));
    const unread = [...ranker.order()].filter((row) => row >= 60).map((row) => ranker.probability(row)!);
    for (let i = 1; i < unread.length; i++) expect(unread[i]!).toBeLessThanOrEqual(unread[i - 1]!);
    expect(unread[0]!).toBeGreaterThan(2 * unread.at(-1)!);
    expect(unread.at(-1)!).toBeGreaterThan(0);
  });
});

describe("bad input", () => {
  it("learns from one class by likeness, and from none by the start", () => {
    for (const only of [0, 1]) {
      const ranker = createRanker(documents, model, { seed: 1 });
      ranker.train(Int8Array.from(labels, (label, row) => (row < 30 && label === only ? only : -1)));
      expect(ranker.trained).toBe(false);
      const best = [...ranker.order()].filter((row) => row >= 30).slice(0, 20);
      const relevant = best.filter((row) => labels[row] === 1).length;
      expect(relevant).toBeGreaterThan(only === 1 ? 10 : 4);
      expect(ranker.explain(best[0]!, 2)).toHaveLength(2);
    }
  });

  it("ranks when all abstracts are missing, texts are empty, ids are doubled or there is nothing", () => {
    const titles = documents.map(({ title }) => text("same", title));
    for (const set of [titles, titles.map(() => text("", "")), titles.slice(0, 2)]) {
      const ranker = createRanker(set, model, { seed: 1 });
      ranker.train(firstLabels(labels.subarray(0, set.length), Math.min(set.length, 30)));
      expect([...ranker.order()].sort((a, b) => a - b)).toEqual(set.map((_, row) => row));
      for (const score of ranker.scores()) expect(score).not.toBeNaN();
    }
    const none = createRanker([], model, { seed: 1 });
    none.train(new Int8Array(0));
    expect([none.order().length, none.next()]).toEqual([0, -1]);
  });

  it("refuses labels that do not fit and rows that are not there", () => {
    const ranker = createRanker(documents, model, { seed: 1 });
    for (const wrong of [new Int8Array(199), new Int8Array(201), new Int8Array(200).fill(2)])
      expect(() => ranker.train(wrong)).toThrow(expect.objectContaining({ code: "screening/labels" }));
    expect(() => ranker.explain(200, 3)).toThrow(EvidensError);
    expect(() => ranker.probability(-1)).toThrow(expect.objectContaining({ code: "screening/row" }));
  });
});

describe("order and probability", () => {
  it("sorts by score, highest first, ties by row", () => {
    const scores = Float64Array.of(0, -1, 2.5, -0, 2.5, -3e-5, 1e30, -1e30, 3e-5);
    expect([...orderRows(scores)]).toEqual([6, 2, 4, 8, 0, 3, 5, 1, 7]);
  });

  it("fits the curve of Platt: half at the middle of two even classes", () => {
    const scores = Float64Array.of(-3, -2, -1, 1, 0, 2, 3, -0.5, 0.5, 1.5);
    const given = Uint8Array.of(0, 0, 0, 1, 0, 1, 1, 1, 0, 1);
    const curve = fitSigmoid(scores, given);
    // At the optimum the residuals sum to 0, and so do those weighted by the scores.
    const target = (label: number): number => (label === 1 ? 6 / 7 : 1 / 7);
    let [sum, weighted] = [0, 0];
    for (const [i, score] of scores.entries()) {
      const residual = sigmoidAt(curve, score) - target(given[i]!);
      sum += residual;
      weighted += residual * score;
    }
    expect(Math.abs(sum) + Math.abs(weighted)).toBeLessThan(1e-5);
    expect(curve.slope).toBeGreaterThan(0);
  });
});
