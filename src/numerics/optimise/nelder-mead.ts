import { demandStart, largestEntry } from "./bfgs.ts";
import type { Minimum, Objective } from "./minimum.types.ts";
import { numericGradient } from "./numeric-derivatives.ts";

export interface NelderMeadOptions {
  /** Stop when the values at the corners differ by less than this part of 1 + |f|, and the corners as little; default 1e-10. */
  readonly tolerance?: number;
  /** Default 500 for each parameter. */
  readonly mostIterations?: number;
  /** First step of each parameter; default 0.1 max(|start|, 0.5). */
  readonly step?: number;
}

interface Corner {
  readonly at: Float64Array;
  readonly value: number;
}

/** Value for sorting: outside the domain is worst. */
const finite = (value: number): number => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value);

function firstSimplex(evaluate: (at: Float64Array) => Corner, start: Float64Array, step?: number): Corner[] {
  const corners = [evaluate(start)];
  for (let i = 0; i < start.length; i++) {
    const at = start.slice();
    at[i]! += step ?? 0.1 * Math.max(Math.abs(start[i]!), 0.5);
    corners.push(evaluate(at));
  }
  return corners;
}

/** One step: reflect, expand, contract or shrink; `corners` is sorted, best first. */
function advance(corners: Corner[], evaluate: (at: Float64Array) => Corner): void {
  const p = corners.length - 1;
  const [best, worst, second] = [corners[0]!, corners[p]!, corners[Math.max(0, p - 1)]!];
  const centre = best.at.map((_, i) => corners.slice(0, p).reduce((sum, c) => sum + c.at[i]!, 0) / p);
  const along = (t: number): Corner => evaluate(centre.map((c, i) => c + t * (c - worst.at[i]!)));
  const reflected = along(1);
  if (reflected.value < best.value) {
    const expanded = along(1 + 2 / p);
    corners[p] = expanded.value < reflected.value ? expanded : reflected;
  } else if (reflected.value < second.value) corners[p] = reflected;
  else {
    const inward = 0.75 - 1 / (2 * p);
    const contracted = along(reflected.value < worst.value ? inward : -inward);
    if (contracted.value < Math.min(reflected.value, worst.value)) corners[p] = contracted;
    else {
      const keep = p > 1 ? 1 - 1 / p : 0.5;
      for (let k = 1; k <= p; k++)
        corners[k] = evaluate(best.at.map((b, i) => b + keep * (corners[k]!.at[i]! - b)));
    }
  }
}

function isSmall(corners: readonly Corner[], tolerance: number): boolean {
  const best = corners[0]!;
  const spread = corners.at(-1)!.value - best.value;
  if (!(spread <= tolerance * (1 + Math.abs(best.value)))) return false;
  const reach = Math.sqrt(tolerance);
  return corners.every((c) =>
    c.at.every((x, i) => Math.abs(x - best.at[i]!) <= reach * (1 + Math.abs(best.at[i]!))),
  );
}

/**
 * A local minimum without derivatives, by a moving simplex, started again once from where it ends so that a
 * collapsed simplex is noticed. For rough functions; `minimise` is faster and finer on smooth ones.
 *
 * @param f finite at `start`; Infinity or NaN outside its domain
 * @throws EvidensError `numerics/bad-start`
 * Source: Nelder and Mead 1965, doi:10.1093/comjnl/7.4.308, with the coefficients of Gao and Han 2012,
 * doi:10.1007/s10589-010-9329-3. Checked: tests/numerics/optimise.test.ts.
 */
export function nelderMead(f: Objective, start: ArrayLike<number>, options: NelderMeadOptions = {}): Minimum {
  const { tolerance = 1e-10, mostIterations = 500 * start.length } = options;
  const evaluate = (at: Float64Array): Corner => ({ at, value: finite(f(at)) });
  let corners = firstSimplex(evaluate, Float64Array.from(start), options.step);
  demandStart("nelderMead", corners[0]!.value, corners[0]!.at);
  let iterations = 0;
  let converged = false;
  for (let round = 0; round < 2; round++) {
    const before = corners[0]!;
    if (round > 0) corners = firstSimplex(evaluate, before.at, options.step);
    for (converged = false; iterations < mostIterations; iterations++) {
      corners.sort((a, b) => a.value - b.value);
      converged = isSmall(corners, tolerance);
      if (converged) break;
      advance(corners, evaluate);
    }
    corners.sort((a, b) => a.value - b.value);
  }
  const { at, value } = corners[0]!;
  return { at, value, gradientNorm: largestEntry(numericGradient(f, at)), converged, iterations };
}
