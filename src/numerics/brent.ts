import { EvidensError } from "#kernel";

export interface RootOptions {
  /** Wanted distance of the root, absolute; default 0: as near as doubles allow. */
  readonly tolerance?: number;
  /** Default 1000. */
  readonly maxIterations?: number;
}

export interface Root {
  readonly root: number;
  readonly converged: boolean;
  readonly iterations: number;
  /** Half the width of the bracket left. */
  readonly lastChange: number;
}

/** A secant or inverse quadratic step from b, or `null` where it is not clearly better than halving. */
function interpolate(
  [a, b, c]: readonly [number, number, number],
  [fa, fb, fc]: readonly [number, number, number],
  previousStep: number,
  tolerance: number,
): number | null {
  if (Math.abs(previousStep) < tolerance || Math.abs(fa) <= Math.abs(fb)) return null;
  const cb = c - b;
  const t2 = fb / fa;
  let p = cb * t2;
  let q = 1 - t2;
  if (a !== c) {
    const t = fa / fc;
    const t1 = fb / fc;
    p = t2 * (cb * t * (t - t1) - (b - a) * (t1 - 1));
    q = (t - 1) * (t1 - 1) * (t2 - 1);
  }
  if (p > 0) q = -q;
  else p = -p;
  const accepted = p < 0.75 * cb * q - Math.abs(tolerance * q) / 2 && p < Math.abs((previousStep * q) / 2);
  return accepted ? p / q : null;
}

/**
 * A root of a continuous function between two points where its sign differs.
 *
 * @param f finite on [lower, upper]
 * @throws EvidensError `numerics/no-sign-change` (numerical)
 * Source: Brent 1973, "Algorithms for Minimization without Derivatives", ch. 4 (zeroin), in the order of
 * comparisons that statistical packages share, so that a stated tolerance stops where theirs stop.
 * Checked: tests/numerics/brent.test.ts.
 */
export function brentRoot(
  f: (x: number) => number,
  lower: number,
  upper: number,
  options: RootOptions = {},
): Root {
  const { tolerance = 0, maxIterations = 1000 } = options;
  let [a, b] = [lower, upper];
  let [fa, fb] = [f(a), f(b)];
  if (fa === 0) return { root: a, converged: true, iterations: 0, lastChange: 0 };
  if (fb === 0) return { root: b, converged: true, iterations: 0, lastChange: 0 };
  if (!(fa * fb < 0)) {
    throw new EvidensError({
      code: "numerics/no-sign-change",
      kind: "numerical",
      message: `The function is ${fa} at ${lower} and ${fb} at ${upper}: no root is enclosed.`,
      remedy: "Pass two points where the function has opposite signs.",
    });
  }
  let [c, fc] = [a, fa];
  for (let iterations = 1; iterations <= maxIterations; iterations++) {
    const previousStep = b - a;
    if (Math.abs(fc) < Math.abs(fb)) {
      [a, b, c] = [b, c, b];
      [fa, fb, fc] = [fb, fc, fb];
    }
    const near = 2 * Number.EPSILON * Math.abs(b) + tolerance / 2;
    const half = (c - b) / 2;
    if (Math.abs(half) <= near || fb === 0)
      return { root: b, converged: true, iterations, lastChange: Math.abs(half) };
    let step = interpolate([a, b, c], [fa, fb, fc], previousStep, near) ?? half;
    if (Math.abs(step) < near) step = step > 0 ? near : -near;
    [a, fa] = [b, fb];
    b += step;
    fb = f(b);
    if (fb > 0 === fc > 0) [c, fc] = [a, fa];
  }
  return { root: b, converged: false, iterations: maxIterations, lastChange: Math.abs(c - b) / 2 };
}
