import { normalCdf, normalDensity } from "#numerics";
import type { PrePost } from "../effect-size.types.ts";
import {
  type AnyMeasure,
  define,
  type Setting,
  SMD_ABOVE_2,
  smallSampleFactor,
  type VarianceRule,
} from "../measure-definition.ts";
import { unbiasedCorrelation } from "../unbiased-correlation.ts";

/** A standardised change: d and g = J d on m degrees of freedom, and what else the variances need. */
interface Change extends PrePost {
  readonly d: number;
  readonly g: number;
  readonly j: number;
  readonly m: number;
  /** The standardising SD. */
  readonly sd: number;
  /** Variance of the individual changes. */
  readonly changeVariance: number;
}

const changeVarianceOf = ({ sdPre, sdPost, r }: PrePost): number =>
  sdPre ** 2 + sdPost ** 2 - 2 * r * sdPre * sdPost;

function standardise(x: PrePost, sd: number, m: number, setting: Setting): Change {
  const { meanPre, sdPre, meanPost, sdPost, n, r } = x;
  const j = smallSampleFactor(m, setting);
  const d = (meanPost - meanPre) / sd;
  return {
    meanPre,
    sdPre,
    meanPost,
    sdPost,
    n,
    r,
    d,
    g: j * d,
    j,
    m,
    sd,
    changeVariance: changeVarianceOf(x),
  };
}

/** Variances of a change in SDs; `base(d)` is the variance of the change itself in those SDs. */
function variances(base: string, of: (d: Change) => number): VarianceRule<Change>[] {
  return [
    { id: "LS", formula: `${base} + g²/(2n)`, of: (d) => of(d) + (d.g * d.g) / (2 * d.n) },
    {
      id: "LS2",
      formula: `J²(${base} + d²/(2n))`,
      of: (d) => d.j * d.j * (of(d) + (d.d * d.d) / (2 * d.n)),
    },
  ];
}

function nearUnbiased(base: string, of: (d: Change) => number): VarianceRule<Change>[] {
  return [
    {
      id: "UB",
      formula: `${base} + (1 − (m − 2)/(m J²)) g²`,
      of: (d) => of(d) + (1 - (d.m - 2) / (d.m * d.j * d.j)) * d.g * d.g,
    },
    {
      id: "H0",
      formula: `J²(${base}) m/(m − 2)`,
      of: (d) => (d.j * d.j * of(d) * d.m) / (d.m - 2),
      assumes: "under-null",
    },
  ];
}

const overN = ({ n }: Change): number => 1 / n;
const overRaw = ({ n, r }: Change): number => (2 * (1 - r)) / n;
/** With the correlation freed of its own bias. */
const overRawUnbiased = ({ n, r }: Change): number => (2 * (1 - unbiasedCorrelation(r, n))) / n;

/** SDs of both times together and how their squares vary with each other. */
const fourthPowers = ({ sdPre, sdPost, r }: PrePost): number =>
  sdPre ** 4 + sdPost ** 4 + 2 * r * r * sdPre ** 2 * sdPost ** 2;

const common = {
  needs: "prePost",
  scale: "identity",
  inestimableBecause: "too-few-people",
  suspicious: SMD_ABOVE_2,
  effect: ({ g }: Change) => g,
} as const;
const ASSUMES = ["same-people-twice", "known-correlation", "no-control-group", "normal-scores"] as const;
const meanSd = ({ sdPre, sdPost }: PrePost): number => Math.sqrt((sdPre ** 2 + sdPost ** 2) / 2);
const byMeanSd = (x: PrePost, setting: Setting): Change =>
  standardise(x, meanSd(x), (2 * (x.n - 1)) / (1 + x.r * x.r), setting);

const unequalMean = (less: 0 | 1): VarianceRule<Change> => {
  const size = less === 1 ? "(n − 1)" : "n";
  return {
    id: less === 1 ? "LS" : "LS2",
    formula: `SDchange²/(SD² ${size}) + g²(SDpre⁴ + SDpost⁴ + 2r² SDpre² SDpost²)/(8 SD⁴ ${size})`,
    of: (d) =>
      d.changeVariance / (d.sd ** 2 * (d.n - less)) +
      (d.g * d.g * fourthPowers(d)) / (8 * d.sd ** 4 * (d.n - less)),
  };
};

const unequalBefore = (less: 0 | 1): VarianceRule<Change> => {
  const size = less === 1 ? "(n − 1)" : "n";
  return {
    id: less === 1 ? "LS" : "LS2",
    formula: `SDchange²/(SDpre² ${size}) + g²/(2${size})`,
    of: (d) => d.changeVariance / (d.sd ** 2 * (d.n - less)) + (d.g * d.g) / (2 * (d.n - less)),
  };
};

