import {
  type Alternative,
  adjustP,
  binomialTest,
  chiSquareTable,
  fisherTest,
  freemanHaltonTest,
  type IntervalTest,
  kendallCorrelation,
  mcNemarTest,
  oneSampleT,
  oneWayAnova,
  type PAdjustment,
  type PearsonTest,
  pairedT,
  pearsonTest,
  proportionInterval,
  proportionTest,
  type RankCorrelation,
  rankSumTest,
  spearmanTest,
  standardisedFromRaw,
  type TTest,
  twoSampleT,
  varianceRatioTest,
} from "#synthesis";
import type { GoldenCase, GoldenFamily, GoldenFile } from "./golden.types.ts";

type Run = (one: GoldenCase, file: GoldenFile) => Readonly<Record<string, unknown>>;
type Table = readonly (readonly number[])[];

/** A list of the file, by the name that the case gives or the usual one. */
function values({ args }: GoldenCase, { input }: GoldenFile, name: string, usual: string): readonly number[] {
  return input[String(args[name] ?? usual)] as readonly number[];
}

/** R writes infinities as words. */
const written = (value: number | null): unknown =>
  value === Number.POSITIVE_INFINITY ? "Infinity" : value === Number.NEGATIVE_INFINITY ? "-Infinity" : value;

const interval = ({ ciLow, ciHigh }: { ciLow: number | null; ciHigh: number | null }): unknown =>
  ciLow === null ? null : [written(ciLow), written(ciHigh)];

const common = ({ args }: GoldenCase) => ({
  ...(args["alternative"] !== undefined && { alternative: args["alternative"] as Alternative }),
  ...(args["conf_level"] !== undefined && { level: args["conf_level"] as number }),
  ...(args["correct"] !== undefined && { correct: args["correct"] === true }),
});

const namedT = (test: TTest) => ({
  statistic: test.statistic,
  parameter: [test.df],
  p_value: test.p,
  conf_int: interval(test),
  estimate: test.means,
  stderr: test.se,
});

const tTests: Run = (one, file) => {
  const { args } = one;
  const options = { ...common(one), ...(args["mu"] !== undefined && { mu: args["mu"] as number }) };
  const x = values(one, file, "x", "x");
  if (args["y"] === undefined) return namedT(oneSampleT(x, options));
  const y = values(one, file, "y", "y");
  if (args["paired"] === true) return namedT(pairedT(x, y, options));
  return namedT(twoSampleT(x, y, { ...options, equalVariances: args["var_equal"] === true }));
};

const correlations: Run = (one, file) => {
  const [x, y] = [values(one, file, "x", "pre"), values(one, file, "y", "post")];
  const named = (test: RankCorrelation | PearsonTest | IntervalTest) => ({
    statistic: test.statistic,
    parameter: test.df === null ? null : [test.df],
    p_value: test.p,
    conf_int: "ciLow" in test ? interval(test) : null,
    estimate: [test.estimate],
  });
  if (one.args["method"] === "spearman") return named(spearmanTest(x, y));
  if (one.args["method"] === "kendall") return named(kendallCorrelation(x, y));
  return named(pearsonTest(x, y, common(one)));
};

const rankSums: Run = (one, file) => {
  const { exact, correct } = one.args;
  const test = rankSumTest(values(one, file, "x", "x"), values(one, file, "y", "y"), {
    ...(typeof exact === "boolean" && { exact }),
    ...(typeof correct === "boolean" && { correct }),
  });
  return { statistic: test.statistic, parameter: null, p_value: test.p, conf_int: null, estimate: null };
};

const variances: Run = (one, file) => {
  const test = varianceRatioTest(values(one, file, "x", "x"), values(one, file, "y", "y"), common(one));
  return {
    statistic: test.statistic,
    parameter: [test.df1, test.df2],
    p_value: test.p,
    conf_int: interval(test),
    estimate: [test.estimate],
  };
};

const oneWay: Run = (one, file) => {
  const test = oneWayAnova([values(one, file, "x", "x"), values(one, file, "y", "y")]);
  return {
    F: test.statistic,
    df: [test.df1, test.df2],
    p: test.p,
    SS: [test.between, test.within],
  };
};

