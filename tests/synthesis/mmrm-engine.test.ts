import { describe, expect, test } from "vitest";
import { fitRepeatedMeasures } from "../../src/synthesis/mmrm/fit-repeated-measures.ts";
import type {
  CoefficientCovariance,
  DegreesOfFreedom,
  RepeatedMeasures,
  RepeatedMeasuresFit,
  VisitCovariance,
} from "../../src/synthesis/mmrm/mmrm.types.ts";
import { residualsOf } from "../../src/synthesis/mmrm/mmrm-residuals.ts";
import { prepareInference, testContrast, testContrasts } from "../../src/synthesis/mmrm/prepare-inference.ts";
import { visitCovariances } from "../../src/synthesis/mmrm/visit-covariances.ts";
import { expectClose, type GoldenCase, golden } from "./golden.ts";
import { dataset, repeatedMeasures } from "./mmrm-cases.ts";
import { difference } from "./mmrm-dense.ts";
import { randomTrial } from "./mmrm-random.ts";
import type { Dense } from "./naive-dense.ts";

const degrees: Readonly<Record<string, DegreesOfFreedom>> = {
  Satterthwaite: "satterthwaite",
  "Kenward-Roger": "kenward-roger",
  "Between-Within": "between-within",
  Residual: "residual",
};
const kinds: Readonly<Record<string, CoefficientCovariance>> = {
  Asymptotic: "model",
  "Kenward-Roger": "kenward-roger",
  "Kenward-Roger-Linear": "kenward-roger-linear",
  Empirical: "empirical",
  "Empirical-Jackknife": "empirical-jackknife",
  "Empirical-Bias-Reduced": "empirical-bias-reduced",
};

interface Fitted {
  readonly data: RepeatedMeasures;
  readonly termColumns: number[][];
  readonly fit: RepeatedMeasuresFit;
}

/** Fits each model of a file once. */
function fitter(file: string): (args: GoldenCase["args"]) => Fitted {
  const known = new Map<string, Fitted>();
  return (args) => {
    const {
      covariance,
      reml = true,
      group,
      weights,
    } = args as {
      covariance: VisitCovariance;
      reml?: boolean;
      group?: string;
      weights?: string;
    };
    const key = JSON.stringify([covariance, reml, group, weights]);
    const there = known.get(key);
    if (there !== undefined) return there;
    const { data, termColumns } = repeatedMeasures(dataset(file), {
      ...(group ? { group } : {}),
      ...(weights ? { weights } : {}),
      ...(visitCovariances[covariance].spatial ? { coordinates: ["VISITN", "VISITN2"] } : {}),
    });
    const fit = fitRepeatedMeasures(data, { structure: covariance, likelihood: reml ? "REML" : "ML" });
    known.set(key, { data, termColumns, fit });
    return known.get(key)!;
  };
}

/** Entries of a covariance matrix, each against the standard deviations it belongs to. */
function expectCovariance(got: Float64Array, want: number[][], tolerance: number, what: string): void {
  for (const [i, row] of want.entries())
    for (const [j, value] of row.entries()) {
      const scale = Math.sqrt(want[i]![i]! * want[j]![j]!);
      expect(Math.abs(got[i * want.length + j]! - value) / scale, `${what} ${i},${j}`).toBeLessThan(
        tolerance,
      );
    }
}

function expectList(got: ArrayLike<number>, want: number[], tolerance: number, what: string): void {
  for (const [i, value] of want.entries()) expectClose(got[i]!, value, tolerance, `${what} ${i}`);
}

const unit = (p: number, j: number): Float64Array =>
  Float64Array.from({ length: p }, (_, k) => (k === j ? 1 : 0));

function checkFit({ expected }: GoldenCase, { data, fit }: Fitted): void {
  expect(Math.abs(fit.logLikelihood - expected.logLik)).toBeLessThan(1e-8);
  expectList(fit.theta, expected.theta, 1e-7, "theta");
  expectList(fit.coefficients, expected.estimate, 1e-7, "estimate");
  const covariances: number[][][] = Array.isArray(expected.cov)
    ? [expected.cov]
    : Object.values(expected.cov);
  for (const [g, want] of covariances.entries())
    expectList(fit.covariance[g]!.values, want.flat(), 1e-7, `covariance ${g}`);
  if (expected.theta_vcov)
    expectCovariance(fit.thetaCovariance.values, expected.theta_vcov, 1e-7, "theta vcov");
  const inference = prepareInference(data, fit, {
    degreesOfFreedom: degrees[expected.df_method]!,
    covariance: kinds[expected.vcov_used]!,
  });
  const strict = expected.vcov_used === "Asymptotic" ? 1e-7 : 1e-6;
  if (expected.beta_vcov)
    expectCovariance(inference.covariance.values, expected.beta_vcov, strict, "beta vcov");
  const p = data.x.columns;
  const tests = Array.from({ length: p }, (_, j) => inference.testContrast(unit(p, j)));
  expectList(
    tests.map((one) => one.standardError),
    expected.se,
    strict,
    "SE",
  );
  expectList(
    tests.map((one) => one.statistic),
    expected.t,
    strict,
    "t",
  );
  expectList(
    tests.map((one) => one.df),
    expected.df,
    1e-6,
    "df",
  );
  expectList(
    tests.map((one) => one.p),
    expected.p,
    1e-6,
    "p",
  );
}

