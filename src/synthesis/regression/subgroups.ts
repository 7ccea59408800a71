import { chiSquareUpper, matrix } from "#numerics";
import type { PoolTest, Remark } from "../types.ts";
import { metaRegression } from "./meta-regression.ts";
import { predictRegression } from "./predict.ts";
import { refuseDesign, refuseOptions } from "./refuse-input.ts";
import type { OmnibusTest, RegressionMethod, RegressionResult } from "./regression.types.ts";
import { testContrasts } from "./wald-test.ts";

export interface SubgroupOptions {
  /** Default `REML`. */
  readonly method?: RegressionMethod;
  /** Default `knha`, with `EE` and `FE` `z`. */
  readonly test?: PoolTest;
  /** Confidence, in (0, 1); default 0.95. */
  readonly level?: number;
  /** `separate` (default) estimates tau2 in each subgroup; `common` one tau2 within all of them. */
  readonly tau2?: "separate" | "common";
  readonly compat?: "metafor";
}

/** One subgroup's pooled effect. */
export interface Subgroup {
  readonly group: string;
  readonly k: number;
  readonly estimate: number;
  readonly se: number;
  readonly ciLow: number;
  readonly ciHigh: number;
  readonly p: number | null;
  readonly tau2: number;
  /** From the subgroup alone; `null` for one study. */
  readonly i2: number | null;
  /** Cochran's Q within the subgroup and its degrees of freedom. */
  readonly q: number;
  readonly qDf: number;
  readonly predictionLow: number | null;
  readonly predictionHigh: number | null;
}

export interface SubgroupAnalysis {
  /** In the order in which groups first appear. */
  readonly groups: readonly Subgroup[];
  /** Test that all subgroups have the same mean effect. */
  readonly between: OmnibusTest;
  /** The model of all subgroups, one coefficient each, with `common` tau2. */
  readonly model: RegressionResult | null;
  readonly remarks: readonly Remark[];
}

interface Members {
  readonly group: string;
  readonly y: Float64Array;
  readonly v: Float64Array;
}

function membersOf(y: Float64Array, v: Float64Array, groups: readonly string[]): Members[] {
  if (groups.length !== y.length || v.length !== y.length)
    refuseDesign(
      `There are ${y.length} effects, ${v.length} variances and ${groups.length} groups.`,
      "Pass one variance and one group for each effect.",
    );
  const names = [...new Set(groups)];
  if (names.length < 2)
    refuseDesign(
      `There ${names.length === 1 ? "is one subgroup" : "is no subgroup"}.`,
      "Compare at least two subgroups.",
    );
  return names.map((group) => {
    const here = (_: number, i: number): boolean => groups[i] === group;
    return { group, y: y.filter(here), v: v.filter(here) };
  });
}

/** A subgroup as coefficient `at` of a model shows it; scatter and I2 are its own. */
function describe(group: string, alone: RegressionResult, model: RegressionResult, at: number): Subgroup {
  const { b, se, ciLow, ciHigh, p } = model.coefficients[at]!;
  const row = Float64Array.from({ length: model.p }, (_, i) => (i === at ? 1 : 0));
  const [prediction] = predictRegression(model, matrix(1, model.p, row));
  return {
    group,
    k: alone.k,
    estimate: b,
    se,
    ciLow,
    ciHigh,
    p,
    tau2: model.tau2,
    i2: alone.i2,
    q: alone.qe.statistic,
    qDf: alone.qe.df,
    predictionLow: prediction!.predictionLow,
    predictionHigh: prediction!.predictionHigh,
  };
}

/** Scatter of the subgroups' estimates around their weighted mean, each with its own standard error. */
function betweenSeparate(groups: readonly Subgroup[]): OmnibusTest {
  const weights = groups.map(({ se }) => 1 / se ** 2);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = groups.reduce((sum, { estimate }, i) => sum + weights[i]! * estimate, 0) / total;
  const q = groups.reduce((sum, { estimate }, i) => sum + weights[i]! * (estimate - mean) ** 2, 0);
  const df = groups.length - 1;
  if (!Number.isFinite(q)) return { tested: [], statistic: null, df, denominatorDf: null, p: null };
  return { tested: [], statistic: q, df, denominatorDf: null, p: chiSquareUpper(q, df) };
}

function remarksOn(members: readonly Members[], separate: boolean): Remark[] {
  const single = members.filter(({ y }) => y.length === 1).map(({ group }) => group);
  if (single.length === 0) return [];
  const en = separate
    ? "its interval leaves out the variance between studies, so the test between subgroups is too liberal"
    : "the variance between studies is borrowed from the other subgroups";
  const nb = separate
    ? "intervallet utelater variansen mellom studier, så testen mellom undergruppene er for liberal"
    : "variansen mellom studier er lånt fra de andre undergruppene";
  return [
    {
      code: "synthesis/subgroup-of-one",
      text: {
        en: `Subgroup with a single study (${single.join(", ")}): ${en}.`,
        nb: `Undergruppe med en enkelt studie (${single.join(", ")}): ${nb}.`,
      },
    },
  ];
}

/** One coefficient per subgroup, one tau2 for all. */
function commonModel(
  y: Float64Array,
  v: Float64Array,
  groups: readonly string[],
  names: readonly string[],
  options: SubgroupOptions,
): RegressionResult {
  const indicators = groups.flatMap((group) => names.map((name) => (name === group ? 1 : 0)));
  const design = { matrix: matrix(y.length, names.length, indicators), names, terms: [] };
  const { tau2: _, ...rest } = options;
  return metaRegression({ y, v, design }, { ...rest, explained: false });
}

/**
 * Pools each subgroup and tests whether they differ.
 *
 * With `separate` tau2 each subgroup stands alone, and the test compares their estimates by their own standard
 * errors (chi-square). With `common` tau2 the subgroups are one meta-regression, tested by F under t and
 * Hartung-Knapp; it is the better choice when subgroups are small.
 *
 * @param y effects, length k
 * @param v sampling variances, length k, all > 0
 * @param groups the subgroup of each study, length k, at least two different
 * @throws EvidensError `synthesis/bad-effects`, `synthesis/bad-design`, `synthesis/bad-options`
 * Source: Borenstein and Higgins 2013, doi:10.1007/s11121-013-0377-7.
 * Checked: tests/synthesis/golden-subgroups.test.ts.
 */
export function subgroupAnalysis(
  y: Float64Array,
  v: Float64Array,
  groups: readonly string[],
  options: SubgroupOptions = {},
): SubgroupAnalysis {
  const { tau2 = "separate", ...rest } = options;
  if (tau2 !== "separate" && tau2 !== "common")
    refuseOptions(`tau2 is ${String(tau2)}.`, "Pass a tau2 of separate or common.");
  const members = membersOf(y, v, groups);
  const remarks = remarksOn(members, tau2 === "separate");
  const alone = members.map((member) => metaRegression({ y: member.y, v: member.v }, rest));
  if (tau2 === "separate") {
    const described = members.map(({ group }, i) => describe(group, alone[i]!, alone[i]!, 0));
    return { groups: described, between: betweenSeparate(described), model: null, remarks };
  }
  const names = members.map(({ group }) => group);
  const model = commonModel(y, v, groups, names, options);
  const described = members.map(({ group }, i) => describe(group, alone[i]!, model, i));
  const apart = names.slice(1).flatMap((_, j) => names.map((__, i) => (i === 0 ? -1 : i === j + 1 ? 1 : 0)));
  const between = testContrasts(model, matrix(names.length - 1, names.length, apart)).omnibus;
  return { groups: described, between, model, remarks };
}
