import {
  type HeterogeneityIntervalType,
  heterogeneityInterval,
  metaRegression,
  predictRegression,
  type RegressionInput,
} from "#synthesis";
import type { GoldenCase, GoldenFamily, GoldenFile } from "./golden.types.ts";
import {
  isClosed,
  isTight,
  keptStudies,
  namedFit,
  optionsOf,
  univariateTolerance,
  weightsOf,
} from "./regression-names.ts";

const INTERVALS: Readonly<Record<string, HeterogeneityIntervalType>> = {
  QP: "q-profile",
  PL: "profile-likelihood",
  wald: "wald",
  GENQ: "generalised-q",
};

/** Which function of the reference a case calls: it names its interval type, its predictions, or neither. */
function kindOf(one: GoldenCase): "confint" | "predict" | "fit" {
  if ("type" in one.args) return "confint";
  return "pred" in one.expected ? "predict" : "fit";
}

/** `confint`, with the type of the case or the usual one. */
export function confint(one: GoldenCase, input: RegressionInput): Record<string, unknown> {
  const { method, level, compat } = optionsOf(one, isTight(one) || isClosed(one));
  const options = {
    method: method!,
    level: level!,
    type: INTERVALS[String(one.args["type"] ?? "QP")] ?? "q-profile",
    ...(compat && { compat }),
  };
  // The reference searches on [0, max(100, 10 tau2)].
  const { tau2 } = metaRegression(input, { method: method!, test: "z" });
  const reach =
    one.args["convergence"] === "tight"
      ? { searchUpTo: Math.max(100, 10 * tau2) }
      : { replay: "metafor" as const };
  const interval = heterogeneityInterval(input, { ...options, ...reach });
  const list = ({ estimate, low, high }: typeof interval.tau2) => [estimate, low, high];
  return {
    tau2: list(interval.tau2),
    tau: list(interval.tau),
    I2: list(interval.i2),
    H2: list(interval.h2),
  };
}

function predict(one: GoldenCase, input: RegressionInput): Record<string, unknown> {
  const fit = metaRegression(input, optionsOf(one, isTight(one)));
  const predictions = predictRegression(fit, undefined, {
    prediction: one.args["predtype"] === "Riley" ? "riley" : "test",
    ...(one.args["transf"] === "exp" ? { transform: Math.exp } : {}),
    compat: "metafor",
  });
  const none = fit.method === "EE" || fit.method === "FE";
  return {
    pred: predictions.map(({ estimate }) => estimate),
    se: predictions.map(({ se }) => se),
    ci_lb: predictions.map(({ ciLow }) => ciLow),
    ci_ub: predictions.map(({ ciHigh }) => ciHigh),
    pi_lb: none ? [] : predictions.map(({ predictionLow }) => predictionLow),
    pi_ub: none ? [] : predictions.map(({ predictionHigh }) => predictionHigh),
    pi_se: predictions.map(({ predictionSe }) => predictionSe),
  };
}

function run(one: GoldenCase, file: GoldenFile): Record<string, unknown> {
  const studies = keptStudies(file);
  const input: RegressionInput = { y: studies.y, v: studies.v, ...weightsOf(one, studies) };
  const kind = kindOf(one);
  if (kind === "confint") return confint(one, input);
  if (kind === "predict") return predict(one, input);
  return namedFit(metaRegression(input, optionsOf(one, isTight(one))));
}

/** `rma.uni` without moderators, `confint` and `predict`. */
export const rmaUniFamily: GoldenFamily = {
  name: "rma-uni",
  method: (one) => {
    const kind = kindOf(one);
    const how = one.args["convergence"] === "tight" || one.args["fit"] === "tight" ? "tight" : "default";
    return `${kind} ${String(one.args["type"] ?? one.args["method"])} ${isClosed(one) ? "closed" : how}`;
  },
  owns: (file) => file.startsWith("rma-uni-"),
  run,
  tolerance: (one, result) => {
    const replayed = kindOf(one) === "confint" && one.args["convergence"] !== "tight";
    // The reference's series for a weighted sum of chi-squares stops at 1e-10 in probability.
    if (replayed)
      return {
        ...univariateTolerance({ ...one, args: { method: "REML" } }, result, true),
        relative: one.args["type"] === "GENQ" ? 1e-7 : 1e-9,
      };
    if (kindOf(one) === "confint")
      return univariateTolerance({ ...one, args: { method: "REML" } }, result, true);
    return univariateTolerance(one, result, isTight(one));
  },
  leftOut: {
    coef_names: "names of coefficients, not numbers",
    columns: "names of columns, not numbers",
  },
};
