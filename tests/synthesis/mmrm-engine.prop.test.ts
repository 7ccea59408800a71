import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { symmetricEigen } from "#numerics";
import { coefficientCovarianceOf } from "../../src/synthesis/mmrm/coefficient-covariance.ts";
import { empirical } from "../../src/synthesis/mmrm/empirical.ts";
import { fitRepeatedMeasures } from "../../src/synthesis/mmrm/fit-repeated-measures.ts";
import type { RepeatedMeasures, VisitCovariance } from "../../src/synthesis/mmrm/mmrm.types.ts";
import { likelihoodAt } from "../../src/synthesis/mmrm/mmrm-likelihood.ts";
import { sufficientOf } from "../../src/synthesis/mmrm/patterns.ts";
import { prepareInference } from "../../src/synthesis/mmrm/prepare-inference.ts";
import { visitCovariances } from "../../src/synthesis/mmrm/visit-covariances.ts";
import { upperInverse } from "../../src/synthesis/mmrm/whitening.ts";
import { denseEmpirical, denseKenwardRoger, denseLikelihood, difference } from "./mmrm-dense.ts";
import { randomTrial } from "./mmrm-random.ts";
import type { Dense } from "./naive-dense.ts";
import { inverse } from "./naive-dense.ts";

const structures = Object.keys(visitCovariances) as VisitCovariance[];

const trials = fc.record({
  seed: fc.integer({ min: 1, max: 1e6 }),
  subjects: fc.integer({ min: 14, max: 22 }),
  visits: fc.integer({ min: 2, max: 3 }),
  groups: fc.integer({ min: 1, max: 2 }),
  weighted: fc.boolean(),
  gaps: fc.constantFrom(0, 0.25),
});

/** A point away from any optimum, where nothing cancels. */
function somewhere(data: RepeatedMeasures, structure: VisitCovariance): Float64Array {
  const model = visitCovariances[structure];
  const q = model.parameters(data.visits) * data.groups;
  return Float64Array.from({ length: q }, (_, j) => 0.5 + 0.4 * Math.sin(1 + 2.3 * j));
}

function expectNear(got: number, want: number, tolerance: number, scale: number, what: string): void {
  expect(
    Math.abs(got - want) / Math.max(Math.abs(want), scale),
    `${what}: ${got}, plain ${want}`,
  ).toBeLessThan(tolerance);
}

function expectMatrix(got: ArrayLike<number>, want: Dense, tolerance: number, what: string): void {
  const n = want.length;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      const scale = Math.sqrt(Math.abs(want[i]![i]! * want[j]![j]!));
      expectNear(got[i * n + j]!, want[i]![j]!, tolerance, scale, `${what} ${i},${j}`);
    }
}

describe("the likelihood beside n × n algebra", () => {
  test.each(structures)(
    "%s: value, coefficients, gradient, Hessian and slopes",
    (structure) => {
      fc.assert(
        fc.property(trials, fc.boolean(), (trial, reml) => {
          const data = randomTrial(trial);
          const model = visitCovariances[structure];
          const theta = somewhere(data, structure);
          const sufficient = sufficientOf(data, model.spatial);
          const got = likelihoodAt(sufficient, model, theta, reml, "observed")!;
          const plain = denseLikelihood(data, structure, theta, reml);
          expectNear(got.value, plain.value, 1e-11, 1, "value");
          const beta = upperInverse(sufficient.upper, got.beta);
          for (const [j, want] of plain.beta.entries()) expectNear(beta[j]!, want, 1e-8, 1, `beta ${j}`);
          const value = (t: Float64Array): Dense => [[denseLikelihood(data, structure, t, reml).value]];
          const { gradient, curvature, count } = got.derivatives!;
          for (let j = 0; j < count; j++) {
            expectNear(gradient[j]!, difference(value, theta, j, 1e-3)[0]![0]!, 1e-6, 1, `gradient ${j}`);
            for (const k of new Set([0, j])) {
              const bend = difference((t) => difference(value, t, j, 2e-3), theta, k, 2e-3)[0]![0]!;
              expectNear(curvature[j * count + k]!, bend, 1e-5, 1, `Hessian ${j},${k}`);
            }
          }
        }),
        { seed: 11, numRuns: 2 },
      );
    },
    60_000,
  );
});

/** Data and fit, or null where a small random sample has no proper optimum (which must be said by a typed error). */
function fitted(data: RepeatedMeasures, structure: VisitCovariance, likelihood: "REML" | "ML") {
  try {
    return fitRepeatedMeasures(data, { structure, likelihood });
  } catch (error) {
    expect(error).toMatchObject({ name: "EvidensError", kind: "numerical" });
    return null;
  }
}

