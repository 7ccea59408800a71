import { closingSample, samplePValue } from "./certification.ts";
import { countsOf, demandLevels, rejects } from "./check-screened.ts";
import { claimedRecall } from "./recall-test.ts";
import type { Screened } from "./stopping.types.ts";

export interface RecallClaimOptions {
  /** In (0, 1); default .95. */
  readonly confidence?: number;
  /**
   * What the claim rests on, chosen before looking: the order of screening (default), or the random sample
   * that ends it. Taking the better of the two afterwards would spoil the confidence.
   */
  readonly by?: "order" | "sample";
  /** Assumed odds, as in `recallTest`; for the order only; default 1. */
  readonly bias?: number;
  /** The sample's size was chosen beforehand; default false. */
  readonly planned?: boolean;
}

/** What may be said of recall, in numbers; `claimText` puts it into words. */
export interface RecallClaim {
  /** `complete`: everything was read. `none`: nothing relevant was found, or no sample was drawn: no claim. */
  readonly basis: "order" | "sample" | "complete" | "none";
  readonly total: number;
  readonly screened: number;
  readonly found: number;
  readonly unread: number;
  readonly confidence: number;
  /** Recall is at least this, one-sided; null without a claim. The upper end is 1: all may have been found. */
  readonly low: number | null;
  /** Relevant records left among the unread, at most; null without a claim. */
  readonly missedAtMost: number | null;
  /** p of "one more than `missedAtMost` was missed"; null without a claim. */
  readonly p: number | null;
  /** Point estimate of recall; only a random sample gives one, and only reading everything makes it exact. */
  readonly estimate: number | null;
  readonly bias: number;
  readonly sample: { readonly size: number; readonly found: number; readonly planned: boolean } | null;
}

/**
 * The claim on recall that a state of screening supports.
 *
 * @throws EvidensError `screening/stopping-input`
 * Source: the recall test and the sample test turned round, see `claimedRecall`, `certification`.
 * Checked: tests/screening/stopping-claim.test.ts.
 */
export function recallClaim(screened: Screened, options: RecallClaimOptions = {}): RecallClaim {
  const { confidence = 0.95, by = "order", bias = 1, planned = false } = options;
  demandLevels({ target: 1, confidence });
  const counts = countsOf(screened);
  const drawn = closingSample(screened);
  const sample = by === "sample" && drawn.size > 0 ? { ...drawn, planned } : null;
  const base = { ...counts, confidence, bias: by === "order" ? bias : 1, sample };
  const nothing = { low: null, missedAtMost: null, p: null, estimate: null };
  if (counts.unread === 0) return { ...base, basis: "complete", low: 1, missedAtMost: 0, p: 0, estimate: 1 };
  if (counts.found === 0 || (by === "sample" && sample === null))
    return { ...base, basis: "none", ...nothing };
  if (sample === null) {
    const { recall, missedAtMost, p } = claimedRecall(screened, { confidence, bias });
    return { ...base, basis: "order", low: recall, missedAtMost, p, estimate: null };
  }
  // The smallest number of missed records that the sample rejects; one more than are unread cannot be.
  let low = 1;
  let high = counts.unread + 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rejects(samplePValue(sample, counts.unread, middle), confidence)) high = middle;
    else low = middle + 1;
  }
  const missed = (counts.unread * sample.found) / sample.size;
  return {
    ...base,
    basis: "sample",
    low: counts.found / (counts.found + low - 1),
    missedAtMost: low - 1,
    p: samplePValue(sample, counts.unread, low),
    estimate: counts.found / (counts.found + missed),
  };
}