function checkTerms({ args, expected }: GoldenCase, { data, termColumns, fit }: Fitted): void {
  const degreesOfFreedom = degrees[String(args["method"])]!;
  const covariance = degreesOfFreedom === "kenward-roger" ? "kenward-roger" : "model";
  const p = data.x.columns;
  const terms = Object.entries(expected.terms) as [string, { F: number; denom_df: number; p: number }][];
  for (const [i, [name, want]] of terms.entries()) {
    const columns = termColumns[i]!;
    const rows = { rows: columns.length, columns: p, values: new Float64Array(columns.length * p) };
    for (const [r, j] of columns.entries()) rows.values[r * p + j] = 1;
    const got = testContrasts(data, fit, rows, { degreesOfFreedom, covariance });
    expectClose(got.f, want.F, 1e-6, `F of ${name}`);
    expectClose(got.denominatorDf, want.denom_df, 1e-6, `df of ${name}`);
    expectClose(got.p, want.p, 1e-6, `p of ${name}`);
  }
}

const files = [
  "mmrm-fev",
  "mmrm-fev-baseline",
  "mmrm-fev-baseline-by-visit",
  "mmrm-pooled-trials",
  "mmrm-sim5",
];

describe.each(files)("%s: R's mmrm at its exact optimum", (file) => {
  const fitOf = fitter(file);
  const cases = golden(file).cases.filter(
    ({ id }) => /^(fit|term-tests|residuals)/.test(id) && !id.endsWith("default-optimizer"),
  );
  test.each(cases.map((one) => [one.id, one] as const))("%s", (id, one) => {
    const fitted = fitOf(one.args);
    if (id.startsWith("term-tests")) checkTerms(one, fitted);
    else if (id.startsWith("residuals")) {
      const { fitted: mean, response, pearson, normalised } = residualsOf(fitted.data, fitted.fit);
      expectList(mean, one.expected.fitted, 1e-7, "fitted");
      expectList(response, one.expected.response, 1e-7, "response");
      expectList(pearson, one.expected.pearson, 1e-7, "Pearson");
      expectList(normalised, one.expected.normalized, 1e-7, "normalised");
    } else checkFit(one, fitted);
  });
});

test.each(Object.values(visitCovariances))("$name: derivatives of Σ beside differences", (model) => {
  const m = 4;
  const distances = Float64Array.from(
    { length: m * m },
    (_, e) => 0.7 * Math.abs(Math.floor(e / m) - (e % m)),
  );
  const q = model.parameters(m);
  const theta = Float64Array.from({ length: q }, (_, j) => 0.3 * Math.cos(j + 1));
  const sigma = (t: Float64Array): Dense => {
    const { sigma: values } = model.at(t, m, distances);
    return Array.from({ length: m }, (_, a) => [...values.slice(a * m, (a + 1) * m)]);
  };
  const { first, eachSecond } = model.at(theta, m, distances);
  const second = new Map<string, number>();
  eachSecond((j, k, a, b, value) => {
    expect(j).toBeLessThanOrEqual(k);
    expect(a).toBeLessThanOrEqual(b);
    const key = [j, k, a, b].join();
    second.set(key, (second.get(key) ?? 0) + value);
  });
  for (let j = 0; j < q; j++) {
    const slope = difference(sigma, theta, j, 1e-3).flat();
    for (const [e, value] of slope.entries()) expect(Math.abs(first[j]![e]! - value)).toBeLessThan(1e-9);
    for (let k = j; k < q; k++) {
      const bend = difference((t) => difference(sigma, t, j, 1e-3), theta, k, 1e-3);
      for (let a = 0; a < m; a++)
        for (let b = a; b < m; b++)
          expect(Math.abs((second.get([j, k, a, b].join()) ?? 0) - bend[a]![b]!)).toBeLessThan(1e-7);
    }
  }
});

