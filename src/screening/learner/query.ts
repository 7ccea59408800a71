import type { Query } from "./learner.types.ts";

/** The likeliest relevant record first; among equals the earlier one. */
export const mostRelevant: Query = {
  id: "maximum",
  next: (scores, labels) => {
    let best = -1;
    let score = Number.NEGATIVE_INFINITY;
    for (let row = 0; row < scores.length; row++) {
      if (labels[row] === -1 && scores[row]! > score) {
        best = row;
        score = scores[row]!;
      }
    }
    return best;
  },
  order: (scores) => Uint32Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]! || a - b),
};
