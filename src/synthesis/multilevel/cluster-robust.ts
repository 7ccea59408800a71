import type { Remark } from "../types.ts";
import {
  adjustments,
  type ClusterPart,
  hasLoneCluster,
  type RobustType,
  robustTypes,
} from "./cluster-adjustments.ts";
import { type Clusters, readClusters } from "./clusters.ts";
import {
  coefficientsOf,
  describeCoefficient,
  omnibusTest,
  testedColumns,
  toCoefficients,
} from "./coefficients.ts";
import type { Evaluation } from "./likelihood.ts";
import type { Model } from "./model.ts";
import type {
  JointTest,
  LevelLabel,
  MultilevelCoefficient,
  MultilevelData,
  MultilevelFit,
} from "./multilevel.types.ts";
import { refuse } from "./refuse.ts";
import { remarks } from "./remarks.ts";
import { type Reopened, reopen } from "./reopen.ts";
import { hotellingTest, satterthwaiteDf } from "./robust-tests.ts";
import { type Weights, weightedFit } from "./user-weights.ts";

export interface ClusterRobustOptions {
  /** Default `CR2`. */
  readonly type?: RobustType;
  /** `satterthwaite` (default), or `clusters`: clusters minus coefficients, with an F test. */
  readonly df?: "satterthwaite" | "clusters";
  /** Columns of the joint test; default all but the intercept. */
  readonly tested?: readonly number[];
}

export interface ClusterRobustResult {
  readonly type: RobustType;
  readonly clusters: number;
  readonly coefficients: readonly MultilevelCoefficient[];
  readonly covariance: readonly (readonly number[])[];
  /** Hotelling's T-squared with estimated degrees of freedom (HTZ), or F with clusters minus coefficients. */
  readonly joint: JointTest;
  readonly remarks: readonly Remark[];
}

/**
 * Inference on the coefficients of a multilevel model that stays valid where its covariance is wrong, clusters being
 * independent. With weights of the user only CR0, CR1, CR1p and CR1S with df `clusters`.
 *
 * @param data those of the fit
 * @param cluster the cluster of each effect, length k
 * @throws EvidensError `synthesis/other-data`, `synthesis/bad-effects`, `synthesis/bad-options`,
 * `synthesis/too-few-clusters`, `synthesis/cluster-not-nested` (where the model correlates clusters, all but CR0, CR1,
 * CR1p and CR1S with df `clusters`),
 * `synthesis/cluster-leverage` (CR3 where one cluster alone determines a coefficient; the others flag it)
 * Source: Pustejovsky and Tipton 2018, doi:10.1080/07350015.2016.1247004; Tipton and Pustejovsky 2015,
 * doi:10.3102/1076998615606099 (HTZ). Cost O(k p^2), CR2 the sum of cubes of the clusters.
 * Checked: tests/synthesis/golden-multilevel.test.ts, tests/synthesis/multilevel-robust.test.ts.
 */
export function clusterRobust(
  data: MultilevelData,
  fit: MultilevelFit,
  cluster: readonly LevelLabel[],
  options: ClusterRobustOptions = {},
): ClusterRobustResult {
  const { type = "CR2", df = "satterthwaite" } = options;
  if (!robustTypes.includes(type) || !["satterthwaite", "clusters"].includes(df)) {
    const remedy = `Pass a type of ${robustTypes.join(", ")} and a df of satterthwaite or clusters.`;
    refuse("bad-options", `Robust inference of type ${type} with df ${df} is unknown.`, remedy);
  }
  const opened = reopen(data, fit);
  const { model } = opened;
  const { p } = model;
  const plain = df === "clusters" && type !== "CR2" && type !== "CR3";
  const evaluation = model.weights === null ? opened.evaluation : byUserWeights(opened, model.weights, plain);
  const tested = testedColumns(model, options.tested);
  const clusters = readClusters(model, evaluation.covariances, cluster);
  const m = clusters.rows.length;
  checkClusters(clusters, p, plain);
  const parts = adjustments(model, evaluation, clusters, type);
  const covariance = sandwich(model, evaluation, parts, correctionOf(type, m, model));
  const { beta } = coefficientsOf(model, evaluation);
  const byClusters = df === "clusters";
  const dfs = byClusters ? beta.map(() => m - p) : satterthwaiteDf(model, evaluation, parts);
  return {
    type,
    clusters: m,
    coefficients: model.names.map((name, j) =>
      describeCoefficient(name, beta[j]!, covariance[j * p + j]!, dfs[j]!, fit.level),
    ),
    covariance: Array.from({ length: p }, (_, i) => Array.from(covariance.subarray(i * p, i * p + p))),
    joint: byClusters
      ? omnibusTest({ beta, covariance }, tested, m - p)
      : hotellingTest(model, evaluation, parts, { beta, covariance }, tested),
    remarks: [
      ...(clusters.correlated ? [remarks.crossesClusters] : []),
      ...(!clusters.correlated && hasLoneCluster(model, evaluation, clusters) ? [remarks.loneCluster] : []),
      ...(m < 10 * p && !["CR2", "CR3"].includes(type) ? [remarks.fewClusters(m, p)] : []),
    ],
  };
}

/** In place of M^-1 and its inverse information those of the user's weights: what the plain sandwiches need. */
function byUserWeights({ model, evaluation }: Reopened, weights: Weights, plain: boolean): Evaluation {
  if (!plain)
    refuse(
      "bad-options",
      "Small-sample corrections (CR2, CR3, Satterthwaite) are not there for weights of the user.",
      "Choose CR1p with df clusters, or fit the model without weights.",
    );
  const { fit, bread, weighted } = weightedFit(model, weights, evaluation);
  return { ...fit, a: bread, solvedBasis: weighted };
}

function checkClusters({ rows, correlated }: Clusters, p: number, plain: boolean): void {
  if (rows.length <= p) {
    const remedy = "Use fewer moderators, or a finer clustering.";
    refuse(
      "too-few-clusters",
      `${rows.length} clusters cannot tell the variances of ${p} coefficients.`,
      remedy,
    );
  }
  if (correlated && !plain) {
    refuse(
      "cluster-not-nested",
      "The model correlates effects of different clusters, so their small-sample corrections are not defined.",
      "Cluster by the outermost factor of the model, or choose CR1p with df clusters.",
    );
  }
}

function correctionOf(type: RobustType, m: number, { n, p }: Model): number {
  const factors = { CR0: 1, CR1: m / (m - 1), CR1p: m / (m - p), CR1S: (m * (n - 1)) / ((m - 1) * (n - p)) };
  return type === "CR2" || type === "CR3" ? 1 : factors[type];
}

/** a (sum of scores squared) a, as a covariance of the coefficients. */
function sandwich(
  model: Model,
  { a }: Evaluation,
  parts: readonly ClusterPart[],
  factor: number,
): Float64Array {
  const { p } = model;
  const onBasis = new Float64Array(p * p);
  for (const { score } of parts) {
    const moved = score.map((_, i) => score.reduce((sum, value, j) => sum + a[i * p + j]! * value, 0));
    for (let i = 0; i < p; i++) {
      for (let j = 0; j < p; j++) onBasis[i * p + j]! += factor * moved[i]! * moved[j]!;
    }
  }
  return toCoefficients(model, onBasis);
}
