import { normalCdf, normalDensity } from "#numerics";
import type { TwoMeans } from "../../types.ts";
import { type AnyMeasure, define, type Setting, type VarianceRule } from "../measure-definition.ts";
import { pooledSd } from "./standardised-differences.ts";

interface Spread extends TwoMeans {
  readonly cv1: number;
  readonly cv2: number;
  readonly correct: boolean;
}

function spreadOf(x: TwoMeans, { correct }: Setting): Spread {
  const { m1, sd1, n1, m2, sd2, n2 } = x;
  return { m1, sd1, n1, m2, sd2, n2, cv1: sd1 / m1, cv2: sd2 / m2, correct };
}

/** Bias of the log of a mean, taken out of the log ratio. */
function ratioCorrection({ cv1, n1, cv2, n2, correct }: Spread): number {
  return correct ? (cv1 ** 2 / n1 - cv2 ** 2 / n2) / 2 : 0;
}

/** Bias of the log of an SD, taken out of the log ratio. */
function sdCorrection({ n1, n2, correct }: Spread): number {
  return correct ? 1 / (2 * (n1 - 1)) - 1 / (2 * (n2 - 1)) : 0;
}

const ratioVariance = ({ cv1, n1, cv2, n2 }: Spread): number => cv1 ** 2 / n1 + cv2 ** 2 / n2;
const ratioVariance2 = (d: Spread): number =>
  ratioVariance(d) + d.cv1 ** 4 / (2 * d.n1 ** 2) + d.cv2 ** 4 / (2 * d.n2 ** 2);
const sdVariance = ({ n1, n2 }: Spread): number => 1 / (2 * (n1 - 1)) + 1 / (2 * (n2 - 1));
const sdVariance2 = (d: Spread): number =>
  sdVariance(d) + 1 / (2 * (d.n1 - 1) ** 2) + 1 / (2 * (d.n2 - 1) ** 2);

const ROM_LS2 = "SD1²/(n1 m1²) + SD2²/(n2 m2²) + SD1⁴/(2 n1² m1⁴) + SD2⁴/(2 n2² m2⁴)";
const VR_LS = "1/(2(n1 − 1)) + 1/(2(n2 − 1))";
const VR_LS2 = `${VR_LS} + 1/(2(n1 − 1)²) + 1/(2(n2 − 1)²)`;

const ratioOfMeans = define({
  id: "ROM",
  label: { en: "Ratio of means (log response ratio)", nb: "Forhold mellom gjennomsnitt (log-responsratio)" },
  needs: "twoMeans",
  scale: "log",
  formula: "ln(m1/m2) + ½(SD1²/(n1 m1²) − SD2²/(n2 m2²))",
  uncorrectedFormula: "ln(m1/m2)",
  assumes: ["independent-groups", "ratio-scale"],
  inestimableBecause: "opposite-signs",
  derive: spreadOf,
  effect: (d) => Math.log(d.m1 / d.m2) + ratioCorrection(d),
  variances: [
    { id: "LS", formula: "SD1²/(n1 m1²) + SD2²/(n2 m2²)", of: ratioVariance },
    {
      id: "HO",
      formula: "SDpooled²(1/(n1 m1²) + 1/(n2 m2²))",
      of: (d) => pooledSd(d) ** 2 * (1 / (d.n1 * d.m1 ** 2) + 1 / (d.n2 * d.m2 ** 2)),
      assumes: "equal-sds",
    },
    {
      id: "AV",
      formula: "c1²/n1 + c2²/n2, c1 and c2 the mean coefficients of variation of the set",
      of: ({ n1, n2 }, [c1, c2]) => c1! ** 2 / n1 + c2! ** 2 / n2,
      averages: [
        { of: ({ cv1 }) => cv1, weight: ({ n1 }) => n1 },
        { of: ({ cv2 }) => cv2, weight: ({ n2 }) => n2 },
      ],
      assumes: "set-averages",
    },
    {
      id: "AVHO",
      formula: "c²(1/n1 + 1/n2), c the mean coefficient of variation over all groups of the set",
      of: ({ n1, n2 }, [c]) => c! ** 2 * (1 / n1 + 1 / n2),
      averages: [
        {
          of: ({ cv1, n1, cv2, n2 }) => (n1 * cv1 + n2 * cv2) / (n1 + n2),
          weight: ({ n1, n2 }) => n1 + n2,
        },
      ],
      assumes: "set-averages",
    },
    { id: "LS2", formula: ROM_LS2, of: ratioVariance2 },
  ],
  source:
    "Hedges et al. 1999, doi:10.1890/0012-9658(1999)080[1150:TMAORR]2.0.CO;2; Lajeunesse 2015, doi:10.1890/14-2402.1",
});

