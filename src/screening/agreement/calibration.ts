import type { Decision, Stage } from "#ledger";
import type { Calibration } from "#review";
import { type AgreementEstimate, wilsonShare } from "./estimate.ts";
import { decisionView, keptOf, keptView, reviewersOf, type VotesByReport, votesByReport } from "./stage.ts";
import type {
  AgreementOptions,
  AgreementView,
  GroupAgreement,
  IndependentVote,
  JudgedVotes,
  PairAgreement,
} from "./stage.types.ts";

export interface CalibrationOptions extends AgreementOptions {
  /** `kept` (default): include, maybe and await against exclude; `decisions`: every decision as it is. */
  readonly on?: "kept" | "decisions";
}

/** A report of the exercise that was not judged alike. */
export interface Disagreement {
  readonly report: string;
  /** `reason`: excluded by all at full text, for different reasons; the statistic does not count it. */
  readonly kind: "decision" | "reason";
  readonly votes: readonly {
    readonly reviewer: string;
    readonly decision: Decision;
    readonly exclusionReason: string | null;
  }[];
}

export interface CalibrationResult {
  readonly stage: Stage;
  readonly basis: JudgedVotes["basis"];
  readonly statistic: Calibration["statistic"];
  /** Percent from 0 to 100, else from 0 to 1. */
  readonly threshold: number;
  /** On the scale of the threshold, all reviewers together. */
  readonly estimate: AgreementEstimate;
  /** Pair that agrees least by this statistic; null for fewer than three reviewers. */
  readonly weakest: {
    readonly reviewers: readonly [string, string];
    readonly estimate: AgreementEstimate;
  } | null;
  /** `undefined`: the statistic does not exist for these votes, or nothing was judged by two. */
  readonly verdict: "met" | "not-met" | "undefined";
  /** Limits that also hold for few reports and for full agreement, on the scale of the threshold. */
  readonly careful: { readonly low: number; readonly high: number } | null;
  /** Whether `careful` lies on one side of the threshold; false also says that n is too small to tell. */
  readonly certain: boolean;
  /** Reports judged by two or more, and as many as the protocol asks. */
  readonly n: number;
  readonly planned: number;
  /** In order of report id. */
  readonly disagreements: readonly Disagreement[];
  /** Reports disagreed on, by the reason that those who excluded named (null: none); most first. */
  readonly byReason: readonly { readonly reason: string | null; readonly reports: number }[];
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Percent to the scale of the protocol; the others as they are. */
function onScale(statistic: Calibration["statistic"], estimate: AgreementEstimate): AgreementEstimate {
  if (statistic !== "percent") return estimate;
  const on = (x: number | null) => (x === null ? null : 100 * x);
  return {
    ...estimate,
    value: on(estimate.value),
    se: on(estimate.se),
    low: on(estimate.low),
    high: on(estimate.high),
  };
}

function statisticOf(
  statistic: Calibration["statistic"],
  of: GroupAgreement | PairAgreement,
): AgreementEstimate {
  return { percent: of.observed, kappa: of.kappa, ac1: of.ac1 }[statistic];
}

/**
 * Limits that hold for few reports, or for none disagreed on, where the large-sample interval is too short: the wider
 * of that interval and Wilson's limits of the share agreed on, corrected for the chance agreement that was seen.
 */
function carefulLimits(
  statistic: Calibration["statistic"],
  view: AgreementView,
): { readonly low: number; readonly high: number } | null {
  const { observed } = view.all;
  const { value, low, high, n } = statisticOf(statistic, view.all);
  if (value === null || observed.value === null) return null;
  const chance =
    statistic === "percent"
      ? 0
      : value === 1
        ? chanceOf(statistic, view)
        : (observed.value - value) / (1 - value);
  const wilson = wilsonShare(observed.value * n, n);
  const correct = (share: number | null) => ((share ?? 0) - chance) / (1 - chance);
  const scale = statistic === "percent" ? 100 : 1;
  return {
    low: scale * Math.min(low ?? 1, correct(wilson.low)),
    high: scale * Math.min(1, Math.max(high ?? -1, correct(wilson.high))),
  };
}

/** Chance agreement where all agree, from how often each category was used: then one distribution serves all. */
function chanceOf(statistic: "kappa" | "ac1", view: AgreementView): number {
  const tables = view.pairs.map(({ table }) => table);
  const used = view.categories.map((_name, k) => tables.reduce((sum, table) => sum + table[k]![k]!, 0));
  const total = used.reduce((sum, x) => sum + x, 0);
  const squares = used.reduce((sum, x) => sum + (x / total) ** 2, 0);
  return statistic === "kappa" ? squares : (1 - squares) / (used.length - 1);
}

function disagreementsOf(
  byReport: VotesByReport,
  stage: Stage,
  category: (vote: IndependentVote) => string,
): Disagreement[] {
  const kindOf = (votes: readonly IndependentVote[]): Disagreement["kind"] | null => {
    if (new Set(votes.map(category)).size > 1) return "decision";
    if (stage !== "full-text" || votes.some(({ decision }) => decision !== "exclude")) return null;
    return new Set(votes.map(({ exclusionReason }) => exclusionReason ?? null)).size > 1 ? "reason" : null;
  };
  return [...byReport]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([report, of]) => {
      const kind = kindOf([...of.values()]);
      if (kind === null) return [];
      const votes = [...of.values()]
        .map(({ reviewer, decision, exclusionReason = null }) => ({ reviewer, decision, exclusionReason }))
        .sort((a, b) => compareText(a.reviewer, b.reviewer));
      return [{ report, kind, votes }];
    });
}

