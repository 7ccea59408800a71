import { hypergeometricTails } from "#numerics";
import { countsOf, demandLevels, demandParameter, rejects, verdict } from "./check-screened.ts";
import { missingFor } from "./recall-test.ts";
import type { Screened, StoppingRule } from "./stopping.types.ts";

export interface CertificationOptions {
  /** In (0, 1]; default .95. */
  readonly target?: number;
  /** In (0, 1); default .95. */
  readonly confidence?: number;
  /**
   * Records of the sample, chosen beforehand: the test is then made once, and its level is exact. Absent: it
   * is made after each record, and the chance of stopping early is somewhat above 1 - confidence.
   */
  readonly sample?: number;
}

/** The closing random sample of an order: the last records, all drawn at random from what was unread. */
export interface ClosingSample {
  readonly size: number;
  readonly found: number;
}

/** Size and finds of the random sample that ends the order; 0 and 0 where none does. Cost O(sample). */
export function closingSample({ labels, random }: Screened): ClosingSample {
  const n = labels.length;
  let size = 0;
  let found = 0;
  while (random !== undefined && size < n && random[n - 1 - size] === 1) {
    found += labels[n - 1 - size]!;
    size += 1;
  }
  return { size, found };
}

/**
 * P(a sample holds at most what was found in it), were `missing` relevant records among the unread.
 *
 * @param sample a random draw from what was unread before it
 * @param unread records unread after it
 */
export function samplePValue(sample: ClosingSample, unread: number, missing: number): number {
  if (missing > unread) return 0;
  const population = unread + sample.size;
  const marked = sample.found + missing;
  return hypergeometricTails(missing - 1, { population, marked, draws: unread }).upper;
}

/**
 * The recall test on a random sample alone, drawn from the unread once the ranking was left: no assumption on
 * the ranking, no smallest of many p.
 *
 * A random start does not count, only the random draws that end the order. Values: `p`, `sample`,
 * `sampleFound`, `missing`; `looks` is how often the test could have been made: 1 when the sample has just the size
 * chosen beforehand.
 *
 * @throws EvidensError `screening/stopping-input`
 * Source: Callaghan and Müller-Hansen 2020, doi:10.1186/s13643-020-01521-4, random-sampling phase.
 * Checked: tests/screening/stopping-rules.test.ts, tests/screening/stopping-level.test.ts (its level).
 */
export function certification(options: CertificationOptions = {}): StoppingRule {
  const { target = 0.95, confidence = 0.95, sample: planned } = options;
  demandLevels({ target, confidence });
  if (planned !== undefined)
    demandParameter(Number.isInteger(planned) && planned > 0, "sample", planned, "1, 2, …");
  const id = "certification";
  return {
    id,
    judge(screened) {
      const counts = countsOf(screened);
      const sample = closingSample(screened);
      const missing = missingFor(counts.found, target);
      const p = sample.size === 0 ? 1 : samplePValue(sample, counts.unread, missing);
      const values = {
        p,
        sample: sample.size,
        sampleFound: sample.found,
        missing,
        looks: planned === undefined ? sample.size : Math.max(1, sample.size - planned + 1),
        target,
        confidence,
        ...(planned === undefined ? {} : { planned }),
      };
      const unsupported =
        sample.size === 0
          ? "screening/stopping-no-random-sample"
          : counts.found === 0
            ? "screening/stopping-none-found"
            : planned !== undefined && sample.size < planned
              ? "screening/stopping-sample-short"
              : null;
      return verdict(id, counts, { stop: rejects(p, confidence), unsupported, values });
    },
  };
}
