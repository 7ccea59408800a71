import type {
  ExplainedVariance,
  OneCorrelation,
  PartialCorrelation,
  SemipartialCorrelation,
} from "../effect-size.types.ts";
import { type AnyMeasure, type Average, define } from "../measure-definition.ts";
import { unbiasedCorrelation, unbiasedCorrelationVariance } from "../unbiased-correlation.ts";

const meanR: readonly Average<OneCorrelation>[] = [{ of: ({ r }) => r, weight: ({ n }) => n }];
const shrunk = (r: number): number => ((1 - r) * (1 + r)) ** 2;

/** Three people have no variance of their correlation, as in metafor. */
const ifEnough = (n: number, variance: number): number => (n > 3 ? variance : Number.NaN);

const OLKIN = "Olkin and Pratt 1958, doi:10.1214/aoms/1177706717";
const PARTIAL = "Aloe and Thompson 2013, doi:10.5243/jsswr.2013.24";
const SEMIPARTIAL = "Aloe and Becker 2012, doi:10.3102/1076998610396901";
const fewPeople = { inestimableBecause: "too-few-people" } as const;

const correlations: readonly AnyMeasure[] = [
  define({
    id: "COR",
    label: { en: "Correlation", nb: "Korrelasjon" },
    needs: "correlation",
    scale: "identity",
    formula: "r",
    assumes: ["bivariate-normal"],
    ...fewPeople,
    derive: (x: OneCorrelation) => x,
    effect: ({ r }) => r,
    variances: [
      { id: "LS", formula: "(1 − r²)²/(n − 1)", of: ({ r, n }) => ifEnough(n, shrunk(r) / (n - 1)) },
      {
        id: "AV",
        formula: "(1 − R²)²/(n − 1), R the mean r of the set weighted by n",
        of: ({ n }, [r]) => ifEnough(n, shrunk(r!) / (n - 1)),
        averages: meanR,
        assumes: "set-averages",
      },
      {
        id: "H0",
        formula: "(1 − r²)/(n − 2)",
        of: ({ r, n }) => ifEnough(n, (1 - r * r) / (n - 2)),
        assumes: "under-null",
      },
      { id: "H0b", formula: "1/n", of: ({ n }) => ifEnough(n, 1 / n), assumes: "under-null" },
    ],
    source: "Fisher 1915, doi:10.1093/biomet/10.4.507",
  }),
  define({
    id: "UCOR",
    label: { en: "Correlation, corrected for bias", nb: "Korrelasjon, korrigert for skjevhet" },
    needs: "correlation",
    scale: "identity",
    formula: "u = r·2F1(½, ½; (n − 2)/2; 1 − r²)",
    assumes: ["bivariate-normal"],
    ...fewPeople,
    derive: ({ r, n }: OneCorrelation) => ({ r, n, u: unbiasedCorrelation(r, n) }),
    effect: ({ u }) => u,
    variances: [
      { id: "LS", formula: "(1 − u²)²/(n − 1)", of: ({ u, n }) => shrunk(u) / (n - 1) },
      {
        id: "UB",
        formula: "u² − 1 + (n − 3)/(n − 2)·(1 − r²)·2F1(1, 1; n/2; 1 − r²)",
        of: ({ r, n }) => unbiasedCorrelationVariance(r, n),
      },
      {
        id: "AV",
        formula: "(1 − U²)²/(n − 1), U the mean u of the set weighted by n",
        of: ({ n }, [u]) => shrunk(u!) / (n - 1),
        averages: [{ of: ({ u }) => u, weight: ({ n }) => n }],
        assumes: "set-averages",
      },
    ],
    source: OLKIN,
  }),
  define({
    id: "ZCOR",
    label: { en: "Correlation (Fisher’s z)", nb: "Korrelasjon (Fishers z)" },
    needs: "correlation",
    scale: "fisher-z",
    formula: "artanh r",
    assumes: ["bivariate-normal"],
    ...fewPeople,
    derive: (x: OneCorrelation) => x,
    effect: ({ r }) => Math.atanh(r),
    variances: [{ id: "LS", formula: "1/(n − 3)", of: ({ n }) => 1 / (n - 3) }],
    source: "Fisher 1921, Metron 1, 3–32",
  }),
];

const partial: readonly AnyMeasure[] = [
  define({
    id: "PCOR",
    label: { en: "Partial correlation", nb: "Partiell korrelasjon" },
    needs: "partialCorrelation",
    scale: "identity",
    formula: "r",
    assumes: ["bivariate-normal", "same-covariates"],
    ...fewPeople,
    derive: (x: PartialCorrelation) => x,
    effect: ({ r }) => r,
    variances: [
      {
        id: "LS",
        formula: "(1 − r²)²/(n − k), k predictors",
        of: ({ r, n, predictors }) => shrunk(r) / (n - predictors),
      },
      {
        id: "AV",
        formula: "(1 − R²)²/(n − k), R the mean r of the set weighted by n",
        of: ({ n, predictors }, [r]) => shrunk(r!) / (n - predictors),
        averages: meanR,
        assumes: "set-averages",
      },
    ],
    source: PARTIAL,
  }),
  define({
    id: "ZPCOR",
    label: { en: "Partial correlation (Fisher’s z)", nb: "Partiell korrelasjon (Fishers z)" },
    needs: "partialCorrelation",
    scale: "fisher-z",
    formula: "artanh r",
    assumes: ["bivariate-normal", "same-covariates"],
    ...fewPeople,
    derive: (x: PartialCorrelation) => x,
    effect: ({ r }) => Math.atanh(r),
    variances: [
      {
        id: "LS",
        formula: "1/(n − k − 2), k predictors",
        of: ({ n, predictors }) => 1 / (n - predictors - 2),
      },
    ],
    source: PARTIAL,
  }),
];

