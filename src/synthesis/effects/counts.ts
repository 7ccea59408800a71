import type { CountOptions, Effect, NotEstimable, Remark, TwoCounts } from "../types.ts";
import { atLeast, type Demand, refuseUnlessMet } from "./refuse.ts";

/** The four cells after the zero-cell rule, and the group totals they give. */
interface Cells {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly added: number;
}

const INDEPENDENT: Remark = {
  code: "independent-people",
  text: {
    en: "Each person is counted once, in one group.",
    nb: "Hver person er talt én gang, i én gruppe.",
  },
};
const LARGE_SAMPLE: Remark = {
  code: "log-normal-approximation",
  text: {
    en: "The logarithm of the ratio is roughly normally distributed.",
    nb: "Logaritmen av forholdet er omtrent normalfordelt.",
  },
};
const DOUBLE_ZERO: Remark = {
  code: "double-zero",
  text: {
    en: "Both groups have no events, or only events; the table was left out.",
    nb: "Begge gruppene har ingen hendelser, eller bare hendelser; tabellen er utelatt.",
  },
};
const INFINITE: Remark = {
  code: "zero-cell",
  text: {
    en: "A zero cell leaves the ratio or its variance undefined under the chosen rule.",
    nb: "En tom celle gjør forholdet eller variansen udefinert med den valgte regelen.",
  },
};

function addedRemark(added: number): Remark {
  return {
    code: "cells-corrected",
    text: {
      en: `${added} was added to each of the four cells.`,
      nb: `${added} er lagt til hver av de fire cellene.`,
    },
  };
}

function eventsWithin(field: string, events: number, n: number): Demand {
  return {
    field,
    value: events,
    holds: Number.isInteger(events) && events >= 0 && events <= n,
    domain: `a whole number from 0 to the group's ${n}`,
  };
}

function cellsOf(who: string, data: TwoCounts, options: CountOptions): Cells | Remark {
  const { to = "only0", add = 0.5, dropDoubleZero = false } = options;
  const { events1, n1, events2, n2 } = data;
  refuseUnlessMet("synthesis/bad-counts", who, [
    atLeast("n1", n1, 1),
    eventsWithin("events1", events1, n1),
    atLeast("n2", n2, 1),
    eventsWithin("events2", events2, n2),
    { field: "add", value: add, holds: Number.isFinite(add) && add >= 0, domain: "a number of at least 0" },
  ]);
  const [b, d] = [n1 - events1, n2 - events2];
  const doubleZero = (events1 === 0 && events2 === 0) || (b === 0 && d === 0);
  if (dropDoubleZero && doubleZero) return DOUBLE_ZERO;
  const anyZero = Math.min(events1, b, events2, d) === 0;
  const added = to === "all" || (to === "only0" && anyZero) ? add : 0;
  return { a: events1 + added, b: b + added, c: events2 + added, d: d + added, added };
}

function ratio(
  measure: "RR" | "OR",
  cells: Cells | Remark,
  formula: string,
  of: (cells: Cells) => { y: number; v: number },
): Effect | NotEstimable {
  if ("code" in cells) return { estimable: false, measure, y: null, v: null, se: null, reason: cells };
  const { y, v } = of(cells);
  if (!Number.isFinite(y) || !Number.isFinite(v) || v <= 0)
    return { estimable: false, measure, y: null, v: null, se: null, reason: INFINITE };
  const corrected = cells.added > 0 ? [addedRemark(cells.added)] : [];
  return {
    estimable: true,
    measure,
    y,
    v,
    se: Math.sqrt(v),
    formula,
    assumptions: [INDEPENDENT, LARGE_SAMPLE, ...corrected],
    warnings: [],
  };
}

/**
 * Logarithm of the risk ratio, group 1 over group 2.
 *
 * @param data events and group sizes
 * @param options what to do with zero cells
 * @returns the effect, or why the table gives none
 * @throws EvidensError `synthesis/bad-counts` with every bad field
 * Source: as metafor 5.1 `escalc` measure RR. Checked: tests/synthesis/effects.test.ts, relative 1e-10.
 */
export function riskRatio(data: TwoCounts, options: CountOptions = {}): Effect | NotEstimable {
  return ratio(
    "RR",
    cellsOf("Risk ratio", data, options),
    "ln RR = ln((a/n1)/(c/n2)); v = 1/a − 1/n1 + 1/c − 1/n2",
    ({ a, b, c, d }) => ({
      y: Math.log(a / (a + b)) - Math.log(c / (c + d)),
      // b/(a(a+b)) is 1/a - 1/n1 without the cancellation.
      v: b / (a * (a + b)) + d / (c * (c + d)),
    }),
  );
}

/**
 * Logarithm of the odds ratio, group 1 over group 2.
 *
 * @param data events and group sizes
 * @param options what to do with zero cells
 * @returns the effect, or why the table gives none
 * @throws EvidensError `synthesis/bad-counts` with every bad field
 * Source: as metafor 5.1 `escalc` measure OR. Checked: tests/synthesis/effects.test.ts, relative 1e-10.
 */
export function oddsRatio(data: TwoCounts, options: CountOptions = {}): Effect | NotEstimable {
  return ratio(
    "OR",
    cellsOf("Odds ratio", data, options),
    "ln OR = ln(a·d/(b·c)); v = 1/a + 1/b + 1/c + 1/d",
    ({ a, b, c, d }) => ({ y: Math.log((a * d) / (b * c)), v: 1 / a + 1 / b + 1 / c + 1 / d }),
  );
}