/** Change in one group, raw and standardised, and the probability that a person rises. */
export const prePostMeasures: readonly AnyMeasure[] = [
  define({
    id: "MC",
    label: { en: "Mean change", nb: "Gjennomsnittlig endring" },
    needs: "prePost",
    scale: "identity",
    formula: "mean after − mean before",
    assumes: ["same-people-twice", "known-correlation", "no-control-group"],
    derive: (x: PrePost) => x,
    effect: ({ meanPre, meanPost }) => meanPost - meanPre,
    variances: [
      {
        id: "LS",
        formula: "(SDpre² + SDpost² − 2r SDpre SDpost)/n",
        of: (x) => changeVarianceOf(x) / x.n,
      },
    ],
    source: "Cochrane Handbook, chapter 6",
  }),
  define({
    ...common,
    id: "SMCC",
    label: {
      en: "Standardised mean change (SD of the change)",
      nb: "Standardisert gjennomsnittlig endring (standardavvik for endringen)",
    },
    formula: "g = J(n − 1)·change/SDchange, SDchange² = SDpre² + SDpost² − 2r SDpre SDpost",
    uncorrectedFormula: "d = change/SDchange",
    assumes: ASSUMES,
    derive: (x: PrePost, setting) => standardise(x, Math.sqrt(changeVarianceOf(x)), x.n - 1, setting),
    variances: [...variances("1/n", overN), ...nearUnbiased("1/n", overN)],
    source: "Gibbons et al. 1993, doi:10.3102/10769986018003271",
  }),
  define({
    ...common,
    id: "SMCR",
    label: {
      en: "Standardised mean change (SD before)",
      nb: "Standardisert gjennomsnittlig endring (standardavvik før)",
    },
    formula: "g = J(n − 1)·change/SDpre",
    uncorrectedFormula: "d = change/SDpre",
    assumes: [...ASSUMES, "equal-sds-over-time"],
    derive: (x: PrePost, setting) => standardise(x, x.sdPre, x.n - 1, setting),
    variances: [
      ...variances("2(1 − r)/n", overRaw),
      ...nearUnbiased("2(1 − r*)/n, r* the unbiased r", overRawUnbiased),
    ],
    source: "Becker 1988, doi:10.1111/j.2044-8317.1988.tb00901.x; Morris 2000, doi:10.1348/000711000159377",
  }),
  define({
    ...common,
    id: "SMCRH",
    label: {
      en: "Standardised mean change (SD before), unequal SDs",
      nb: "Standardisert gjennomsnittlig endring (standardavvik før), ulike standardavvik",
    },
    formula: "g = J(n − 1)·change/SDpre",
    uncorrectedFormula: "d = change/SDpre",
    assumes: ASSUMES,
    derive: (x: PrePost, setting) => standardise(x, x.sdPre, x.n - 1, setting),
    variances: [unequalBefore(1), unequalBefore(0)],
    source: "Bonett 2008, doi:10.1037/1082-989X.13.2.99",
  }),
  define({
    ...common,
    id: "SMCRP",
    label: {
      en: "Standardised mean change (mean SD)",
      nb: "Standardisert gjennomsnittlig endring (midlere standardavvik)",
    },
    formula: "g = J(2(n − 1)/(1 + r²))·change/√((SDpre² + SDpost²)/2)",
    uncorrectedFormula: "d = change/√((SDpre² + SDpost²)/2)",
    assumes: [...ASSUMES, "equal-sds-over-time"],
    derive: byMeanSd,
    variances: [
      {
        id: "LS",
        formula: "2(1 − r)/n + g²(1 + r²)/(4n)",
        of: (d) => overRaw(d) + (d.g * d.g * (1 + d.r * d.r)) / (4 * d.n),
      },
    ],
    source: "Cousineau 2020, doi:10.20982/tqmp.16.4.p418",
  }),
  define({
    ...common,
    id: "SMCRPH",
    label: {
      en: "Standardised mean change (mean SD), unequal SDs",
      nb: "Standardisert gjennomsnittlig endring (midlere standardavvik), ulike standardavvik",
    },
    formula: "g = J(2(n − 1)/(1 + r²))·change/√((SDpre² + SDpost²)/2)",
    uncorrectedFormula: "d = change/√((SDpre² + SDpost²)/2)",
    assumes: ASSUMES,
    derive: byMeanSd,
    variances: [unequalMean(1), unequalMean(0)],
    source: "Bonett 2008, doi:10.1037/1082-989X.13.2.99",
  }),
  define({
    id: "CLESCN",
    label: {
      en: "Probability of a higher score after than before, normal scores",
      nb: "Sannsynlighet for høyere skår etter enn før, normalfordelte skårer",
    },
    needs: "prePost",
    scale: "identity",
    nullValue: 0.5,
    formula: "Φ(z), z = change/√(SDpre² + SDpost²)",
    assumes: ASSUMES,
    derive: (x: PrePost) => x,
    effect: (x) => normalCdf((x.meanPost - x.meanPre) / Math.hypot(x.sdPre, x.sdPost)),
    variances: [
      {
        id: "LS",
        formula:
          "φ(z)²(SDchange²/S + z²(SDpre⁴ + SDpost⁴ + 2r² SDpre² SDpost²)/(2S²))/(n − 1), S = SDpre² + SDpost²",
        of: (x) => {
          const sum = x.sdPre ** 2 + x.sdPost ** 2;
          const z = (x.meanPost - x.meanPre) / Math.sqrt(sum);
          const spread = changeVarianceOf(x) / sum + (z * z * fourthPowers(x)) / (2 * sum * sum);
          return (normalDensity(z) ** 2 * spread) / (x.n - 1);
        },
      },
    ],
    source: "McGraw and Wong 1992, doi:10.1037/0033-2909.111.2.361",
  }),
];
