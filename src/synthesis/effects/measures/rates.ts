import type { OneRate, TwoRates } from "../effect-size.types.ts";
import { type AnyMeasure, define, type Setting } from "../measure-definition.ts";

function ratesOf(x: TwoRates, { added }: Setting): TwoRates {
  return { events1: x.events1 + added, time1: x.time1, events2: x.events2 + added, time2: x.time2 };
}

function rateOf(x: OneRate, { added }: Setting): OneRate {
  return { events: x.events + added, time: x.time };
}

const two = {
  needs: "twoRates",
  derive: ratesOf,
  assumes: ["independent-people", "poisson-events"],
  inestimableBecause: "zero-cell",
  source: "Cochrane Handbook, chapter 6",
} as const;
const one = {
  needs: "rate",
  derive: rateOf,
  assumes: ["poisson-events"],
  inestimableBecause: "zero-cell",
  nullValue: null,
} as const;
const SQUARE_ROOT = "Freeman and Tukey 1950, doi:10.1214/aoms/1177729756";

/** Incidence rates: events over person-time, in two groups or one. */
export const rateMeasures: readonly AnyMeasure[] = [
  define({
    ...two,
    id: "IRR",
    label: { en: "Incidence rate ratio", nb: "Insidensrateratio" },
    scale: "log",
    defaultAdd: 0.5,
    formula: "ln((x1/t1)/(x2/t2))",
    effect: (x: TwoRates) => Math.log(x.events1 / x.time1) - Math.log(x.events2 / x.time2),
    variances: [{ id: "LS", formula: "1/x1 + 1/x2", of: (x) => 1 / x.events1 + 1 / x.events2 }],
  }),
  define({
    ...two,
    id: "IRD",
    label: { en: "Incidence rate difference", nb: "Forskjell i insidensrate" },
    scale: "identity",
    defaultAdd: 0.5,
    formula: "x1/t1 − x2/t2",
    effect: (x: TwoRates) => x.events1 / x.time1 - x.events2 / x.time2,
    variances: [
      {
        id: "LS",
        formula: "x1/t1² + x2/t2²",
        of: (x) => x.events1 / x.time1 ** 2 + x.events2 / x.time2 ** 2,
      },
    ],
  }),
  define({
    ...two,
    id: "IRSD",
    label: {
      en: "Difference of square-root incidence rates",
      nb: "Forskjell i kvadratroten av insidensrater",
    },
    scale: "identity",
    defaultAdd: 0,
    formula: "√(x1/t1) − √(x2/t2)",
    effect: (x: TwoRates) => Math.sqrt(x.events1 / x.time1) - Math.sqrt(x.events2 / x.time2),
    variances: [{ id: "LS", formula: "1/(4t1) + 1/(4t2)", of: (x) => 1 / (4 * x.time1) + 1 / (4 * x.time2) }],
  }),
  define({
    ...one,
    id: "IR",
    label: { en: "Incidence rate", nb: "Insidensrate" },
    scale: "identity",
    defaultAdd: 0.5,
    formula: "x/t",
    effect: (x: OneRate) => x.events / x.time,
    variances: [{ id: "LS", formula: "x/t²", of: (x) => x.events / x.time ** 2 }],
    source: "Cochrane Handbook, chapter 6",
  }),
  define({
    ...one,
    id: "IRLN",
    label: { en: "Incidence rate (log)", nb: "Insidensrate (log)" },
    scale: "log",
    defaultAdd: 0.5,
    formula: "ln(x/t)",
    effect: (x: OneRate) => Math.log(x.events / x.time),
    variances: [{ id: "LS", formula: "1/x", of: (x) => 1 / x.events }],
    source: "Cochrane Handbook, chapter 6",
  }),
  define({
    ...one,
    id: "IRS",
    label: { en: "Incidence rate (square root)", nb: "Insidensrate (kvadratrot)" },
    scale: "square-root",
    defaultAdd: 0,
    formula: "√(x/t)",
    effect: (x: OneRate) => Math.sqrt(x.events / x.time),
    variances: [{ id: "LS", formula: "1/(4t)", of: (x) => 1 / (4 * x.time) }],
    source: SQUARE_ROOT,
  }),
  define({
    ...one,
    id: "IRFT",
    label: { en: "Incidence rate (Freeman–Tukey)", nb: "Insidensrate (Freeman–Tukey)" },
    scale: "freeman-tukey-rate",
    defaultAdd: 0,
    formula: "½(√(x/t) + √((x + 1)/t))",
    effect: (x: OneRate) => (Math.sqrt(x.events / x.time) + Math.sqrt((x.events + 1) / x.time)) / 2,
    variances: [{ id: "LS", formula: "1/(4t)", of: (x) => 1 / (4 * x.time) }],
    source: SQUARE_ROOT,
  }),
];
