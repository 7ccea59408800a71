import {
  type CovarianceStructure,
  clusterRobust,
  componentIntervals,
  correlatedSampling,
  type LevelLabel,
  type MultilevelData,
  type MultilevelFit,
  multilevel,
  multilevelRandomEffects,
  multilevelWeights,
  predictMultilevel,
  type RandomTerm,
  type RobustType,
  type SamplingCovariance,
  type StructuredEffects,
} from "#synthesis";
import type { GoldenCase, GoldenFamily, GoldenFile, Tolerance } from "./golden.types.ts";

type Row = Readonly<Record<string, unknown>>;

/** A random formula: `~1|a/b` or `~inner|outer`; several in one list. */
interface Model {
  readonly data: MultilevelData;
  readonly method: "REML" | "ML";
  readonly test: "z" | "t";
  readonly df: "residual" | "contain";
  /** Names of the intercepts' factors, the coarsest first. */
  readonly factors: readonly string[];
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const labels = (file: GoldenFile, name: string): LevelLabel[] => {
  const list = file.input[name];
  if (list === undefined) throw new Error(`${file.file}.json has no input.${name}`);
  return [list].flat() as LevelLabel[];
};

/** R puts the levels of a factor in order: numbers by value, words by letter. */
function levelsOf(list: readonly LevelLabel[]): LevelLabel[] {
  const all = [...new Set(list)];
  return all.every((one) => typeof one === "number")
    ? all.sort((a, b) => Number(a) - Number(b))
    : all.sort((a, b) => (String(a) < String(b) ? -1 : 1));
}

function readRandom(formula: string, structure: CovarianceStructure, file: GoldenFile): RandomTerm {
  const [left = "", right = ""] = formula.replaceAll(" ", "").replace(/^~/, "").split("|");
  if (left === "1") {
    const names = right.split("/");
    return { nested: names.map((name) => labels(file, name)), names };
  }
  const inner = labels(file, left);
  return { inner, outer: labels(file, right), structure, name: left, levels: levelsOf(inner) };
}

/** The terms of a formula as R orders them: `a * b` is `a + b + a:b`, and interactions come last. */
function termsOf(formula: string): string[][] {
  const written = formula.replaceAll(" ", "").replace(/^~/, "").replaceAll("-1", "+0").split("+");
  const terms = written.flatMap((term) => {
    const parts = term.split("*");
    return parts.length === 2 ? [[parts[0]!], [parts[1]!], parts] : [term.split(":")];
  });
  const keys = terms.map((term) => term.join(":"));
  return terms
    .filter((term, at) => keys.indexOf(keys[at]!) === at && term[0] !== "")
    .sort((a, b) => a.length - b.length);
}

/** Columns of a variable, or of a factor by treatment contrasts. */
function variableColumns(name: string, whole: boolean, file: GoldenFile): number[][] {
  const factor = /^(?:as\.)?factor\((.+)\)$/.exec(name)?.[1];
  const list = labels(file, factor ?? name);
  if (factor === undefined && list.every((value) => typeof value === "number")) return [list.map(Number)];
  const levels = levelsOf(list).slice(whole ? 0 : 1);
  return levels.map((level) => list.map((one) => (one === level ? 1 : 0)));
}

/** The design of `X` (a matrix of the file) or of a formula of columns. */
function readDesign(mods: string, file: GoldenFile): number[][] {
  const k = labels(file, "yi").length;
  if (mods === "") return Array.from({ length: k }, () => [1]);
  if (!mods.startsWith("~")) return labels(file, mods).length === k ? matrixNamed(mods, file) : [];
  const terms = termsOf(mods);
  const intercept = !terms.some(([name]) => name === "0");
  const columns: number[][] = intercept ? [new Array<number>(k).fill(1)] : [];
  let whole = !intercept;
  for (const term of terms.filter(([name]) => name !== "0" && name !== "1")) {
    let made = variableColumns(term[0]!, whole && term.length === 1, file);
    if (made.length > 1 || term.length > 1) whole = false;
    for (const name of term.slice(1)) {
      const others = variableColumns(name, false, file);
      made = others.flatMap((other) => made.map((own) => own.map((value, i) => value * other[i]!)));
    }
    columns.push(...made);
  }
  return Array.from({ length: k }, (_, i) => columns.map((column) => column[i]!));
}

const matrixNamed = (name: string, file: GoldenFile): number[][] =>
  (file.input[name] as (number | number[])[]).map((row) => [row].flat());

/** `vcalc(vi, cluster=G1, rho=0.6)` and the like, wherever the call states it. */
function readSampling(args: Row, file: GoldenFile): SamplingCovariance {
  const call = /vcalc\(([^)]*)\)/.exec(`${text(args["fun"])} ${text(args["V"])}`)?.[1];
  if (call === undefined) {
    const v = file.input["V"];
    return Array.isArray(v) ? (v as number[][]) : Float64Array.from(file.input["vi"] as number[]);
  }
  const given = new Map(
    call.split(",").map((part) => part.split("=").map((word) => word.trim()) as [string, string]),
  );
  const column = (name: string): LevelLabel[] | undefined => {
    const of = given.get(name);
    return of === undefined ? undefined : labels(file, of);
  };
  const [measurement, type, subgroup, time] = [
    column("obs"),
    column("type"),
    column("subgroup"),
    column("time1"),
  ];
  const rho = given.has("rho") ? Number(given.get("rho")) : undefined;
  return correlatedSampling({
    v: Float64Array.from(file.input["vi"] as number[]),
    cluster: column("cluster") ?? [],
    ...(measurement && { measurement }),
    ...(type && { type }),
    ...(subgroup && { subgroup }),
    ...(time && { time: time.map(Number) }),
    ...(rho !== undefined && (type === undefined ? { rho } : { rhoTypes: rho })),
    ...(given.has("phi") && { phi: Number(given.get("phi")) }),
  });
}

