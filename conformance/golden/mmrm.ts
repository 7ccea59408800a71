import {
  type Contrast,
  contrasts,
  type DegreesOfFreedom,
  type Frame,
  type FrameColumn,
  lsMeans,
  type MmrmResult,
  type MmrmSpecification,
  mmrm,
  mmrmResiduals,
  type TestedEstimate,
  termTests,
  type VisitCovariance,
} from "#synthesis";
import type { GoldenCase, GoldenFamily, GoldenFile, Tolerance } from "./golden.types.ts";

type Row = Readonly<Record<string, unknown>>;

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

const methods: Readonly<Record<string, DegreesOfFreedom>> = {
  Satterthwaite: "satterthwaite",
  "Kenward-Roger": "kenward-roger",
  "Between-Within": "between-within",
  Residual: "residual",
};

const covariances: Readonly<Record<string, NonNullable<MmrmSpecification["covariance"]>>> = {
  Asymptotic: "model",
  "Kenward-Roger": "kenward-roger",
  "Kenward-Roger-Linear": "kenward-roger-linear",
  Empirical: "empirical",
  "Empirical-Jackknife": "empirical-jackknife",
  "Empirical-Bias-Reduced": "empirical-bias-reduced",
};

/** Text without levels has them in the order of its letters, as R makes them. */
function levelsOf({ levels, values }: Row): readonly string[] | null {
  if (Array.isArray(levels)) return levels;
  const list = values as readonly unknown[];
  if (!list.some((value) => typeof value === "string")) return null;
  const known = list.filter((value) => typeof value === "string");
  return [...new Set(known)].sort((a, b) => a.localeCompare(b, "en"));
}

function frameOf(file: GoldenFile): Frame {
  const stored = file.open(String(file.input["dataset"]))["columns"] as Record<string, Row>;
  return Object.fromEntries(
    Object.entries(stored).map(([name, column]) => {
      const levels = levelsOf(column);
      const values = column["values"];
      return [name, (levels === null ? { values } : { levels, values }) as FrameColumn];
    }),
  );
}

/** Another program's call, by the name of the structure its options amount to. */
function structureOf(args: Row): VisitCovariance {
  const stated = text(args["covariance"]);
  if (stated !== undefined) return stated as VisitCovariance;
  // A random intercept is compound symmetry.
  if (String(args["fun"]).startsWith("lmer")) return "cs";
  const heterogeneous = args["weights"] === "varIdent";
  const correlation = { corSymm: "us", corAR1: "ar1", corCompSymm: "cs" }[String(args["correlation"])];
  if (correlation === "us") return "us";
  return `${correlation}${heterogeneous ? "h" : ""}` as VisitCovariance;
}

function specificationOf(args: Row, file: GoldenFile): MmrmSpecification {
  const { input } = file;
  const structure = structureOf(args);
  const other = text(args["package"]) !== undefined;
  const group = text(args["group"]);
  const weights = other ? undefined : text(args["weights"]);
  const method = text(args["method"]);
  const vcov = text(args["vcov"]);
  const coordinates = String(input["coordinates"] ?? "").split(",");
  return {
    formula: String(input["formula"]),
    visit: String(input["visit"]),
    subject: String(input["subject"]),
    ...(group !== undefined && { group }),
    ...(weights !== undefined && { weights }),
    ...(structure.startsWith("sp_") && { coordinates: coordinates.map((name) => name.trim()) }),
    structure,
    likelihood: args["reml"] === false ? "ML" : "REML",
    ...(method !== undefined && { degreesOfFreedom: methods[method]! }),
    ...(vcov !== undefined && { covariance: covariances[vcov]! }),
  };
}

const rowsOf = (m: { rows: number; columns: number; values: Float64Array }): number[][] =>
  Array.from({ length: m.rows }, (_, i) => [...m.values.subarray(i * m.columns, (i + 1) * m.columns)]);

const each = <K extends keyof TestedEstimate>(list: readonly TestedEstimate[], key: K): number[] =>
  list.map((one) => one[key]);

