import { describe, expect, it } from "vitest";
import { type Curvature, matrix, minimise, nelderMead, newtonMinimise } from "#numerics";

const rosenbrock = (x: Float64Array): number => 100 * (x[1]! - x[0]! ** 2) ** 2 + (1 - x[0]!) ** 2;
const rosenbrockGradient = (x: Float64Array): Float64Array =>
  Float64Array.of(-400 * x[0]! * (x[1]! - x[0]! ** 2) - 2 * (1 - x[0]!), 200 * (x[1]! - x[0]! ** 2));
const rosenbrockCurvature = (x: Float64Array): Curvature => ({
  value: rosenbrock(x),
  gradient: rosenbrockGradient(x),
  hessian: matrix(2, 2, [1200 * x[0]! ** 2 - 400 * x[1]! + 2, -400 * x[0]!, -400 * x[0]!, 200]),
});
/** -log-likelihood of a gamma sample; defined for positive shape and scale only. */
const sample = [0.4, 1.1, 2.7, 0.9, 3.3, 1.6, 0.2, 2.1];
const quartic = (x: Float64Array): number =>
  x.reduce((sum, v, i) => sum + (i + 1) * ((v - i) ** 4 + (v - i) ** 2), 5);
const boundary = (x: Float64Array): number => sample.reduce((sum, y) => sum + y / x[0]! + Math.log(x[0]!), 0);

describe("BFGS", () => {
  it("finds Rosenbrock's minimum with and without a gradient", () => {
    for (const options of [{ gradient: rosenbrockGradient, tolerance: 1e-12 }, {}]) {
      const end = minimise(rosenbrock, [-1.2, 1], options);
      expect(end.converged).toBe(true);
      expect(end.at[0]).toBeCloseTo(1, 8);
      expect(end.at[1]).toBeCloseTo(1, 8);
      expect(end.gradientNorm).toBeLessThan(1e-7);
      expect(end.iterations).toBeLessThan(60);
    }
  });
  it("finds ten parameters under an offset that hides small falls", () => {
    const end = minimise((x) => quartic(x) + 1e6, new Float64Array(10).fill(-3), {
      gradient: (x) => x.map((v, i) => (i + 1) * (4 * (v - i) ** 3 + 2 * (v - i))),
      tolerance: 1e-14,
    });
    expect(end.converged).toBe(true);
    for (const [i, v] of end.at.entries()) expect(v).toBeCloseTo(i, 8);
  });
  it("stays inside a domain that ends", () => {
    const end = minimise((x) => (x[0]! > 0 ? boundary(x) : Number.NaN), [0.05]);
    expect(end.converged).toBe(true);
    expect(end.at[0]).toBeCloseTo(sample.reduce((a, b) => a + b) / sample.length, 8);
  });
  it("says so when it has not converged", () => {
    const end = minimise(rosenbrock, [-1.2, 1], { mostIterations: 3 });
    expect(end).toMatchObject({ converged: false, iterations: 3 });
    expect(minimise((x) => x[0]!, [0], { mostIterations: 50 }).converged).toBe(false);
  });
  it("refuses a start outside the domain", () => {
    expect(() => minimise((x) => Math.log(x[0]!), [-1])).toThrow(/NaN at the start \(-1\)/);
  });
});

describe("Nelder and Mead", () => {
  it("finds Rosenbrock's minimum, a kink, and one parameter", () => {
    const smooth = nelderMead(rosenbrock, [-1.2, 1], { tolerance: 1e-14 });
    expect(smooth.converged).toBe(true);
    expect(smooth.at[0]).toBeCloseTo(1, 5);
    const kink = nelderMead((x) => Math.abs(x[0]! - 2) + Math.abs(x[1]! + 1), [0, 0]);
    expect(kink.at[0]).toBeCloseTo(2, 4);
    expect(kink.at[1]).toBeCloseTo(-1, 4);
    const one = nelderMead((x) => (x[0]! - 0.3) ** 2, [5]);
    expect(one.at[0]).toBeCloseTo(0.3, 5);
  });
  it("says so when it has not converged", () => {
    expect(nelderMead(rosenbrock, [-1.2, 1], { mostIterations: 5 }).converged).toBe(false);
  });
});

describe("Newton", () => {
  it("finds Rosenbrock's minimum to the last digits", () => {
    const end = newtonMinimise(rosenbrockCurvature, [-1.2, 1]);
    expect(end.converged).toBe(true);
    expect(end.at[0]).toBeCloseTo(1, 14);
    expect(end.iterations).toBeLessThan(30);
  });
  it("leaves a saddle where the Hessian is not positive definite", () => {
    const saddle = (x: Float64Array): Curvature => ({
      value: x[0]! ** 4 / 4 - x[0]! ** 2 / 2 + x[1]! ** 2,
      gradient: Float64Array.of(x[0]! ** 3 - x[0]!, 2 * x[1]!),
      hessian: matrix(2, 2, [3 * x[0]! ** 2 - 1, 0, 0, 2]),
    });
    const end = newtonMinimise(saddle, [0.1, 1]);
    expect(end.converged).toBe(true);
    expect(end.at[0]).toBeCloseTo(1, 12);
  });
  it("says so when it has not converged", () => {
    expect(newtonMinimise(rosenbrockCurvature, [-1.2, 1], { mostIterations: 2 }).converged).toBe(false);
  });
});
