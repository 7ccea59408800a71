import {
  compareModels,
  heterogeneityInterval,
  influence,
  locationScale,
  metaRegression,
  predictRegression,
  type RegressionInput,
  varianceInflation,
} from "#synthesis";
import type { GoldenCase, GoldenFamily, GoldenFile } from "./golden.types.ts";
import { isClosed, matrixOf, namedFit, optionsOf, univariateTolerance } from "./regression-names.ts";

interface ModelMatrix {
  readonly columns: readonly string[];
  readonly X: readonly (readonly number[])[];
}

/** Every call but those marked `default` stops at the true optimum. */
const isOptimum = (one: GoldenCase): boolean => one.args["convergence"] !== "default";

function designNamed(file: GoldenFile, name: string) {
  const { columns, X } = (file.input["model_matrices"] as Record<string, ModelMatrix>)[name]!;
  return { matrix: matrixOf(X), names: columns, terms: [] };
}

function effects(file: GoldenFile): { y: Float64Array; v: Float64Array } {
  return {
    y: Float64Array.from(file.input["yi"] as number[]),
    v: Float64Array.from(file.input["vi"] as number[]),
  };
}

function predictions(input: RegressionInput, one: GoldenCase): Record<string, unknown> {
  const fit = metaRegression(input, optionsOf(one, true));
  const design = input.design as ReturnType<typeof designNamed>;
  const at = predictRegression(fit, design.matrix);
  return {
    pred: at.map(({ estimate }) => estimate),
    se: at.map(({ se }) => se),
    ci_lb: at.map(({ ciLow }) => ciLow),
    ci_ub: at.map(({ ciHigh }) => ciHigh),
    pi_lb: at.map(({ predictionLow }) => predictionLow),
    pi_ub: at.map(({ predictionHigh }) => predictionHigh),
    pi_se: at.map(({ predictionSe }) => predictionSe),
  };
}

function interval(input: RegressionInput, one: GoldenCase): Record<string, unknown> {
  const { tau2 } = metaRegression(input, optionsOf(one, true));
  const found = heterogeneityInterval(input, { method: "REML", searchUpTo: Math.max(100, 10 * tau2) });
  const list = ({ estimate, low, high }: typeof found.tau2) => [estimate, low, high];
  return { tau2: list(found.tau2), tau: list(found.tau), I2: list(found.i2), H2: list(found.h2) };
}

function likelihoodRatio(input: RegressionInput, one: GoldenCase): Record<string, unknown> {
  const options = optionsOf(one, true);
  const { lrt, p, parametersFull, parametersReduced } = compareModels(
    metaRegression(input, options),
    metaRegression({ y: input.y, v: input.v }, options),
  );
  return { LRT: lrt, pval: p, parms_f: parametersFull, parms_r: parametersReduced };
}

/** Location on `ablat`, scale as the case says ("~ablat"). */
function scaleModel(file: GoldenFile, one: GoldenCase): Record<string, unknown> {
  const design = designNamed(file, String(one.args["scale"]).replace("~", ""));
  const fit = locationScale({ ...effects(file), design, scale: design }, { method: "REML", test: "z" });
  return {
    beta: fit.coefficients.map(({ b }) => b),
    se: fit.coefficients.map(({ se }) => se),
    alpha: fit.scaleCoefficients.map(({ b }) => b),
    se_alpha: fit.scaleCoefficients.map(({ se }) => se),
    tau2: fit.tau2,
    ll_REML: fit.logLikelihood,
  };
}

function run(one: GoldenCase, file: GoldenFile): Record<string, unknown> {
  if (one.args["scale"] !== undefined) return scaleModel(file, one);
  const input: RegressionInput = {
    ...effects(file),
    design: designNamed(file, String(one.args["model_matrix"])),
  };
  const options = optionsOf(one, isOptimum(one));
  const { expected, args } = one;
  if ("LRT" in expected) return likelihoodRatio(input, one);
  if ("type" in args) return interval(input, one);
  if ("pred" in expected) return predictions(input, one);
  if ("dfbs" in expected) return { dfbs: influence(input, options).studies.map(({ dfbetas }) => dfbetas) };
  const btt = args["btt"] === undefined ? {} : { tested: [args["btt"]].flat().map((at) => Number(at) - 1) };
  const fit = metaRegression(input, { ...options, ...btt });
  return { ...namedFit(fit), hat: fit.hat, vif: varianceInflation(fit).map(({ vif }) => vif) };
}

/** `rma.uni` with moderators, and what follows from its fits. */
export const metaregFamily: GoldenFamily = {
  name: "metareg",
  method: (one) => {
    const [call] = one.id.split("/");
    if (call !== "metareg") return String(call);
    return `metareg ${String(one.args["method"])} ${String(one.args["convergence"])}`;
  },
  owns: (file) => file.startsWith("metareg-"),
  run,
  tolerance: (one, result) => {
    if (one.args["scale"] !== undefined) return { relative: 1e-4 };
    const call = one.id.split("/")[0];
    const solved = call !== "metareg" && !isClosed(one);
    // Calendar years as a covariate cost the reference digits: its p of QE is 4e-10 from the exact value, which
    // tests/synthesis/regression.test.ts holds to sixteen digits. Its own index gives these files 1e-9.
    if (call === "metareg" && isClosed(one)) return { relative: 1e-9 };
    return univariateTolerance(one, result, solved || isOptimum(one));
  },
  leftOut: {
    coef_names: "names of coefficients, not numbers",
    columns: "names of columns, not numbers",
  },
};
