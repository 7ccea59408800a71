import { normalQuantile } from "#numerics";
import { countsOf, demandLevels, demandParameter, verdict } from "./check-screened.ts";
import type { StoppingRule } from "./stopping.types.ts";

/** How often each relevant record was found, over several independent ways of finding. */
export interface Captures {
  /** Ways of finding: rankings, reviewers or searches, each of which could have found any of the records. */
  readonly occasions: number;
  /** For each relevant record found, by how many of them: whole numbers in [1, occasions]. */
  readonly times: readonly number[];
}

export interface ChaoEstimate {
  readonly found: number;
  /** Found by exactly one, by exactly two. */
  readonly once: number;
  readonly twice: number;
  /** Relevant records in all; in expectation no more than there are. */
  readonly estimate: number;
  readonly se: number;
  /** Interval at the confidence asked for, two-sided, from the lognormal distribution of what was not found. */
  readonly low: number;
  readonly high: number;
}

/**
 * Counts how many lists each record is on.
 *
 * @param lists for each way of finding, the ids of the relevant records it found
 */
export function capturesOf(lists: readonly (readonly string[])[]): Captures {
  const times = new Map<string, number>();
  for (const list of lists) for (const id of new Set(list)) times.set(id, (times.get(id) ?? 0) + 1);
  return { occasions: lists.length, times: [...times.values()] };
}

/**
 * Chao's estimate of how many relevant records there are, from those found once and twice.
 *
 * estimate = found + (m-1)/m f1^2 / (2 f2), or found + (m-1)/m f1 (f1 - 1) / 2 when none was found twice.
 *
 * @returns null for fewer than two occasions, or where f1 = 1 and f2 = 0 or nothing was found: no estimate
 * @throws EvidensError `screening/stopping-input`
 * Source: Chao 1987, doi:10.2307/2531532; variance as in Chao's EstimateS formulas for incidence data (Chao2).
 * Checked: tests/screening/stopping-rules.test.ts (by hand). For screening: Bron et al. 2025, doi:10.1145/3724116.
 */
export function chaoEstimate(
  { occasions: m, times }: Captures,
  confidence: number = 0.95,
): ChaoEstimate | null {
  demandLevels({ target: 1, confidence });
  demandParameter(Number.isInteger(m) && m >= 0, "occasions", m, "0, 1, …");
  for (const time of times)
    demandParameter(Number.isInteger(time) && time >= 1 && time <= m, "times found", time, `1, … ${m}`);
  const found = times.length;
  const once = times.filter((time) => time === 1).length;
  const twice = times.filter((time) => time === 2).length;
  if (m < 2 || found === 0 || (twice === 0 && once > 0 && once < 2)) return null;
  const a = (m - 1) / m;
  const missed = twice > 0 ? (a * once * once) / (2 * twice) : (a * once * (once - 1)) / 2;
  const estimate = found + missed;
  const ratio = twice > 0 ? once / twice : 0;
  const variance =
    twice > 0
      ? twice * ((a / 2) * ratio ** 2 + a ** 2 * ratio ** 3 + (a ** 2 / 4) * ratio ** 4)
      : (a * once * (once - 1)) / 2 +
        (a ** 2 * once * (2 * once - 1) ** 2) / 4 -
        (a ** 2 * once ** 4) / (4 * estimate);
  if (missed === 0) return { found, once, twice, estimate, se: 0, low: found, high: found };
  const z = normalQuantile((1 - confidence) / 2, "upper");
  const factor = Math.exp(z * Math.sqrt(Math.log1p(variance / missed ** 2)));
  return {
    found,
    once,
    twice,
    estimate,
    se: Math.sqrt(variance),
    low: found + missed / factor,
    high: found + missed * factor,
  };
}

export interface ChaoOptions {
  /** Captures of the relevant records found so far; absent: there was one way of finding. */
  readonly captures?: Captures;
  /** In (0, 1]; default .95. */
  readonly target?: number;
  /** Of the two-sided interval whose upper end is used, in (0, 1); default .95. */
  readonly confidence?: number;
}

/**
 * Stops when what was found is the target share of the upper end of Chao's interval.
 *
 * Values: `estimate`, `low`, `high`, `once`, `twice`. Two reviewers who read the same records tell of
 * relevant records that both overlooked among those, not of unread ones; several rankings tell of both.
 *
 * @throws EvidensError `screening/stopping-input`
 * Source: as `chaoEstimate`. Checked: tests/screening/stopping-rules.test.ts.
 */
export function chao({ captures, target = 0.95, confidence = 0.95 }: ChaoOptions = {}): StoppingRule {
  demandLevels({ target, confidence });
  const id = "chao";
  const result = captures === undefined || captures.occasions < 2 ? null : chaoEstimate(captures, confidence);
  return {
    id,
    judge(screened) {
      const counts = countsOf(screened);
      const occasions = captures?.occasions ?? 1;
      const base = { occasions, target, confidence };
      if (counts.found === 0 || result === null || captures === undefined) {
        const unsupported =
          counts.found === 0
            ? "screening/stopping-none-found"
            : occasions < 2
              ? "screening/stopping-one-occasion"
              : "screening/stopping-captures-sparse";
        return verdict(id, counts, { stop: false, unsupported, values: base });
      }
      const { estimate, low, high, once, twice, found: captured } = result;
      const values = { ...base, estimate, low, high, once, twice, captured };
      const unsupported =
        captured !== counts.found
          ? "screening/stopping-captures-differ"
          : twice === 0 && once > 0
            ? "screening/stopping-captures-sparse"
            : null;
      return verdict(id, counts, { stop: counts.found >= target * high, unsupported, values });
    },
  };
}