/** The code of the error, or what came instead. */
function refusal(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return (error as { code?: string }).code ?? error;
  }
}

const trial = randomTrial({ seed: 5, subjects: 20, visits: 3, groups: 1, weighted: false, gaps: 0.2 });
const fitAs = (data: RepeatedMeasures, structure: VisitCovariance = "us"): RepeatedMeasuresFit =>
  fitRepeatedMeasures(data, { structure, likelihood: "REML" });

/** Some rows of a data set, subjects numbered anew. */
function rowsOf(data: RepeatedMeasures, keep: (row: number) => boolean): RepeatedMeasures {
  const rows = Array.from(data.y, (_, row) => row).filter(keep);
  const subjects = [...new Set(rows.map((row) => data.subject[row]!))];
  const p = data.x.columns;
  return {
    ...data,
    x: {
      rows: rows.length,
      columns: p,
      values: Float64Array.from(rows.flatMap((row) => [...data.x.values.slice(row * p, row * p + p)])),
    },
    y: Float64Array.from(rows, (row) => data.y[row]!),
    subject: Int32Array.from(rows, (row) => subjects.indexOf(data.subject[row]!)),
    subjects: subjects.length,
    visit: Int32Array.from(rows, (row) => data.visit[row]!),
    group: null,
    groups: 1,
    weights: null,
    coordinates: null,
  };
}

/** Some columns of the design. */
function columnsOf(data: RepeatedMeasures, keep: readonly number[]): RepeatedMeasures {
  const { rows, columns, values } = data.x;
  const kept = Array.from({ length: rows }, (_, row) => keep.map((j) => values[row * columns + j]!)).flat();
  return { ...data, x: { rows, columns: keep.length, values: Float64Array.from(kept) } };
}

