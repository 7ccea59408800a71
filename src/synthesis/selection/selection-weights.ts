import { refuseOption } from "../counts-models/check-counts.ts";
import type { SelectionResult } from "./selection.types.ts";
import { selectionShapes } from "./selection-shapes.ts";

/**
 * The estimated chance that a study with a p value is seen, relative to one with the smallest of these p values.
 *
 * @param result a fitted selection model
 * @param p p values of the side that selection favours, in (0, 1]
 * @throws EvidensError `synthesis/bad-options` a p value outside (0, 1]; a truncation
 * Source: the shapes of `selectionModel`; docs/methods/selection-models.md.
 * Checked: tests/synthesis/selection-weights.test.ts.
 */
export function selectionWeights(
  result: Pick<SelectionResult, "type" | "delta" | "intervals">,
  p: readonly number[],
): readonly number[] {
  if (result.type === "trunc" || result.type === "truncest")
    refuseOption(
      "The chance of being seen depends on the effect here, not on its p value.",
      "Read it from delta, on either side of the cut.",
    );
  const bad = p.find((one) => !(one > 0 && one <= 1));
  if (bad !== undefined) refuseOption(`A p value is ${bad}.`, "Pass p values above 0 and up to 1.");
  const shape = selectionShapes[result.type](result.intervals.map(({ upTo }) => upTo));
  const inside = (one: number): number => Math.min(Math.max(one, shape.margin), 1 - shape.margin);
  const least = p.reduce((a, b) => Math.min(a, b), 1);
  const log = (one: number): number => shape.log(inside(one), result.delta);
  return p.map((one) => Math.exp(log(one) - log(least)));
}