function readModel(args: Row, file: GoldenFile): Model {
  const formulas = [args["random"] ?? []].flat().flatMap((one) => text(one).match(/~[^~,]+/g) ?? []);
  const structures = [args["struct"] ?? "CS"].flat() as CovarianceStructure[];
  let structured = 0;
  const random = formulas.map((formula) =>
    readRandom(
      formula,
      formula.replaceAll(" ", "").startsWith("~1|") ? "CS" : (structures[structured++] ?? structures[0]!),
      file,
    ),
  );
  const contain = args["dfs"] === "contain";
  return {
    data: {
      y: Float64Array.from(file.input["yi"] as number[]),
      v: readSampling(args, file),
      x: readDesign(text(args["mods"]), file),
      random,
    },
    method: args["method"] === "ML" ? "ML" : "REML",
    test: args["test"] === "t" || contain ? "t" : "z",
    df: contain ? "contain" : "residual",
    factors: random.flatMap((term) => ("nested" in term ? (term.names ?? []) : [])),
  };
}

const fitOf = ({ data, method, test, df }: Model): MultilevelFit => multilevel(data, { method, test, df });

/** The reference's tight cases evaluate at held components, which its criteria then do not count. */
function heldAt({ data }: Model, fit: MultilevelFit): MultilevelData {
  let t = 0;
  return {
    ...data,
    random: data.random.map((term): RandomTerm => {
      if ("nested" in term)
        return { ...term, variances: term.nested.map(() => fit.terms[t++]!.variances[0]!) };
      const { variances, correlations } = fit.terms[t++]!;
      return { ...term, variances, correlations } satisfies StructuredEffects;
    }),
  };
}

