import type { PrePost } from "../effect-size.types.ts";
import { type AnyMeasure, define, type Setting } from "../measure-definition.ts";

interface Ratio extends PrePost {
  readonly cvPre: number;
  readonly cvPost: number;
  readonly correct: boolean;
}

function ratioOf(x: PrePost, { correct }: Setting): Ratio {
  const { meanPre, sdPre, meanPost, sdPost, n, r } = x;
  return {
    meanPre,
    sdPre,
    meanPost,
    sdPost,
    n,
    r,
    cvPre: sdPre / meanPre,
    cvPost: sdPost / meanPost,
    correct,
  };
}

const correction = ({ cvPre, cvPost, n, correct }: Ratio): number =>
  correct ? (cvPost ** 2 - cvPre ** 2) / (2 * n) : 0;

const meanVariance = ({ cvPre, cvPost, n, r }: Ratio): number =>
  (cvPost ** 2 + cvPre ** 2 - 2 * r * cvPost * cvPre) / n;
const meanVariance2 = (d: Ratio): number => {
  const both =
    (d.r ** 2 * d.sdPost ** 2 * d.sdPre ** 2 * (d.meanPost ** 4 + d.meanPre ** 4)) /
    (d.meanPost ** 4 * d.meanPre ** 4);
  return meanVariance(d) + (d.cvPost ** 4 + d.cvPre ** 4 + both) / (2 * d.n ** 2);
};
const sdVariance = ({ n, r }: Ratio): number => (1 - r * r) / (n - 1);
const sdVariance2 = (d: Ratio): number =>
  sdVariance(d) +
  (1 + (d.r ** 4 * (d.sdPost ** 8 + d.sdPre ** 8)) / (2 * d.sdPost ** 4 * d.sdPre ** 4)) / (d.n - 1) ** 2;

const MEAN = "(c1² + c2² − 2r c1 c2)/n, c = SD/mean (1 after, 2 before)";
const MEAN2 = `${MEAN} + (c1⁴ + c2⁴ + r² SD1² SD2² (m1⁴ + m2⁴)/(m1⁴ m2⁴))/(2n²)`;
const SD = "(1 − r²)/(n − 1)";
const SD2 = `${SD} + (1 + r⁴(SD1⁸ + SD2⁸)/(2 SD1⁴ SD2⁴))/(n − 1)²`;
const ASSUMES = ["same-people-twice", "known-correlation", "no-control-group"] as const;
const NAKAGAWA =
  "Nakagawa et al. 2015, doi:10.1111/2041-210X.12309; Senior et al. 2020, doi:10.1002/jrsm.1423";

/** Ratios of means, SDs and coefficients of variation, after over before. */
export const prePostRatios: readonly AnyMeasure[] = [
  define({
    id: "ROMC",
    label: {
      en: "Ratio of means, after over before (log)",
      nb: "Forhold mellom gjennomsnitt, etter mot før (log)",
    },
    needs: "prePost",
    scale: "log",
    formula: "ln(m1/m2) + (c1² − c2²)/(2n), c = SD/mean (1 after, 2 before)",
    uncorrectedFormula: "ln(m1/m2)",
    assumes: [...ASSUMES, "ratio-scale"],
    inestimableBecause: "opposite-signs",
    derive: ratioOf,
    effect: (d) => Math.log(d.meanPost / d.meanPre) + correction(d),
    variances: [
      { id: "LS", formula: MEAN, of: meanVariance },
      { id: "LS2", formula: MEAN2, of: meanVariance2 },
    ],
    source: "Lajeunesse 2015, doi:10.1890/14-2402.1",
  }),
  define({
    id: "VRC",
    label: {
      en: "Variability ratio, after over before (log)",
      nb: "Forhold mellom standardavvik, etter mot før (log)",
    },
    needs: "prePost",
    scale: "log",
    formula: "ln(SD1/SD2) (1 after, 2 before)",
    assumes: [...ASSUMES, "normal-scores"],
    derive: ratioOf,
    effect: (d) => Math.log(d.sdPost / d.sdPre),
    variances: [
      { id: "LS", formula: SD, of: sdVariance },
      { id: "LS2", formula: SD2, of: sdVariance2 },
    ],
    source: NAKAGAWA,
  }),
  define({
    id: "CVRC",
    label: {
      en: "Ratio of coefficients of variation, after over before (log)",
      nb: "Forhold mellom variasjonskoeffisienter, etter mot før (log)",
    },
    needs: "prePost",
    scale: "log",
    formula: "ln(c1/c2) − (c1² − c2²)/(2n), c = SD/mean (1 after, 2 before)",
    uncorrectedFormula: "ln(c1/c2)",
    assumes: [...ASSUMES, "normal-scores", "ratio-scale"],
    inestimableBecause: "opposite-signs",
    derive: ratioOf,
    effect: (d) => Math.log(d.cvPost) - Math.log(d.cvPre) - correction(d),
    variances: [
      { id: "LS", formula: `${MEAN} + ${SD}`, of: (d) => meanVariance(d) + sdVariance(d) },
      { id: "LS2", formula: `${MEAN2} + ${SD2}`, of: (d) => meanVariance2(d) + sdVariance2(d) },
    ],
    source: NAKAGAWA,
  }),
];