describe("bad input", () => {
  test("lengths, order, values", () => {
    expect(refusal(() => fitAs({ ...trial, y: trial.y.slice(1) }))).toBe("synthesis/mmrm-data");
    expect(refusal(() => fitAs({ ...trial, y: trial.y.map((v, i) => (i === 3 ? Number.NaN : v)) }))).toBe(
      "synthesis/mmrm-data",
    );
    expect(refusal(() => fitAs({ ...trial, visit: trial.visit.map(() => 0) }))).toBe("synthesis/mmrm-data");
    expect(refusal(() => fitAs({ ...trial, subject: trial.subject.toReversed() }))).toBe(
      "synthesis/mmrm-data",
    );
    expect(refusal(() => fitAs({ ...trial, weights: trial.y.map(() => 0) }))).toBe("synthesis/mmrm-data");
    expect(refusal(() => fitAs({ ...trial, coordinates: null }, "sp_exp"))).toBe(
      "synthesis/mmrm-coordinates",
    );
  });

  test("too little data", () => {
    expect(refusal(() => fitAs(rowsOf(trial, (row) => trial.subject[row] === 0)))).toBe(
      "synthesis/mmrm-too-few-subjects",
    );
    expect(refusal(() => fitAs(rowsOf(trial, (row) => trial.subject[row]! < 2)))).toBe(
      "synthesis/mmrm-too-few-rows",
    );
    const few = columnsOf(
      rowsOf(trial, (row) => trial.subject[row]! < 3),
      [0, 1],
    );
    expect(refusal(() => fitAs(few))).toMatch(/^synthesis\/mmrm-/);
    expect(refusal(() => fitAs(columnsOf(trial, [0, 1, 1])))).toBe("synthesis/mmrm-rank");
  });

  test("fewer subjects than visits make the unstructured likelihood unbounded", () => {
    const data = randomTrial({ seed: 8, subjects: 6, visits: 6, groups: 1, weighted: false, gaps: 0 });
    expect(refusal(() => fitAs(columnsOf(data, [0, 2, 3])))).toMatch(
      /^synthesis\/mmrm-(not-converged|hessian|singular)/,
    );
    expect(fitAs(columnsOf(data, [0, 2, 3]), "cs").gradient).toBeLessThan(1e-6);
  });

  test("no variation left, a visit that repeats another, a single row at a visit with an effect of its own", () => {
    const fit = trial.y.map((_, row) => trial.x.values[row * trial.x.columns + 1]!);
    expect(refusal(() => fitAs({ ...trial, y: fit }))).toBe("synthesis/mmrm-perfect-fit");
    const full = randomTrial({ seed: 6, subjects: 20, visits: 3, groups: 1, weighted: false, gaps: 0 });
    const copied = columnsOf(
      { ...full, y: full.y.map((v, row) => (full.visit[row] === 2 ? full.y[row - 1]! + 1 : v)) },
      [0, 1, 2, 4, 5],
    );
    for (const structure of ["us", "adh"] as const)
      expect(
        refusal(() => fitAs(copied, structure)),
        structure,
      ).toMatch(/^synthesis\/mmrm-(not-converged|hessian|singular)/);
    const single = rowsOf(full, (row) => full.visit[row] !== 2 || full.subject[row] === 0);
    expect(refusal(() => fitAs(single))).toMatch(/^synthesis\/mmrm-(not-converged|hessian|singular)/);
    expect(fitAs(single, "cs").gradient).toBeLessThan(1e-6);
  });

  test("visits never seen, or never together", () => {
    expect(refusal(() => fitAs({ ...trial, visits: 4 }))).toBe("synthesis/mmrm-empty-visit");
    const apart = columnsOf(
      rowsOf(trial, (row) => trial.visit[row] === (trial.subject[row]! % 2 === 0 ? 0 : 1)),
      [0, 2],
    );
    expect(refusal(() => fitAs({ ...apart, visits: 2 }))).toBe("synthesis/mmrm-empty-visit");
  });

  test("one visit: us, toep and ad are a regression; ar1 and cs have no correlation to estimate", () => {
    const once = {
      ...columnsOf(
        rowsOf(trial, (row) => trial.visit[row] === 0),
        [0, 1, 2],
      ),
      visits: 1,
    };
    const { df } = testContrast(once, fitAs(once), unit(3, 2), {
      degreesOfFreedom: "satterthwaite",
      covariance: "model",
    });
    expectClose(df, once.y.length - 3, 1e-9, "df of a regression");
    for (const structure of ["toep", "toeph", "ad", "adh"] as const)
      expectClose(fitAs(once, structure).logLikelihood, fitAs(once).logLikelihood, 1e-12, structure);
    for (const structure of ["ar1", "ar1h", "cs", "csh"] as const)
      expect(refusal(() => fitAs(once, structure))).toBe("synthesis/mmrm-too-few-visits");
  });

  test("with two visits every heterogeneous structure is the unstructured one", () => {
    const two = columnsOf({ ...rowsOf(trial, (row) => trial.visit[row]! < 2), visits: 2 }, [0, 1, 2, 4]);
    for (const structure of ["toeph", "ar1h", "adh", "csh"] as const)
      expectClose(fitAs(two, structure).logLikelihood, fitAs(two).logLikelihood, 1e-10, structure);
  });

  test("tests without a meaning", () => {
    const fit = fitAs(trial);
    const ml = fitRepeatedMeasures(trial, { structure: "us", likelihood: "ML" });
    const p = trial.x.columns;
    const model = { degreesOfFreedom: "satterthwaite", covariance: "model" } as const;
    const kr = { degreesOfFreedom: "kenward-roger", covariance: "kenward-roger" } as const;
    expect(refusal(() => prepareInference(trial, ml, kr))).toBe("synthesis/mmrm-inference");
    expect(refusal(() => prepareInference(trial, fit, { ...kr, covariance: "model" }))).toBe(
      "synthesis/mmrm-inference",
    );
    expect(refusal(() => prepareInference(trial, fit, { ...model, covariance: "kenward-roger" }))).toBe(
      "synthesis/mmrm-inference",
    );
    const { testContrast: one, testContrasts: several } = prepareInference(trial, fit, model);
    expect(refusal(() => one(new Float64Array(p)))).toBe("synthesis/mmrm-contrast");
    expect(refusal(() => one(new Float64Array(p - 1)))).toBe("synthesis/mmrm-contrast");
    expect(refusal(() => one(unit(p, 0).fill(Number.NaN)))).toBe("synthesis/mmrm-contrast");
    const twice = { rows: 2, columns: p, values: Float64Array.from([...unit(p, 1), ...unit(p, 1)]) };
    expect(refusal(() => several(twice))).toBe("synthesis/mmrm-contrast");
    expect(refusal(() => several({ rows: 0, columns: p, values: new Float64Array(0) }))).toBe(
      "synthesis/mmrm-contrast",
    );
  });

  test("a subject that alone determines a coefficient has no jackknife", () => {
    const p = trial.x.columns;
    const alone = {
      ...trial,
      x: {
        ...trial.x,
        values: trial.x.values.map((v, e) =>
          e % p === 3 ? (trial.subject[Math.floor(e / p)] === 0 ? 1 : 0) : v,
        ),
      },
    };
    const options = { degreesOfFreedom: "satterthwaite", covariance: "empirical-jackknife" } as const;
    expect(refusal(() => prepareInference(alone, fitAs(alone, "cs"), options))).toBe(
      "synthesis/mmrm-leverage",
    );
  });
});
