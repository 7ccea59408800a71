import { describe, expect, it } from "vitest";
import {
  balanced,
  type Classifier,
  type Features,
  learnerModels,
  linearSvm,
  naiveBayes,
  tfIdf,
} from "#screening";
import { featuresOf, simulatedSet } from "./learner-support.ts";

const { documents, labels } = simulatedSet(80, 5);
const rows = Int32Array.from({ length: 40 }, (_, i) => i * 2);
const balance = balanced({ id: "b", ratio: 9.8 });
const weights = balance.weights(8, 32);

/** Row of the features as a dense vector: words, latent, 1. What only this row has is in no column. */
function dense({ words, latent }: Features, row: number): Float64Array {
  const k = latent?.dimensions ?? 0;
  const out = new Float64Array(words.columns + k + 1);
  for (let at = words.starts[row]!; at < words.starts[row + 1]!; at++)
    out[words.indices[at]!] = words.values[at]!;
  for (let d = 0; d < k; d++) out[words.columns + d] = latent!.values[row * k + d]!;
  out[words.columns + k] = 1;
  return out;
}

/** Size of the gradient of |w|^2 / 2 + C sum weight (1 - y w x)_+^2 at the scores' own weights. */
function gradientSize(features: Features, classifier: Classifier, cost: number): number {
  const scores = new Float64Array(documents.length);
  classifier.score(scores);
  // At the optimum w = sum 2 C weight (1 - y s)_+ y x, so the scores that this w gives must be the scores.
  const w = new Float64Array(dense(features, 0).length);
  for (const row of rows) {
    const y = labels[row] === 1 ? 1 : -1;
    const slack = Math.max(0, 1 - y * scores[row]!);
    // What only this row has is in no column and adds own * alpha to its margin, so it is solved for.
    const c = 2 * cost * (y > 0 ? weights.relevant : weights.irrelevant);
    const by = (c * slack * y) / (1 + c * features.own[row]!);
    dense(features, row).forEach((value, i) => {
      w[i]! += by * value;
    });
  }
  let worst = 0;
  for (let row = 0; row < documents.length; row++) {
    const again = dense(features, row).reduce((sum, value, i) => sum + value * w[i]!, 0);
    worst = Math.max(worst, Math.abs(again - scores[row]!));
  }
  return worst;
}

describe("linear support vector machine", () => {
  it("reaches the optimum of the reference's problem", () => {
    const features = featuresOf(learnerModels["elas-u4"]!.features, documents);
    const classifier = linearSvm({ id: "t", cost: 0.11, tolerance: 1e-7, mostPasses: 5000 }).create(features);
    classifier.fit({ rows, relevant: labels, weights });
    expect(gradientSize(features, classifier, 0.11)).toBeLessThan(1e-5);
  });

  it("reaches the same optimum with latent features, from a start that knew other labels", () => {
    const features = featuresOf(learnerModels["evidens"]!.features, documents);
    const classifier = linearSvm({ id: "t", cost: 0.11, tolerance: 1e-7, mostPasses: 5000 }).create(features);
    const wrong = labels.map((label) => 1 - label);
    classifier.fit({ rows: rows.subarray(0, 20), relevant: wrong, weights });
    classifier.fit({ rows: Int32Array.of(1, 3, 5, 7, 9), relevant: labels, weights });
    classifier.fit({ rows, relevant: labels, weights });
    expect(gradientSize(features, classifier, 0.11)).toBeLessThan(1e-5);
  });

  it("gives the same scores and parts from products of rows, from weights, and after a change over", () => {
    const features = featuresOf(learnerModels["evidens"]!.features, documents);
    const of = (mostProducts: number): Classifier =>
      linearSvm({ id: "t", cost: 0.11, tolerance: 1e-7, mostPasses: 5000, mostProducts }).create(features);
    const all = [of(1e6), of(0), of(25 * documents.length)];
    const scores = all.map((classifier) => {
      classifier.fit({ rows: rows.subarray(0, 20), relevant: labels, weights });
      classifier.heldOut(2);
      classifier.contributions(1);
      classifier.fit({ rows, relevant: labels, weights });
      const out = new Float64Array(documents.length);
      classifier.score(out);
      return out;
    });
    for (const [i, classifier] of all.entries())
      for (let row = 0; row < documents.length; row++) {
        expect(scores[i]![row]!).toBeCloseTo(scores[0]![row]!, 5);
        const { values, rest } = classifier.contributions(row);
        expect(values.reduce((sum, value) => sum + value, rest)).toBeCloseTo(scores[i]![row]!, 4);
        if (rows.includes(row)) expect(classifier.heldOut(row)).toBeCloseTo(all[0]!.heldOut(row), 5);
      }
  });
});

describe("balance", () => {
  it("gives the relevant class its ratio of the weight and mean weight 1", () => {
    expect(weights.relevant * 8 + weights.irrelevant * 32).toBeCloseTo(40, 12);
    expect((weights.relevant * 8) / (weights.irrelevant * 32)).toBeCloseTo(9.8, 12);
    const presumed = balanced({ id: "p", ratio: 1, presumed: { most: 100, share: 0.1, fade: 0.5 } });
    expect([
      presumed.presumed(1, 1, 500),
      presumed.presumed(10, 90, 500),
      balance.presumed(1, 1, 500),
    ]).toEqual([49, 0, 0]);
  });
});

describe("naive Bayes", () => {
  it("scores by the log ratio of smoothed sums, by hand", () => {
    const texts = ["aa bb", "aa aa", "bb cc", "aa"].map((title) => ({ id: title, title, abstract: "" }));
    const features = featuresOf(tfIdf({ id: "t", kinds: { stems: 1 }, leastRecords: 1 }), texts);
    const classifier = naiveBayes({ id: "t", smoothing: 1 }).create(features);
    classifier.fit({
      rows: Int32Array.of(0, 1, 2),
      relevant: Uint8Array.of(1, 1, 0, 0),
      weights: { relevant: 1, irrelevant: 2 },
    });
    const scores = new Float64Array(4);
    classifier.score(scores);
    const of = (row: number, name: string): number => {
      for (let at = features.words.starts[row]!; at < features.words.starts[row + 1]!; at++)
        if (features.term(features.words.indices[at]!) === name) return features.words.values[at]!;
      return 0;
    };
    const sums = (name: string): [number, number] => [of(0, name) + of(1, name), 2 * of(2, name)];
    const total = ["aa", "bb", "cc"].map(sums).reduce(([a, b], [c, d]) => [a + c, b + d]);
    const theta = (name: string): number =>
      Math.log((sums(name)[0] + 1) / (total[0] + 3)) - Math.log((sums(name)[1] + 1) / (total[1] + 3));
    expect(scores[3]).toBeCloseTo(theta("aa"), 6);
    expect(scores[2]).toBeCloseTo(of(2, "bb") * theta("bb") + of(2, "cc") * theta("cc"), 6);
  });
});