function describeFit(result: MmrmResult): Row {
  const { coefficients, counts, visitCovariance } = result;
  const grouped = visitCovariance.length > 1;
  return {
    neg_log_lik: -result.logLikelihood,
    logLik: result.logLikelihood,
    deviance: result.deviance,
    AIC: result.aic,
    AICc: result.aicc,
    BIC: result.bic,
    n_obs: counts.analysed,
    n_subjects: counts.subjects,
    n_timepoints: counts.visits,
    n_theta: counts.varianceParameters,
    theta: result.theta,
    cov: grouped
      ? Object.fromEntries(visitCovariance.map(({ group, matrix }) => [group, rowsOf(matrix)]))
      : rowsOf(visitCovariance[0]!.matrix),
    coef_names: coefficients.map(({ name }) => name),
    estimate: each(coefficients, "estimate"),
    se: each(coefficients, "se"),
    df: each(coefficients, "df"),
    t: each(coefficients, "statistic"),
    p: each(coefficients, "p"),
    beta_vcov: rowsOf(result.coefficientCovariance),
    theta_vcov: rowsOf(result.thetaCovariance),
  };
}

const statistics = ["emmean", "estimate", "SE", "df", "lower.CL", "upper.CL", "t.ratio", "p.value"];

/** emmeans' table of tests; what is not estimable is NA there. */
function testColumns(tests: readonly (TestedEstimate | null)[], estimate: string): Row {
  const column = (key: keyof TestedEstimate): (number | null)[] => tests.map((test) => test?.[key] ?? null);
  return {
    [estimate]: column("estimate"),
    SE: column("se"),
    df: column("df"),
    "lower.CL": column("low"),
    "upper.CL": column("high"),
    "t.ratio": column("statistic"),
    "p.value": column("p"),
  };
}

/** Means over the factors that the table names, and differences of the first within the others. */
function marginalMeans(result: MmrmResult, expected: Row): Row {
  const table = expected["emmeans"] as Row;
  const over = Object.keys(table).filter((name) => !statistics.includes(name));
  const means = lsMeans(result, over);
  const [of, ...by] = over as [string, ...string[]];
  const wanted = expected["contrasts"] as Row | undefined;
  const levels = new Set(means.map((mean) => mean.levels[of])).size;
  const blocks = means.length / levels;
  const count = [wanted?.["estimate"] ?? []].flat().length / blocks;
  // With more than two levels the number of rows says whether each is compared with the first or with every other.
  const kind = count > levels - 1 ? "pairwise" : "reference";
  const differences = contrasts(result, of, { by, kind }).contrasts;
  const label = ({ level, against }: Contrast): string => `${level} - ${against}`;
  return {
    emmeans: {
      ...Object.fromEntries(over.map((name) => [name, means.map((mean) => mean.levels[name])])),
      ...testColumns(
        means.map(({ test }) => test),
        "emmean",
      ),
    },
    contrasts: {
      contrast: differences.map(label),
      ...Object.fromEntries(by.map((name) => [name, differences.map((one) => one.by[name])])),
      ...testColumns(
        differences.map(({ test }) => test),
        "estimate",
      ),
    },
  };
}

function describeTerms(result: MmrmResult): Row {
  const place = new Map(result.coefficients.map(({ name }, j) => [name, j + 1]));
  return Object.fromEntries(
    termTests(result).map(({ term, coefficients, f, numeratorDf, denominatorDf, p }) => [
      term,
      {
        columns: coefficients.map((name) => place.get(name)),
        num_df: numeratorDf,
        denom_df: denominatorDf,
        F: f,
        p,
      },
    ]),
  );
}

function describeDesign({ frame, coefficients }: MmrmResult): Row {
  const rows = rowsOf(frame.data.x);
  return {
    columns: coefficients.map(({ name }) => name),
    nrow: rows.length,
    ncol: coefficients.length,
    colsum: coefficients.map((_, j) => rows.reduce((sum, row) => sum + row[j]!, 0)),
    first6: rows.slice(0, 6),
  };
}

function describeResiduals(result: MmrmResult, expected: Row): Row {
  const { length } = expected["response"] as unknown[];
  const { response, pearson, normalised, fitted } = mmrmResiduals(result);
  const first = (values: Float64Array): Float64Array => values.subarray(0, length);
  return {
    response: first(response),
    pearson: first(pearson),
    normalized: first(normalised),
    fitted: first(fitted),
  };
}

