import { describe, expect, it } from "vitest";
import { numericGradient, numericHessian } from "#numerics";

const f = (x: Float64Array): number =>
  Math.exp(x[0]! / 3) * Math.sin(x[1]!) + x[0]! * x[2]! ** 2 + Math.log(x[2]!);
const points = [
  [0, 0, 1],
  [0.5, 2, 0.03],
  [-4, 1e-3, 7],
].map((p) => Float64Array.from(p));

describe("derivatives by differences", () => {
  it.each(points.map((at) => [at]))("gradient at %s", (at) => {
    const [x, y, z] = at as unknown as [number, number, number];
    const e = Math.exp(x / 3);
    const exact = [(e * Math.sin(y)) / 3 + z * z, e * Math.cos(y), 2 * x * z + 1 / z];
    for (const rule of ["fine", "coarse"] as const) {
      const error = rule === "fine" ? 1e-9 : 1e-7;
      for (const [i, got] of numericGradient(f, at, rule).entries())
        expect(Math.abs(got - exact[i]!)).toBeLessThan(error * (1 + Math.abs(exact[i]!)));
    }
  });
  it.each(points.map((at) => [at]))("Hessian at %s", (at) => {
    const [x, y, z] = at as unknown as [number, number, number];
    const e = Math.exp(x / 3);
    const [s, c] = [Math.sin(y), Math.cos(y)];
    const exact = [(e * s) / 9, (e * c) / 3, 2 * z, (e * c) / 3, -e * s, 0, 2 * z, 0, 2 * x - 1 / (z * z)];
    for (const [i, got] of numericHessian(f, at).values.entries())
      expect(Math.abs(got - exact[i]!)).toBeLessThan(2e-8 * (1 + Math.abs(exact[i]!)));
  });
  it("shortens steps at the edge of a domain", () => {
    const at = Float64Array.of(1e-6);
    const log = (v: Float64Array): number => Math.log(v[0]!);
    expect(numericGradient(log, at)[0]! / 1e6).toBeCloseTo(1, 8);
    expect(numericHessian(log, at).values[0]! / -1e12).toBeCloseTo(1, 5);
    expect(numericGradient(() => Number.NaN, at)[0]).toBeNaN();
  });
});
