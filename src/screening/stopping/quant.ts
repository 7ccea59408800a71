import { compensatedSum } from "#numerics";
import { countsOf, demandLevels, demandParameter, verdict } from "./check-screened.ts";
import type { StoppingRule } from "./stopping.types.ts";

export interface QuantOptions {
  /** Calibrated probabilities of being relevant; absent: the ranking gives scores only. */
  readonly probabilities?: {
    /** Of the records read, labels not used. */
    readonly screened: Float64Array;
    readonly unread: Float64Array;
  };
  /** In (0, 1]; default .95. */
  readonly target?: number;
  /** Standard deviations taken off the estimate: 0 (Quant), 1 or 2 (QuantCI); default 2. */
  readonly deviations?: number;
}

const variance = (p: Float64Array): number => compensatedSum(p.map((one) => one * (1 - one)));

/**
 * Stops when the model's own estimate of recall, less some standard deviations, reaches the target. It is as
 * good as the model's probabilities: an uncalibrated model misleads it in either direction.
 *
 * R = S / (S + U), S and U the sums of the probabilities of read and unread records;
 * variance = S^2 / (S + U)^4 V + V_read / (S + U)^2, V the sum of p (1 - p) over all, V_read over the read.
 * Values: `estimate`, `se`, `bound`.
 *
 * @throws EvidensError `screening/stopping-input` probabilities outside [0, 1] or not one per record
 * Source: Yang, Lewis and Frieder 2021, arXiv:2106.09871.
 * Checked: tests/screening/stopping-rules.test.ts (by hand).
 */
export function quant({ probabilities, target = 0.95, deviations = 2 }: QuantOptions = {}): StoppingRule {
  demandLevels({ target, confidence: 0.5 });
  demandParameter(deviations >= 0 && deviations < 10, "deviations", deviations, "[0, 10)");
  for (const list of probabilities === undefined ? [] : [probabilities.screened, probabilities.unread])
    for (const p of list) demandParameter(p >= 0 && p <= 1, "probability", p, "[0, 1]");
  const id = "quant";
  return {
    id,
    judge(state) {
      const counts = countsOf(state);
      const base = { target, deviations };
      if (probabilities === undefined || counts.screened === 0)
        return verdict(id, counts, {
          stop: false,
          unsupported: "screening/stopping-no-probabilities",
          values: base,
        });
      const { screened, unread } = probabilities;
      demandParameter(
        screened.length === counts.screened,
        "probabilities read",
        screened.length,
        `${counts.screened}`,
      );
      demandParameter(
        unread.length === counts.unread,
        "probabilities unread",
        unread.length,
        `${counts.unread}`,
      );
      const read = compensatedSum(screened);
      const all = read + compensatedSum(unread);
      if (counts.found === 0 || all === 0)
        return verdict(id, counts, {
          stop: false,
          unsupported: "screening/stopping-none-found",
          values: base,
        });
      const estimate = read / all;
      const readVariance = variance(screened);
      const spread = (read ** 2 / all ** 4) * (readVariance + variance(unread)) + readVariance / all ** 2;
      const se = Math.sqrt(spread);
      const bound = estimate - deviations * se;
      return verdict(id, counts, { stop: bound >= target, values: { ...base, estimate, se, bound } });
    },
  };
}
