import {
  baujat,
  blups,
  cumulative,
  type EggerOptions,
  eggerTest,
  excessSignificance,
  type FailSafeKind,
  failSafeNumber,
  funnel,
  influence,
  leaveOneOut,
  type MissingEstimator,
  type PooledResult,
  type PoolOptions,
  type PoolTest,
  type Predicted,
  pool,
  type RegressionMethod,
  rankTest,
  type SizePredictor,
  type Tau2Method,
  trimAndFill,
} from "#synthesis";
import type { GoldenCase, GoldenFamily, GoldenFile } from "./golden.types.ts";
import { columnOf, iterativeTolerance, keptStudies } from "./regression-names.ts";

type Args = GoldenCase["args"];
type Results = Readonly<Record<string, unknown>>;

interface Studies {
  readonly y: Float64Array;
  readonly v: Float64Array;
  readonly n: Float64Array | null;
}

function studiesOf(file: GoldenFile): Studies {
  const { y, v, of } = keptStudies(file);
  const sizes = file.input["ni"] === undefined ? null : of(columnOf(file, "ni")).map(Number);
  return { y, v, n: sizes && Float64Array.from(sizes) };
}

const isCommon = (method: unknown): boolean => ["EE", "FE", "CE"].includes(String(method));
const testOf = (args: Args): PoolTest => (args.test as PoolTest | undefined) ?? "z";
/** Trim-and-fill and the regression tests were run with the default control of the reference. */
const compatOf = (args: Args, byDefault: boolean) =>
  args.fit === "default" || (args.fit === undefined && byDefault) ? { compat: "metafor" as const } : {};

function poolOptions(args: Args, byDefault = false): PoolOptions {
  const test = testOf(args);
  if (isCommon(args.method)) return { model: "common", test };
  return { tau2: (args.method as Tau2Method | undefined) ?? "REML", test, ...compatOf(args, byDefault) };
}

function regressionOptions(args: Args, byDefault = false) {
  const given = (args.method as RegressionMethod | "CE" | undefined) ?? "REML";
  const method: RegressionMethod = given === "CE" ? "EE" : given;
  return { method, test: testOf(args), ...compatOf(args, byDefault) };
}

/** With one study the reference gives the values of no heterogeneity; ours are null. */
function rows(results: readonly PooledResult[]): Results {
  const column = (pick: (one: PooledResult) => unknown): unknown[] => results.map(pick);
  const [statistic, low, high] = [
    column((r) => r.statistic),
    column((r) => r.ciLow),
    column((r) => r.ciHigh),
  ];
  return {
    k: column((r) => r.k),
    estimate: column((r) => r.estimate),
    se: column((r) => r.se),
    zval: statistic,
    tval: statistic,
    pval: column((r) => r.p),
    "ci.lb": low,
    "ci.ub": high,
    ci_lb: low,
    ci_ub: high,
    Q: column((r) => r.q),
    Qp: column((r) => r.qP ?? 1),
    tau2: column((r) => r.tau2 ?? 0),
    I2: column((r) => r.i2 ?? 0),
    H2: column((r) => r.h2 ?? 1),
  };
}

const predicted = (all: readonly Predicted[]): Results => ({
  pred: all.map((one) => one.estimate),
  se: all.map((one) => one.se),
  "pi.lb": all.map((one) => one.low),
  "pi.ub": all.map((one) => one.high),
});

function cases({ y, v }: Studies, args: Args): Results {
  const { studies } = influence({ y, v }, regressionOptions(args));
  return {
    dfbs: studies.map((one) => one.dfbetas[0]),
    rstudent: studies.map((one) => one.external?.z),
    dffits: studies.map((one) => one.dffits),
    "cook.d": studies.map((one) => one.cooksDistance),
    "cov.r": studies.map((one) => one.covarianceRatio),
    "tau2.del": studies.map((one) => one.tau2),
    "QE.del": studies.map((one) => one.qe),
    hat: studies.map((one) => one.hat),
    weight: studies.map((one) => one.weight),
    is_infl: studies.map((one) => one.flags.length > 0),
  };
}

function residuals({ y, v }: Studies, args: Args, which: "internal" | "external"): Results {
  const { studies } = influence({ y, v }, regressionOptions(args));
  return {
    resid: studies.map((one) => one[which]?.residual),
    se: studies.map((one) => one[which]?.se),
    z: studies.map((one) => one[which]?.z),
  };
}

function trimmed({ y, v }: Studies, args: Args): Results {
  const side = args.side === "left" || args.side === "right" ? args.side : "auto";
  const estimator = args.estimator as MissingEstimator;
  const { missing, seMissing, pMissing, filled, result, ...rest } = trimAndFill(y, v, {
    ...poolOptions(args, true),
    estimator,
    side,
  });
  return {
    k0: missing,
    se_k0: seMissing,
    side: rest.side,
    p_k0: pMissing,
    beta: result.estimate,
    se: result.se,
    ci_lb: result.ciLow,
    ci_ub: result.ciHigh,
    tau2: result.tau2,
    pval: result.p,
    I2: result.i2,
    QE: result.q,
    k: result.k,
    filled_yi: filled.y,
    filled_vi: filled.v,
  };
}

