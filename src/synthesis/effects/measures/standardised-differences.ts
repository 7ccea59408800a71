import type { TwoMeans } from "../../types.ts";
import type { EffectMeasureId } from "../effect-size.types.ts";
import {
  type AnyMeasure,
  define,
  type Setting,
  SMD_ABOVE_2,
  smallSampleFactor,
  type VarianceRule,
} from "../measure-definition.ts";

/** d and g = J d, with m degrees of freedom of the SD and b = 1/n1 + 1/n2. */
interface Standardised extends TwoMeans {
  readonly d: number;
  readonly g: number;
  readonly j: number;
  readonly m: number;
  readonly n: number;
  readonly b: number;
  /** The standardising SD. */
  readonly sd: number;
}

function standardise(x: TwoMeans, sd: number, m: number, setting: Setting): Standardised {
  const j = smallSampleFactor(m, setting);
  const d = (x.m1 - x.m2) / sd;
  const { m1, sd1, n1, m2, sd2, n2 } = x;
  return { m1, sd1, n1, m2, sd2, n2, d, g: j * d, j, m, n: n1 + n2, b: 1 / n1 + 1 / n2, sd };
}

/** SD of both groups together, each about its own mean. */
export function pooledSd({ sd1, n1, sd2, n2 }: TwoMeans): number {
  return Math.sqrt(((n1 - 1) * sd1 * sd1 + (n2 - 1) * sd2 * sd2) / (n1 + n2 - 2));
}

/** Variances of a difference in SDs that rest on `size(d)` people. */
function variances(
  size: (d: Standardised) => number,
  name: string,
): Readonly<Record<"LS" | "LS2" | "UB" | "AV" | "H0", VarianceRule<Standardised>>> {
  return {
    LS: {
      id: "LS",
      formula: `1/n1 + 1/n2 + g²/(2${name})`,
      of: (d) => d.b + (d.g * d.g) / (2 * size(d)),
    },
    LS2: {
      id: "LS2",
      formula: `J²(1/n1 + 1/n2 + d²/(2${name}))`,
      of: (d) => d.j * d.j * (d.b + (d.d * d.d) / (2 * size(d))),
    },
    UB: {
      id: "UB",
      formula: "1/n1 + 1/n2 + (1 − (m − 2)/(m J²)) g²",
      of: ({ b, g, j, m }) => b + (1 - (m - 2) / (m * j * j)) * g * g,
    },
    AV: {
      id: "AV",
      formula: `1/n1 + 1/n2 + ḡ²/(2${name}), ḡ the mean g of the set weighted by n1 + n2`,
      of: (d, [mean]) => d.b + mean! ** 2 / (2 * size(d)),
      averages: [{ of: ({ g }) => g, weight: ({ n }) => n }],
      assumes: "set-averages",
    },
    H0: {
      id: "H0",
      formula: "J²(1/n1 + 1/n2) m/(m − 2)",
      of: ({ b, j, m }) => (j * j * b * m) / (m - 2),
      assumes: "under-null",
    },
  };
}

const byBoth = variances(({ n }) => n, "(n1 + n2)");
const bySecond = variances(({ n2 }) => n2, " n2");

/** The variance without equal SDs, from n less `less` in each of its two parts. */
function unequalVariance({ g, sd, sd1, n1, sd2, n2 }: Standardised, ofSd: number, ofMean: number): number {
  return (
    (g * g * (sd1 ** 4 / (n1 - ofSd) + sd2 ** 4 / (n2 - ofSd))) / (8 * sd ** 4) +
    (sd1 ** 2 / (n1 - ofMean) + sd2 ** 2 / (n2 - ofMean)) / sd ** 2
  );
}

const common = {
  needs: "twoMeans",
  scale: "identity",
  suspicious: SMD_ABOVE_2,
  inestimableBecause: "too-few-people",
  effect: ({ g }: Standardised) => g,
} as const;

/** d / 1.65 and d √3/π link a difference of scores to a log odds ratio. */
function asLogOddsRatio(
  id: EffectMeasureId,
  factor: number,
  how: { times: string; en: string; nb: string; assumes: "latent-normal" | "latent-logistic" },
): AnyMeasure {
  return define({
    id,
    label: {
      en: `Log odds ratio from a difference of means (${how.en})`,
      nb: `Log-oddsratio fra en forskjell i gjennomsnitt (${how.nb})`,
    },
    needs: "twoMeans",
    scale: "log",
    formula: `ln OR = ${how.times} d, d = (m1 − m2)/SDpooled`,
    assumes: ["independent-groups", "equal-sds", how.assumes],
    derive: (x: TwoMeans) => standardise(x, pooledSd(x), x.n1 + x.n2 - 2, { correct: false, added: 0 }),
    effect: ({ d }) => factor * d,
    variances: [
      {
        id: "LS",
        formula: `(${how.times})²(1/n1 + 1/n2 + d²/(2(n1 + n2)))`,
        of: ({ b, d, n }) => factor * factor * (b + (d * d) / (2 * n)),
      },
    ],
    source:
      id === "D2ORN"
        ? "Cox and Snell 1989; Sánchez-Meca et al. 2003, doi:10.1037/1082-989X.8.4.448"
        : "Chinn 2000, doi:10.1002/1097-0258(20001130)19:22<3127::AID-SIM784>3.0.CO;2-M",
  });
}

