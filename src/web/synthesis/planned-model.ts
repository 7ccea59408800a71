import type { TwoGroupModel } from "#synthesis";
import type { PlannedAnalysis } from "../api/types.ts";
import type { ModelChoice } from "./specification.ts";

/**
 * The page's one name for method and model of a plan. A model of the counts is computed beside the sentence, which
 * pools by the weights of inverse variance nearest to it.
 *
 * Checked: tests/web/synthesis-plan.test.ts.
 */
export function plannedModel({ method, model }: Pick<PlannedAnalysis, "method" | "model">): ModelChoice {
  if (method === "peto") return "peto";
  if (method === "mantel-haenszel") return model === "random" ? "mh-random" : "mh";
  return model;
}

/** The model of the counts that a plan names; null: none. Checked: tests/web/synthesis-plan.test.ts. */
export function plannedCountModel({ method }: Pick<PlannedAnalysis, "method">): TwoGroupModel | null {
  return method === "UM.FS" || method === "UM.RS" || method === "CM.EL" || method === "CM.AL" ? method : null;
}
