import type { ProgressResponse } from "#contract";
import type { OrderSet } from "#ledger";
import {
  claimText,
  earliestStop,
  recallClaim,
  recallFrontier,
  type Screened,
  stoppingRule,
  stoppingRuleIds,
} from "#screening";
import type { Reading } from "./screening-state.ts";

type Progress = NonNullable<ProgressResponse["progress"]>;

/** Points of the curve that are sent. */
const POINTS = 300;
const TARGETS: readonly number[] = [0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.99, 1];

/**
 * How far one reading of a stage has come and what may be said of it.
 *
 * @param input.isKept whether a row that was read counts as kept
 * @param input.random rows that chance chose
 * @param input.total reports of the stage
 */
export function progressOf(input: {
  readonly reading: Reading;
  readonly isKept: (row: number) => boolean;
  readonly random: ReadonlySet<number>;
  readonly total: number;
  readonly order: OrderSet;
}): Progress {
  const { reading, isKept, random, order } = input;
  const labels = Uint8Array.from(reading.order, (row) => (isKept(row) ? 1 : 0));
  const drawn = Uint8Array.from(reading.order, (row) => (random.has(row) ? 1 : 0));
  const total = Math.max(input.total, labels.length);
  const screened: Screened = { labels, total, ...(random.size === 0 ? {} : { random: drawn }) };
  const { target, confidence, rule } = order.stopping;
  const ids = [rule, ...stoppingRuleIds.filter((id) => id !== rule)];
  const claim = recallClaim(screened, { confidence, by: rule === "certification" ? "sample" : "order" });
  return {
    total,
    screened: labels.length,
    relevant: labels.reduce((sum, label) => sum + label, 0),
    curve: curveOf(labels),
    verdicts: ids.flatMap((id) => {
      const verdict = stoppingRule(id, { target, confidence })?.judge(screened);
      return verdict === undefined ? [] : [verdict];
    }),
    frontier: recallFrontier(screened, TARGETS),
    earliestStop: rule === "recall-test" ? earliestStop(screened, { target, confidence }) : null,
    claim: labels.length === 0 ? null : { en: claimText(claim, "en"), nb: claimText(claim, "nb") },
  };
}

function curveOf(labels: Uint8Array): readonly (readonly [number, number])[] {
  const step = Math.max(1, Math.ceil(labels.length / POINTS));
  const points: [number, number][] = [[0, 0]];
  let found = 0;
  for (let i = 0; i < labels.length; i++) {
    found += labels[i]!;
    if ((i + 1) % step === 0 || i === labels.length - 1) points.push([i + 1, found]);
  }
  return points;
}
