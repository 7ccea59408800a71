import { type LineCoefficient, peese, pet, type SelectionOptions, selectionModel } from "#synthesis";
import type { GoldenCase, GoldenFamily, GoldenFile } from "./golden.types.ts";
import { keptStudies } from "./regression-names.ts";

/** The reference program's name of each selection function. */
const types: Readonly<Record<string, SelectionOptions["type"]>> = {
  stepfun: "step",
  beta: "beta",
  halfnorm: "halfnorm",
  negexp: "negexp",
  logistic: "logistic",
  power: "power",
  negexppow: "negexppow",
  trunc: "trunc",
  truncest: "truncest",
};

function runLine(one: GoldenCase, file: GoldenFile): Readonly<Record<string, unknown>> {
  const line = /yi ~ vi/.test(String(one.args["model"])) ? peese : pet;
  const { y, v } = keptStudies(file);
  const { effect, slope } = line(y, v);
  const pair = (of: (one: LineCoefficient) => unknown): unknown[] => [of(effect), of(slope)];
  return {
    b: pair((c) => c.estimate),
    se: pair((c) => c.se),
    t: pair((c) => c.statistic),
    p: pair((c) => c.p),
  };
}

function run(one: GoldenCase, file: GoldenFile): Readonly<Record<string, unknown>> {
  if ("model" in one.args) return runLine(one, file);
  const { type, alternative, steps, delta, method } = one.args;
  const options: SelectionOptions = {
    type: types[String(type)] ?? (type as SelectionOptions["type"]),
    effects: ["EE", "FE", "CE"].includes(String(method)) ? "common" : "random",
    compat: "metafor",
    ...(alternative !== undefined && {
      alternative: alternative as NonNullable<SelectionOptions["alternative"]>,
    }),
    ...(steps !== undefined && { steps: [steps].flat() as number[] }),
    ...(delta !== undefined && { delta: [delta].flat() as (number | null)[] }),
  };
  const { y, v } = keptStudies(file);
  const result = selectionModel(y, v, options);
  return {
    beta: [result.estimate],
    se: [result.se],
    zval: [result.statistic],
    pval: [result.p],
    ci_lb: [result.ciLow],
    ci_ub: [result.ciHigh],
    tau2: result.tau2,
    se_tau2: result.seTau2,
    delta: result.delta,
    se_delta: result.seDelta,
    logLik: result.logLikelihood,
    LRT: result.likelihoodRatio.statistic,
    LRTdf: result.likelihoodRatio.df,
    LRTp: result.likelihoodRatio.p,
    LRT_tau2: result.tau2Ratio?.statistic ?? null,
  };
}

const isStandardError = (result: string): boolean => result === "se" || result.startsWith("se_");

/** Selection models against `selmodel`, PET and PEESE against R's `lm`. */
export const selectionFamily: GoldenFamily = {
  name: "selection",
  method: (one) => ("model" in one.args ? one.id : `selection ${String(one.args["type"])}`),
  owns: (file) => file.startsWith("selmodel-"),
  run,
  tolerance: (one, result) => {
    if ("model" in one.args) return { relative: 1e-10 };
    if (result === "logLik") return { relative: 1e-6 };
    return { relative: isStandardError(result) ? 1e-3 : 1e-4 };
  },
  leftOut: {},
};
