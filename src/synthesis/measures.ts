import type { Measure, MeasureId } from "./types.ts";

/** The effect measures, as data: labels, scale and what each is computed from. */
export const measures: Readonly<Record<MeasureId, Measure>> = {
  SMD: {
    id: "SMD",
    label: {
      en: "Standardised mean difference (Hedges’ g)",
      nb: "Standardisert gjennomsnittsforskjell (Hedges’ g)",
    },
    scale: "identity",
    nullShown: 0,
    needs: "means",
  },
  MD: {
    id: "MD",
    label: { en: "Mean difference", nb: "Gjennomsnittsforskjell" },
    scale: "identity",
    nullShown: 0,
    needs: "means",
  },
  RR: {
    id: "RR",
    label: { en: "Risk ratio", nb: "Relativ risiko" },
    scale: "log",
    nullShown: 1,
    needs: "counts",
  },
  OR: {
    id: "OR",
    label: { en: "Odds ratio", nb: "Oddsratio" },
    scale: "log",
    nullShown: 1,
    needs: "counts",
  },
  GEN: {
    id: "GEN",
    label: { en: "Effect estimate", nb: "Effektestimat" },
    scale: "identity",
    nullShown: 0,
    needs: "generic",
  },
};

/**
 * A value of the analysis scale as readers see it: e to its power for ratios, itself otherwise.
 *
 * @param measure one of `measures`
 * @param value on the analysis scale of `measure`
 * @returns the ratio for ratios, else the value in its own unit
 * Source: definition. Checked: tests/synthesis/effects.test.ts.
 */
export function toShown(measure: MeasureId, value: number): number {
  return measures[measure].scale === "log" ? Math.exp(value) : value;
}
