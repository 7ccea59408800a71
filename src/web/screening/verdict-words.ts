import type { ProgressResponse } from "#contract";
import { formatP, formatPBound } from "#kernel";
import type { Words } from "../app/text.ts";

type Progress = NonNullable<ProgressResponse["progress"]>;

export interface VerdictWords {
  /** In a few words whether one may stop. */
  readonly head: string;
  readonly tone: "yes" | "not-yet" | "cannot";
  readonly sentences: readonly string[];
}

/** What the values of each rule say; a rule that is not here tells its name and its answer alone. */
const BY_RULE: Readonly<Record<string, (values: Values, words: Words) => readonly string[]>> = {
  "recall-test": (values, words) => [pSentence("progress.p", values, words)],
  certification: (values, words) => [
    pSentence("progress.p-sample", values, words),
    words.t("progress.sample", {
      count: values["sample"] ?? 0,
      found: words.number(values["sampleFound"] ?? 0),
    }),
  ],
  "consecutive-irrelevant": ({ inARow = 0, wanted = 0 }, { t, number }) => [
    t("progress.in-a-row", { now: number(inARow), wanted: number(wanted) }),
  ],
  safe: (values, { t, named, number }) => [
    t("progress.phase", { phase: named("progress.phase", String(values["phase"] ?? 0), "–") }),
    ...LACKS.flatMap((lack) => {
      const value = Math.ceil(values[lack] ?? 0);
      return value > 0 ? [t(`progress.${lack}`, { count: value, shown: number(value) })] : [];
    }),
  ],
  knee: (values, words) => [ratioSentence(values, words)],
  budget: (values, words) => [ratioSentence(values, words)],
  "rule-2399": ({ wanted = 0 }, { t, number }) => [
    t("progress.wanted", { wanted: number(Math.ceil(wanted)) }),
  ],
};
const LACKS = ["lacksRandom", "lacksRelevant", "lacksKeyPapers", "lacksRead", "lacksInARow"] as const;

type Values = Readonly<Record<string, number>>;

/**
 * The verdict of the rule in force in the reader's words: yes, not yet, or that it cannot tell, with the
 * numbers it rests on.
 *
 * @returns null while the rule in force has not judged
 * Checked: tests/web/verdict-words.test.ts.
 */
export function verdictWords(
  progress: Progress,
  rule: ProgressResponse["rule"],
  words: Words,
): VerdictWords | null {
  const verdict = progress.verdicts.find((one) => one.rule === rule.rule);
  if (verdict === undefined) return null;
  const { t, named } = words;
  const all = progress.screened >= progress.total;
  if (all) return { head: t("progress.complete"), tone: "yes", sentences: [] };
  const name = named("progress.rule", verdict.rule);
  const values = { ...verdict.values, target: rule.target, confidence: rule.confidence };
  const numbers = BY_RULE[verdict.rule]?.(values, words) ?? [];
  if (verdict.stop)
    return { head: t("progress.yes"), tone: "yes", sentences: [t("progress.by", { name }), ...numbers] };
  if (verdict.unsupported !== null && verdict.unsupported !== NO_EARLY_STOP) {
    const why = named("progress.unsupported", verdict.unsupported.replace(/^screening\/stopping-/, ""));
    return { head: t("progress.cannot"), tone: "cannot", sentences: [why] };
  }
  const { earliestStop } = progress;
  const more =
    verdict.rule !== "recall-test"
      ? []
      : earliestStop === null
        ? [t("progress.only-the-end")]
        : [t("progress.more", { count: earliestStop, shown: words.number(earliestStop) })];
  return { head: t("progress.not-yet"), tone: "not-yet", sentences: [...numbers, ...more] };
}

const NO_EARLY_STOP = "screening/stopping-no-early-stop";

function pSentence(key: "progress.p" | "progress.p-sample", values: Values, words: Words): string {
  const { p = 1, target = 0, confidence = 0 } = values;
  return words.t(key, {
    // Rounded up, so that it never looks smaller than it is.
    p: `p ${formatP(p, words.language, "apa-up")}`,
    target: words.percent(100 * target),
    alpha: formatPBound(1 - confidence, words.language),
  });
}

function ratioSentence({ ratio = 0, wanted = 0 }: Values, { t, number }: Words): string {
  return t("progress.ratio", { ratio: number(ratio, 1), wanted: number(wanted, 1) });
}
