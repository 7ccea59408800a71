import type { AnalysisChoices, PlannedTau2, PoolingMethod } from "./protocol.ts";

/** How the choices of a plan pool, with only what has a say. */
export interface Pooling {
  readonly method: PoolingMethod;
  readonly model: AnalysisChoices["model"];
  /** Null for a common effect. */
  readonly tau2: PlannedTau2 | null;
  readonly test: AnalysisChoices["test"];
  /** One name for method and model, for words. */
  readonly name: "random" | "common" | "mantel-haenszel" | "mantel-haenszel-random" | "peto";
}

/**
 * What a plan means: sums of counts have normal intervals, and Mantel–Haenszel with random effects is what Review
 * Manager 5 computes, whose estimator of τ² is DL.
 *
 * Checked: tests/review/pooling-method.test.ts.
 */
export function poolingOf(choices: Pick<AnalysisChoices, "method" | "model" | "tau2" | "test">): Pooling {
  const { method = "inverse-variance", model, tau2, test } = choices;
  const random = model === "random";
  if (method === "inverse-variance") return { method, model, tau2: random ? tau2 : null, test, name: model };
  const name = method === "mantel-haenszel" && random ? "mantel-haenszel-random" : method;
  return { method, model, tau2: random ? "DL" : null, test: "z", name };
}
