import type { PlannedAnalysis } from "../api/types.ts";
import type { ModelChoice } from "./specification.ts";

/**
 * The page's one name for method and model of a plan.
 *
 * Checked: tests/web/synthesis-plan.test.ts.
 */
export function plannedModel({ method, model }: Pick<PlannedAnalysis, "method" | "model">): ModelChoice {
  if (method === "peto") return "peto";
  if (method === "mantel-haenszel") return model === "random" ? "mh-random" : "mh";
  return model;
}
