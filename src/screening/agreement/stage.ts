import type { Decision } from "#ledger";
import { independentVotes } from "../independent.ts";
import type { ScreeningDoc } from "../status.types.ts";
import { agreementCoefficient, type Coefficient } from "./coefficients.ts";
import { type AgreementEstimate, wilsonShare } from "./estimate.ts";
import type {
  AgreementOptions,
  AgreementView,
  GroupAgreement,
  IndependentVote,
  JudgedVotes,
  PairAgreement,
  StageAgreement,
} from "./stage.types.ts";
import { cohenEstimate, pabak, sameShare, specificAgreement } from "./two-raters.ts";
import { type CountTable, type RatedUnit, unitsOf, unitsOfTable } from "./units.ts";

/** Above this share of agreement a kappa below the other bound is a paradox when one category prevails. */
const HIGH_AGREEMENT = 0.8;
const LOW_KAPPA = 0.6;
const PREVAILING = 0.8;

const KEPT = ["keep", "exclude"] as const;
const ORDER: readonly Decision[] = ["include", "maybe", "await", "exclude"];

/** Votes on one report, by reviewer. */
export type VotesByReport = ReadonlyMap<string, ReadonlyMap<string, IndependentVote>>;

/**
 * The votes of each document as they were when the last one it needs came in, before anyone could see another's.
 * Documents that still wait for votes give none.
 *
 * @param docs documents that the person who asks may see
 * @param required votes a document needs, a whole number >= 1
 * Checked: tests/screening/agreement-stage.test.ts.
 */
export function independentVotesOf(
  docs: readonly ScreeningDoc[],
  required: (doc: ScreeningDoc) => number,
): readonly IndependentVote[] {
  return docs.flatMap((doc) =>
    (independentVotes(doc, required(doc)) ?? []).map(({ reviewer, decision, exclusionReason }) => ({
      report: doc.report,
      reviewer,
      decision,
      exclusionReason,
    })),
  );
}

/** Groups votes by report; a second vote of one reviewer on a report is left out and counted. */
export function votesByReport(
  given: JudgedVotes,
  options: AgreementOptions,
): { readonly byReport: VotesByReport; readonly repeated: number } {
  const votes =
    given.basis === "independent"
      ? given.votes
      : given.docs
          .filter(({ stage }) => stage === options.stage)
          .flatMap((doc) => doc.votes.map((vote) => ({ ...vote, report: doc.report })));
  const byReport = new Map<string, Map<string, IndependentVote>>();
  let repeated = 0;
  for (const vote of votes) {
    if (options.reviewers !== undefined && !options.reviewers.includes(vote.reviewer)) continue;
    const of = byReport.get(vote.report) ?? new Map<string, IndependentVote>();
    byReport.set(vote.report, of);
    if (of.has(vote.reviewer)) repeated += 1;
    else of.set(vote.reviewer, vote);
  }
  return { byReport, repeated };
}

function paradoxOf(
  observed: AgreementEstimate,
  kappa: AgreementEstimate,
  units: readonly RatedUnit[],
): boolean {
  if (observed.value === null || observed.value < HIGH_AGREEMENT) return false;
  if (kappa.value !== null && kappa.value >= LOW_KAPPA) return false;
  const used = new Map<number, number>();
  for (const { ratings, count } of units) {
    for (const rating of ratings) if (rating !== null) used.set(rating, (used.get(rating) ?? 0) + count);
  }
  const counts = [...used.values()];
  return Math.max(...counts) >= PREVAILING * counts.reduce((sum, x) => sum + x, 0);
}

function pairOf(reviewers: readonly [string, string], table: CountTable): PairAgreement {
  const units = unitsOfTable(table);
  const of = (coefficient: Coefficient) =>
    agreementCoefficient(coefficient, units, { categories: table.length, divisor: "n" });
  const observed = sameShare(table);
  const kappa = cohenEstimate(table);
  const two = table.length === 2 && observed.n > 0;
  return {
    reviewers,
    n: observed.n,
    table,
    observed,
    kappa,
    pabak: pabak(table),
    ac1: of("ac"),
    alpha: of("alpha"),
    specific: specificAgreement(table),
    prevalenceIndex: two ? (table[0]![0]! - table[1]![1]!) / observed.n : null,
    biasIndex: two ? (table[0]![1]! - table[1]![0]!) / observed.n : null,
    paradox: paradoxOf(observed, kappa, units),
  };
}