/** Variance of a semi-partial correlation r where the full model explains R². */
const semipartial = (r2: number, r: number, n: number): number => {
  const others = r2 - r * r;
  return (r2 * r2 - 2 * r2 + others + 1 - others * others) / n;
};
const SEMI = "(R⁴ − 2R² + (R² − r²) + 1 − (R² − r²)²)/n";

const semipartials: readonly AnyMeasure[] = [
  define({
    id: "SPCOR",
    label: { en: "Semi-partial correlation", nb: "Semipartiell korrelasjon" },
    needs: "semipartialCorrelation",
    scale: "identity",
    formula: "r",
    assumes: ["same-covariates"],
    ...fewPeople,
    derive: (x: SemipartialCorrelation) => x,
    effect: ({ r }) => r,
    variances: [
      { id: "LS", formula: SEMI, of: ({ r, r2, n }) => semipartial(r2, r, n) },
      {
        id: "AV",
        formula: `${SEMI} with the mean r of the set weighted by n`,
        of: ({ r2, n }, [r]) => semipartial(r2, r!, n),
        averages: meanR,
        assumes: "set-averages",
      },
    ],
    source: SEMIPARTIAL,
  }),
  define({
    id: "ZSPCOR",
    label: { en: "Semi-partial correlation (Fisher’s z)", nb: "Semipartiell korrelasjon (Fishers z)" },
    needs: "semipartialCorrelation",
    scale: "fisher-z",
    formula: "artanh r",
    assumes: ["same-covariates"],
    ...fewPeople,
    derive: (x: SemipartialCorrelation) => x,
    effect: ({ r }) => Math.atanh(r),
    variances: [
      {
        id: "LS",
        formula: `${SEMI}, over (1 − r²)²`,
        of: ({ r, r2, n }) => semipartial(r2, r, n) / shrunk(r),
      },
    ],
    source: SEMIPARTIAL,
  }),
];

const large = (r2: number, n: number): number => (4 * r2 * (1 - r2) ** 2) / n;
const exact = (r2: number, n: number, k: number): number =>
  (4 * r2 * (1 - r2) ** 2 * (n - k - 1) ** 2) / ((n * n - 1) * (n + 3));
const meanR2: readonly Average<ExplainedVariance>[] = [{ of: ({ r2 }) => r2, weight: ({ n }) => n }];
const FINN = "Olkin and Finn 1995, doi:10.1037/0033-2909.118.1.155";

const explained: readonly AnyMeasure[] = [
  define({
    id: "R2",
    label: { en: "Explained variance (R²)", nb: "Forklart varians (R²)" },
    needs: "explainedVariance",
    scale: "identity",
    nullValue: null,
    formula: "R²",
    assumes: ["same-covariates", "large-sample"],
    ...fewPeople,
    derive: (x: ExplainedVariance) => x,
    effect: ({ r2 }) => r2,
    variances: [
      { id: "LS", formula: "4R²(1 − R²)²/n", of: ({ r2, n }) => large(r2, n) },
      {
        id: "LS2",
        formula: "4R²(1 − R²)²(n − k − 1)²/((n² − 1)(n + 3)), k predictors",
        of: ({ r2, n, predictors }) => exact(r2, n, predictors),
      },
      {
        id: "AV",
        formula: "LS with the mean R² of the set weighted by n",
        of: ({ n }, [r2]) => large(r2!, n),
        averages: meanR2,
        assumes: "set-averages",
      },
      {
        id: "AV2",
        formula: "LS2 with the mean R² of the set weighted by n",
        of: ({ n, predictors }, [r2]) => exact(r2!, n, predictors),
        averages: meanR2,
        assumes: "set-averages",
      },
    ],
    source: FINN,
  }),
  define({
    id: "ZR2",
    label: { en: "Explained variance (Fisher’s z of R)", nb: "Forklart varians (Fishers z av R)" },
    needs: "explainedVariance",
    scale: "fisher-z-r2",
    nullValue: null,
    formula: "artanh √R²",
    assumes: ["same-covariates", "large-sample"],
    ...fewPeople,
    derive: (x: ExplainedVariance) => x,
    effect: ({ r2 }) => Math.atanh(Math.sqrt(r2)),
    variances: [{ id: "LS", formula: "1/n", of: ({ n }) => 1 / n }],
    source: FINN,
  }),
];

/** Correlations, partial and semi-partial ones, and explained variance. */
export const correlationMeasures: readonly AnyMeasure[] = [
  ...correlations,
  ...partial,
  ...semipartials,
  ...explained,
];
