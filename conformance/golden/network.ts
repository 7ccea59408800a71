import {
  decomposeDesigns,
  type NetworkContrast,
  type NetworkModel,
  type NetworkResult,
  type NetworkTau2Method,
  networkMetaAnalysis,
  type PairTable,
  rankTreatments,
  splitNetwork,
} from "#synthesis";
import type { GoldenCase, GoldenFamily, GoldenFile } from "./golden.types.ts";

type Results = Readonly<Record<string, unknown>>;

/** The estimator of netmeta where a call does not say another. */
const USUAL = "DL";

function contrastsOf({ input }: GoldenFile): readonly NetworkContrast[] {
  const { TE, seTE, treat1, treat2, studlab } = input as {
    readonly TE: readonly number[];
    readonly seTE: readonly number[];
    readonly treat1: readonly string[];
    readonly treat2: readonly string[];
    readonly studlab: readonly string[];
  };
  return TE.map((y, i) => ({
    study: String(studlab[i]),
    treatment1: String(treat1[i]),
    treatment2: String(treat2[i]),
    y,
    se: seTE[i]!,
  }));
}

/** The network that a case is about: its own call, or the first `netmeta` call of the file. */
function callOf(one: GoldenCase, file: GoldenFile): GoldenCase {
  if (one.args["fun"] === "netmeta") return one;
  return file.cases.find((other) => other.args["fun"] === "netmeta") ?? one;
}

function analyse(one: GoldenCase, file: GoldenFile): NetworkResult {
  const call = callOf(one, file);
  const method = (call.args["method.tau"] ?? USUAL) as NetworkTau2Method;
  // R sorts names by its locale; the order of the treatments is a matter of shape.
  const order = call.expected["trts"] as readonly string[] | undefined;
  const reference = call.args["reference"] as string | undefined;
  return networkMetaAnalysis(contrastsOf(file), {
    tau2: method,
    compat: "netmeta",
    ...(order === undefined ? {} : { treatments: order }),
    ...(reference === undefined || reference === "" ? {} : { reference }),
  });
}

function netmeta(one: GoldenCase, file: GoldenFile): Results {
  const result = analyse(one, file);
  const split = decomposeDesigns(result);
  const several = result.designs.length > 1;
  const fraction = (percent: number | null): number | null => (percent === null ? null : percent / 100);
  const smallValues = one.args["small.values"] === "undesirable" ? "undesirable" : "desirable";
  const scores = (model: NetworkModel): readonly number[] =>
    rankTreatments(result, { model, smallValues }).map(({ pScore }) => pScore);
  return {
    trts: result.treatments,
    TE_common: result.common.estimate,
    seTE_common: result.common.se,
    TE_random: result.random?.estimate,
    seTE_random: result.random?.se,
    tau: result.tau,
    tau2: result.tau2,
    Q: result.q,
    df_Q: result.qDf,
    pval_Q: result.qP,
    // netmeta decomposes only where there are two designs or more.
    Q_heterogeneity: several ? split.within.q : null,
    df_Q_heterogeneity: several ? split.within.df : null,
    Q_inconsistency: several ? split.between.q : null,
    df_Q_inconsistency: several ? split.between.df : null,
    I2: fraction(result.i2),
    I2_lower: fraction(result.i2Low),
    I2_upper: fraction(result.i2High),
    m: result.contrasts.length,
    k: result.studies.length,
    n: result.treatments.length,
    d: result.designs.length,
    pscore_common: scores("common"),
    pscore_random: result.random === null ? null : scores("random"),
    pi_lower: result.prediction?.low as PairTable | undefined,
    pi_upper: result.prediction?.high as PairTable | undefined,
  };
}

function netsplit(one: GoldenCase, file: GoldenFile): Results {
  const result = analyse(one, file);
  // Where a call names no reference, netmeta takes the first treatment.
  const reference = (one.args["reference"] ??
    callOf(one, file).args["reference"] ??
    result.treatments[0]) as string;
  const method = one.args["method"] === "SIDDE" ? "SIDE" : "back-calculation";
  const pairs = splitNetwork(result, {
    method,
    ...(reference === "" ? {} : { reference }),
  });
  return {
    comparison: pairs.map(({ treatment1, treatment2 }) => `${treatment1}:${treatment2}`),
    k: pairs.map(({ studies }) => studies),
    prop_random: pairs.map(({ directShare }) => directShare),
    direct: pairs.map(({ direct }) => direct?.estimate ?? null),
    direct_se: pairs.map(({ direct }) => direct?.se ?? null),
    indirect: pairs.map(({ indirect }) => indirect?.estimate ?? null),
    indirect_se: pairs.map(({ indirect }) => indirect?.se ?? null),
    diff: pairs.map(({ difference }) => difference?.estimate ?? null),
    diff_se: pairs.map(({ difference }) => difference?.se ?? null),
    diff_p: pairs.map(({ difference }) => difference?.p ?? null),
  };
}

function decomposed(one: GoldenCase, file: GoldenFile): Results {
  const split = decomposeDesigns(analyse(one, file));
  const { total, within, between, betweenRandom } = split;
  const rows = [total, within, between];
  return {
    Q_total: rows.map(({ q }) => q),
    df: rows.map(({ df }) => df),
    p: rows.map(({ p }) => p),
    Q_inc_random: betweenRandom?.q ?? null,
    Q_inc_random_df: betweenRandom?.df ?? null,
    tau_within: betweenRandom === null ? null : Math.sqrt(betweenRandom.tau2Within),
  };
}

const RUNS: Readonly<Record<string, (one: GoldenCase, file: GoldenFile) => Results>> = {
  netmeta,
  netsplit,
  "decomp.design": decomposed,
};

/** Frequentist network meta-analysis against netmeta. */
export const networkFamily: GoldenFamily = {
  name: "network",
  method: (one) => `network: ${String(one.args["fun"])} ${String(one.args["method.tau"] ?? "")}`.trim(),
  owns: (file) => file.startsWith("netmeta-"),
  run: (one, file) => {
    const run = RUNS[String(one.args["fun"])];
    if (run === undefined) throw new Error(`no adapter for ${String(one.args["fun"])}`);
    return run(one, file);
  },
  tolerance: (one, _result, file) => {
    const iterative = ["REML", "ML"].includes(String(callOf(one, file).args["method.tau"]));
    return { relative: iterative ? 1e-5 : 1e-8, absolute: 1e-12 };
  },
  leftOut: { labels: "names of the rows, not numbers" },
};
