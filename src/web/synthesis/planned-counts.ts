import type { PoolModel, TwoGroupModel } from "#synthesis";
import type { PlannedVariant } from "./planned-variants.ts";
import { differencesFrom, type Specification } from "./specification.ts";

/** A model of the counts that the plan names, for the studies and the outcome that are shown. */
export interface PlannedCounts {
  readonly model: TwoGroupModel;
  readonly effects: PoolModel;
}

/** What has no say in a model of the counts. */
const IDLE: ReadonlySet<keyof Specification> = new Set([
  ...(["counts", "tau2", "test", "prediction"] as const),
  ...(["zeroTo", "zeroAdd", "zeroDrop"] as const),
]);

/**
 * The models of the counts that the protocol plans and that the specification, but for what has no say in them, asks for.
 *
 * Checked: tests/web/synthesis-plan.test.ts.
 */
export function plannedCounts(
  spec: Specification,
  variants: readonly PlannedVariant[],
): readonly PlannedCounts[] {
  return variants.flatMap(({ kind, spec: plan }): readonly PlannedCounts[] => {
    if (plan.counts === null || (kind !== "main" && kind !== "sensitivity")) return [];
    // The effects are chosen beside the models, so that the model of the sentence need not be the planned one.
    const others = differencesFrom({ ...spec, model: plan.model }, plan).filter((part) => !IDLE.has(part));
    const effects = plan.model === "common" ? "common" : "random";
    return others.length === 0 ? [{ model: plan.counts, effects }] : [];
  });
}