function describeFit(model: Model, tight: boolean): Row {
  const fit = fitOf(model);
  const { reml, ml } = tight
    ? multilevel(heldAt(model, fit), { method: model.method, test: model.test })
    : fit;
  const intercepts = fit.terms.filter(({ structure }) => structure === "intercept");
  const [first, second] = fit.terms.filter(({ structure }) => structure !== "intercept");
  const list = (values: readonly (number | null)[] | undefined): readonly (number | null)[] =>
    values === undefined || values.length === 0 ? [0] : values;
  return {
    ...coefficients(fit.coefficients),
    vb: fit.covariance,
    sigma2: list(intercepts.map(({ variances }) => variances[0]!)),
    tau2: list(first?.variances),
    rho: list(first?.correlations),
    gamma2: list(second?.variances),
    phi: list(second?.correlations),
    QE: fit.qe.statistic,
    QEp: fit.qe.p,
    QM: fit.qm.statistic,
    QMdf: [fit.qm.df, fit.qm.dfResidual],
    QMp: fit.qm.p,
    logLik_REML: reml.logLik,
    AIC_REML: reml.aic,
    BIC_REML: reml.bic,
    AICc_REML: reml.aicc,
    logLik_ML: ml.logLik,
    AIC_ML: ml.aic,
    BIC_ML: ml.bic,
    AICc_ML: ml.aicc,
    k: fit.k,
    p: fit.p,
    ddf: fit.coefficients.map(({ df }) => df),
  };
}

function coefficients(list: MultilevelFit["coefficients"]): Row {
  return {
    beta: list.map((one) => one.estimate),
    se: list.map((one) => one.se),
    zval: list.map((one) => one.statistic),
    pval: list.map((one) => one.p),
    ci_lb: list.map((one) => one.ciLow),
    ci_ub: list.map((one) => one.ciHigh),
  };
}

/** The model that a case names, or the one of the cases that share the beginning of its id. */
function baseOf(one: GoldenCase, file: GoldenFile): Model {
  const named = text(one.args["model"]);
  if (named.startsWith("rma.uni")) {
    const args = { method: named.includes("ML") && !named.includes("REML") ? "ML" : "REML", test: "z" };
    const own = { nested: [labels(file, "yi").map((_, i) => i)], names: ["row"] };
    const model = readModel({ ...args, random: [] }, file);
    return { ...model, data: { ...model.data, random: [own] } };
  }
  const start = `${one.id.split("/")[0]}/`;
  const models = file.cases.filter(({ args }) => text(args["fun"]).startsWith("rma.mv"));
  const base =
    models.find(({ id }) => id === named) ??
    models.find(({ id, args }) => id.startsWith(start) && args["method"] !== "ML");
  if (base === undefined) throw new Error(`no model for ${one.id}`);
  return readModel(base.args, file);
}

function describeRobust(one: GoldenCase, file: GoldenFile): Row {
  const model = baseOf(one, file);
  const fit = fitOf(model);
  const cluster = labels(file, text(one.args["cluster"]));
  if (one.args["fun"] === "robust") {
    const type = one.args["adjust"] === false ? "CR0" : "CR1p";
    const result = clusterRobust(model.data, fit, cluster, { type, df: "clusters" });
    return {
      ...coefficients(result.coefficients),
      vb: result.covariance,
      dfs: [result.coefficients[0]!.df],
      QM: result.joint.statistic,
      QMdf: [result.joint.df, result.joint.dfResidual],
      QMp: result.joint.p,
    };
  }
  const result = clusterRobust(model.data, fit, cluster, { type: one.args["type"] as RobustType });
  const { zval, pval, ...rest } = coefficients(result.coefficients);
  return {
    ...rest,
    tstat: zval,
    p: pval,
    vcov: result.covariance,
    df: result.coefficients.map(({ df }) => df),
    HTZ_F: result.joint.statistic,
    HTZ_df: result.joint.dfResidual,
    HTZ_p: result.joint.p,
  };
}

function describeIntervals({ data, method }: Model): Row {
  const intervals = componentIntervals(data, { method });
  const counts = new Map<string, number>();
  const structured = (data.random as RandomTerm[]).some((term) => !("nested" in term));
  return Object.fromEntries(
    intervals.map(({ kind, estimate, low, high }) => {
      const stem = kind === "correlation" ? "rho" : structured ? "tau2" : "sigma2";
      counts.set(stem, (counts.get(stem) ?? 0) + 1);
      return [`${stem}_${counts.get(stem)}`, [estimate, low, high]];
    }),
  );
}

