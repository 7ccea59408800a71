import { expect, it } from "vitest";
import { compensatedSum } from "#numerics";

it("keeps what a plain sum loses", () => {
  expect([1, 1e100, 1, -1e100].reduce((a, b) => a + b, 0)).toBe(0);
  expect(compensatedSum([1, 1e100, 1, -1e100])).toBe(2);
  expect(compensatedSum(new Float64Array(10).fill(0.1))).toBe(1);
  expect(compensatedSum([])).toBe(0);
});
