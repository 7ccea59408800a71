import type { PermutationTest, PoolModel, PoolTest, RegressionMethod, Tau2Method } from "#synthesis";

/** Work that takes longer than a reader waits, done beside the page. */
export type LongJob =
  | {
      readonly kind: "gosh";
      readonly y: Float64Array;
      readonly v: Float64Array;
      readonly model: PoolModel;
      readonly tau2: Tau2Method;
      readonly most: number;
    }
  | {
      readonly kind: "permutation";
      readonly y: Float64Array;
      readonly v: Float64Array;
      /** Moderators, row after row; null: an intercept alone. */
      readonly design: { readonly columns: number; readonly values: Float64Array } | null;
      readonly method: RegressionMethod;
      readonly test: PoolTest;
      readonly permutations: number;
    };

export interface GoshFound {
  readonly kind: "gosh";
  readonly subsets: number;
  readonly exhaustive: boolean;
  readonly estimate: Float64Array;
  readonly i2: Float64Array;
  readonly words: number;
  readonly members: Uint32Array;
}

export interface PermutationFound
  extends Pick<
    PermutationTest,
    "exact" | "permutations" | "failed" | "p" | "omnibus" | "omnibusP" | "remarks" | "permuted"
  > {
  readonly kind: "permutation";
}

export type LongFound = GoshFound | PermutationFound;

export type LongMessage =
  | { readonly type: "progress"; readonly done: number; readonly of: number }
  | { readonly type: "done"; readonly found: LongFound }
  | { readonly type: "refused"; readonly code: string; readonly message: string };
