import type { Stage } from "#ledger";

/** How the learner's thread finds the review. */
export interface RankingStart {
  /** An `.evidens` file, or a `postgres://` address with the review's id behind `#`. */
  readonly path: string;
  readonly device: string;
  readonly programVersion: string;
}

interface Queue {
  readonly stage: Stage;
  readonly person: string;
}

/** Sent to the learner; no answer is waited for. */
export type RankingMessage = { readonly watch: Queue } | { readonly refresh: true };

/** Asked of the learner. */
export type RankingAsked =
  | { readonly progress: Queue }
  | { readonly explain: Queue & { readonly report: string } }
  | { readonly settle: Queue };
