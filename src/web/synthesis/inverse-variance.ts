import type { RegressionInput, RegressionOptions } from "#synthesis";
import type { Computed } from "./compute.ts";
import type { Specification } from "./specification.ts";

/**
 * The model that methods made for inverse-variance weights use: the one chosen, or, where tables are pooled
 * in another way, the one nearest to it.
 */
export function regressionOptions(spec: Specification): RegressionOptions {
  if (spec.model === "random") return { method: spec.tau2, test: spec.test };
  if (spec.model === "common") return { method: "EE", test: spec.test };
  return { method: spec.model === "mh-random" ? "DL" : "EE", test: "z" };
}

/** The chosen effects, with no moderators. */
export function regressionInput({ y, v }: Computed): RegressionInput {
  return { y, v };
}
