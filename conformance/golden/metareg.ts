import {
  compareModels,
  influence,
  locationScale,
  metaRegression,
  predictRegression,
  type RegressionInput,
  type RegressionOptions,
  varianceInflation,
} from "#synthesis";
import type { GoldenCase, GoldenFamily, GoldenFile } from "./golden.types.ts";
import {
  isClosed,
  type KeptStudies,
  keptStudies,
  matrixOf,
  namedFit,
  optionsOf,
  univariateTolerance,
  weightsOf,
} from "./regression-names.ts";
import { confint } from "./rma-uni.ts";

interface ModelMatrix {
  readonly columns: readonly string[];
  readonly X: readonly (readonly number[])[];
}

/** Every call but those marked `default` stops at the true optimum. */
const isOptimum = (one: GoldenCase): boolean => one.args["convergence"] !== "default";

function modelMatrix(file: GoldenFile, name: string): ModelMatrix {
  const found = (file.input["model_matrices"] as Record<string, ModelMatrix> | undefined)?.[name];
  if (found === undefined) throw new Error(`${file.file}.json has no model matrix ${name}`);
  return { columns: [found.columns].flat(), X: found.X.map((row) => [row].flat()) };
}

/** The studies with every moderator known, and their design. */
function modelOf(file: GoldenFile, name: string) {
  const { columns, X } = modelMatrix(file, name);
  const studies = keptStudies(file, [X]);
  return { studies, design: { matrix: matrixOf(studies.of(X)), names: columns, terms: [] } };
}

const effects = ({ y, v }: KeptStudies): Pick<RegressionInput, "y" | "v"> => ({ y, v });

function predictions(input: RegressionInput, one: GoldenCase): Record<string, unknown> {
  const fit = metaRegression(input, optionsOf(one, true));
  const design = input.design as ReturnType<typeof modelOf>["design"];
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

function likelihoodRatio(input: RegressionInput, one: GoldenCase): Record<string, unknown> {
  const options = optionsOf(one, true);
  const { lrt, p, parametersFull, parametersReduced } = compareModels(
    metaRegression(input, options),
    metaRegression({ y: input.y, v: input.v }, options),
  );
  return { LRT: lrt, pval: p, parms_f: parametersFull, parms_r: parametersReduced };
}

/** Scale as the case says ("~ablat"), location on the same unless the case names another model matrix. */
function scaleModel(file: GoldenFile, one: GoldenCase): Record<string, unknown> {
  const name = (value: unknown): string => String(value).replace(/[~ ]/g, "");
  const scale = modelOf(file, name(one.args["scale"]));
  const location = modelOf(file, name(one.args["model_matrix"] ?? one.args["mods"] ?? one.args["scale"]));
  const fit = locationScale(
    { ...effects(scale.studies), design: location.design, scale: scale.design },
    { method: one.args["method"] === "ML" ? "ML" : "REML", test: one.args["test"] === "t" ? "t" : "z" },
  );
  return {
    beta: fit.coefficients.map(({ b }) => b),
    se: fit.coefficients.map(({ se }) => se),
    alpha: fit.scaleCoefficients.map(({ b }) => b),
    se_alpha: fit.scaleCoefficients.map(({ se }) => se),
    tau2: fit.tau2,
    ll_REML: fit.logLikelihood,
    ll_ML: fit.logLikelihood,
  };
}

function diagnostics(input: RegressionInput, options: RegressionOptions): Record<string, unknown> {
  const { studies } = influence(input, options);
  return {
    dfbs: studies.map(({ dfbetas }) => dfbetas),
    rstudent: studies.map(({ external }) => external?.z),
    dffits: studies.map(({ dffits }) => dffits),
    "cook.d": studies.map(({ cooksDistance }) => cooksDistance),
    "cov.r": studies.map(({ covarianceRatio }) => covarianceRatio),
    "tau2.del": studies.map(({ tau2 }) => tau2),
    "QE.del": studies.map(({ qe }) => qe),
    hat: studies.map(({ hat }) => hat),
    weight: studies.map(({ weight }) => weight),
    is_infl: studies.map(({ flags }) => flags.length > 0),
  };
}

function run(one: GoldenCase, file: GoldenFile): Record<string, unknown> {
  if (one.args["scale"] !== undefined) return scaleModel(file, one);
  const { studies, design } = modelOf(file, String(one.args["model_matrix"]));
  const input: RegressionInput = { ...effects(studies), design, ...weightsOf(one, studies) };
  const options = optionsOf(one, isOptimum(one));
  const { expected, args } = one;
  if ("LRT" in expected) return likelihoodRatio(input, one);
  if ("type" in args) return confint(one, input);
  if ("pred" in expected) return predictions(input, one);
  if ("dfbs" in expected) return diagnostics(input, options);
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
    // Differences of two fits in standard errors: those that are all but 0 hold the rounding errors of the fits.
    if (result === "dfbs") return { relative: isClosed(one) ? 1e-10 : 1e-7, absolute: 1e-12 };
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
