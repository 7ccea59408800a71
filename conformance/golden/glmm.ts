import { type GlmmResult, oddsRatioGlmm, proportionGlmm, rateGlmm, rateRatioGlmm } from "#synthesis";
import type { GoldenCase, GoldenFamily, GoldenFile } from "./golden.types.ts";
import { completeRows, countTables, rateTables } from "./mh-peto.ts";

type Models = Parameters<typeof oddsRatioGlmm>[1];

const isCommon = ({ args }: GoldenCase): boolean => ["EE", "FE", "CE"].includes(String(args["method"]));

function fitted(one: GoldenCase, file: GoldenFile): GlmmResult {
  const { measure, model = "UM.FS", nAGQ } = one.args;
  const options = {
    effects: isCommon(one) ? ("common" as const) : ("random" as const),
    compat: "metafor" as const,
    ...(typeof nAGQ === "number" && { points: nAGQ }),
  };
  if (measure === "OR") return oddsRatioGlmm(countTables(file), model as Models, options);
  if (measure === "IRR") return rateRatioGlmm(rateTables(file), model as Exclude<Models, "CM.AL">, options);
  if (measure === "PLO") {
    const data = file.input["data"] as Readonly<Record<string, unknown>>;
    const { xi, mi } = completeRows(file, ["xi", "mi" in data ? "mi" : "ni"]) as Record<string, number[]>;
    if (mi)
      return proportionGlmm(
        xi!,
        xi!.map((x, i) => x + mi[i]!),
        options,
      );
    const { xi: events, ni } = completeRows(file, ["xi", "ni"]);
    return proportionGlmm(events!, ni!, options);
  }
  if (measure !== "IRLN") throw new Error(`no model for ${String(measure)}`);
  const { xi, ti } = completeRows(file, ["xi", "ti"]);
  return rateGlmm(xi!, ti!, options);
}

/**
 * The reference's log-likelihood is not always that of the model. With one random effect a study fitted through
 * lme4 it is that of the counts given the predicted random effects; with a random intercept and several points
 * (`UM.RS`, common effect) it is relative to the saturated model, as lme4 computes it from deviance residuals.
 */
function logLikelihood(one: GoldenCase, result: GlmmResult): number | null {
  const { model, measure } = one.args;
  if (model === "UM.RS") {
    const relative = result.effects === "common" && result.points > 1;
    return result.logLikelihood - (relative ? result.saturatedLogLikelihood : 0);
  }
  const integrated = model === "CM.EL" && measure === "OR";
  return result.effects === "common" || integrated ? result.logLikelihood : result.conditionalLogLikelihood;
}

function run(one: GoldenCase, file: GoldenFile): Readonly<Record<string, unknown>> {
  const result = fitted(one, file);
  return {
    beta: [result.estimate],
    se: [result.se],
    zval: [result.statistic],
    pval: [result.p],
    ci_lb: [result.ciLow],
    ci_ub: [result.ciHigh],
    tau2: result.tau2,
    sigma2: result.sigma2,
    QE_Wld: result.wald?.statistic ?? null,
    QEp_Wld: result.wald?.p ?? null,
    QE_LRT: result.likelihoodRatio?.statistic ?? null,
    QEp_LRT: result.likelihoodRatio?.p ?? null,
    I2: result.i2,
    H2: result.h2,
    logLik: logLikelihood(one, result),
    k: result.k,
  };
}

/** What R's `glm` derives from the weights of the step before its last. */
const FROM_LAST_WEIGHTS = ["se", "zval", "pval", "ci_lb", "ci_ub", "QE_Wld", "QEp_Wld"];

function relative(one: GoldenCase, result: string): number {
  const closed = isCommon(one) && one.args["model"] !== "UM.RS";
  return closed && !FROM_LAST_WEIGHTS.includes(result) ? 1e-6 : 1e-4;
}

/**
 * Mixed models of counts against `rma.glmm`. A tau2 of 0 is compared at 1e-8, since the reference's search stops
 * near 0 and not at it; I2 is that tau2 in percent of a variance. With a common effect the standard errors are held
 * to 1e-4 and the rest to 1e-6: R's `glm` leaves the former short of the optimum (a common log rate of 53 events has
 * standard error 1 / sqrt(53), and the reference differs from it by 2.6e-5).
 */
export const glmmFamily: GoldenFamily = {
  name: "glmm",
  method: ({ args }) =>
    `GLMM ${String(args["measure"])} ${String(args["model"] ?? "")} ${String(args["method"])}`.replace(
      "  ",
      " ",
    ),
  owns: (file) => file.startsWith("glmm-"),
  run,
  tolerance: (one, result) => ({
    relative: relative(one, result),
    ...(result === "tau2" && { absolute: 1e-8 }),
    ...(result === "I2" && { absolute: 1e-5 }),
  }),
  leftOut: {},
};