describe("a fit beside n × n algebra", () => {
  test("no nearby parameters have a higher likelihood; Φ and its slopes; Kenward–Roger", () => {
    let done = 0;
    fc.assert(
      fc.property(trials, fc.constantFrom(...structures), (trial, structure) => {
        const data = randomTrial(trial);
        const fit = fitted(data, structure, "REML");
        if (fit === null) return;
        done++;
        const phi = (t: Float64Array): Dense => denseLikelihood(data, structure, t, true).phi;
        expectMatrix(fit.coefficientCovariance.values, phi(fit.theta), 1e-7, "Φ");
        const value = (t: Float64Array): Dense => [[denseLikelihood(data, structure, t, true).value]];
        for (let j = 0; j < fit.theta.length; j++) {
          const se = Math.sqrt(fit.thetaCovariance.values[j * (fit.theta.length + 1)]!);
          // In standard errors: a slope of 1e-6 moves nothing.
          expect(Math.abs(difference(value, fit.theta, j, 1e-3)[0]![0]!) * se).toBeLessThan(1e-5);
        }
        const slope = difference(phi, fit.theta, 0, 1e-3);
        const p = fit.coefficients.length;
        for (let i = 0; i < p; i++) {
          const scale = fit.coefficientCovariance.values[i * (p + 1)]!;
          expectNear(
            fit.coefficientCovarianceSlopes[0]!.values[i * (p + 1)]!,
            slope[i]![i]!,
            1e-6,
            scale,
            `slope ${i}`,
          );
        }
        const w = (h: number, j: number): number => fit.thetaCovariance.values[h * fit.theta.length + j]!;
        for (const linear of [true, false]) {
          const got = coefficientCovarianceOf(data, fit, linear ? "kenward-roger-linear" : "kenward-roger");
          expectMatrix(
            got.values,
            denseKenwardRoger(data, structure, fit.theta, w, linear),
            1e-5,
            linear ? "KR-linear" : "KR",
          );
        }
      }),
      { seed: 12, numRuns: 10 },
    );
    expect(done).toBeGreaterThan(5);
  }, 120_000);

  test("empirical covariances and their degrees of freedom", () => {
    const power =
      (exponent: number) =>
      (left: Dense): Dense => {
        const n = left.length;
        const { values, vectors } = symmetricEigen({
          rows: n,
          columns: n,
          values: Float64Array.from(left.flat()),
        });
        return left.map((_, a) =>
          left.map((_, b) =>
            values.reduce(
              (sum, value, k) =>
                sum + value ** exponent * vectors.values[a * n + k]! * vectors.values[b * n + k]!,
              0,
            ),
          ),
        );
      };
    const kinds = [
      ["empirical", power(0)],
      ["empirical-jackknife", (left: Dense) => inverse(left).inverse],
      ["empirical-bias-reduced", power(-0.5)],
    ] as const;
    fc.assert(
      fc.property(trials, fc.constantFrom<VisitCovariance>("us", "cs", "sp_exp"), (trial, structure) => {
        const data = randomTrial(trial);
        const fit = fitted(data, structure, "REML");
        if (fit === null) return;
        const contrast = fit.coefficients.map((_, j) => (j < 4 ? 1 + j : 0));
        for (const [kind, root] of kinds) {
          const got = empirical(data, fit, kind);
          const plain = denseEmpirical(data, structure, fit.theta, true, root, [...contrast]);
          expectMatrix(got.covariance.values, plain.covariance, 1e-8, kind);
          expectNear(got.df(contrast), plain.df, 1e-8, 1, `df ${kind}`);
        }
      }),
      { seed: 13, numRuns: 12 },
    );
  }, 60_000);

  test("scale and shift of the outcome, and reflection of a covariate, change nothing else", () => {
    fc.assert(
      fc.property(
        trials,
        fc.constantFrom<VisitCovariance>("us", "toeph", "ar1", "cs"),
        (trial, structure) => {
          const data = randomTrial(trial);
          const fit = fitted(data, structure, "REML");
          if (fit === null) return;
          const p = data.x.columns;
          const moved: RepeatedMeasures = {
            ...data,
            y: data.y.map((value) => 1000 + 10 * value),
            x: {
              ...data.x,
              values: data.x.values.map((value, e) => (e % p === 1 ? 1e4 - 100 * value : value)),
            },
          };
          const other = fitRepeatedMeasures(moved, { structure, likelihood: "REML" });
          const options = { degreesOfFreedom: "satterthwaite", covariance: "model" } as const;
          const arm = Float64Array.from({ length: p }, (_, j) => (j === 2 ? 1 : 0));
          const one = prepareInference(data, fit, options).testContrast(arm);
          const two = prepareInference(moved, other, options).testContrast(arm);
          expectNear(two.estimate, 10 * one.estimate, 1e-7, 1e-3, "estimate");
          expectNear(two.standardError, 10 * one.standardError, 1e-7, 1e-3, "SE");
          expectNear(two.df, one.df, 1e-6, 1, "df");
        },
      ),
      { seed: 14, numRuns: 25 },
    );
  }, 60_000);
});
