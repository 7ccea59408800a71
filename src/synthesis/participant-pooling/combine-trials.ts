import { normalUpper } from "#numerics";
import { refuseModel } from "../mmrm/refuse-model.ts";
import { pool } from "../model/pool.ts";
import type { PooledResult, PoolOptions } from "../types.ts";
import type { Trial } from "./pooling.types.ts";

/** A trial known by its published result alone, on the scale of the participants' difference. */
export interface AggregateTrial {
  readonly study: string;
  readonly estimate: number;
  /** Standard error, > 0. */
  readonly se: number;
}

/** Trials with and without participants' data, together and apart. */
export interface CombinedTrials {
  readonly all: PooledResult;
  /** Null without such trials. */
  readonly participants: PooledResult | null;
  readonly aggregate: PooledResult | null;
  /** Studies in the order of `all.weights`. */
  readonly studies: readonly { readonly study: string; readonly source: "participants" | "aggregate" }[];
  /** Pooled participants' minus pooled aggregate results: availability bias would show here. Null without both. */
  readonly difference: {
    readonly estimate: number;
    readonly se: number;
    readonly z: number;
    readonly p: number;
  } | null;
  /** Studies that could not be fitted and are in no pool. */
  readonly leftOut: readonly string[];
}

function pooled(
  list: readonly { readonly estimate: number; readonly se: number }[],
  options: PoolOptions,
): PooledResult | null {
  if (list.length === 0) return null;
  return pool(
    Float64Array.from(list, ({ estimate }) => estimate),
    Float64Array.from(list, ({ se }) => se ** 2),
    options,
  );
}

/**
 * Pools trials with participants' data together with trials of which only a published result is known.
 *
 * @param trials of `twoStage`; those not fitted may come in as aggregate results
 * @param aggregates the same difference on the same scale
 * @param options of `pool`; random effects by REML with the Hartung-Knapp test unless stated
 * @throws EvidensError `synthesis/bad-contrast` for a study in both, a result that is not finite, or none at all
 * Source: Burke, Ensor and Riley 2017, doi:10.1002/sim.7141 (two stages). Checked: tests/synthesis/participant-pooling.test.ts.
 */
export function combineTrials(
  trials: readonly Trial[],
  aggregates: readonly AggregateTrial[],
  options: PoolOptions = {},
): CombinedTrials {
  const own = trials.flatMap((trial) =>
    trial.fitted ? [{ study: trial.study, estimate: trial.test.estimate, se: trial.test.se }] : [],
  );
  const names = [...own, ...aggregates].map(({ study }) => study);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    refuseModel("bad-contrast", `${twice} is pooled twice.`, "Give each study once, by its participants.");
  const bad = aggregates.find(({ estimate, se }) => !(Number.isFinite(estimate) && se > 0 && se < Infinity));
  if (bad !== undefined)
    refuseModel(
      "bad-contrast",
      `${bad.study} has the estimate ${bad.estimate} with standard error ${bad.se}.`,
      "Pass a finite estimate and a standard error above 0.",
    );
  if (names.length === 0) refuseModel("bad-contrast", "There is no trial to pool.", "Pass a fitted trial.");
  const participants = pooled(own, options);
  const aggregate = pooled(aggregates, options);
  return {
    all: pooled([...own, ...aggregates], options)!,
    participants,
    aggregate,
    studies: names.map((study, i) => ({ study, source: i < own.length ? "participants" : "aggregate" })),
    difference: participants === null || aggregate === null ? null : differ(participants, aggregate),
    leftOut: trials
      .filter(({ fitted, study }) => !fitted && !names.includes(study))
      .map(({ study }) => study),
  };
}

function differ(a: PooledResult, b: PooledResult): NonNullable<CombinedTrials["difference"]> {
  const estimate = a.estimate - b.estimate;
  const se = Math.hypot(a.se, b.se);
  const z = estimate / se;
  return { estimate, se, z, p: 2 * normalUpper(Math.abs(z)) };
}
