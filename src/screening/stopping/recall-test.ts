import { countsOf, demandLevels, demandParameter, rejects, verdict } from "./check-screened.ts";
import type { Screened, StoppingRule } from "./stopping.types.ts";
import { smallestP, type Urns, urnsOf } from "./urns.ts";

export interface RecallTestOptions {
  /** Share of all relevant records that is to be found, in (0, 1]; default .95. */
  readonly target?: number;
  /** In (0, 1); default .95. */
  readonly confidence?: number;
  /**
   * Assumed odds of a relevant record to be read next over those of an irrelevant one; default 1: the order is
   * no worse than random, the only assumption that need not be argued for.
   */
  readonly bias?: number;
}

/** p over one target recall. */
export interface FrontierPoint {
  readonly target: number;
  readonly p: number;
}

/** The largest claim that the order supports. */
export interface ClaimedRecall {
  /** Recall is at least this, 0 when nothing was found. */
  readonly recall: number;
  /** Relevant records among the unread, at most. */
  readonly missedAtMost: number;
  /** p of "one more than that was missed"; below 1 - confidence, or 0 where no more can be. */
  readonly p: number;
}

function settled(options: RecallTestOptions): Required<RecallTestOptions> {
  const { target = 0.95, confidence = 0.95, bias = 1 } = options;
  demandLevels({ target, confidence });
  demandParameter(bias > 0 && bias < Number.POSITIVE_INFINITY, "bias", bias, "(0, Infinity)");
  return { target, confidence, bias };
}

/**
 * The fewest relevant records that must be unread for the target to be missed: the smallest d with
 * found / (found + d) < target.
 *
 * A quotient that is whole in the reals may fall just short of it in doubles; d would then be one too few.
 */
export function missingFor(found: number, target: number): number {
  return Math.floor((found / target) * (1 + 4 * Number.EPSILON)) - found + 1;
}

/** Reads more irrelevant records in thought until the test rejects; the set's end always does. */
function stepsToStop(urns: Urns, missing: number, confidence: number, bias: number): number {
  const stops = (more: number): boolean => rejects(smallestP(urns, missing, more, bias).p, confidence);
  let low = 0;
  let high = urns.unread;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (stops(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * The hypergeometric recall test: stop when "the target was missed" is rejected.
 *
 * For each i the last i records are taken as a random draw from themselves and the unread; p is the smallest
 * over i of P(X <= relevant among them), X hypergeometric with the relevant records that a missed target
 * needs. p is 0 once too few records are unread for the target to be missed.
 *
 * Values: `p`, `urn` (records in the draw that gave it, 0 for none), `missing` (relevant records that would
 * have to be unread).
 *
 * @throws EvidensError `screening/stopping-input`
 * Source: Callaghan and Müller-Hansen 2020, doi:10.1186/s13643-020-01521-4. With `bias` other than 1 the draw is
 * Wallenius' noncentral hypergeometric one.
 * Checked: tests/screening/stopping-recall.test.ts (values of the authors' programs, 1e-9). Cost per call:
 * O(n) and a few tails; with a bias one integral for each block of relevant records.
 */
export function recallTest(options: RecallTestOptions = {}): StoppingRule {
  const { target, confidence, bias } = settled(options);
  const id = "recall-test";
  return {
    id,
    judge(screened) {
      const counts = countsOf(screened);
      const missing = missingFor(counts.found, target);
      const urns = urnsOf(screened.labels, screened.total);
      const { p, size } = smallestP(urns, missing, 0, bias);
      const values = { p, urn: size, missing, target, confidence, bias };
      if (counts.found === 0)
        return verdict(id, counts, { stop: false, unsupported: "screening/stopping-none-found", values });
      const stop = rejects(p, confidence);
      // With one record unread p is as small as it can be before the end.
      const last = Math.max(0, counts.unread - 1);
      const hopeless = !stop && !rejects(smallestP(urns, missing, last, bias).p, confidence);
      const unsupported = hopeless ? "screening/stopping-no-early-stop" : null;
      return verdict(id, counts, { stop, unsupported, values });
    },
  };
}

/**
 * How many more irrelevant records in a row would let the recall test stop; 0 when it stops now, null when
 * only the end of the set does.
 *
 * p falls with each irrelevant record, so the answer is found by halving: about log2(unread) tests.
 *
 * @throws EvidensError `screening/stopping-input`
 * Checked: tests/screening/stopping-recall.prop.test.ts against reading on one by one.
 */
export function earliestStop(screened: Screened, options: RecallTestOptions = {}): number | null {
  const { target, confidence, bias } = settled(options);
  const { found, unread } = countsOf(screened);
  if (unread === 0) return 0;
  if (found === 0) return null;
  const urns = urnsOf(screened.labels, screened.total);
  const steps = stepsToStop(urns, missingFor(found, target), confidence, bias);
  return steps < unread ? steps : null;
}

const HUNDREDTHS: readonly number[] = Array.from({ length: 51 }, (_, i) => (50 + i) / 100);

/**
 * p of the recall test over target recalls, for a drawing of what can be claimed.
 *
 * @param targets each in (0, 1]; default .50, .51, … 1
 * @throws EvidensError `screening/stopping-input`
 * Checked: tests/screening/stopping-recall.test.ts.
 */
export function recallFrontier(
  screened: Screened,
  targets: readonly number[] = HUNDREDTHS,
  bias: number = 1,
): readonly FrontierPoint[] {
  const { found } = countsOf(screened);
  const urns = urnsOf(screened.labels, screened.total);
  return targets.map((target) => {
    settled({ target, bias });
    return { target, p: smallestP(urns, missingFor(found, target), 0, bias).p };
  });
}

/**
 * The largest recall that the test supports at a confidence: the test turned round. If "d or more relevant
 * records are unread" is the smallest claim it rejects, at most d - 1 are, and recall is at least
 * found / (found + d - 1).
 *
 * @throws EvidensError `screening/stopping-input`
 * Checked: tests/screening/stopping-recall.prop.test.ts: the test stops at each target up to the claim.
 */
export function claimedRecall(
  screened: Screened,
  options: Omit<RecallTestOptions, "target"> = {},
): ClaimedRecall {
  const { confidence, bias } = settled(options);
  const { found } = countsOf(screened);
  const urns = urnsOf(screened.labels, screened.total);
  // With one more than are unread p is 0, so there is an answer.
  let low = 1;
  let high = urns.unread + 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rejects(smallestP(urns, middle, 0, bias).p, confidence)) high = middle;
    else low = middle + 1;
  }
  const missedAtMost = low - 1;
  const recall = found === 0 ? 0 : found / (found + missedAtMost);
  return { recall, missedAtMost, p: smallestP(urns, low, 0, bias).p };
}
