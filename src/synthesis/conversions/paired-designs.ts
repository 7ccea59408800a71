import { hedgesCorrection } from "../effects/hedges-correction.ts";
import { atLeast, type Demand, finite, positive, refuseUnlessMet } from "../effects/refuse.ts";
import { type AssumptionCode, assume } from "./assumptions.ts";
import type { Conversion, ValueWithError } from "./conversion.types.ts";

const HANDBOOK = "Cochrane Handbook, chapters 6.5.2.8 (change) and 23.2.7 (crossover)";
const CODE = "synthesis/bad-correlation";
const LABEL = { en: "Correlation of the two measurements", nb: "Korrelasjon mellom de to målingene" };
/** From none to as high as repeated scores of one person usually are. */
const COMMON_CORRELATIONS: readonly number[] = [0, 0.3, 0.5, 0.7, 0.9];

/** A correlation that is reported or assumed, with those to show beside it. */
export interface StatedCorrelation {
  /** In (-1, 1). */
  readonly r: number;
  /** Default 0, 0.3, 0.5, 0.7, 0.9. */
  readonly alternatives?: readonly number[];
}

const correlation = (field: string, r: number): Demand => ({
  field,
  value: r,
  holds: r > -1 && r < 1,
  domain: "a correlation above -1 and below 1",
});

function vary<V>(
  who: string,
  { r, alternatives = COMMON_CORRELATIONS }: StatedCorrelation,
  demands: readonly Demand[],
  formula: string,
  of: (r: number) => V,
  extra: readonly AssumptionCode[],
): Conversion<V> {
  refuseUnlessMet(CODE, who, [
    correlation("r", r),
    ...alternatives.map((other, i) => correlation(`alternatives[${i}]`, other)),
    ...demands,
  ]);
  return {
    value: of(r),
    formula,
    assumptions: [assume("correlation-known"), ...extra.map(assume)],
    warnings: [],
    source: HANDBOOK,
    sensitivity: {
      parameter: "correlation",
      label: LABEL,
      used: r,
      alternatives: alternatives.map((other) => ({ at: other, value: of(other) })),
    },
  };
}

/** SD of a difference of two measurements, without the cancellation of a large correlation. */
const spread = (sd1: number, sd2: number, r: number): number =>
  Math.sqrt((sd1 - sd2) ** 2 + 2 * (1 - r) * sd1 * sd2);

/**
 * SD of the change from the SDs before and after.
 *
 * @param sdPre SD before, > 0
 * @param sdPost SD after, > 0
 * @throws EvidensError `synthesis/bad-correlation`
 * Source: Cochrane Handbook 6.5.2.8. Checked: tests/synthesis/conversions.test.ts.
 */
export function sdOfChange(sdPre: number, sdPost: number, stated: StatedCorrelation): Conversion<number> {
  return vary(
    "SD of the change",
    stated,
    [positive("sdPre", sdPre), positive("sdPost", sdPost)],
    "√(SDpre² + SDpost² − 2r SDpre SDpost)",
    (r) => spread(sdPre, sdPost, r),
    [],
  );
}

/**
 * The correlation of before and after that three SDs imply.
 *
 * @param sdPre SD before, > 0
 * @param sdPost SD after, > 0
 * @param sdChange SD of the change, > 0
 * @throws EvidensError `synthesis/bad-correlation` also when no correlation gives these SDs
 * Source: Cochrane Handbook 6.5.2.8. Checked: tests/synthesis/conversions.test.ts.
 */
export function correlationFromSds(sdPre: number, sdPost: number, sdChange: number): Conversion<number> {
  refuseUnlessMet(CODE, "Correlation from SDs", [
    positive("sdPre", sdPre),
    positive("sdPost", sdPost),
    positive("sdChange", sdChange),
  ]);
  const r = (sdPre * sdPre + sdPost * sdPost - sdChange * sdChange) / (2 * sdPre * sdPost);
  refuseUnlessMet(CODE, "These SDs imply an impossible correlation", [
    { field: "r", value: r, holds: r >= -1 && r <= 1, domain: "a correlation from -1 to 1" },
  ]);
  return {
    value: r,
    formula: "r = (SDpre² + SDpost² − SDchange²)/(2 SDpre SDpost)",
    assumptions: [],
    warnings: [],
    source: HANDBOOK,
    sensitivity: null,
  };
}

/** A crossover trial by its two treatment periods' means and SDs, first treatment minus second. */
export interface Crossover {
  readonly mean1: number;
  readonly sd1: number;
  readonly mean2: number;
  readonly sd2: number;
  /** People who completed both, >= 2. */
  readonly n: number;
}

const crossoverDemands = (x: Crossover): Demand[] => [
  finite("mean1", x.mean1),
  positive("sd1", x.sd1),
  finite("mean2", x.mean2),
  positive("sd2", x.sd2),
  atLeast("n", x.n, 2),
];

/**
 * The mean difference of a crossover trial as a paired analysis would give it.
 *
 * @throws EvidensError `synthesis/bad-correlation`
 * Source: Elbourne et al. 2002, doi:10.1093/ije/31.1.140; Cochrane Handbook 23.2.7.
 * Checked: tests/synthesis/conversions.test.ts.
 */
export function crossoverDifference(x: Crossover, stated: StatedCorrelation): Conversion<ValueWithError> {
  return vary(
    "Crossover difference",
    stated,
    crossoverDemands(x),
    "MD = m1 − m2; se = √(SD1² + SD2² − 2r SD1 SD2)/√n",
    (r) => {
      const v = spread(x.sd1, x.sd2, r) ** 2 / x.n;
      return { y: x.mean1 - x.mean2, v, se: Math.sqrt(v) };
    },
    ["no-carry-over"],
  );
}

/**
 * The standardised mean difference of a crossover trial in SDs of the scores, comparable with parallel trials.
 *
 * @throws EvidensError `synthesis/bad-correlation`
 * Source: Elbourne et al. 2002, doi:10.1093/ije/31.1.140; Cochrane Handbook 23.2.7.2; exact J on n − 1.
 * Checked: tests/synthesis/conversions.test.ts.
 */
export function crossoverStandardised(x: Crossover, stated: StatedCorrelation): Conversion<ValueWithError> {
  refuseUnlessMet(CODE, "Crossover difference", [atLeast("n", x.n, 3)]);
  return vary(
    "Crossover difference",
    stated,
    crossoverDemands(x),
    "g = J(n − 1)(m1 − m2)/√((SD1² + SD2²)/2); v = (1/n + g²/(2n)) 2(1 − r)",
    (r) => {
      const sd = Math.sqrt((x.sd1 ** 2 + x.sd2 ** 2) / 2);
      const y = (hedgesCorrection(x.n - 1) * (x.mean1 - x.mean2)) / sd;
      const v = (1 / x.n + (y * y) / (2 * x.n)) * 2 * (1 - r);
      return { y, v, se: Math.sqrt(v) };
    },
    ["no-carry-over", "equal-sds"],
  );
}