function byReasonOf(disagreements: readonly Disagreement[]): CalibrationResult["byReason"] {
  const reports = new Map<string | null, number>();
  for (const { votes } of disagreements) {
    const named = votes.filter(({ decision }) => decision === "exclude").map((vote) => vote.exclusionReason);
    for (const reason of new Set(named)) reports.set(reason, (reports.get(reason) ?? 0) + 1);
  }
  return [...reports]
    .map(([reason, count]) => ({ reason, reports: count }))
    .sort((a, b) => b.reports - a.reports || compareText(a.reason ?? "", b.reason ?? ""));
}

/**
 * Whether a calibration exercise reached the agreement that the protocol asks, and what was disagreed on.
 *
 * The estimate decides the verdict; `certain` says whether the careful limits do too.
 *
 * @param given votes of the exercise, which those who took part may see once all are in
 * @param plan number of reports, statistic and threshold of the protocol
 * Source and limits: docs/methods/agreement.md. Checked: tests/screening/agreement-calibration.test.ts.
 */
export function calibration(
  given: JudgedVotes,
  plan: Calibration,
  options: CalibrationOptions,
): CalibrationResult {
  const { byReport } = votesByReport(given, options);
  const reviewers = reviewersOf(byReport, options.reviewers);
  const kept = (options.on ?? "kept") === "kept";
  const view = kept ? keptView(byReport, reviewers) : decisionView(byReport, reviewers, options.categories);
  const { statistic, threshold } = plan;
  const estimate = onScale(statistic, statisticOf(statistic, view.all));
  const careful = carefulLimits(statistic, view);
  const { value } = estimate;
  const disagreements = disagreementsOf(byReport, options.stage, kept ? keptOf : ({ decision }) => decision);
  const weakest = view.pairs
    .map((pair) => ({
      reviewers: pair.reviewers,
      estimate: onScale(statistic, statisticOf(statistic, pair)),
    }))
    .filter((pair) => pair.estimate.value !== null)
    .sort((a, b) => a.estimate.value! - b.estimate.value!)[0];
  const met = value !== null && value >= threshold;
  return {
    stage: options.stage,
    basis: given.basis,
    statistic,
    threshold,
    estimate,
    weakest: reviewers.length < 3 ? null : (weakest ?? null),
    verdict: value === null ? "undefined" : met ? "met" : "not-met",
    careful,
    certain: careful !== null && (met ? careful.low >= threshold : careful.high < threshold),
    n: view.all.n,
    planned: plan.reports,
    disagreements,
    byReason: byReasonOf(disagreements),
  };
}
