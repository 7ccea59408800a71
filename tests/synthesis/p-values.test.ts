import { expect, test } from "vitest";
import { pFromF, pFromZ } from "#synthesis";

// R 4.2.2: 2 * pnorm(-z), pf(f, df1, df2, lower.tail = FALSE).

test.each([
  [1.96, 0.049995790296440856],
  [-8, 1.244192114854357e-15],
])("two-sided P of z = %s", (z, p) => {
  expect(Math.abs(pFromZ(z).value / p - 1)).toBeLessThan(1e-12);
});

test.each([
  [40.6, 1, 17, 6.9560846280183246e-6],
  [0.5, 3, 20, 0.68651861283640314],
  [250, 2, 60, 7.9231285329039475e-30],
])("upper-tail P of F = %s with %s and %s degrees of freedom", (f, df1, df2, p) => {
  expect(Math.abs(pFromF(f, df1, df2).value / p - 1)).toBeLessThan(1e-12);
});
