import type { Language } from "#kernel";
import type { CalibrationResult } from "./calibration.ts";
import type { AgreementEstimate } from "./estimate.ts";
import type { AgreementView, GroupAgreement, PairAgreement, StageAgreement } from "./stage.types.ts";
import { type AgreementWord, agreementWords, smallNumbers } from "./words.ts";

const NBSP = "\u00a0";

function fill(key: AgreementWord, language: Language, holes: Readonly<Record<string, string>> = {}): string {
  return agreementWords[language][key].replace(/\{(\w+)\}/g, (_hole, name: string) => holes[name] ?? "");
}

function decimal(text: string, language: Language): string {
  return language === "en" ? text : text.replace(".", ",");
}

/** Two decimals; in English without the zero that a coefficient never needs. */
function coefficient(value: number, language: Language): string {
  const digits = Math.abs(value).toFixed(2);
  const sign = value < 0 && Number(digits) !== 0 ? "−" : "";
  return `${sign}${decimal(language === "en" ? digits.replace(/^0/, "") : digits, language)}`;
}

/** A share as percent with one decimal; what is not everything is not printed as 100. */
function percent(share: number, language: Language): string {
  const tenths = Math.round(share * 1000);
  const shown = tenths === 1000 && share < 1 ? 999 : tenths === 0 && share > 0 ? 1 : tenths;
  return `${decimal((shown / 10).toFixed(1), language)}${language === "en" ? "%" : `${NBSP}%`}`;
}

function whole(value: number, language: Language): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, language === "en" ? "," : NBSP);
}

function counted(key: "n-report" | "report" | "disagreed", count: number, language: Language): string {
  return fill(`${key}_${count === 1 ? "one" : "other"}`, language, { count: whole(count, language) });
}

/** `94.2% (95% CI 91.5% to 96.1%)`. */
function shareText({ value, low, high }: AgreementEstimate, language: Language): string {
  const text = percent(value ?? 0, language);
  if (low === null || high === null) return text;
  // Limits of a normal interval can pass the ends; nothing above 100 percent is meant.
  const holes = {
    low: percent(Math.max(0, low), language),
    high: percent(Math.min(1, high), language),
  };
  return `${text} (${fill("interval", language, holes)})`;
}

/** `Cohen’s κ = .71 (95% CI .62 to .80)`, or why not. */
function coefficientText(name: AgreementWord, estimate: AgreementEstimate, language: Language): string {
  const { value, low, high, gap } = estimate;
  const named = fill(name, language);
  if (value === null) return fill("undefined", language, { name: named });
  const holes = { name: named, value: coefficient(value, language) };
  if (low === null || high === null) return fill(gap === "perfect" ? "perfect" : "bare", language, holes);
  return fill("full", language, {
    ...holes,
    low: coefficient(Math.max(-1, low), language),
    high: coefficient(Math.min(1, high), language),
  });
}

/** Those who share a report with another; the pair's own numbers when they are two. */
function partOf(view: AgreementView): {
  readonly of: PairAgreement | GroupAgreement;
  readonly people: number;
} {
  const meeting = view.pairs.filter(({ n }) => n > 0);
  const people = new Set(meeting.flatMap(({ reviewers }) => reviewers)).size;
  return { of: people === 2 ? meeting[0]! : view.all, people };
}

function sentenceOf(view: AgreementView, language: Language) {
  const { of, people } = partOf(view);
  const name: AgreementWord = people === 2 ? "kappa" : "alpha";
  return {
    of,
    people,
    name: fill(name, language),
    observed: shareText(of.observed, language),
    kappa: coefficientText(name, people === 2 ? of.kappa : of.alpha, language),
  };
}

/**
 * The agreement at a stage in words for a report: share and Cohen's κ for two reviewers, mean share of pairs and
 * Krippendorff's α for more, with n; a caution where nearly all decisions are the same; at full text also the reasons.
 *
 * Coefficients are rounded to two decimals, limits shown no further than 1; `result` has them as computed.
 *
 * @param on which decisions: `kept` (default) sets exclude against the rest, `decisions` takes each as it is
 * Checked: tests/screening/agreement-text.test.ts.
 */
export function agreementText(
  result: StageAgreement,
  language: Language,
  on: "kept" | "decisions" = "kept",
): string {
  const stage = fill(result.stage, language);
  const main = sentenceOf(result[on], language);
  if (main.of.n === 0) return fill("none", language, { stage });
  const sentences = [
    fill(main.people === 2 ? "pair" : "group", language, {
      stage,
      observed: main.observed,
      kappa: main.kappa,
      reports: counted("n-report", main.of.n, language),
      reviewers: smallNumbers[language][main.people] ?? String(main.people),
    }),
  ];
  if (main.of.paradox) {
    const ac1 = coefficientText("ac1", main.of.ac1, language);
    sentences.push(fill("paradox", language, { name: main.name, ac1 }));
  }
  if (result.reasons !== null && result.reasons.all.n > 0) {
    const { of, observed, kappa } = sentenceOf(result.reasons, language);
    const reports = counted("report", of.n, language);
    sentences.push(fill("reasons", language, { reports, observed, kappa }));
  }
  if (on === "kept") sentences.push(fill("kept", language));
  sentences.push(fill(result.basis, language));
  return sentences.join(" ");
}

/**
 * The outcome of a calibration exercise in words.
 *
 * Checked: tests/screening/agreement-text.test.ts.
 */
export function calibrationText(result: CalibrationResult, language: Language): string {
  const { statistic, estimate, careful, n, planned, disagreements, verdict } = result;
  const stage = fill(result.stage, language);
  if (n === 0) return fill("none", language, { stage });
  const inPercent = statistic === "percent";
  const toShare = (x: number | null) => (x === null ? null : x / 100);
  const share = {
    ...estimate,
    value: toShare(estimate.value),
    low: toShare(estimate.low),
    high: toShare(estimate.high),
  };
  const name = statistic === "kappa" && result.weakest !== null ? "group-kappa" : statistic;
  const text = inPercent
    ? `${fill("percent", language)} ${shareText(share, language)}`
    : coefficientText(name, estimate, language);
  const bare = (x: number) => (inPercent ? percent(x / 100, language) : coefficient(x, language));
  const threshold = inPercent
    ? bare(result.threshold)
    : `${fill(name, language)} = ${bare(result.threshold)}`;
  return [
    fill("calibration", language, { stage, reports: counted("report", n, language), result: text }),
    fill(verdict === "undefined" ? "no-verdict" : verdict, language, { threshold }),
    ...(careful === null || result.certain
      ? []
      : [fill("uncertain", language, { low: bare(careful.low), high: bare(careful.high) })]),
    ...(n >= planned ? [] : [fill("short", language, { planned: whole(planned, language) })]),
    counted("disagreed", disagreements.length, language),
  ].join(" ");
}
