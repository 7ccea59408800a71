import type {
  ClusterRobustResult,
  CountTables,
  GlmmResult,
  MultilevelFit,
  PermutationTest,
  PoolModel,
  PoolTest,
  RegressionMethod,
  SelectionResult,
  Tau2Method,
  TwoGroupModel,
} from "#synthesis";
import type { Trouble } from "./compute.ts";

/** Families of models of the counts themselves. */
export type CountFamily = "binomial" | "poisson";
/** Shapes that the chance of being seen can take, by a study's p value or by its effect. */
export type Shape = "step" | "beta" | "halfnorm" | "negexp" | Truncated;
/** Those by the effect: on one side of a cut point, at no effect or where it is likeliest. */
export type Truncated = "trunc" | "truncest";

export interface GoshJob {
  readonly kind: "gosh";
  readonly y: Float64Array;
  readonly v: Float64Array;
  readonly model: PoolModel;
  readonly tau2: Tau2Method;
  readonly most: number;
}

export interface PermutationJob {
  readonly kind: "permutation";
  readonly y: Float64Array;
  readonly v: Float64Array;
  /** Moderators, row after row; null: an intercept alone. */
  readonly design: { readonly columns: number; readonly values: Float64Array } | null;
  readonly method: RegressionMethod;
  readonly test: PoolTest;
  readonly permutations: number;
}

/** Every way of handling the studies' levels that the family has. */
export interface GlmmJob {
  readonly kind: "glmm";
  readonly family: CountFamily;
  readonly tables: CountTables;
  readonly effects: PoolModel;
}

/** Every shape of selection. */
export interface SelectionJob {
  readonly kind: "selection";
  readonly y: Float64Array;
  readonly v: Float64Array;
  readonly effects: PoolModel;
  readonly alternative: "greater" | "less" | "two.sided";
  /** Cut points of the step function. */
  readonly steps: readonly number[];
}

/** Effects within studies, and studies within something where `outer` is given. */
export interface LevelsJob {
  readonly kind: "levels";
  readonly y: Float64Array;
  readonly v: Float64Array;
  readonly study: readonly string[];
  readonly outer: readonly string[] | null;
  /** Assumed correlation of the sampling errors within a study. */
  readonly rho: number;
  /** What the levels are called, the coarsest first. */
  readonly names: readonly string[];
}

/** Work that takes longer than a reader waits, done beside the page. */
export type LongJob = GoshJob | PermutationJob | GlmmJob | SelectionJob | LevelsJob;

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

export interface GlmmFound {
  readonly kind: "glmm";
  readonly models: readonly { readonly model: TwoGroupModel; readonly found: GlmmResult | Trouble }[];
}

/** p values at which the chance of being seen is told. */
export interface SelectionFound {
  readonly kind: "selection";
  readonly shapes: readonly {
    readonly shape: Shape;
    readonly found: SelectionResult | Trouble;
    /** At `SEEN_AT`, relative to the first; none where there is no result or the p value has no say. */
    readonly weights: readonly number[];
  }[];
}

export interface LevelsFound {
  readonly kind: "levels";
  readonly fit: MultilevelFit;
  /** Cluster-robust, CR2 with Satterthwaite's degrees of freedom. */
  readonly robust: ClusterRobustResult | Trouble;
}

export type LongFound = GoshFound | PermutationFound | GlmmFound | SelectionFound | LevelsFound;

export type LongMessage =
  | { readonly type: "progress"; readonly done: number; readonly of: number }
  | { readonly type: "done"; readonly found: LongFound }
  | { readonly type: "refused"; readonly code: string; readonly message: string };