const logistic = {
  times: "π/√3",
  en: "logistic",
  nb: "logistisk",
  assumes: "latent-logistic",
} as const;

/** Differences of two means in standard deviations, and as log odds ratios. */
export const standardisedDifferences: readonly AnyMeasure[] = [
  define({
    ...common,
    id: "SMD",
    label: {
      en: "Standardised mean difference (Hedges’ g)",
      nb: "Standardisert gjennomsnittsforskjell (Hedges’ g)",
    },
    formula: "g = J(m)·(m1 − m2)/SDpooled, m = n1 + n2 − 2, J exact",
    uncorrectedFormula: "d = (m1 − m2)/SDpooled, J = 1",
    assumes: ["independent-groups", "equal-sds", "normal-scores"],
    derive: (x: TwoMeans, setting) => standardise(x, pooledSd(x), x.n1 + x.n2 - 2, setting),
    variances: [byBoth.LS, byBoth.LS2, byBoth.UB, byBoth.AV, byBoth.H0],
    source: "Hedges 1981, doi:10.3102/10769986006002107",
  }),
  define({
    ...common,
    id: "SMDH",
    label: {
      en: "Standardised mean difference, unequal SDs",
      nb: "Standardisert gjennomsnittsforskjell, ulike standardavvik",
    },
    formula: "g = J(n1 + n2 − 2)·(m1 − m2)/√((SD1² + SD2²)/2)",
    uncorrectedFormula: "d = (m1 − m2)/√((SD1² + SD2²)/2)",
    assumes: ["independent-groups", "normal-scores"],
    derive: (x: TwoMeans, setting) =>
      standardise(x, Math.sqrt((x.sd1 ** 2 + x.sd2 ** 2) / 2), x.n1 + x.n2 - 2, setting),
    variances: [
      {
        id: "LS",
        formula: "g²(SD1⁴/(n1 − 1) + SD2⁴/(n2 − 1))/(8 SD⁴) + (SD1²/(n1 − 1) + SD2²/(n2 − 1))/SD²",
        of: (d) => unequalVariance(d, 1, 1),
      },
      {
        id: "LS2",
        formula: "g²(SD1⁴/n1 + SD2⁴/n2)/(8 SD⁴) + (SD1²/n1 + SD2²/n2)/SD²",
        of: (d) => unequalVariance(d, 0, 0),
      },
      {
        id: "LS3",
        formula: "g²(SD1⁴/(n1 − 1) + SD2⁴/(n2 − 1))/(8 SD⁴) + (SD1²/n1 + SD2²/n2)/SD²",
        of: (d) => unequalVariance(d, 1, 0),
      },
    ],
    source: "Bonett 2009, doi:10.1037/a0016619",
  }),
  define({
    ...common,
    id: "SMD1",
    label: {
      en: "Standardised mean difference (SD of group 2)",
      nb: "Standardisert gjennomsnittsforskjell (standardavvik i gruppe 2)",
    },
    formula: "g = J(n2 − 1)·(m1 − m2)/SD2",
    uncorrectedFormula: "d = (m1 − m2)/SD2",
    assumes: ["independent-groups", "equal-sds", "normal-scores"],
    derive: (x: TwoMeans, setting) => standardise(x, x.sd2, x.n2 - 1, setting),
    variances: [bySecond.LS, bySecond.LS2, bySecond.UB, bySecond.AV, bySecond.H0],
    source: "Glass 1976, doi:10.3102/0013189X005010003; Hedges 1981, doi:10.3102/10769986006002107",
  }),
  define({
    ...common,
    id: "SMD1H",
    label: {
      en: "Standardised mean difference (SD of group 2), unequal SDs",
      nb: "Standardisert gjennomsnittsforskjell (standardavvik i gruppe 2), ulike standardavvik",
    },
    formula: "g = J(n2 − 1)·(m1 − m2)/SD2",
    uncorrectedFormula: "d = (m1 − m2)/SD2",
    assumes: ["independent-groups", "normal-scores"],
    derive: (x: TwoMeans, setting) => standardise(x, x.sd2, x.n2 - 1, setting),
    variances: [
      {
        id: "LS",
        formula: "SD1²/(SD2²(n1 − 1)) + 1/(n2 − 1) + g²/(2(n2 − 1))",
        of: ({ sd1, sd2, n1, n2, g }) =>
          sd1 ** 2 / (sd2 ** 2 * (n1 - 1)) + 1 / (n2 - 1) + (g * g) / (2 * (n2 - 1)),
      },
    ],
    source: "Bonett 2009, doi:10.1037/a0016619",
  }),
  asLogOddsRatio("D2OR", Math.PI / Math.sqrt(3), logistic),
  asLogOddsRatio("D2ORN", 1.65, {
    times: "1.65",
    en: "normal",
    nb: "normal",
    assumes: "latent-normal",
  }),
  asLogOddsRatio("D2ORL", Math.PI / Math.sqrt(3), logistic),
];
