import type { Effect, MdOptions, Remark, SmdOptions, TwoMeans } from "../types.ts";
import { hedgesCorrection } from "./hedges-correction.ts";
import { atLeast, finite, positive, refuseUnlessMet } from "./refuse.ts";

const INDEPENDENT: Remark = {
  code: "independent-groups",
  text: {
    en: "The two groups are different people.",
    nb: "De to gruppene består av ulike personer.",
  },
};
const EQUAL_SD: Remark = {
  code: "equal-sds",
  text: {
    en: "Both groups have the same true standard deviation.",
    nb: "Begge gruppene har samme sanne standardavvik.",
  },
};
const NORMAL: Remark = {
  code: "normal-scores",
  text: {
    en: "Scores are roughly normally distributed in each group.",
    nb: "Skårene er omtrent normalfordelte i hver gruppe.",
  },
};
const LARGE_SMD: Remark = {
  code: "smd-above-2",
  text: {
    en: "The difference is more than two standard deviations; check that no standard error was entered as an SD.",
    nb: "Forskjellen er over to standardavvik; sjekk at ingen standardfeil er ført som SD.",
  },
};

function checkMeans(who: string, data: TwoMeans): void {
  refuseUnlessMet("synthesis/bad-means", who, [
    finite("m1", data.m1),
    positive("sd1", data.sd1),
    atLeast("n1", data.n1, 2),
    finite("m2", data.m2),
    positive("sd2", data.sd2),
    atLeast("n2", data.n2, 2),
  ]);
}

function pooledVariance({ sd1, n1, sd2, n2 }: TwoMeans): number {
  return ((n1 - 1) * sd1 * sd1 + (n2 - 1) * sd2 * sd2) / (n1 + n2 - 2);
}

const SMD_VARIANCES: Readonly<
  Record<
    NonNullable<SmdOptions["variance"]>,
    {
      readonly formula: string;
      /** n = 1/n1 + 1/n2, total = n1 + n2, m = total - 2. */
      of(g: number, j: number, n: number, total: number): number;
    }
  >
> = {
  LS: { formula: "1/n1 + 1/n2 + g²/(2(n1 + n2))", of: (g, _j, n, total) => n + (g * g) / (2 * total) },
  LS2: {
    formula: "J²(1/n1 + 1/n2 + d²/(2(n1 + n2)))",
    of: (g, j, n, total) => j * j * (n + (g / j) ** 2 / (2 * total)),
  },
  UB: {
    formula: "1/n1 + 1/n2 + (1 − (m − 2)/(m J²)) g²",
    of: (g, j, n, total) => n + (1 - (total - 4) / ((total - 2) * j * j)) * g * g,
  },
};

/**
 * Hedges' g: the difference of two means in pooled standard deviations, without small-sample bias.
 *
 * @param data means and SDs in one unit, group sizes; the result is group 1 minus group 2
 * @throws EvidensError `synthesis/bad-means` with every bad field
 * Source: Hedges 1981, doi:10.3102/10769986006002107; variances as in metafor 5.1 `escalc` (LS, LS2, UB).
 * Checked: tests/synthesis/effects.test.ts against metafor, relative 1e-10.
 */
export function standardisedMeanDifference(data: TwoMeans, options: SmdOptions = {}): Effect {
  checkMeans("Standardised mean difference", data);
  const variance = SMD_VARIANCES[options.variance ?? "LS"];
  const total = data.n1 + data.n2;
  const j = hedgesCorrection(total - 2);
  const y = (j * (data.m1 - data.m2)) / Math.sqrt(pooledVariance(data));
  const v = variance.of(y, j, 1 / data.n1 + 1 / data.n2, total);
  return {
    estimable: true,
    measure: "SMD",
    y,
    v,
    se: Math.sqrt(v),
    formula: `g = J(m)·(m1 − m2)/SDpooled, m = n1 + n2 − 2, J exact; v = ${variance.formula}`,
    assumptions: [INDEPENDENT, EQUAL_SD, NORMAL],
    warnings: Math.abs(y) > 2 ? [LARGE_SMD] : [],
  };
}

/**
 * The difference of two means in their own unit.
 *
 * @param data means and SDs in one unit, group sizes; the result is group 1 minus group 2
 * @throws EvidensError `synthesis/bad-means` with every bad field
 * Source: as metafor 5.1 `escalc` measure MD (LS, HO).
 * Checked: tests/synthesis/effects.test.ts against metafor, relative 1e-10.
 */
export function meanDifference(data: TwoMeans, options: MdOptions = {}): Effect {
  checkMeans("Mean difference", data);
  const { m1, sd1, n1, m2, sd2, n2 } = data;
  const pooled = options.variance === "HO";
  const v = pooled ? pooledVariance(data) * (1 / n1 + 1 / n2) : (sd1 * sd1) / n1 + (sd2 * sd2) / n2;
  return {
    estimable: true,
    measure: "MD",
    y: m1 - m2,
    v,
    se: Math.sqrt(v),
    formula: `MD = m1 − m2; v = ${pooled ? "SDpooled²(1/n1 + 1/n2)" : "SD1²/n1 + SD2²/n2"}`,
    assumptions: pooled ? [INDEPENDENT, EQUAL_SD] : [INDEPENDENT],
    warnings: [],
  };
}
