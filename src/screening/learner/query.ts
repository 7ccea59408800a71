import type { Query } from "./learner.types.ts";

/** The unlabelled record with the highest score; equal scores keep the order of the documents. */
export const maximum: Query = {
  id: "maximum",
  highest: true,
  next(scores, labels) {
    let best = -1;
    let highest = Number.NEGATIVE_INFINITY;
    for (let row = 0; row < scores.length; row++)
      if (labels[row] === -1 && (best < 0 || scores[row]! > highest)) {
        best = row;
        highest = scores[row]!;
      }
    return best;
  },
};

/**
 * The highest score, but for a share of the records that are drawn at random from the unlabelled ones.
 *
 * @param share in [0, 1]
 */
export function exploring(share: number): Query {
  return {
    id: `exploring-${share}`,
    next(scores, labels, rng) {
      if (rng.next() >= share) return maximum.next(scores, labels, rng);
      let unlabelled = 0;
      for (const label of labels) if (label === -1) unlabelled += 1;
      let skip = Math.floor(rng.next() * unlabelled);
      for (let row = 0; row < labels.length; row++) if (labels[row] === -1 && skip-- === 0) return row;
      return -1;
    },
  };
}