function groupOf(rows: readonly (readonly (number | null)[])[], categories: number): GroupAgreement {
  const shared = rows.filter((row) => row.filter((rating) => rating !== null).length > 1);
  const units = unitsOf(shared);
  // With two reviewers the same numbers as their pair has.
  const divisor = rows.every((row) => row.length === 2) ? "n" : "n-1";
  const of = (coefficient: Coefficient) => agreementCoefficient(coefficient, units, { categories, divisor });
  const alike = shared.filter((row) => new Set(row.filter((rating) => rating !== null)).size === 1).length;
  const unanimous = wilsonShare(alike, shared.length);
  const observed = divisor === "n" ? unanimous : of("percent");
  const kappa =
    divisor === "n"
      ? agreementCoefficient("kappa", units, { categories, divisor, interval: "normal" })
      : of("kappa");
  return {
    n: shared.length,
    observed,
    unanimous,
    kappa,
    fleiss: of("fleiss"),
    ac1: of("ac"),
    alpha: of("alpha"),
    paradox: paradoxOf(observed, kappa, units),
  };
}

/**
 * Agreement on one set of categories.
 *
 * @param category a vote's category, or null where the vote does not bear on these
 */
function viewOf(
  byReport: VotesByReport,
  reviewers: readonly string[],
  categories: readonly string[],
  category: (vote: IndependentVote) => string | null,
): AgreementView {
  const places = new Map(categories.map((name, i) => [name, i]));
  const rows = [...byReport.values()].map((votes) =>
    reviewers.map((reviewer) => {
      const vote = votes.get(reviewer);
      return vote === undefined ? null : (places.get(category(vote) ?? "") ?? null);
    }),
  );
  const pairs = reviewers.flatMap((first, i) =>
    reviewers.slice(i + 1).map((second, below) => {
      const table = categories.map(() => categories.map(() => 0));
      for (const row of rows) {
        const a = row[i] ?? null;
        const b = row[i + 1 + below] ?? null;
        if (a !== null && b !== null) table[a]![b]! += 1;
      }
      return pairOf([first, second], table);
    }),
  );
  return { categories, pairs, all: groupOf(rows, categories.length) };
}

/** Kept or excluded. */
export function keptOf({ decision }: IndependentVote): (typeof KEPT)[number] {
  return decision === "exclude" ? "exclude" : "keep";
}

/** The categories and agreement of `kept`. */
export function keptView(byReport: VotesByReport, reviewers: readonly string[]): AgreementView {
  return viewOf(byReport, reviewers, KEPT, keptOf);
}

/** Agreement on every decision as it is. */
export function decisionView(
  byReport: VotesByReport,
  reviewers: readonly string[],
  given: readonly Decision[] = ["include", "exclude"],
): AgreementView {
  const used = new Set<Decision>(given);
  for (const votes of byReport.values()) for (const { decision } of votes.values()) used.add(decision);
  const categories = ORDER.filter((decision) => used.has(decision));
  return viewOf(byReport, reviewers, categories, ({ decision }) => decision);
}

function reasonView(
  byReport: VotesByReport,
  reviewers: readonly string[],
  given: readonly string[],
): AgreementView | null {
  const reasonOf = (vote: IndependentVote) =>
    vote.decision === "exclude" ? (vote.exclusionReason ?? null) : null;
  const used = new Set(given);
  const found = [...byReport.values()].flatMap((votes) => [...votes.values()].map(reasonOf));
  for (const reason of found.filter((one) => one !== null).sort()) used.add(reason);
  return used.size === 0 ? null : viewOf(byReport, reviewers, [...used], reasonOf);
}

/** Whose votes are compared: those asked for, or all who voted, by id. */
export function reviewersOf(
  byReport: VotesByReport,
  asked: readonly string[] | undefined,
): readonly string[] {
  if (asked !== undefined) return [...new Set(asked)];
  return [...new Set([...byReport.values()].flatMap((votes) => [...votes.keys()]))].sort();
}

/**
 * Agreement at a stage: each pair of reviewers and all together, on decisions, on kept against excluded, and at full
 * text on reasons. Reviewers need not have judged the same reports.
 *
 * @param given votes that the person who asks may see; `independent` for a statement in a report
 * Source and limits: docs/methods/agreement.md.
 * Checked: tests/screening/agreement-stage.test.ts, agreement.prop.test.ts. Cost O(reports × reviewers²).
 */
export function agreementOf(given: JudgedVotes, options: AgreementOptions): StageAgreement {
  const { byReport, repeated } = votesByReport(given, options);
  const reviewers = reviewersOf(byReport, options.reviewers);
  return {
    stage: options.stage,
    basis: given.basis,
    reviewers,
    reports: byReport.size,
    shared: [...byReport.values()].filter((votes) => votes.size > 1).length,
    repeated,
    decisions: decisionView(byReport, reviewers, options.categories),
    kept: keptView(byReport, reviewers),
    reasons: options.stage === "full-text" ? reasonView(byReport, reviewers, options.reasons ?? []) : null,
  };
}
