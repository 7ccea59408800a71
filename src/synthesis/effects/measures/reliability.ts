import type { Area, Reliability } from "../effect-size.types.ts";
import { type AnyMeasure, define } from "../measure-definition.ts";

const alphaCommon = {
  needs: "reliability",
  nullValue: null,
  assumes: ["parallel-items"],
  inestimableBecause: "too-few-people",
  derive: (x: Reliability) => x,
} as const;
const FELDT = "Bonett 2010, doi:10.1037/a0020142";

const alphas: readonly AnyMeasure[] = [
  define({
    ...alphaCommon,
    id: "ARAW",
    label: { en: "Cronbach’s alpha", nb: "Cronbachs alfa" },
    scale: "identity",
    formula: "α",
    effect: ({ alpha }: Reliability) => alpha,
    variances: [
      {
        id: "LS",
        formula: "2k(1 − α)²/((k − 1)(n − 2)), k items",
        of: ({ alpha, items, n }) => (2 * items * (1 - alpha) ** 2) / ((items - 1) * (n - 2)),
      },
    ],
    source: FELDT,
  }),
  define({
    ...alphaCommon,
    id: "AHW",
    label: { en: "Cronbach’s alpha (cube root)", nb: "Cronbachs alfa (kubikkrot)" },
    scale: "cube-root",
    formula: "1 − (1 − α)^⅓",
    effect: ({ alpha }: Reliability) => 1 - Math.cbrt(1 - alpha),
    variances: [
      {
        id: "LS",
        formula: "18k(n − 1)(1 − α)^⅔/((k − 1)(9n − 11)²), k items",
        of: ({ alpha, items, n }) =>
          (18 * items * (n - 1) * Math.cbrt(1 - alpha) ** 2) / ((items - 1) * (9 * n - 11) ** 2),
      },
    ],
    source: "Hakstian and Whalen 1976, doi:10.1007/BF02291840",
  }),
  define({
    ...alphaCommon,
    id: "ABT",
    label: { en: "Cronbach’s alpha (log of its complement)", nb: "Cronbachs alfa (log av komplementet)" },
    scale: "log-complement",
    formula: "−ln(1 − α)",
    effect: ({ alpha }: Reliability) => -Math.log(1 - alpha),
    variances: [
      {
        id: "LS",
        formula: "2k/((k − 1)(n − 2)), k items",
        of: ({ items, n }) => (2 * items) / ((items - 1) * (n - 2)),
      },
    ],
    source: "Bonett 2002, doi:10.3102/10769986027004335",
  }),
];

/** Hanley and McNeil's two probabilities less a², under exponential scores. */
function exponential(a: number): readonly [number, number] {
  return [(a * (1 - a) ** 2) / (2 - a), (a * a * (1 - a)) / (1 + a)];
}

function areaMeasure(id: "AUC" | "CLES"): AnyMeasure {
  return define({
    id,
    label:
      id === "AUC"
        ? { en: "Area under the ROC curve", nb: "Areal under ROC-kurven" }
        : {
            en: "Probability of superiority (common language effect size)",
            nb: "Sannsynlighet for høyere skår (common language effect size)",
          },
    needs: "area",
    scale: "identity",
    nullValue: 0.5,
    formula: "A",
    assumes: ["independent-groups"],
    derive: (x: Area) => x,
    effect: ({ area }) => area,
    variances: [
      {
        id: "LS",
        formula:
          "(A(1 − A) + (N − 1)(q1 + q2))/((n1 − 1)(n2 − 1)), N = (n1 + n2)/2, q1 = A/(2 − A) − A², q2 = 2A²/(1 + A) − A²",
        of: ({ area, n1, n2 }) => {
          const [q1, q2] = exponential(area);
          return (area * (1 - area) + ((n1 + n2) / 2 - 1) * (q1 + q2)) / ((n1 - 1) * (n2 - 1));
        },
      },
      {
        id: "LS2",
        formula: "(A(1 − A) + (n1 − 1)q1 + (n2 − 1)q2)/((n1 − 1)(n2 − 1)), q1 and q2 as in LS",
        of: ({ area, n1, n2 }) => {
          const [q1, q2] = exponential(area);
          return (area * (1 - area) + (n1 - 1) * q1 + (n2 - 1) * q2) / ((n1 - 1) * (n2 - 1));
        },
      },
      {
        id: "H0",
        formula: "(n1 + n2 + 1)/(12 n1 n2)",
        of: ({ n1, n2 }) => (n1 + n2 + 1) / (12 * n1 * n2),
        assumes: "under-null",
      },
      {
        id: "MAX",
        formula: "A(1 − A)/(min(n1, n2) − 1)",
        of: ({ area, n1, n2 }) => (area * (1 - area)) / (Math.min(n1, n2) - 1),
      },
    ],
    source:
      id === "AUC"
        ? "Hanley and McNeil 1982, doi:10.1148/radiology.143.1.7063747; Newcombe 2006, doi:10.1002/sim.2324"
        : "McGraw and Wong 1992, doi:10.1037/0033-2909.111.2.361; Newcombe 2006, doi:10.1002/sim.2324",
  });
}

/** Reliability of a scale, and how well a score tells two groups apart. */
export const reliabilityMeasures: readonly AnyMeasure[] = [
  ...alphas,
  areaMeasure("AUC"),
  areaMeasure("CLES"),
];