function run(one: GoldenCase, file: GoldenFile): Row {
  const { args, expected } = one;
  const frame = frameOf(file);
  const specification = specificationOf(args, file);
  const result = mmrm(frame, specification);
  if ("emmeans" in expected) return marginalMeans(result, expected);
  if ("terms" in expected) return { terms: describeTerms(result) };
  if ("colsum" in expected) return describeDesign(result);
  if ("normalized" in expected) return describeResiduals(result, expected);
  if ("coef" in expected) {
    const corrected = mmrm(frame, {
      ...specification,
      degreesOfFreedom: "kenward-roger",
      covariance: "kenward-roger-linear",
      information: "expected",
    });
    return {
      logLik: result.logLikelihood,
      coef: each(result.coefficients, "estimate"),
      se: each(result.coefficients, "se"),
      se_kr: each(corrected.coefficients, "se"),
      df_kr: each(corrected.coefficients, "df"),
    };
  }
  return describeFit(result);
}

/** One kind of result: how far it may lie from the reference's. */
function tightTolerance(one: GoldenCase, result: string): Tolerance {
  const exact: Record<string, Tolerance> = {
    logLik: { relative: 0, absolute: 1e-8 },
    neg_log_lik: { relative: 0, absolute: 1e-8 },
    deviance: { relative: 0, absolute: 2e-8 },
    AIC: { relative: 0, absolute: 2e-8 },
    AICc: { relative: 0, absolute: 2e-8 },
    BIC: { relative: 0, absolute: 2e-8 },
  };
  if (exact[result]) return exact[result];
  const vcov = String(one.args["vcov"] ?? "Asymptotic");
  const corrected = vcov !== "Asymptotic" || one.args["method"] === "Kenward-Roger";
  const fromDf = ["df", "p", "emmeans", "contrasts", "terms", "theta_vcov"].includes(result);
  return { relative: fromDf || (corrected && ["se", "t", "beta_vcov"].includes(result)) ? 1e-6 : 1e-7 };
}

const isLoose = ({ args }: GoldenCase): boolean => text(args["optimizer"]) !== undefined;

/** R's `mmrm`, and what emmeans, nlme and lme4 say of the same models. */
export const mmrmFamily: GoldenFamily = {
  name: "mmrm",
  method: (one) => {
    const { args } = one;
    if (isLoose(one)) return "mmrm, the reference's own early stop (loose: df 1e-3, SE 1e-4)";
    const parts = [one.id.split("/")[0], args["covariance"], args["package"], args["method"], args["vcov"]];
    return `mmrm ${parts.filter((part) => part !== undefined).join(" ")}`;
  },
  owns: (file) => file.startsWith("mmrm-"),
  run,
  tolerance: (one, result) => {
    if (isLoose(one)) return looseTolerance(one, result);
    if (text(one.args["package"]) !== undefined) return near(one, result, 1e-4, 1e-4);
    return tightTolerance(one, result);
  },
  leftOut: {
    optimizer_message: "how the reference came to its optimum",
    vcov_used: "the option, repeated",
    df_method: "the option, repeated",
    row_order: "prose about the order of the rows, which first6 and the residuals show",
  },
};

/**
 * Agreement with a reference that stops before its optimum: coefficients and t in standard errors, for a coefficient
 * near 0 has no digits that such a reference would hold.
 */
function near(one: GoldenCase, result: string, relative: number, errors: number): Tolerance {
  if (result === "t") return { relative, absolute: errors };
  if (result !== "estimate" && result !== "coef") return { relative };
  return { relative, absolute: errors * Math.min(...(one.expected["se"] as number[])) };
}

/** What the reference prints is compared as closely as its note allows: SE 1e-4, df 1e-3, the rest in their wake. */
function looseTolerance(one: GoldenCase, result: string): Tolerance {
  // A small P multiplies what t differs by.
  if (result === "p") return { relative: 1e-2, absolute: 5e-4 };
  const known: Record<string, number> = { se: 1e-4, df: 1e-3, theta: 5e-2, cov: 5e-2 };
  return near(one, result, known[result] ?? 1e-3, 1e-3);
}
