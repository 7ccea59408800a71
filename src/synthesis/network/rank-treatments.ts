import { normalCdf } from "#numerics";
import { estimatesFor } from "./split-network.ts";
import type { NetworkModel, NetworkResult } from "./types.ts";

/** A treatment and the mean certainty that it is better than another. */
export interface RankedTreatment {
  readonly treatment: string;
  /** 0 (surely the worst) to 1 (surely the best). */
  readonly pScore: number;
}

export interface RankOptions {
  /** Default `random`. */
  readonly model?: NetworkModel;
  /** Whether small effects are good (default) or bad: fewer symptoms, or more survival. */
  readonly smallValues?: "desirable" | "undesirable";
}

/**
 * P-scores of all treatments, in the order of the result.
 *
 * Source: Rücker and Schwarzer 2015, doi:10.1186/s12874-015-0060-8.
 * Checked: tests/synthesis/golden-network.test.ts.
 */
export function rankTreatments(result: NetworkResult, options: RankOptions = {}): readonly RankedTreatment[] {
  const { model = "random", smallValues = "desirable" } = options;
  const { estimate, se } = estimatesFor(result, model);
  const sign = smallValues === "desirable" ? -1 : 1;
  return result.treatments.map((treatment, i) => {
    let sum = 0;
    for (const j of result.treatments.keys())
      if (j !== i) sum += normalCdf((sign * estimate[i]![j]!) / se[i]![j]!);
    return { treatment, pScore: sum / (result.treatments.length - 1) };
  });
}
