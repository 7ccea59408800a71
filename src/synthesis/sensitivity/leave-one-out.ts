import { EvidensError } from "#kernel";
import { type EffectSet, effectSet } from "../model/effect-set.ts";
import { full, restricted } from "../model/likelihood.ts";
import type { Solution } from "../model/newton-root.ts";
import { pool, poolSet } from "../model/pool.ts";
import type { LeftOut, PoolOptions } from "../types.ts";
import { leftOutMaxima } from "./left-out-maxima.ts";

function without(values: Float64Array, omitted: number): Float64Array {
  const rest = new Float64Array(values.length - 1);
  rest.set(values.subarray(0, omitted));
  rest.set(values.subarray(omitted + 1), omitted);
  return rest;
}

/**
 * Pools again without each study in turn, everything re-estimated.
 *
 * @param y effects, length k >= 2
 * @param v sampling variances, length k, all > 0
 * @returns one result per study, in input order
 * @throws EvidensError `synthesis/too-few-studies`, and what `pool` throws
 * Source: Viechtbauer and Cheung 2010, doi:10.1002/jrsm.11. Checked: tests/synthesis/leave-one-out.test.ts against metafor's dfbetas, 1e-7. Cost O(k^2); with REML and ML the search
 * for tau2 is shared, and each study left out adds some four passes over the others.
 */
export function leaveOneOut(y: Float64Array, v: Float64Array, options: PoolOptions = {}): readonly LeftOut[] {
  if (y.length < 2) {
    throw new EvidensError({
      code: "synthesis/too-few-studies",
      kind: "invalid",
      message: `Leaving one out needs two studies; there is ${y.length === 1 ? "one" : "none"}.`,
      remedy: "Run leave-one-out on a synthesis of at least two studies.",
    });
  }
  if (v.length !== y.length) pool(y, v, options); // refuses with its own message
  const likelihood = { REML: restricted, ML: full }[String(options.tau2 ?? "REML")];
  const atOptimum = options.model !== "common" && options.compat === undefined && y.length > 3;
  const maxima =
    likelihood !== undefined && atOptimum
      ? leftOutMaxima(effectSet(y, v), likelihood, likelihood === restricted)
      : null;
  return Array.from(y, (_, omitted) => {
    const rest = effectSet(without(y, omitted), without(v, omitted));
    const solve = maxima === null ? undefined : (set: EffectSet): Solution => maxima(omitted, set);
    return { omitted, result: poolSet(rest, options, solve) };
  });
}
