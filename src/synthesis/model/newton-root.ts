/** The value of a function that falls through 0, and the step its derivative proposes. */
export interface Probe {
  readonly value: number;
  readonly step: number;
}

export interface Solution {
  readonly tau2: number;
  readonly converged: boolean;
  readonly iterations: number;
  readonly lastChange: number;
}

const MAX_STEPS = 200;

/**
 * The root of a function positive at `low` and not positive at `high`, by Newton steps kept in the bracket.
 *
 * @param probe value and proposed step at a point
 * @param floor a length below which differences are rounding, > 0
 * @param start where to begin, in (low, high)
 */
export function newtonRoot(
  probe: (t: number) => Probe,
  low: number,
  high: number,
  floor: number,
  start?: number,
): Solution {
  let [below, above] = [low, high];
  let t = start ?? (low > 0 ? Math.sqrt(low * high) : low);
  for (let iterations = 1; iterations <= MAX_STEPS; iterations++) {
    const { value, step } = probe(t);
    // Steps are quadratic near the root: taking one this small leaves less than its square.
    const enough = Math.max(1e-9 * t, 1e-12 * floor);
    if (value === 0) return { tau2: t, converged: true, iterations, lastChange: 0 };
    if (value > 0) below = t;
    else above = t;
    if (Math.abs(step) <= enough || above - below <= 1e-13 * t) {
      const tau2 = Math.min(Math.max(t + step, below), above);
      return { tau2, converged: true, iterations, lastChange: Math.abs(step) };
    }
    const next = t + step;
    if (next > below && next < above) t = next;
    else t = below > 0 && above / below > 4 ? Math.sqrt(below * above) : (below + above) / 2;
  }
  return { tau2: t, converged: false, iterations: MAX_STEPS, lastChange: above - below };
}
