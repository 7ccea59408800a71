import { expect, it } from "vitest";
import { seededRng } from "#numerics";

const take = (seed: number | string, n: number) => {
  const rng = seededRng(seed);
  return Array.from({ length: n }, () => rng.next());
};

it("repeats for a seed and differs between seeds", () => {
  expect(take(7, 50)).toEqual(take("7", 50));
  expect(take(7, 50)).not.toEqual(take(8, 50));
});

it("is uniform: mean, variance and 20 equal bins within five standard errors", () => {
  const n = 200_000;
  const values = take("uniformity", n);
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / n;
  expect(Math.abs(mean - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / n));
  expect(Math.abs(variance - 1 / 12)).toBeLessThan(5 * Math.sqrt(1 / 180 / n));
  const bins = new Array<number>(20).fill(0);
  for (const value of values) bins[Math.floor(value * 20)]! += 1;
  const chiSquare = bins.reduce((sum, count) => sum + (count - n / 20) ** 2 / (n / 20), 0);
  expect(chiSquare).toBeLessThan(19 + 5 * Math.sqrt(38));
  expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
});
