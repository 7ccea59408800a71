import { unitHash } from "../required-votes.ts";
import type { ColdStart, FeatureSpace } from "./learner.types.ts";

/**
 * Scores while there is nothing to learn from: likeness to words (cosine), chance, or the order of the
 * documents.
 *
 * @param ids of the documents, from which chance is drawn so that it is the same in any order and on any machine
 * Checked: tests/screening/learner-ranker.test.ts.
 */
export function coldScores(
  space: FeatureSpace,
  ids: readonly string[],
  start: ColdStart,
  seed: number,
): Float64Array {
  const scores = new Float64Array(ids.length);
  if (start.kind === "order") return scores;
  if (start.kind === "random") return scores.map((_, row) => unitHash(ids[row]!, seed));
  const { indices, values } = space.queryOf(start.words);
  const query = new Float64Array(space.matrix.columns);
  for (let i = 0; i < indices.length; i++) query[indices[i]!] = values[i]!;
  likeness(space, query, scores);
  return scores;
}

/** Likeness of every row to the mean of some rows (cosine up to a factor): what can be done with one class only. */
export function likenessTo(space: FeatureSpace, rows: readonly number[]): Float64Array {
  const { starts, indices, values, columns } = space.matrix;
  const centre = new Float64Array(columns);
  for (const row of rows)
    for (let at = starts[row]!; at < starts[row + 1]!; at++)
      centre[indices[at]!]! += values[at]! / rows.length;
  const scores = new Float64Array(space.matrix.rows);
  likeness(space, centre, scores);
  return scores;
}

function likeness({ matrix }: FeatureSpace, weights: Float64Array, scores: Float64Array): void {
  const { rows, starts, indices, values } = matrix;
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let at = starts[row]!; at < starts[row + 1]!; at++) sum += weights[indices[at]!]! * values[at]!;
    scores[row] = sum;
  }
}
