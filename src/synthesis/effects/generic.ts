import type { Effect, MeasureId } from "../types.ts";
import { finite, positive, refuseUnlessMet } from "./refuse.ts";

/**
 * An effect estimated by others, taken with its standard error as it was reported.
 *
 * @param y on the analysis scale of `measure`: a logarithm for ratios
 * @param se standard error of `y`, > 0
 * @param measure what `y` is, default `GEN`
 * @throws EvidensError `synthesis/bad-effect`
 * @returns the effect as given, its variance `se` squared
 * Source: definition. Checked: tests/synthesis/effects.test.ts.
 */
export function genericEffect(y: number, se: number, measure: MeasureId = "GEN"): Effect {
  refuseUnlessMet("synthesis/bad-effect", "Effect with standard error", [finite("y", y), positive("se", se)]);
  return {
    estimable: true,
    measure,
    y,
    v: se * se,
    se,
    formula: "as reported; v = se²",
    assumptions: [
      {
        code: "as-reported",
        text: {
          en: "Estimate and standard error are taken as reported, not recomputed.",
          nb: "Estimat og standardfeil er tatt som rapportert, ikke beregnet på nytt.",
        },
      },
    ],
    warnings: [],
  };
}