/** Effects by level, in the order in which the reference lists the levels. */
function describeEffects({ data, factors, ...rest }: Model, expected: Row): Row {
  const effects = multilevelRandomEffects(data, fitOf({ data, factors, ...rest }));
  return Object.fromEntries(
    factors.flatMap((factor, t) => {
      const own = new Map(effects[t]!.map((one) => [one.outer, one]));
      const order = (expected[`${factor}_levels`] as unknown[] | undefined)?.map(String) ?? [...own.keys()];
      const listed = order.map((level) => own.get(level));
      return [
        [factor, listed.map((one) => one?.estimate)],
        [`${factor}_se`, listed.map((one) => one?.se)],
        [`${factor}_levels`, listed.map((one) => one?.outer)],
      ];
    }),
  );
}

function describePrediction(model: Model): Row {
  const fit = fitOf(model);
  const { estimate, se, ciLow, ciHigh, predictionLow, predictionHigh } = predictMultilevel(
    fit,
    fit.coefficients.map((_, j) => (j === 0 ? 1 : 0)),
  );
  return { pred: estimate, se, ci_lb: ciLow, ci_ub: ciHigh, pi_lb: predictionLow, pi_ub: predictionHigh };
}

/** The file without the effects that are not known or have no variance, which the reference leaves out. */
function completeRows(file: GoldenFile): GoldenFile {
  const yi = labels(file, "yi") as readonly unknown[];
  const vi = [file.input["vi"] ?? yi].flat() as readonly unknown[];
  const rows = yi.map((_, i) => i).filter((i) => yi[i] !== null && vi[i] !== null);
  if (rows.length === yi.length) return file;
  const kept = (value: unknown): unknown =>
    Array.isArray(value) && value.length === yi.length ? rows.map((i) => kept(value[i])) : value;
  const input = Object.fromEntries(Object.entries(file.input).map(([name, value]) => [name, kept(value)]));
  return { ...file, input };
}

function run(one: GoldenCase, given: GoldenFile): Row {
  const file = completeRows(given);
  const fun = text(one.args["fun"]);
  if (fun.startsWith("rma.mv"))
    return describeFit(readModel(one.args, file), one.args["convergence"] === "tight");
  if (fun === "robust" || fun === "clubSandwich") return describeRobust(one, file);
  const model = baseOf(one, file);
  if (fun.startsWith("confint")) return describeIntervals(model);
  if (fun === "predict") return describePrediction(model);
  if (fun === "ranef") return describeEffects(model, one.expected);
  const fit = fitOf(model);
  if (fun === "weights") return { w: multilevelWeights(model.data, fit) };
  if (one.id.includes("I2")) return { I2_total: fit.i2.total, I2_parts: fit.i2.parts };
  throw new Error(`no call for ${one.id}`);
}

function tolerance(one: GoldenCase, result: string): Tolerance {
  // A variance that the reference leaves at 1e-12 is one of 0.
  const isVariance = /^(sigma2|tau2|gamma2)/.test(result);
  const absolute = isVariance ? { absolute: 1e-8 } : {};
  if (text(one.args["fun"]).startsWith("confint")) return { relative: 1e-5, ...absolute };
  const convergence = text(one.args["convergence"]);
  if (convergence !== "" && convergence !== "tight") return { relative: 1e-4, ...absolute };
  return isVariance ? { relative: 1e-6, ...absolute } : { relative: 1e-7 };
}

/** Multilevel and multivariate models and cluster-robust inference, as metafor's `rma.mv`, `robust` and clubSandwich. */
export const multilevelFamily: GoldenFamily = {
  name: "multilevel",
  method: ({ args }) => text(args["fun"]).split(" ")[0] || "I2",
  owns: (file) => file.startsWith("mv-"),
  run,
  tolerance,
  leftOut: {},
};
