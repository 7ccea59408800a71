import { describe, expect, it } from "vitest";
import { gaussHermite, integrate } from "#numerics";

const relative = (got: number, want: number): number => Math.abs(got - want) / Math.abs(want);

describe("adaptive quadrature", () => {
  it.each(Array.from({ length: 16 }, (_, k) => 2 * k))("one piece is exact for x^%d", (degree) => {
    const { value } = integrate((x) => x ** degree, -1, 1, { mostPieces: 1 });
    expect(relative(value, 2 / (degree + 1))).toBeLessThan(3e-15);
  });
  const known: [string, (x: number) => number, number, number, number][] = [
    ["1/sqrt(x)", (x) => 1 / Math.sqrt(x), 0, 1, 2],
    ["log(x)", Math.log, 0, 1, -1],
    ["normal density", (x) => Math.exp((-x * x) / 2), -Infinity, Infinity, Math.sqrt(2 * Math.PI)],
    ["exponential", (x) => Math.exp(-x), 0, Infinity, 1],
    ["left exponential", (x) => Math.exp(x), -Infinity, -3, Math.exp(-3)],
    ["Cauchy", (x) => 1 / (1 + x * x), -Infinity, Infinity, Math.PI],
    ["oscillation", (x) => Math.cos(50 * x), 0, 1, Math.sin(50) / 50],
    ["turned", (x) => x, 2, 0, -2],
  ];
  it.each(known)("%s", (_, f, from, to, want) => {
    const { value, error, converged } = integrate(f, from, to);
    expect(converged).toBe(true);
    expect(relative(value, want)).toBeLessThan(1e-12);
    expect(Math.abs(value - want)).toBeLessThanOrEqual(error + 1e-14 * Math.abs(want));
  });
  it("meets a narrow peak that is named", () => {
    const peak = (x: number): number => Math.exp(-(((x - 400) / 1e-4) ** 2));
    const { value } = integrate(peak, -Infinity, Infinity, { breaks: [399.999, 400, 400.001] });
    expect(relative(value, 1e-4 * Math.sqrt(Math.PI))).toBeLessThan(1e-9);
  });
  it("says when it has not converged, and refuses what is not finite", () => {
    const rough = integrate((x) => Math.sin(1 / x), 0, 1, { mostPieces: 10 });
    expect(rough.converged).toBe(false);
    expect(() => integrate((x) => 1 / x, -1, 1)).toThrow(/not finite/);
    expect(integrate((x) => x, 3, 3)).toMatchObject({ value: 0, converged: true });
  });
});

describe("Gauss-Hermite rule", () => {
  it.each([1, 2, 3, 7, 20, 21, 64, 100, 200])("of %d points gives the moments of the normal", (n) => {
    const { nodes, weights } = gaussHermite(n);
    let moment = Math.sqrt(Math.PI);
    for (let k = 0; k < Math.min(n, 60); k++) {
      const sum = weights.reduce((total, w, i) => total + w * nodes[i]! ** (2 * k), 0);
      expect(relative(sum, moment), `moment ${2 * k}`).toBeLessThan(1e-13);
      moment *= k + 0.5;
    }
    for (let i = 1; i < n; i++) expect(nodes[i]).toBeGreaterThan(nodes[i - 1]!);
    for (let i = 0; i < n; i++) expect(nodes[i]! + nodes[n - 1 - i]!).toBe(0);
  });
  it("has the printed nodes and weights of five points (Abramowitz and Stegun, table 25.10)", () => {
    const { nodes, weights } = gaussHermite(5);
    expect(nodes[4]).toBeCloseTo(2.020182870456086, 14);
    expect(nodes[3]).toBeCloseTo(0.958572464613819, 14);
    expect(weights[4]).toBeCloseTo(0.01995324205905, 14);
    expect(weights[2]).toBeCloseTo(0.9453087204829, 12);
  });
  it("refuses other sizes", () => {
    expect(() => gaussHermite(0)).toThrow(/n is 0/);
    expect(() => gaussHermite(2.5)).toThrow(/2.5/);
  });
});
