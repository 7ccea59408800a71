import type { AnalysisChoices, CountModel, PlannedTau2, PoolingMethod } from "./protocol.ts";

/** How the choices of a plan pool, with only what has a say. */
export interface Pooling {
  readonly method: PoolingMethod;
  readonly model: AnalysisChoices["model"];
  /** Null for a common effect. */
  readonly tau2: PlannedTau2 | null;
  readonly test: AnalysisChoices["test"];
  /** One name for method and model, for words; a model of the counts also has its own. */
  readonly name:
    | "random"
    | "common"
    | "mantel-haenszel"
    | "mantel-haenszel-random"
    | "peto"
    | "counts-random"
    | "counts-common";
  /** The model of the counts; null where weights or sums pool. */
  readonly counts: CountModel | null;
}

const COUNT_MODELS: readonly CountModel[] = ["UM.FS", "UM.RS", "CM.EL", "CM.AL"];

/** The model of the counts that a method is; null: none. */
export function countModelOf(method: PoolingMethod | undefined): CountModel | null {
  return COUNT_MODELS.find((one) => one === method) ?? null;
}

/**
 * What a plan means: sums and models of counts have normal intervals; Mantel–Haenszel with random effects is what
 * Review Manager 5 computes, whose estimator of τ² is DL, and models of the counts are fitted by ML.
 *
 * Checked: tests/review/pooling-method.test.ts.
 */
export function poolingOf(choices: Pick<AnalysisChoices, "method" | "model" | "tau2" | "test">): Pooling {
  const { method = "inverse-variance", model, tau2, test } = choices;
  const random = model === "random";
  const counts = countModelOf(method);
  if (method === "inverse-variance")
    return { method, model, tau2: random ? tau2 : null, test, name: model, counts };
  if (counts !== null)
    return { method, model, tau2: random ? "ML" : null, test: "z", name: `counts-${model}`, counts };
  const name = method === "mantel-haenszel" ? (random ? "mantel-haenszel-random" : method) : "peto";
  return { method, model, tau2: random ? "DL" : null, test: "z", name, counts };
}
