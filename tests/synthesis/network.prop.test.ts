import fc from "fast-check";
import { expect, test } from "vitest";
import {
  choleskyFactor,
  choleskyInverse,
  choleskyLogDeterminant,
  matrix,
  multiply,
  transpose,
} from "#numerics";
import { type NetworkContrast, networkMetaAnalysis } from "#synthesis";

/** Arms of a study: treatment, true level plus error, variance of the arm. */
interface Arm {
  readonly treatment: number;
  readonly level: number;
  readonly v: number;
}

const network = fc
  .record({
    n: fc.integer({ min: 2, max: 5 }),
    seeds: fc.array(
      fc.record({
        size: fc.integer({ min: 2, max: 4 }),
        shift: fc.integer({ min: 0, max: 4 }),
        levels: fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 4, maxLength: 4 }),
        variances: fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }),
      }),
      { minLength: 2, maxLength: 8 },
    ),
  })
  .map(({ n, seeds }): readonly (readonly Arm[])[] => {
    const chain = Array.from({ length: n - 1 }, (_, i) => [i, i + 1]);
    const sets = seeds.map(({ size, shift }) =>
      Array.from({ length: Math.min(size, n) }, (_, i) => (shift + i) % n),
    );
    return [...chain, ...sets].map((arms, s) => {
      const seed = seeds[s % seeds.length]!;
      return arms.map((treatment, i) => ({
        treatment,
        level: seed.levels[i]! * (1 + s / 9),
        v: seed.variances[i]!,
      }));
    });
  });

const name = (treatment: number): string => `t${treatment}`;

function contrastsOf(studies: readonly (readonly Arm[])[]): readonly NetworkContrast[] {
  return studies.flatMap((arms, s) =>
    arms.flatMap((a, i) =>
      arms.slice(i + 1).map((b) => ({
        study: `s${s}`,
        treatment1: name(a.treatment),
        treatment2: name(b.treatment),
        y: a.level - b.level,
        se: Math.sqrt(a.v + b.v),
      })),
    ),
  );
}

/** Generalised least squares on contrasts with the first arm, covariances written out: no graph, no eigenvectors. */
function dense(studies: readonly (readonly Arm[])[], n: number, tau2: number) {
  const rows = studies.flatMap((arms, s) => arms.slice(1).map((arm) => ({ s, arm, base: arms[0]! })));
  const k = rows.length;
  const v = matrix(k, k);
  const x = matrix(k, n - 1);
  const y = matrix(k, 1);
  for (const [i, a] of rows.entries()) {
    y.values[i] = a.arm.level - a.base.level;
    if (a.arm.treatment > 0) x.values[i * (n - 1) + a.arm.treatment - 1]! += 1;
    if (a.base.treatment > 0) x.values[i * (n - 1) + a.base.treatment - 1]! -= 1;
    for (const [j, b] of rows.entries())
      if (a.s === b.s) v.values[i * k + j] = a.base.v + (i === j ? a.arm.v : 0) + tau2 * (i === j ? 1 : 0.5);
  }
  const lv = choleskyFactor(v)!;
  const w = choleskyInverse(lv);
  const information = choleskyFactor(multiply(transpose(x), multiply(w, x)))!;
  const covariance = choleskyInverse(information);
  const b = multiply(covariance, multiply(transpose(x), multiply(w, y)));
  const fitted = multiply(x, b);
  const r = matrix(
    k,
    1,
    y.values.map((value, i) => value - fitted.values[i]!),
  );
  const q = multiply(transpose(r), multiply(w, r)).values[0]!;
  const reml = -q - choleskyLogDeterminant(lv) - choleskyLogDeterminant(information);
  return { b: b.values, covariance: covariance.values, q, reml, df: k - (n - 1) };
}

const size = (studies: readonly (readonly Arm[])[]): number =>
  1 + Math.max(...studies.flat().map(({ treatment }) => treatment));

const near = (a: number, b: number, tolerance = 1e-8): void =>
  expect(Math.abs(a - b)).toBeLessThan(tolerance * Math.max(1, Math.abs(b)));

test("equals generalised least squares with dense matrices, and REML is its highest likelihood", () => {
  fc.assert(
    fc.property(network, (studies) => {
      const n = size(studies);
      const result = networkMetaAnalysis(contrastsOf(studies), { tau2: "REML" });
      const common = dense(studies, n, 0);
      near(result.q, common.q);
      expect(result.qDf).toBe(common.df);
      for (let i = 1; i < n; i++) {
        near(result.common.estimate[i]![0]!, common.b[i - 1]!);
        near(result.common.se[i]![0]! ** 2, common.covariance[(i - 1) * n]!);
      }
      if (result.tau2 === null) return expect(common.df).toBe(0);
      const tau2 = result.tau2;
      const random = dense(studies, n, tau2);
      for (let i = 1; i < n; i++) near(result.random!.estimate[i]![0]!, random.b[i - 1]!);
      for (let step = 0; step <= 60; step++) {
        const other = step === 0 ? 0 : 1e-6 * 10 ** (step / 7.5);
        expect(dense(studies, n, other).reml).toBeLessThan(
          random.reml + 1e-9 * Math.max(1, Math.abs(random.reml)),
        );
      }
    }),
    { seed: 5, numRuns: 120 },
  );
});

test("does not depend on the order of rows, the direction of contrasts or the zero of the scale of arms", () => {
  fc.assert(
    fc.property(network, fc.boolean(), (studies, turn) => {
      const rows = contrastsOf(studies);
      const other = [...rows]
        .reverse()
        .map((one) =>
          turn ? { ...one, treatment1: one.treatment2, treatment2: one.treatment1, y: -one.y } : one,
        );
      const [a, b] = [networkMetaAnalysis(rows, { tau2: "DL" }), networkMetaAnalysis(other, { tau2: "DL" })];
      near(a.q, b.q);
      if (a.tau2 !== null) near(a.tau2, b.tau2!);
      near(a.common.estimate[0]![1]!, b.common.estimate[0]![1]!);
      const swapped = a.common.estimate[1]![0]!;
      near(swapped, -a.common.estimate[0]![1]!);
    }),
    { seed: 6, numRuns: 100 },
  );
});
