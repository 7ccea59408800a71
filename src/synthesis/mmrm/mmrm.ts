import { EvidensError } from "#kernel";
import { withExpectedInformation } from "./expected-information.ts";
import { fitRepeatedMeasures } from "./fit-repeated-measures.ts";
import { parseFormula, quotedName } from "./formula.ts";
import type { Frame, ModelFrame } from "./frame.types.ts";
import { rememberInference, withInterval } from "./inference-of.ts";
import type {
  CoefficientCovariance,
  DegreesOfFreedom,
  RepeatedMeasuresFit,
  VisitCovariance,
} from "./mmrm.types.ts";
import type { MmrmCoefficient, MmrmResult, MmrmSpecification, StructureTried } from "./mmrm-result.types.ts";
import { modelFrame } from "./model-frame.ts";
import { prepareInference } from "./prepare-inference.ts";
import { refuseModel } from "./refuse-model.ts";

/** The structures tried, richest first, where none is stated. */
export const structureFallback: readonly VisitCovariance[] = ["us", "toeph", "csh", "ar1h", "cs"];

const structures: readonly string[] = "us toep toeph ar1 ar1h ad adh cs csh sp_exp sp_gau".split(" ");

/** Which covariance of the coefficients goes with which degrees of freedom; the first is the default. */
const pairings: Readonly<Record<DegreesOfFreedom, readonly CoefficientCovariance[]>> = {
  satterthwaite: ["model", "empirical", "empirical-jackknife", "empirical-bias-reduced"],
  "kenward-roger": ["kenward-roger", "kenward-roger-linear"],
  "between-within": ["model", "empirical", "empirical-jackknife", "empirical-bias-reduced"],
  residual: ["empirical", "model", "empirical-jackknife", "empirical-bias-reduced"],
};

/** Why another structure may still fit; everything else is wrong with any of them. */
const leadsOn: readonly string[] = [
  "synthesis/mmrm-hessian",
  "synthesis/mmrm-not-converged",
  "synthesis/mmrm-singular",
  "synthesis/mmrm-empty-visit",
  "synthesis/mmrm-too-few-rows",
  "synthesis/mmrm-too-few-visits",
];

interface Settings {
  readonly plan: readonly VisitCovariance[];
  readonly likelihood: "REML" | "ML";
  readonly degreesOfFreedom: DegreesOfFreedom;
  readonly covariance: CoefficientCovariance;
  readonly level: number;
}

const REMEDY =
  "State a structure or a fallback list, a likelihood of REML or ML, degreesOfFreedom, and a covariance that goes with them.";

function settingsOf(specification: MmrmSpecification): Settings {
  const { structure, fallback, likelihood = "REML", level = 0.95 } = specification;
  const { degreesOfFreedom = "satterthwaite", information = "observed" } = specification;
  const plan = structure !== undefined ? [structure] : (fallback ?? structureFallback);
  const allowed = Object.hasOwn(pairings, degreesOfFreedom) ? pairings[degreesOfFreedom] : [];
  const covariance = specification.covariance ?? allowed[0]!;
  const unknown = plan.find((one) => !structures.includes(one));
  const problem =
    (structure !== undefined && fallback !== undefined && "a structure and a fallback are both stated") ||
    (plan.length === 0 && "the fallback list is empty") ||
    (unknown !== undefined && `the structure ${unknown} is unknown`) ||
    (!["REML", "ML"].includes(likelihood) && `the likelihood ${likelihood} is unknown`) ||
    (allowed.length === 0 && `degreesOfFreedom ${degreesOfFreedom} is unknown`) ||
    (!allowed.includes(covariance) &&
      `covariance ${covariance} does not go with degreesOfFreedom ${degreesOfFreedom}`) ||
    (degreesOfFreedom === "kenward-roger" && likelihood === "ML" && "kenward-roger needs REML") ||
    (!["observed", "expected"].includes(information) && `the information ${information} is unknown`) ||
    (!(level > 0 && level < 1) && `level is ${level}`) ||
    (plan.some((one) => one.startsWith("sp_")) &&
      (specification.coordinates ?? []).length === 0 &&
      "a spatial structure has no coordinates");
  if (problem) refuseModel("bad-specification", `Repeated-measures model: ${problem}.`, REMEDY);
  return { plan, likelihood, degreesOfFreedom, covariance, level };
}

