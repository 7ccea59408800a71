import { formatNumber } from "#figures";
import { describePooled, type PooledResult } from "#synthesis";
import type { Words } from "../app/text.ts";
import type { Computed } from "./compute.ts";
import type { Names } from "./forest.ts";
import { type Specification, shownValue } from "./specification.ts";

export interface InWords {
  /** What the numbers say. */
  readonly says: readonly string[];
  /** What they do not say, however they may be read. */
  readonly not: readonly string[];
}

/**
 * What the result says and what it does not, sentence by sentence. Each sentence follows from a fact of
 * `describePooled` or of the studies, so that prose cannot contradict the numbers.
 */
export function inWords(
  computed: Computed,
  pooled: PooledResult,
  names: Names,
  exploratory: boolean,
  words: Words,
): InWords {
  return {
    says: whatItSays(pooled, names, words),
    not: [
      ...limitsOfStudies(computed, words),
      ...limitsOfModel(computed, pooled, words),
      ...(exploratory ? [words.t("words.exploratory")] : []),
      words.t("words.elsewhere", { timepoint: names.timepoint }),
    ],
  };
}

function whatItSays(pooled: PooledResult, names: Names, words: Words): readonly string[] {
  const { t, language } = words;
  const facts = describePooled(pooled);
  const favoured =
    (facts.direction === "below") === names.lowIsBetter ? names.experimental : names.comparator;
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
  return sentences;
}

/** What the studies themselves leave open. */
function limitsOfStudies({ effects }: Computed, { t }: Words): readonly string[] {
  const risky = effects.filter(({ study }) => study?.risk?.level === "high").length;
  const unknown = effects.filter(({ study }) => study?.risk == null).length;
  const retracted = effects.filter((one) => one.retracted).length;
  return [
    ...(retracted > 0 ? [t("words.retracted", { count: retracted })] : []),
    ...(risky > 0 ? [t("words.risky", { count: risky, of: effects.length })] : []),
    ...(unknown > 0 ? [t("words.unappraised", { count: unknown, of: effects.length })] : []),
  ];
}

/** What the model leaves open. */
function limitsOfModel({ spec }: Computed, pooled: PooledResult, { t }: Words): readonly string[] {
  const facts = describePooled(pooled);
  return [
    ...(facts.intervalCrossesNull ? [t("words.not-nothing")] : []),
    ...(facts.fewStudies && !facts.singleStudy ? [t("words.few")] : []),
    ...(facts.tooFewForSmallStudyTests ? [t("words.bias", { count: facts.k })] : []),
    ...(pooled.model === "common" && facts.k > 1 ? [t("words.common")] : []),
    ...(spec.model === "random" && pooled.test === "z" && facts.k > 1 && facts.k < 20
      ? [t("words.normal")]
      : []),
    ...(pooled.converged ? [] : [t("words.not-converged")]),
  ];
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
    formatNumber(shownValue(spec.measure, value), { digits: 2, language: words.language });
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