const variabilityRatio = define({
  id: "VR",
  label: { en: "Variability ratio (log)", nb: "Forhold mellom standardavvik (log)" },
  needs: "twoMeans",
  scale: "log",
  formula: "ln(SD1/SD2) + 1/(2(n1 − 1)) − 1/(2(n2 − 1))",
  uncorrectedFormula: "ln(SD1/SD2)",
  assumes: ["independent-groups", "normal-scores"],
  derive: spreadOf,
  effect: (d) => Math.log(d.sd1 / d.sd2) + sdCorrection(d),
  variances: [
    { id: "LS", formula: VR_LS, of: sdVariance },
    { id: "LS2", formula: VR_LS2, of: sdVariance2 },
  ],
  source: "Nakagawa et al. 2015, doi:10.1111/2041-210X.12309",
});

const variationRatio = define({
  id: "CVR",
  label: {
    en: "Ratio of coefficients of variation (log)",
    nb: "Forhold mellom variasjonskoeffisienter (log)",
  },
  needs: "twoMeans",
  scale: "log",
  formula: "ln((SD1/m1)/(SD2/m2)) + 1/(2(n1 − 1)) − 1/(2(n2 − 1)) − ½(SD1²/(n1 m1²) − SD2²/(n2 m2²))",
  uncorrectedFormula: "ln((SD1/m1)/(SD2/m2))",
  assumes: ["independent-groups", "normal-scores", "ratio-scale"],
  inestimableBecause: "opposite-signs",
  derive: spreadOf,
  effect: (d) => Math.log(d.cv1) - Math.log(d.cv2) + sdCorrection(d) - ratioCorrection(d),
  variances: [
    {
      id: "LS",
      formula: `${VR_LS} + SD1²/(n1 m1²) + SD2²/(n2 m2²)`,
      of: (d) => sdVariance(d) + ratioVariance(d),
    },
    {
      id: "LS2",
      formula: `${VR_LS2} + ${ROM_LS2}`,
      of: (d) => sdVariance2(d) + ratioVariance2(d),
    },
  ],
  source: "Nakagawa et al. 2015, doi:10.1111/2041-210X.12309; Senior et al. 2020, doi:10.1002/jrsm.1423",
});

/** The difference in SDs of a difference between one person of each group, with and without equal SDs. */
interface Overlap extends TwoMeans {
  readonly z: number;
  /** SD1² + SD2². */
  readonly sum: number;
  readonly zPooled: number;
}

/** Delta-method variance of Φ(z) without equal SDs; `ofMean` and `ofSd` are taken from n. */
function overlapVariance({ z, sum, sd1, n1, sd2, n2 }: Overlap, ofMean: number, ofSd: number): number {
  return (
    normalDensity(z) ** 2 *
    ((sd1 ** 2 / (n1 - ofMean) + sd2 ** 2 / (n2 - ofMean)) / sum +
      (z * z * (sd1 ** 4 / (n1 - ofSd) + sd2 ** 4 / (n2 - ofSd))) / (2 * sum * sum))
  );
}

