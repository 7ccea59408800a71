import { atLeast, type Demand, finite, positive, refuseUnlessMet } from "../effects/refuse.ts";
import { assume } from "./assumptions.ts";
import type { Conversion, ValueWithError } from "./conversion.types.ts";

const CODE = "synthesis/bad-effect";
const CHINN = "Chinn 2000, doi:10.1002/1097-0258(20001130)19:22<3127::AID-SIM784>3.0.CO;2-M";
const COX = "Cox and Snell 1989; Sánchez-Meca et al. 2003, doi:10.1037/1082-989X.8.4.448";
const BORENSTEIN = "Borenstein et al. 2009, doi:10.1002/9780470743386, chapter 7";
const LABEL = { en: "Distribution behind the yes/no outcome", nb: "Fordelingen bak ja/nei-utfallet" };

/** Which distribution is taken to lie behind a yes/no outcome: it sets the factor between ln OR and d. */
export type LatentTrait = "logistic" | "normal";

const FACTOR: Readonly<Record<LatentTrait, number>> = { logistic: Math.PI / Math.sqrt(3), normal: 1.65 };
const TRAITS: readonly LatentTrait[] = ["logistic", "normal"];

const withError = (y: number, v: number): ValueWithError => ({ y, v, se: Math.sqrt(v) });

function scaled(
  y: number,
  v: number,
  trait: LatentTrait,
  formula: string,
  factor: (trait: LatentTrait) => number,
): Conversion<ValueWithError> {
  refuseUnlessMet(CODE, "Effect to convert", [finite("y", y), positive("v", v)]);
  const at = (other: LatentTrait) => withError(y * factor(other), v * factor(other) ** 2);
  return {
    value: at(trait),
    formula,
    assumptions: [assume(trait === "logistic" ? "logistic-trait" : "normal-trait")],
    warnings: [],
    source: trait === "logistic" ? CHINN : COX,
    sensitivity: {
      parameter: "latent-trait",
      label: LABEL,
      used: trait,
      alternatives: TRAITS.map((other) => ({ at: other, value: at(other) })),
    },
  };
}

/**
 * A standardised mean difference from a log odds ratio, with its variance.
 *
 * @param y log odds ratio
 * @param v its variance, > 0
 * @param trait the distribution behind the outcome; default `logistic`
 * @throws EvidensError `synthesis/bad-effect`
 * Source: Chinn 2000, doi:10.1002/1097-0258(20001130)19:22<3127::AID-SIM784>3.0.CO;2-M (logistic);
 * Sánchez-Meca et al. 2003, doi:10.1037/1082-989X.8.4.448 (normal).
 * Checked: tests/synthesis/conversions.test.ts, and OR2D of tests/synthesis/golden-escalc.test.ts.
 */
export function dFromLogOddsRatio(
  y: number,
  v: number,
  trait: LatentTrait = "logistic",
): Conversion<ValueWithError> {
  const formula =
    trait === "logistic" ? "d = (√3/π) ln OR; v = 3 v(ln OR)/π²" : "d = ln OR/1.65; v = v(ln OR)/1.65²";
  return scaled(y, v, trait, formula, (other) => 1 / FACTOR[other]);
}

/**
 * A log odds ratio from a standardised mean difference; as `dFromLogOddsRatio`, the other way.
 *
 * @param y standardised mean difference
 * @param v its variance, > 0
 * @param trait the distribution behind the outcome; default `logistic`
 * @throws EvidensError `synthesis/bad-effect`
 * Source: as `dFromLogOddsRatio`. Checked: tests/synthesis/conversions.test.ts.
 */
export function logOddsRatioFromD(
  y: number,
  v: number,
  trait: LatentTrait = "logistic",
): Conversion<ValueWithError> {
  const formula = trait === "logistic" ? "ln OR = (π/√3) d; v = π² v(d)/3" : "ln OR = 1.65 d; v = 1.65² v(d)";
  return scaled(y, v, trait, formula, (other) => FACTOR[other]);
}

function sizes(n1: number, n2: number): Demand[] {
  return [atLeast("n1", n1, 2), atLeast("n2", n2, 2)];
}

/**
 * The point-biserial correlation of a standardised mean difference d of the sample.
 *
 * @param d (m1 − m2)/SDpooled, not corrected for bias
 * @param n1 people in group 1, >= 2
 * @param n2 people in group 2, >= 2
 * @throws EvidensError `synthesis/bad-effect`
 * Source: Jacobs and Viechtbauer 2017, doi:10.1002/jrsm.1218.
 * Checked: tests/synthesis/golden-conversions.test.ts, relative 1e-12.
 */
export function rFromD(d: number, n1: number, n2: number): Conversion<number> {
  refuseUnlessMet(CODE, "r from d", [finite("d", d), ...sizes(n1, n2)]);
  const h = (n1 + n2 - 2) * (1 / n1 + 1 / n2);
  return {
    value: d / Math.sqrt(d * d + h),
    formula: "r = d/√(d² + h), h = (n1 + n2 − 2)(1/n1 + 1/n2)",
    assumptions: [assume("equal-sds")],
    warnings: [],
    source: "Jacobs and Viechtbauer 2017, doi:10.1002/jrsm.1218",
    sensitivity: null,
  };
}

/**
 * d of two groups from the point-biserial correlation of score and group.
 *
 * @param r in (-1, 1)
 * @param n1 people in group 1, >= 2
 * @param n2 people in group 2, >= 2
 * @throws EvidensError `synthesis/bad-effect`
 * Source: Jacobs and Viechtbauer 2017, doi:10.1002/jrsm.1218.
 * Checked: tests/synthesis/golden-conversions.test.ts, relative 1e-12.
 */
export function dFromR(r: number, n1: number, n2: number): Conversion<number> {
  const inside: Demand = { field: "r", value: r, holds: r > -1 && r < 1, domain: "above -1 and below 1" };
  refuseUnlessMet(CODE, "d from r", [inside, ...sizes(n1, n2)]);
  const h = (n1 + n2 - 2) * (1 / n1 + 1 / n2);
  return {
    value: (Math.sqrt(h) * r) / Math.sqrt(1 - r * r),
    formula: "d = r √h/√(1 − r²), h = (n1 + n2 − 2)(1/n1 + 1/n2)",
    assumptions: [assume("equal-sds")],
    warnings: [],
    source: "Jacobs and Viechtbauer 2017, doi:10.1002/jrsm.1218",
    sensitivity: null,
  };
}

/**
 * d, as if of two groups, from the correlation of two measured variables, with its variance: for mixing studies
 * that dichotomise with studies that do not.
 *
 * @param r in (-1, 1)
 * @param v variance of r, > 0
 * @throws EvidensError `synthesis/bad-effect`
 * Source: Borenstein et al. 2009, chapter 7. Checked: tests/synthesis/conversions.test.ts.
 */
export function dFromCorrelation(r: number, v: number): Conversion<ValueWithError> {
  const inside: Demand = { field: "r", value: r, holds: r > -1 && r < 1, domain: "above -1 and below 1" };
  refuseUnlessMet(CODE, "d from a correlation", [inside, positive("v", v)]);
  return {
    value: withError((2 * r) / Math.sqrt(1 - r * r), (4 * v) / (1 - r * r) ** 3),
    formula: "d = 2r/√(1 − r²); v = 4v(r)/(1 − r²)³",
    assumptions: [assume("equal-groups"), assume("normal-data")],
    warnings: [],
    source: BORENSTEIN,
    sensitivity: null,
  };
}
