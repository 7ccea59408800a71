import { formatNumber } from "#figures";
import { describePooled, type PooledResult, toShown } from "#synthesis";
import type { Words } from "../app/text.ts";
import type { Specification } from "./compute.ts";
import type { Names } from "./forest.ts";

/**
 * What the result says and what it does not, sentence by sentence. Each sentence follows from a fact of
 * `describePooled`, so that prose cannot contradict the numbers.
 */
export function inWords(
  pooled: PooledResult,
  spec: Specification,
  names: Names,
  lowIsBetter: boolean,
  words: Words,
): readonly string[] {
  const { t, language } = words;
  const facts = describePooled(pooled);
  const favoured = (facts.direction === "below") === lowIsBetter ? names.experimental : names.comparator;
  const sentences: string[] = [];
  if (facts.singleStudy) sentences.push(t("words.single"));
  if (facts.direction === "null") sentences.push(t("words.null"));
  else {
    const key = facts.intervalCrossesNull ? "words.unclear" : "words.side";
    sentences.push(t(key, { count: facts.k, group: favoured, outcome: names.outcome }));
  }
  if (facts.predictionCrossesNull === true && !facts.intervalCrossesNull)
    sentences.push(t("words.prediction"));
  if (facts.heterogeneityUncertain === true) {
    sentences.push(
      t("words.zero-uncertain", {
        high: pooled.tau2High === null ? "–" : formatNumber(pooled.tau2High, { digits: 2, language }),
      }),
    );
  }
  if (facts.fewStudies && !facts.singleStudy) sentences.push(t("words.few"));
  if (facts.tooFewForSmallStudyTests) sentences.push(t("words.bias", { count: facts.k }));
  if (spec.model === "common" && facts.k > 1) sentences.push(t("words.common"));
  if (!pooled.converged) sentences.push(t("words.not-converged"));
  return sentences;
}

/** The pooled estimate as readers see it, on the shown scale. */
export function shownEstimate(
  pooled: PooledResult,
  spec: Specification,
  words: Words,
): {
  readonly estimate: string;
  readonly low: string;
  readonly high: string;
  readonly prediction: string | null;
} {
  const show = (value: number): string =>
    formatNumber(toShown(spec.measure, value), { digits: 2, language: words.language });
  return {
    estimate: show(pooled.estimate),
    low: show(pooled.ciLow),
    high: show(pooled.ciHigh),
    prediction:
      pooled.predictionLow === null || pooled.predictionHigh === null
        ? null
        : words.t("interval", { low: show(pooled.predictionLow), high: show(pooled.predictionHigh) }),
  };
}
