import fc from "fast-check";
import { expect, it } from "vitest";
import { createRanker, learnerModels, prepareLearner } from "#screening";
import { simulatedSet } from "./learner-support.ts";

const { documents } = simulatedSet(60, 2);
const labels = fc.array(fc.constantFrom(-1, -1, 0, 1), { minLength: 60, maxLength: 60 });

for (const model of Object.values(learnerModels)) {
  const corpus = prepareLearner(documents, model);

  it(`${model.id}: any labels in any sequence give every row once, no NaN, and parts that sum to the score`, () => {
    fc.assert(
      fc.property(fc.array(labels, { minLength: 1, maxLength: 4 }), (sequence) => {
        const ranker = createRanker(corpus, model, { seed: 1 });
        for (const given of sequence) ranker.train(Int8Array.from(given));
        expect([...ranker.order()].sort((a, b) => a - b)).toEqual(documents.map((_, row) => row));
        for (const score of ranker.scores()) expect(score).not.toBeNaN();
        const rests = [3, 20, 41].map(
          (row) =>
            ranker.scores()[row]! - ranker.explain(row, 10_000).reduce((sum, { weight }) => sum + weight, 0),
        );
        for (const rest of rests) expect(rest).toBeCloseTo(rests[0]!, 3);
      }),
      { seed: 4, numRuns: 30 },
    );
  });
}

for (const id of ["evidens", "elas-u4"])
  it(`${id}: what is read next is the first unlabelled record of the order, on every way`, () => {
    const model = learnerModels[id]!;
    const { documents, labels: truth } = simulatedSet(400, 6);
    const corpus = prepareLearner(documents, model);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 399 }), { minLength: 4, maxLength: 12 }), (start) => {
        // One is asked for the next alone, the other for the order alone, so that they keep different things.
        const [next, order] = [
          createRanker(corpus, model, { seed: 1 }),
          createRanker(corpus, model, { seed: 1 }),
        ];
        const known = new Int8Array(400).fill(-1);
        known[2] = 1;
        known[3] = 0;
        for (const row of start) known[row] = truth[row]!;
        for (let step = 0; step < 60; step++) {
          next.train(known);
          order.train(known);
          const row = next.next();
          expect(row).toBe(order.order().find((one) => known[one] === -1) ?? -1);
          if (row >= 0) known[row] = truth[row]!;
          // A vote undone, a vote changed.
          if (step % 17 === 16) known[start[0]!] = -1;
          if (step % 23 === 22) known[start[1]!] = known[start[1]!] === 1 ? 0 : 1;
        }
      }),
      { seed: 7, numRuns: 8 },
    );
  });

it("reads any text", () => {
  const word = fc.string({ unit: "grapheme", maxLength: 12 });
  const one = fc.record({ id: word, title: word, abstract: fc.array(word).map((words) => words.join(" ")) });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 12 }), (few) => {
      const ranker = createRanker(few, learnerModels["evidens"]!, { seed: 1 });
      ranker.train(Int8Array.from(few, (_, row) => (row % 3) - 1));
      expect(ranker.order()).toHaveLength(few.length);
    }),
    { seed: 5, numRuns: 100 },
  );
});
