import { countsOf, demandParameter, trailingIrrelevant, verdict } from "./check-screened.ts";
import type { StoppingRule } from "./stopping.types.ts";

/** Irrelevant records in a row: a number, or a share of the set. */
export type InARow = { readonly count: number } | { readonly share: number };

/**
 * Stops after so many irrelevant records in a row. A habit, not a test: on published sets its recall at the
 * stop runs from nothing to everything.
 *
 * Values: `inARow`, `wanted`.
 *
 * @param wanted `count`, a whole number >= 1, or `share` of the set, in (0, 1), rounded up
 * @throws EvidensError `screening/stopping-input`
 * Source: the rule that ASReview offers (asreview/models/stoppers.py); how it fares: Repke et al. 2026,
 * doi:10.1002/cesm.70068. Checked: tests/screening/stopping-rules.test.ts.
 */
export function consecutiveIrrelevant(wanted: InARow): StoppingRule {
  if ("count" in wanted)
    demandParameter(Number.isInteger(wanted.count) && wanted.count > 0, "count", wanted.count, "1, 2, …");
  else demandParameter(wanted.share > 0 && wanted.share < 1, "share", wanted.share, "(0, 1)");
  const id = "consecutive-irrelevant";
  return {
    id,
    judge(screened) {
      const counts = countsOf(screened);
      const row = trailingIrrelevant(screened.labels);
      const needed = "count" in wanted ? wanted.count : Math.ceil(wanted.share * screened.total);
      const values = { inARow: row, wanted: needed };
      if (counts.found === 0)
        return verdict(id, counts, { stop: false, unsupported: "screening/stopping-none-found", values });
      const unsupported = needed >= screened.total ? "screening/stopping-set-too-small" : null;
      return verdict(id, counts, { stop: row >= needed, unsupported, values });
    },
  };
}

/**
 * The largest ratio, over all places in the order, of the rate of relevant records up to there to the rate
 * after it (one relevant record added to the latter).
 *
 * @returns ratio 0 and place 0 when fewer than two records were read. Cost O(n).
 */
function slopeRatio(labels: Uint8Array, found: number): { readonly ratio: number; readonly place: number } {
  const n = labels.length;
  let ratio = 0;
  let place = 0;
  let here = 0;
  for (let i = 1; i < n; i++) {
    here += labels[i - 1]!;
    const at = (here * (n - i)) / (i * (1 + found - here));
    if (at > ratio) [ratio, place] = [at, i];
  }
  return { ratio, place };
}

/**
 * The knee rule: stops where the gain curve has bent, slope ratio >= 156 - min(found, 150).
 *
 * Values: `ratio`, `knee` (records read at the bend), `wanted`.
 *
 * @param minScreened the rule is not asked before so many were read; default 1000
 * @throws EvidensError `screening/stopping-input`
 * Source: Cormack and Grossman 2016, doi:10.1145/2911451.2911510.
 * Checked: tests/screening/stopping-rules.test.ts.
 */
export function knee({ minScreened = 1000 }: { readonly minScreened?: number } = {}): StoppingRule {
  demandParameter(Number.isInteger(minScreened) && minScreened >= 0, "minScreened", minScreened, "0, 1, …");
  const id = "knee";
  return {
    id,
    judge(screened) {
      const counts = countsOf(screened);
      const { ratio, place } = slopeRatio(screened.labels, counts.found);
      const wanted = 156 - Math.min(counts.found, 150);
      const unsupported =
        counts.found === 0
          ? "screening/stopping-none-found"
          : screened.total <= minScreened
            ? "screening/stopping-set-too-small"
            : counts.screened < minScreened
              ? "screening/stopping-too-few-screened"
              : null;
      return verdict(id, counts, {
        stop: ratio >= wanted,
        unsupported,
        values: { ratio, knee: place, wanted, minScreened },
      });
    },
  };
}

/**
 * The budget rule: three quarters of the set read, or a slope ratio of 6 and 10 N / found records read.
 *
 * Values: `ratio`, `wanted` (records to have read, given the ratio).
 *
 * Source: Cormack and Grossman 2016, doi:10.1145/2911451.2911510.
 * Checked: tests/screening/stopping-rules.test.ts.
 */
export function budget(): StoppingRule {
  const id = "budget";
  return {
    id,
    judge(screened) {
      const counts = countsOf(screened);
      const { ratio } = slopeRatio(screened.labels, counts.found);
      const most = Math.ceil(0.75 * screened.total);
      const wanted =
        ratio >= 6 && counts.found > 0
          ? Math.min(most, Math.ceil((10 * screened.total) / counts.found))
          : most;
      return verdict(id, counts, {
        stop: counts.screened >= wanted,
        unsupported: counts.found === 0 ? "screening/stopping-none-found" : null,
        values: { ratio, wanted },
      });
    },
  };
}

/**
 * Reads 2399 records and 1.2 for each relevant one found.
 *
 * Values: `wanted`.
 *
 * Source: Cormack and Grossman 2016, doi:10.1145/2911451.2911510, as implemented in mpbron/allib.
 * Checked: tests/screening/stopping-rules.test.ts.
 */
export function rule2399(): StoppingRule {
  const id = "rule-2399";
  return {
    id,
    judge(screened) {
      const counts = countsOf(screened);
      const wanted = Math.ceil(1.2 * counts.found + 2399);
      const unsupported =
        counts.found === 0
          ? "screening/stopping-none-found"
          : wanted >= screened.total
            ? "screening/stopping-set-too-small"
            : null;
      return verdict(id, counts, { stop: counts.screened >= wanted, unsupported, values: { wanted } });
    },
  };
}
