import { EvidensError, type Rng } from "#kernel";
import { hypergeometricTails } from "#numerics";
import { demandLevels, demandParameter, rejects } from "./check-screened.ts";

export type AuditSizeOptions = {
  /** Records that were excluded, or left unread. */
  readonly excluded: number;
  /** In (0, 1); default .95. */
  readonly confidence?: number;
} & (
  | {
      /** So many relevant records among them are tolerated, a whole number >= 0. */
      readonly maxMissed: number;
    }
  | {
      /** Tolerated share of relevant records among them, in [0, 1). */
      readonly rate: number;
    }
);

export interface AuditSize {
  /** Records to draw. */
  readonly size: number;
  readonly maxMissed: number;
  /** The largest chance, over all numbers above `maxMissed`, that such a sample holds none. */
  readonly p: number;
}

const whole = (name: string, value: number, least: number, most: number): void =>
  demandParameter(
    Number.isInteger(value) && value >= least && value <= most,
    name,
    value,
    `${least}, … ${most}`,
  );

/**
 * How many excluded records to read again so that, when none of them turns out relevant, no more than the
 * tolerated number is among all of them, at the confidence.
 *
 * @throws EvidensError `screening/stopping-input`
 * Source: acceptance number 0 of the exact hypergeometric test. Checked: tests/screening/stopping-audit.test.ts.
 */
export function auditSampleSize(options: AuditSizeOptions): AuditSize {
  const { excluded, confidence = 0.95 } = options;
  demandLevels({ target: 1, confidence });
  whole("excluded", excluded, 0, Number.MAX_SAFE_INTEGER);
  if ("rate" in options)
    demandParameter(options.rate >= 0 && options.rate < 1, "rate", options.rate, "[0, 1)");
  else whole("maxMissed", options.maxMissed, 0, Number.MAX_SAFE_INTEGER);
  const maxMissed =
    "rate" in options ? Math.floor(options.rate * excluded * (1 + 4 * Number.EPSILON)) : options.maxMissed;
  if (maxMissed >= excluded) return { size: 0, maxMissed, p: 0 };
  const chance = (draws: number): number =>
    hypergeometricTails(0, { population: excluded, marked: maxMissed + 1, draws }).lower;
  let low = 1;
  let high = excluded;
  while (low < high) {
    const middle = low + Math.floor((high - low) / 2);
    if (rejects(chance(middle), confidence)) high = middle;
    else low = middle + 1;
  }
  return { size: low, maxMissed, p: chance(low) };
}

/**
 * Draws records at random without putting back; the same ids in the same order and the same stream give the
 * same sample on every machine. The first k drawn are themselves a random sample.
 *
 * @param ids each once, in an order that does not depend on the machine
 * @param size whole number in [0, ids.length]
 * @returns in the order drawn
 * @throws EvidensError `screening/stopping-input`, `screening/audit-duplicate-id`
 * Source: Fisher–Yates. Checked: tests/screening/stopping-audit.test.ts.
 */
export function drawSample(ids: readonly string[], size: number, rng: Rng): readonly string[] {
  whole("sample size", size, 0, ids.length);
  if (new Set(ids).size !== ids.length)
    throw new EvidensError({
      code: "screening/audit-duplicate-id",
      kind: "invalid",
      message: `${ids.length} ids were given to draw from, ${new Set(ids).size} of them different.`,
      remedy: "Give each record once.",
    });
  const pool = [...ids];
  for (let i = 0; i < size; i++) {
    const j = i + Math.floor(rng.next() * (pool.length - i));
    [pool[i], pool[j]] = [pool[j]!, pool[i]!];
  }
  return pool.slice(0, size);
}

export interface AuditOptions {
  /** Records of the sample that were read again. */
  readonly sampled: number;
  /** Of those, found relevant. */
  readonly relevantFound: number;
  /** Records it was drawn from. */
  readonly population: number;
  /** In (0, 1); default .95. */
  readonly confidence?: number;
  /** Relevant records found before, for what the audit says of recall. */
  readonly found?: number;
}

export interface RecallAfterAudit {
  readonly estimate: number | null;
  /** Lower bound at the confidence. */
  readonly low: number;
}

export interface AuditBound {
  /** Relevant records among all that were excluded, the sample included; null for an empty sample. */
  readonly estimate: number | null;
  /** Upper bound of the same. */
  readonly atMost: number;
  /** The same without those found in the sample: what is left. */
  readonly leftEstimate: number | null;
  readonly leftAtMost: number;
  /** With `found`: recall of the screening before the audit, and once its finds are included. */
  readonly recall: {
    readonly before: RecallAfterAudit;
    readonly after: RecallAfterAudit;
  } | null;
}

/**
 * What an audit sample says of all excluded records: the largest number of relevant ones that is not
 * rejected at the confidence (one-sided, exact).
 *
 * @throws EvidensError `screening/stopping-input`
 * Source: inversion of the hypergeometric test, as Clopper and Pearson 1934, doi:10.1093/biomet/26.4.404, for
 * a finite population. Checked: tests/screening/stopping-audit.test.ts (all populations of a size).
 */
export function auditBound(options: AuditOptions): AuditBound {
  const { sampled, relevantFound, population, confidence = 0.95, found } = options;
  demandLevels({ target: 1, confidence });
  whole("population", population, 0, Number.MAX_SAFE_INTEGER);
  whole("sampled", sampled, 0, population);
  whole("relevantFound", relevantFound, 0, sampled);
  if (found !== undefined) whole("found", found, 0, Number.MAX_SAFE_INTEGER);
  const holds = (marked: number): boolean =>
    !rejects(hypergeometricTails(relevantFound, { population, marked, draws: sampled }).lower, confidence);
  let low = relevantFound;
  let high = population - (sampled - relevantFound);
  while (low < high) {
    const middle = low + Math.ceil((high - low) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  const estimate = sampled === 0 ? null : (population * relevantFound) / sampled;
  const recall = (before: number, have: number): RecallAfterAudit => ({
    estimate: estimate === null || before + estimate === 0 ? null : have / (before + estimate),
    low: have / (before + low),
  });
  return {
    estimate,
    atMost: low,
    leftEstimate: estimate === null ? null : estimate - relevantFound,
    leftAtMost: low - relevantFound,
    recall:
      found === undefined || found + low === 0
        ? null
        : { before: recall(found, found), after: recall(found, found + relevantFound) },
  };
}
