import { pool } from "../model/pool.ts";
import type { PooledResult, PoolOptions } from "../types.ts";
import { refuseOption } from "./refuse.ts";

export interface CumulativeOptions extends PoolOptions {
  /** What studies are ordered by, such as the year, length k, finite; default: the order given. */
  readonly by?: ArrayLike<number>;
  /** Largest first; default false. Studies that tie keep the order given either way. */
  readonly descending?: boolean;
  /** Add studies that tie in `by` at once; default false: one by one. */
  readonly together?: boolean;
}

/** The result once some studies were added. */
export interface CumulativeStep {
  /** Positions in the input of the studies added in this step. */
  readonly added: readonly number[];
  /** What they were ordered by; null without an ordering. */
  readonly by: number | null;
  readonly result: PooledResult;
}

function stepsOf(k: number, options: CumulativeOptions): number[][] {
  const { by, descending = false, together = false } = options;
  const order = Array.from({ length: k }, (_, i) => i);
  if (by === undefined) return order.map((i) => [i]);
  if (by.length !== k || order.some((i) => !Number.isFinite(by[i])))
    refuseOption(
      `The ordering needs one finite number for each of the ${k} studies; there are ${by.length}.`,
      "Give every study a value to be ordered by, or leave those without one out.",
    );
  const flip = descending ? -1 : 1;
  order.sort((a, b) => flip * (by[a]! - by[b]!) || a - b);
  if (!together) return order.map((i) => [i]);
  const steps: number[][] = [];
  for (const i of order) {
    const last = steps.at(-1);
    if (last !== undefined && by[last[0]!] === by[i]) last.push(i);
    else steps.push([i]);
  }
  return steps;
}

/**
 * Pools again as studies are added, everything re-estimated at each step.
 *
 * @param y effects, length k >= 1
 * @param v sampling variances, length k, all > 0
 * @throws EvidensError `synthesis/bad-options`, and what `pool` throws
 * Source: Lau et al. 1992, doi:10.1056/NEJM199207233270406.
 * Checked: tests/synthesis/cumulative.test.ts. Cost O(k^2) a step of the estimator.
 */
export function cumulative(
  y: Float64Array,
  v: Float64Array,
  options: CumulativeOptions = {},
): readonly CumulativeStep[] {
  const { by, descending: _, together: __, ...pooling } = options;
  if (v.length !== y.length) pool(y, v, pooling); // refuses with its own message
  const steps = stepsOf(y.length, options);
  const order = steps.flat();
  const [ys, vs] = [Float64Array.from(order, (i) => y[i]!), Float64Array.from(order, (i) => v[i]!)];
  if (order.length === 0) pool(y, v, pooling);
  let count = 0;
  return steps.map((added) => {
    count += added.length;
    const result = pool(ys.subarray(0, count), vs.subarray(0, count), pooling);
    return { added, by: by === undefined ? null : by[added[0]!]!, result };
  });
}
