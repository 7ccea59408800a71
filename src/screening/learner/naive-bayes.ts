import { portableLn } from "#numerics";
import type { Classifier, ClassifierSpec, Features, TrainingSet } from "./learner.types.ts";

/**
 * Multinomial Naive Bayes on the word features (latent ones are not counts and are left out).
 *
 * @param smoothing added to the weight of every word in every class, > 0
 * Source: Rennie et al. 2003, ICML, section 2.1.
 * Checked: tests/screening/learner-svm.test.ts.
 */
export function naiveBayes({
  id,
  smoothing,
}: {
  readonly id: string;
  readonly smoothing: number;
}): ClassifierSpec {
  return { id, create: (features) => createNaiveBayes(features, smoothing) };
}

function createNaiveBayes({ words }: Features, smoothing: number): Classifier {
  const { starts, indices, values, rows, columns } = words;
  const weights = new Float64Array(columns);
  const sums = [new Float64Array(columns), new Float64Array(columns)] as const;
  const fit = ({
    rows: trained,
    relevant,
    weights: { relevant: one, irrelevant: zero },
  }: TrainingSet): void => {
    for (const sum of sums) sum.fill(0);
    const totals = [0, 0];
    for (const row of trained) {
      const label = relevant[row] === 1 ? 1 : 0;
      const weight = label === 1 ? one : zero;
      for (let at = starts[row]!; at < starts[row + 1]!; at++) {
        sums[label][indices[at]!]! += weight * values[at]!;
        totals[label]! += weight * values[at]!;
      }
    }
    const rest = portableLn((totals[1]! + smoothing * columns) / (totals[0]! + smoothing * columns));
    const unseen = portableLn(1) - rest;
    for (let column = 0; column < columns; column++) {
      const [no, yes] = [sums[0][column]!, sums[1][column]!];
      weights[column] =
        no === 0 && yes === 0 ? unseen : portableLn((yes + smoothing) / (no + smoothing)) - rest;
    }
  };
  const scoreOf = (row: number): number => {
    let sum = 0;
    for (let at = starts[row]!; at < starts[row + 1]!; at++) sum += weights[indices[at]!]! * values[at]!;
    return sum;
  };
  return {
    fit,
    score: (out) => {
      for (let row = 0; row < rows; row++) out[row] = scoreOf(row);
    },
    heldOut: scoreOf,
    contributions: (row) => {
      const from = starts[row]!;
      const at = indices.slice(from, starts[row + 1]!);
      return {
        columns: at,
        values: Float64Array.from(at, (c, i) => weights[c]! * values[from + i]!),
        rest: 0,
      };
    },
  };
}
