import {
  dFromPairedT,
  dFromR,
  dFromT,
  dFromTAndDf,
  type EffectMeasureId,
  effectSize,
  fisherZ,
  fromQuantiles,
  fromReportedPrecision,
  hedgesCorrection,
  type MeanMethod,
  omegaSquared,
  partialEtaSquared,
  pFromT,
  type QuantileOptions,
  rFromT,
  type SdMethod,
  type TwoMeans,
  tFromF,
  tFromP,
} from "#synthesis";
import { variancesOf } from "./escalc.ts";
import type { GoldenCase, GoldenFamily } from "./golden.types.ts";

type Args = Readonly<Record<string, number | undefined>>;
type Results = Readonly<Record<string, unknown>>;

/** Two groups that lie d of their SDs apart. */
function groupsApart(d: number, n1: number, n2: number): TwoMeans {
  return { m1: d, sd1: 1, n1, m2: 0, sd2: 1, n2 };
}

/** The sign of a P value there carries the direction. */
function dOf({ di, ti, pi, ri, n1i, n2i }: Args): number {
  const [n1, n2] = [n1i!, n2i!];
  if (di !== undefined) return di;
  if (ri !== undefined) return dFromR(ri, n1, n2).value;
  const t = ti ?? tFromP(Math.abs(pi!), n1 + n2 - 2, pi! < 0 ? -1 : 1).value;
  return dFromT(t, n1, n2).value;
}

function statisticAsEffect(args: GoldenCase["args"]): Results {
  const numbers = args as Args;
  const measure = args["measure"] as "SMD";
  const effect = effectSize(
    measure,
    groupsApart(dOf(numbers), numbers["n1i"]!, numbers["n2i"]!),
    variancesOf(measure as EffectMeasureId, args),
  );
  return { yi: effect.y, vi: effect.v, sei: effect.se };
}

function pairedEffect(t: number, n: number): Results {
  const d = dFromPairedT(t, n).value;
  // A change of d of its SDs: SD of the change 1 when both SDs are 1 and the correlation is 1/2.
  const { y, v } = effectSize("SMCC", { meanPre: 0, sdPre: 1, meanPost: d, sdPost: 1, n, r: 0.5 });
  return { d_z: d, smcc_yi: y, smcc_vi: v };
}

function twoGroups(t: number, df: number, n1: number, n2: number): Results {
  const d = dFromT(t, n1, n2).value;
  const groups = groupsApart(d, n1, n2);
  const corrected = effectSize("SMD", groups);
  return {
    d,
    J_exact: hedgesCorrection(df),
    g: corrected.y,
    var_d_LS: effectSize("SMD", groups, { biasCorrection: false }).v,
    var_g_LS: corrected.v,
  };
}

function testStatistic(args: Args): Results {
  const df = args["df"]!;
  const t = args["t"] ?? tFromF(args["F"]!).value;
  const r = rFromT(t, df).value;
  return {
    t,
    p_two_sided: pFromT(t, df).value,
    r,
    d_2t_over_sqrt_df: dFromTAndDf(t, df).value,
    partial_eta2: partialEtaSquared(t * t, 1, df).value,
    omega2: omegaSquared(t * t, 1, df).value,
    fisher_z: fisherZ(r).value,
    ...(args["n_paired"] === undefined ? {} : pairedEffect(t, args["n_paired"])),
    ...(args["n1"] === undefined ? {} : twoGroups(t, df, args["n1"], args["n2"]!)),
  };
}

function wald(args: GoldenCase["args"]): Results {
  const { out, "ci.lb": low, "ci.ub": high, zval, pval, level } = args as Args;
  const { y, v } = fromReportedPrecision(
    {
      estimate: out!,
      ...(low === undefined ? {} : { interval: { low, high: high! } }),
      ...(zval === undefined ? {} : { z: zval }),
      ...(pval === undefined ? {} : { p: pval }),
    },
    {
      ...(args["transf"] === "log" ? { scale: "log" as const } : {}),
      ...(level === undefined ? {} : { level: level > 1 ? level / 100 : level }),
    },
  ).value;
  return { yi: y, vi: v };
}

/** `name2005+name2005`: the method of the mean and of the SD, each with its year. */
function methodsOf(method: unknown): QuantileOptions {
  const [mean, sd] = String(method)
    .split("+")
    .map((part) => part.replace(/\d+$/, ""));
  return sd === undefined ? {} : { mean: mean as MeanMethod, sd: sd as SdMethod };
}

function fiveNumbers(args: GoldenCase["args"]): Results {
  const { min, q1, median, q3, max, n } = args as Args;
  const given = { min, q1, q3, max };
  const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  try {
    const { value } = fromQuantiles(
      { ...known, median: median!, n: n! },
      {
        ...methodsOf(args["method"]),
        distribution: args["dist"] === "lnorm" ? "log-normal" : "normal",
        testSkewness: args["test"] !== false,
        compat: "metafor",
      },
    );
    return { mean: value?.mean, sd: value?.sd };
  } catch (error) {
    // Methods that do not cover the quantiles give NA there.
    if ((error as { code?: string }).code === "synthesis/bad-option") return { mean: null, sd: null };
    throw error;
  }
}

function run({ args }: GoldenCase): Results {
  if ("measure" in args) return statisticAsEffect(args);
  if ("out" in args) return wald(args);
  if ("median" in args) return fiveNumbers(args);
  return testStatistic(args as Args);
}

function method({ args }: GoldenCase): string {
  if ("measure" in args) return `test statistic to ${args["measure"]}`;
  if ("out" in args) return "interval, z or P to standard error";
  if ("median" in args) return `quantiles to mean and SD (${args["method"]})`;
  return "test statistics to one another";
}

/** Conversions: `conv.wald`, `conv.fivenum` and `escalc` of metafor, and arithmetic in R. */
export const conversionsFamily: GoldenFamily = {
  name: "conversions",
  method,
  owns: (file) => file.startsWith("conversions"),
  run,
  tolerance: () => ({ relative: 1e-10 }),
  leftOut: { J_approx: "the approximate correction factor, shown there for comparison; ours is exact" },
};