function regression({ y, v, n }: Studies, args: Args): Results {
  const model = args.model === "lm" ? "lm" : "rma";
  const predictor = args.predictor as SizePredictor;
  const options: EggerOptions = { model, predictor, ...(n !== null && { n }) };
  const { slope, limit } = eggerTest(
    y,
    v,
    model === "lm" ? options : { ...options, ...regressionOptions(args, true) },
  );
  return {
    zval: slope.statistic,
    pval: slope.p,
    ddf: slope.df,
    limit_est: limit?.estimate ?? null,
    limit_ci_lb: limit?.ciLow ?? null,
    limit_ci_ub: limit?.ciHigh ?? null,
    slope: slope.estimate,
    slope_se: slope.se,
  };
}

function failSafe({ y, v }: Studies, args: Args): Results {
  const { n, estimate, p, target } = failSafeNumber(y, v, {
    kind: String(args.type).toLowerCase() as FailSafeKind,
    weighted: args.unweighted !== true,
    ...(typeof args.target === "number" && { target: args.target }),
    ...(typeof args.alpha === "number" && { alpha: args.alpha }),
  });
  return { fsnum: n, est: estimate, pval: p, target };
}

function excess({ y, v }: Studies, args: Args): Results {
  const { estimate: effect, tau2 } = pool(y, v, poolOptions(args));
  const one = excessSignificance(y, v, {
    effect,
    tau2: tau2 ?? 0,
    compat: "metafor",
    ...(typeof args.alpha === "number" && { alpha: args.alpha }),
  });
  return {
    theta: one.effect,
    O: one.observed,
    E: one.expected,
    k: one.k,
    X2: one.x2,
    pval: one.p,
    theta_lim: one.effectLimit,
    pval_lim: null,
  };
}

function shown({ y, v }: Studies, args: Args): Results {
  const levels = [args.levels ?? 95]
    .flat()
    .map(Number)
    .map((percent) => percent / 100);
  const { points, contours } = funnel(y, v, { levels });
  return {
    x: points.map((point) => point.y),
    y: points.map((point) => point.se),
    z_crit: contours.map(({ critical }) => critical),
  };
}

/** By the first part of a case's id, which is the function of the reference that was called. */
const functions: Readonly<Record<string, (studies: Studies, args: Args) => Results>> = {
  leave1out: ({ y, v }, args) => rows(leaveOneOut(y, v, poolOptions(args)).map(({ result }) => result)),
  cumul: ({ y, v }, args) => rows(cumulative(y, v, poolOptions(args)).map(({ result }) => result)),
  influence: cases,
  rstandard: (studies, args) => residuals(studies, args, "internal"),
  rstudent: (studies, args) => residuals(studies, args, "external"),
  weights: ({ y, v }, args) => ({ weights: pool(y, v, poolOptions(args)).weights }),
  baujat: ({ y, v }, args) => {
    const points = baujat({ y, v }, regressionOptions(args));
    return { x: points.map((one) => one.heterogeneity), y: points.map((one) => one.influence) };
  },
  blup: ({ y, v }, args) => predicted(blups({ y, v }, regressionOptions(args)).map((one) => one.effect)),
  ranef: ({ y, v }, args) => predicted(blups({ y, v }, regressionOptions(args)).map((one) => one.deviation)),
  trimfill: trimmed,
  funnel: shown,
  regtest: regression,
  ranktest: ({ y, v }, args) => {
    const { tau, p } = rankTest(y, v, args.exact === false ? { exact: false } : {});
    return { tau, pval: p };
  },
  fsn: failSafe,
  tes: excess,
};

const called = (one: GoldenCase): string => one.id.split("/")[0] ?? "";
/** No iteration stands behind the numbers. */
const isClosed = (one: GoldenCase): boolean =>
  ["ranktest", "fsn", "funnel"].includes(called(one)) ||
  (called(one) !== "tes" && ["EE", "FE", "CE", "DL", "HE", "HS", "SJ"].includes(String(one.args.method))) ||
  one.args.model === "lm";
const counts = ["k0", "k", "O", "fsnum", "side", "is_infl", "ddf"];

/** Case diagnostics, BLUPs and everything about missing evidence. */
export const diagnosticsFamily: GoldenFamily = {
  name: "diagnostics",
  method: called,
  owns: (file) => file.startsWith("diagnostics-"),
  run: (one, file) => {
    const run = functions[called(one)];
    if (run === undefined) throw new Error(`no method for ${one.id}`);
    return run(studiesOf(file), Array.isArray(one.args) ? {} : one.args);
  },
  tolerance: (one, result) => {
    if (counts.includes(result)) return { relative: 0, absolute: 0 };
    if (isClosed(one)) return { relative: 1e-10 };
    const tight = one.args.fit === "tight" || called(one) === "tes";
    return iterativeTolerance(result, tight);
  },
  leftOut: { note: "words" },
};
