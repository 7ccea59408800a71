import type { Balance } from "./learner.types.ts";

export interface BalanceOptions {
  readonly id: string;
  /** How much more the relevant records weigh in all than the irrelevant ones, > 0. */
  readonly ratio: number;
  /** Unread records taken as irrelevant; default none. */
  readonly presumed?: {
    /** At most so many … */
    readonly most: number;
    /** … and at most this share of all records, … */
    readonly share: number;
    /** … less this many for each labelled record. */
    readonly fade: number;
  };
}

/**
 * Weights with mean 1 that give the relevant class `ratio` times the total weight of the irrelevant class.
 *
 * Source: "balanced" of ASReview LAB 3 (asreview/models/balancers.py); presumed irrelevant records: AutoTAR,
 * Cormack and Grossman 2015, arXiv:1504.06868.
 * Checked: tests/screening/learner-svm.test.ts.
 */
export function balanced({ id, ratio, presumed }: BalanceOptions): Balance {
  return {
    id,
    weights: (relevant, irrelevant) => {
      const all = relevant + irrelevant;
      return {
        relevant: all / ((1 + 1 / ratio) * Math.max(1, relevant)),
        irrelevant: all / ((1 + ratio) * Math.max(1, irrelevant)),
      };
    },
    presumed: (relevant, irrelevant, total) =>
      presumed === undefined
        ? 0
        : Math.max(
            0,
            Math.floor(
              Math.min(presumed.most, presumed.share * total) - presumed.fade * (relevant + irrelevant),
            ),
          ),
  };
}
