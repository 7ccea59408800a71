import type { RepeatedMeasures } from "./mmrm.types.ts";

/**
 * Degrees of freedom of each coefficient under the between–within rule: a coefficient whose column is constant
 * within every subject is "between" and has subjects − between − intercepts; the intercept and those that vary
 * within some subject have rows − subjects − within.
 *
 * Source: Schluchter and Elashoff 1990, Journal of Statistical Computation and Simulation 37:69-87, as mmrm 0.3.18
 * has it. Cost n p.
 * Checked: tests/synthesis/mmrm-engine.test.ts.
 */
export function betweenWithinDf({ x, subject, subjects }: RepeatedMeasures): Float64Array {
  const { rows: n, columns: p, values } = x;
  const within = new Uint8Array(p);
  const varies = new Uint8Array(p);
  for (let row = 1; row < n; row++) {
    const same = subject[row] === subject[row - 1];
    for (let j = 0; j < p; j++) {
      const value = values[row * p + j]!;
      if (value !== values[j]!) varies[j] = 1;
      if (same && value !== values[(row - 1) * p + j]!) within[j] = 1;
    }
  }
  const count = (holds: (j: number) => boolean): number =>
    Array.from({ length: p }, (_, j) => j).filter(holds).length;
  const constants = count((j) => varies[j] === 0);
  const inside = count((j) => within[j] === 1);
  const between = p - constants - inside;
  const ofWithin = n - subjects - inside;
  const ofBetween = subjects - between - constants;
  return Float64Array.from({ length: p }, (_, j) =>
    varies[j] === 0 || within[j] === 1 ? ofWithin : ofBetween,
  );
}

/** The least degrees of freedom of the coefficients in a contrast. */
export function leastDf(each: Float64Array, contrast: ArrayLike<number>): number {
  let least = Number.POSITIVE_INFINITY;
  for (let j = 0; j < each.length; j++) if (contrast[j] !== 0) least = Math.min(least, each[j]!);
  return least;
}