const overlapRule = (id: "LS" | "LS2" | "LS3", ofMean: 0 | 1, ofSd: 0 | 1): VarianceRule<Overlap> => {
  const size = (less: 0 | 1, group: 1 | 2) => (less === 1 ? `(n${group} − 1)` : `n${group}`);
  return {
    id,
    formula:
      `φ(z)²((SD1²/${size(ofMean, 1)} + SD2²/${size(ofMean, 2)})/(SD1² + SD2²) + ` +
      `z²(SD1⁴/${size(ofSd, 1)} + SD2⁴/${size(ofSd, 2)})/(2(SD1² + SD2²)²))`,
    of: (d) => overlapVariance(d, ofMean, ofSd),
  };
};

const superiority = define({
  id: "CLESN",
  label: {
    en: "Probability of superiority, normal scores (common language effect size)",
    nb: "Sannsynlighet for høyere skår, normalfordelte skårer",
  },
  needs: "twoMeans",
  scale: "identity",
  nullValue: 0.5,
  formula: "Φ(z), z = (m1 − m2)/√(SD1² + SD2²)",
  assumes: ["independent-groups", "normal-scores"],
  derive: (x: TwoMeans): Overlap => {
    const { m1, sd1, n1, m2, sd2, n2 } = x;
    const sum = sd1 ** 2 + sd2 ** 2;
    const zPooled = (m1 - m2) / pooledSd(x) / Math.SQRT2;
    return { m1, sd1, n1, m2, sd2, n2, sum, z: (m1 - m2) / Math.sqrt(sum), zPooled };
  },
  effect: ({ z }) => normalCdf(z),
  variances: [
    overlapRule("LS", 1, 1),
    overlapRule("LS2", 0, 0),
    overlapRule("LS3", 0, 1),
    {
      id: "HO",
      formula: "½ φ(z)²(1/n1 + 1/n2 + z²/(n1 + n2))",
      effect: { formula: "Φ(z), z = (m1 − m2)/(SDpooled √2)", of: ({ zPooled }) => normalCdf(zPooled) },
      of: ({ zPooled, n1, n2 }) =>
        (normalDensity(zPooled) ** 2 / 2) * (1 / n1 + 1 / n2 + zPooled ** 2 / (n1 + n2)),
      assumes: "equal-sds",
    },
    {
      id: "H0",
      formula: "(SD1²/(n1 − 1) + SD2²/(n2 − 1))/(2π(SD1² + SD2²))",
      of: ({ sd1, n1, sd2, n2, sum }) => (sd1 ** 2 / (n1 - 1) + sd2 ** 2 / (n2 - 1)) / (2 * Math.PI * sum),
      assumes: "under-null",
    },
  ],
  source: "McGraw and Wong 1992, doi:10.1037/0033-2909.111.2.361",
});

const meanDifference = define({
  id: "MD",
  label: { en: "Mean difference", nb: "Gjennomsnittsforskjell" },
  needs: "twoMeans",
  scale: "identity",
  formula: "MD = m1 − m2",
  assumes: ["independent-groups"],
  derive: (x: TwoMeans) => x,
  effect: ({ m1, m2 }) => m1 - m2,
  variances: [
    {
      id: "LS",
      formula: "SD1²/n1 + SD2²/n2",
      of: ({ sd1, n1, sd2, n2 }) => (sd1 * sd1) / n1 + (sd2 * sd2) / n2,
    },
    {
      id: "HO",
      formula: "SDpooled²(1/n1 + 1/n2)",
      of: (x) => pooledSd(x) ** 2 * (1 / x.n1 + 1 / x.n2),
      assumes: "equal-sds",
    },
  ],
  source: "Cochrane Handbook, chapter 6",
});

/** Differences and ratios of two means or SDs in their own unit, and the probability of superiority. */
export const twoMeansMeasures: readonly AnyMeasure[] = [
  meanDifference,
  ratioOfMeans,
  variabilityRatio,
  variationRatio,
  superiority,
];