/** The first structure of the plan that fits, and what was wrong with those before it. */
function fitByPlan(
  frame: ModelFrame,
  { plan, likelihood }: Settings,
): { fit: RepeatedMeasuresFit; tried: StructureTried[] } {
  const tried: StructureTried[] = [];
  for (const structure of plan) {
    try {
      const fit = fitRepeatedMeasures(frame.data, { structure, likelihood });
      return { fit, tried: [...tried, { structure, code: null, problem: null }] };
    } catch (error) {
      if (!(error instanceof EvidensError) || !leadsOn.includes(error.code) || plan.length === 1) throw error;
      tried.push({ structure, code: error.code, problem: error.message });
    }
  }
  return refuseModel(
    "no-structure-fits",
    `None of ${plan.join(", ")} has a maximum of the likelihood: ${tried.map((one) => one.problem).join(" ")}`,
    "Look at the data for perfect correlations and empty visits, or take terms out of the formula.",
    tried.map(({ structure, code, problem }) => ({
      code: code!,
      message: `${structure}: ${problem}`,
      field: "structure",
    })),
  );
}

function termNames({ formula, columns, independent }: ModelFrame): string[] {
  return independent.kept.map((column) => {
    const { term } = columns[column]!;
    if (term === null) return "(Intercept)";
    return formula.terms[term]!.map((place) => quotedName(formula.variables[place]!)).join(":");
  });
}

/** Criteria by the conventions of mmrm: only variance parameters count. */
function criteria(fit: RepeatedMeasuresFit, { data }: ModelFrame) {
  const k = fit.theta.length;
  const deviance = -2 * fit.logLikelihood;
  // Rows less coefficients, under ML too.
  const size = Math.max(data.y.length - data.x.columns, k + 2);
  return {
    deviance,
    aic: deviance + 2 * k,
    aicc: deviance + (2 * k * size) / (size - k - 1),
    bic: deviance + k * Math.log(data.subjects),
  };
}

/**
 * Fits a mixed model for repeated measures: a linear model of each visit's outcome whose errors are correlated within
 * a subject, by restricted or full maximum likelihood, with every observed row used and none imputed.
 *
 * @param data columns by name, one row per subject and visit
 * @param specification the formula, who and when, the covariance of the visits (or the order to try them in), and how
 *   standard errors and degrees of freedom are found
 * @returns coefficients in the unit of the response, and what was left out or tried
 * @throws EvidensError `synthesis/bad-formula`, `synthesis/bad-specification`, those of `modelFrame`;
 *   `synthesis/no-structure-fits`, or `synthesis/mmrm-…` where no other structure is left to try or could help
 * Source: docs/methods/mmrm.md; conventions of R's `mmrm` 0.3.18.
 * Checked: tests/synthesis/golden-mmrm.test.ts: likelihood, coefficients, SE 1e-7, df and P 1e-6.
 */
export function mmrm(data: Frame, specification: MmrmSpecification): MmrmResult {
  const settings = settingsOf(specification);
  const { likelihood, degreesOfFreedom, covariance, level } = settings;
  const frame = modelFrame(data, parseFormula(specification.formula), specification);
  const { fit: found, tried } = fitByPlan(frame, settings);
  const expected = specification.information === "expected";
  const fit = expected ? withExpectedInformation(frame.data, found) : found;
  const inference = prepareInference(frame.data, fit, { degreesOfFreedom, covariance });
  const names = frame.independent.kept.map((column) => frame.columns[column]!.name);
  const terms = termNames(frame);
  const coefficients = names.map((name, j): MmrmCoefficient => {
    const row = new Float64Array(names.length);
    row[j] = 1;
    return { name, term: terms[j]!, ...withInterval(inference.testContrast(row), level) };
  });
  const result: MmrmResult = {
    specification,
    structure: fit.structure,
    tried,
    likelihood,
    degreesOfFreedom,
    covariance,
    level,
    coefficients,
    coefficientCovariance: inference.covariance,
    visitCovariance: fit.covariance.map((matrix, g) => ({ group: frame.groups?.[g] ?? null, matrix })),
    theta: fit.theta,
    thetaCovariance: fit.thetaCovariance,
    logLikelihood: fit.logLikelihood,
    ...criteria(fit, frame),
    counts: {
      rows: frame.rows.length + frame.droppedRows.length,
      analysed: frame.rows.length,
      subjects: frame.data.subjects,
      visits: frame.data.visits,
      coefficients: names.length,
      varianceParameters: fit.theta.length,
    },
    droppedRows: frame.droppedRows,
    droppedLevels: frame.droppedLevels,
    droppedColumns: frame.droppedColumns,
    convergence: { gradient: fit.gradient, iterations: fit.iterations },
    frame,
    fit,
  };
  rememberInference(result, inference);
  return result;
}
