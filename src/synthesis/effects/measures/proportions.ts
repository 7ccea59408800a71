import { normalDensity, normalQuantile } from "#numerics";
import type { OneProportion } from "../effect-size.types.ts";
import { type AnyMeasure, type Average, define, type Setting } from "../measure-definition.ts";

/** Events x and others m of n after the zero-cell rule. */
interface Share {
  readonly x: number;
  readonly m: number;
  readonly n: number;
  readonly p: number;
}

function shareOf({ events, n }: OneProportion, { added }: Setting): Share {
  const [x, m] = [events + added, n - events + added];
  return { x, m, n: x + m, p: x / (x + m) };
}

const mean: readonly Average<Share>[] = [{ of: ({ p }) => p, weight: ({ n }) => n }];
const MEAN_NOTE = ", P the mean proportion of the set";
const common = {
  needs: "proportion",
  derive: shareOf,
  assumes: ["binomial-events"],
  nullValue: null,
  defaultAdd: 0.5,
  inestimableBecause: "zero-cell",
} as const;
const HANDBOOK = "Lipsey and Wilson 2001, Practical Meta-Analysis";
const FREEMAN = "Freeman and Tukey 1950, doi:10.1214/aoms/1177729756";

/** One proportion, raw and on scales where its distribution is closer to normal. */
export const proportionMeasures: readonly AnyMeasure[] = [
  define({
    ...common,
    id: "PR",
    label: { en: "Proportion", nb: "Andel" },
    scale: "identity",
    formula: "p = x/n",
    effect: ({ p }: Share) => p,
    variances: [
      { id: "LS", formula: "p(1 − p)/n", of: ({ p, m, n }) => (p * m) / n ** 2 },
      { id: "UB", formula: "p(1 − p)/(n − 1)", of: ({ p, m, n }) => (p * m) / n / (n - 1) },
      {
        id: "AV",
        formula: `P(1 − P)/n${MEAN_NOTE}`,
        of: ({ n }, [p]) => (p! * (1 - p!)) / n,
        averages: mean,
        assumes: "set-averages",
      },
    ],
    source: HANDBOOK,
  }),
  define({
    ...common,
    id: "PLN",
    label: { en: "Proportion (log)", nb: "Andel (log)" },
    scale: "log",
    formula: "ln(x/n)",
    effect: ({ p }: Share) => Math.log(p),
    variances: [
      { id: "LS", formula: "1/x − 1/n", of: ({ x, m, n }) => m / (x * n) },
      {
        id: "AV",
        formula: `(1 − P)/(P n)${MEAN_NOTE}`,
        of: ({ n }, [p]) => (1 - p!) / (p! * n),
        averages: mean,
        assumes: "set-averages",
      },
    ],
    source: HANDBOOK,
  }),
  define({
    ...common,
    id: "PLO",
    label: { en: "Proportion (log odds)", nb: "Andel (log odds)" },
    scale: "logit",
    formula: "ln(x/(n − x))",
    effect: ({ x, m }: Share) => Math.log(x / m),
    variances: [
      { id: "LS", formula: "1/x + 1/(n − x)", of: ({ x, m }) => 1 / x + 1 / m },
      {
        id: "AV",
        formula: `1/(n P(1 − P))${MEAN_NOTE}`,
        of: ({ n }, [p]) => 1 / (n * p! * (1 - p!)),
        averages: mean,
        assumes: "set-averages",
      },
    ],
    source: HANDBOOK,
  }),
  define({
    ...common,
    id: "PRZ",
    label: { en: "Proportion (probit)", nb: "Andel (probit)" },
    scale: "probit",
    formula: "z(x/n), z the normal quantile",
    effect: ({ p }: Share) => normalQuantile(p),
    variances: [
      {
        id: "LS",
        formula: "2π p(1 − p) exp(z²)/n",
        of: ({ p, m, n }) => (p * m) / n ** 2 / normalDensity(normalQuantile(p)) ** 2,
      },
    ],
    source: HANDBOOK,
  }),
  define({
    ...common,
    id: "PAS",
    label: { en: "Proportion (arcsine)", nb: "Andel (arcsinus)" },
    scale: "arcsine",
    defaultAdd: 0,
    formula: "arcsin √(x/n)",
    effect: ({ p }: Share) => Math.asin(Math.sqrt(p)),
    variances: [{ id: "LS", formula: "1/(4n)", of: ({ n }) => 1 / (4 * n) }],
    source: FREEMAN,
  }),
  define({
    ...common,
    id: "PFT",
    label: { en: "Proportion (Freeman–Tukey double arcsine)", nb: "Andel (Freeman–Tukeys dobbel arcsinus)" },
    scale: "freeman-tukey",
    defaultAdd: 0,
    formula: "½(arcsin √(x/(n + 1)) + arcsin √((x + 1)/(n + 1)))",
    effect: ({ x, n }: Share) =>
      (Math.asin(Math.sqrt(x / (n + 1))) + Math.asin(Math.sqrt((x + 1) / (n + 1)))) / 2,
    variances: [{ id: "LS", formula: "1/(4n + 2)", of: ({ n }) => 1 / (4 * n + 2) }],
    source: FREEMAN,
  }),
];
