import { describe, expect, it } from "vitest";
import { shapeOf, structureNames } from "../../src/synthesis/multilevel/structures.ts";
import { anglesOf } from "../../src/synthesis/multilevel/unstructured.ts";
import { portableRandom } from "./naive-dense.ts";

describe.each(structureNames)("%s", (structure) => {
  const { uniform } = portableRandom(5);
  const positions = Float64Array.of(0, 1, 2.5, 4);
  const shape = shapeOf(
    structure,
    structure === "CAR" ? positions : Float64Array.of(0, 1, 2, 3),
    structure === "UN" ? [2] : [],
  );
  const at = Float64Array.from(
    shape.coordinates,
    ({ kind }) => ({ variance: 0.5, deviation: 0.4, correlation: 0.1, angle: 0.5 })[kind] + uniform(),
  ).map((value, c) => (shape.coordinates[c]!.kind === "correlation" ? Math.min(value, 0.8) : value));

  it("has the slopes of its entries", () => {
    for (const [c] of shape.coordinates.entries()) {
      const h = 1e-5;
      const moved = (by: number): Float64Array => {
        const to = at.slice();
        to[c]! += by;
        return shape.covariance(to);
      };
      const [up, down] = [moved(h), moved(-h)];
      for (const [cell, slope] of shape.derivative(at, c).entries())
        expect(slope).toBeCloseTo((up[cell]! - down[cell]!) / (2 * h), 8);
    }
  });

  it("is symmetric with its variances where it says they are", () => {
    const g = shape.covariance(at);
    for (let i = 0; i < 4; i++) {
      for (let j = 0; j < i; j++) expect(g[i * 4 + j]).toBeCloseTo(g[j * 4 + i]!, 14);
      const own = at[shape.varianceAt[i] ?? 0]!;
      expect(g[i * 4 + i]).toBeCloseTo(
        shape.coordinates[shape.varianceAt[i] ?? 0]!.kind === "deviation" ? own ** 2 : own,
        12,
      );
    }
  });
});

it("finds the angles of a correlation matrix", () => {
  const shape = shapeOf("UN", Float64Array.of(0, 1, 2));
  const r = Float64Array.of(1, 0.5, -0.2, 0.5, 1, 0.3, -0.2, 0.3, 1);
  const g = shape.covariance(Float64Array.of(1, 1, 1, ...anglesOf(r, 3)));
  for (const [cell, value] of r.entries()) expect(g[cell]).toBeCloseTo(value, 13);
  const singular = Float64Array.of(1, 1, 0.4, 1, 1, 0.4, 0.4, 0.4, 1);
  const h = shape.covariance(Float64Array.of(1, 1, 1, ...anglesOf(singular, 3)));
  for (const [cell, value] of singular.entries()) expect(h[cell]).toBeCloseTo(value, 13);
});

it("puts the correlations of a chosen level on coordinates of their own", () => {
  const shape = shapeOf("UN", Float64Array.of(0, 1, 2), [1]);
  const at = Float64Array.of(1, 2, 3, 0.7, 1.1, 0.4);
  const g = shape.covariance(at);
  const correlation = (i: number, j: number): number => g[i * 3 + j]! / Math.sqrt(g[i * 4]! * g[j * 4]!);
  expect(correlation(0, 1)).toBeCloseTo(Math.cos(at[shape.correlationAt[0]!]!), 14);
  expect(correlation(1, 2)).toBeCloseTo(Math.cos(at[shape.correlationAt[2]!]!), 14);
  expect(shape.correlationAt[1]).toBe(-1);
});
