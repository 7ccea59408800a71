import type { Decision, Stage } from "#ledger";
import type { ScreeningDoc } from "../status.types.ts";
import type { AgreementEstimate } from "./estimate.ts";
import type { CountTable } from "./units.ts";

/** What a reviewer decided before they could see another's decision, or hear of it. */
export interface IndependentVote {
  readonly report: string;
  readonly reviewer: string;
  readonly decision: Decision;
  readonly exclusionReason?: string | null;
}

/**
 * The votes to compare, and what they are. Agreement is a statement on independent votes; current votes may have
 * been changed after a discussion and then agree better than the reviewers did: the result says which it rests on.
 */
export type JudgedVotes =
  | { readonly basis: "independent"; readonly votes: readonly IndependentVote[] }
  | { readonly basis: "current"; readonly docs: readonly ScreeningDoc[] };

export interface AgreementOptions {
  readonly stage: Stage;
  /** Whose votes count, in this order; default: all who voted, by id. */
  readonly reviewers?: readonly string[];
  /**
   * Decisions there were to choose from, used or not; AC1 and PABAK depend on how many there are. Default: include,
   * exclude, and what else was used.
   */
  readonly categories?: readonly Decision[];
  /** Ids of exclusion reasons there were to choose from; default: those used. */
  readonly reasons?: readonly string[];
}

/** Two reviewers, on the reports both judged. */
export interface PairAgreement {
  readonly reviewers: readonly [string, string];
  readonly n: number;
  /** By category: rows the first reviewer's, columns the second's. */
  readonly table: CountTable;
  /** Share judged alike, Wilson's interval. */
  readonly observed: AgreementEstimate;
  /** Cohen's, large-sample interval from the normal distribution. */
  readonly kappa: AgreementEstimate;
  readonly pabak: AgreementEstimate;
  readonly ac1: AgreementEstimate;
  /** Krippendorff's, nominal. */
  readonly alpha: AgreementEstimate;
  /** Of those either put in a category, the share where both did; by category. */
  readonly specific: readonly (number | null)[];
  /** Of two categories only, else null. */
  readonly prevalenceIndex: number | null;
  readonly biasIndex: number | null;
  readonly paradox: boolean;
}

/** All reviewers together, on the reports that at least two judged. */
export interface GroupAgreement {
  /** Reports that two or more judged. */
  readonly n: number;
  /** Share of pairs of reviewers who judged a report alike, mean over reports. */
  readonly observed: AgreementEstimate;
  /** Share of reports that all who judged it judged alike, Wilson's interval. */
  readonly unanimous: AgreementEstimate;
  /** Conger's, which is Cohen's for two. */
  readonly kappa: AgreementEstimate;
  readonly fleiss: AgreementEstimate;
  readonly ac1: AgreementEstimate;
  readonly alpha: AgreementEstimate;
  /**
   * Kappa is low (or not defined) though agreement is high, because nearly all decisions are the same: then kappa
   * says little (Feinstein and Cicchetti 1990).
   */
  readonly paradox: boolean;
}

/** Agreement on one set of categories. */
export interface AgreementView {
  readonly categories: readonly string[];
  /** Every pair, in order of `reviewers`; n is 0 for two who have no report in common. */
  readonly pairs: readonly PairAgreement[];
  readonly all: GroupAgreement;
}

export interface StageAgreement {
  readonly stage: Stage;
  readonly basis: JudgedVotes["basis"];
  readonly reviewers: readonly string[];
  /** Reports judged by one reviewer or more, and by two or more. */
  readonly reports: number;
  readonly shared: number;
  /** Votes left out because the same reviewer had voted on the report before; the first counts. */
  readonly repeated: number;
  /** Every decision as it is. */
  readonly decisions: AgreementView;
  /** Kept (include, maybe, await) against excluded: what decides whether a report goes on. */
  readonly kept: AgreementView;
  /** Full text: the reason, on reports excluded by both with a reason named; null at other stages and without reasons. */
  readonly reasons: AgreementView | null;
}