const rawDifferences: Run = (one, file) => {
  const result = standardisedFromRaw(values(one, file, "x", "x"), values(one, file, "y", "y"));
  return {
    m1: result.mean1,
    sd1: result.sd1,
    m2: result.mean2,
    sd2: result.sd2,
    d: result.d,
    g: result.g,
    var_g: result.varianceG,
    glass: result.glass,
  };
};

const tables: Run = (one) => {
  const test = chiSquareTable(one.args["table"] as Table, common(one));
  return {
    statistic: test.statistic,
    df: test.df,
    p_value: test.p,
    expected: test.expected,
    residuals: test.residuals,
    stdres: test.standardised,
    cramers_v: test.cramersV,
  };
};

const fisher: Run = (one) => {
  const table = one.args["table"] as Table;
  if (/Freeman/.test(String(one.args["fun"])) || table.length > 2 || (table[0]?.length ?? 0) > 2)
    return { p_value: freemanHaltonTest(table) };
  const test = fisherTest(table, { ...common(one), compat: "R" });
  return {
    statistic: null,
    parameter: null,
    p_value: test.p,
    conf_int: interval(test),
    estimate: [written(test.estimate)],
  };
};

const mcNemar: Run = (one) => {
  const test = mcNemarTest(one.args["table"] as Table, common(one));
  return { statistic: test.statistic, parameter: [test.df], p_value: test.p, conf_int: null, estimate: null };
};

const proportions: Run = (one) => {
  const [first, second] = (one.args["table"] as Table).map(([events, others]) => ({
    events: events!,
    n: events! + others!,
  }));
  const test = proportionTest(first!, second!, common(one));
  return {
    statistic: test.statistic,
    parameter: [test.df],
    p_value: test.p,
    conf_int: interval(test),
    estimate: test.proportions,
  };
};

const binomial: Run = ({ args }) => {
  const [k, n] = [args["k"] as number, args["n"] as number];
  if (args["conf_level"] === undefined) return { p_value: binomialTest(k, n, args["p"] as number) };
  const by = (method: Parameters<typeof proportionInterval>[2]): number[] => {
    const { low, high } = proportionInterval(k, n, method, args["conf_level"] as number);
    return [low, high];
  };
  return {
    clopper_pearson: by("clopper-pearson"),
    wilson: by("wilson"),
    wilson_cc: by("wilson-corrected"),
    wald: by("wald"),
    agresti_coull: by("agresti-coull"),
    jeffreys: by("jeffreys"),
  };
};

const adjusted: Run = ({ args }) => {
  const method = args["method"] === "fdr" ? "BH" : (args["method"] as PAdjustment);
  return { p: [...adjustP(args["p"] as readonly number[], method)] };
};

/** By the beginning of the case's id. */
const runs: readonly (readonly [string, Run])[] = [
  ["t.test", tTests],
  ["var.test", variances],
  ["wilcox", rankSums],
  ["cor/", correlations],
  ["anova", oneWay],
  ["smd-from-raw", rawDifferences],
  ["chisq", tables],
  ["fisher", fisher],
  ["mcnemar", mcNemar],
  ["prop.test", proportions],
  ["binom", binomial],
  ["p.adjust", adjusted],
];

/** Classic tests against base R. */
export const classicTestsFamily: GoldenFamily = {
  name: "classic-tests",
  method: ({ id }) => id.split("/")[0] ?? id,
  owns: (file) => file === "tests-classic" || file.startsWith("tests-classic-"),
  run: (one, file) => {
    const found = runs.find(([start]) => one.id.startsWith(start));
    if (!found) throw new Error(`no test for ${one.id}`);
    return found[1](one, file);
  },
  // R finds the conditional odds ratio and its interval by a root search that stops at about 1e-4.
  tolerance: ({ id }, result) => {
    if (!id.startsWith("fisher")) return { relative: 1e-12 };
    return { relative: result === "p_value" ? 1e-10 : 1e-4 };
  },
  leftOut: {},
};
