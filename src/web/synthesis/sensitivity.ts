import { type CaseDiagnostics, caseDiagnostics, cumulative, type PooledResult } from "#synthesis";
import type { Computed, RowEffect } from "./compute.ts";
import { poolEffects, poolOptions } from "./compute.ts";
import { regressionInput, regressionOptions } from "./inverse-variance.ts";
import { remembered } from "./remembered.ts";
import { isInverseVariance } from "./specification.ts";

export const ORDERS = ["year", "precision", "listed"] as const;
/** In which order studies are added. */
export type Order = (typeof ORDERS)[number];

/** The pooled result after a study was added. */
export interface AddedUp {
  readonly added: RowEffect;
  readonly result: PooledResult;
}

/** Adds the studies one by one; those of an unknown year come last. @throws EvidensError what the library refuses */
export function addedUp(computed: Computed, order: Order): readonly AddedUp[] {
  return remembered(computed, `added up by ${order}`, () => addUp(computed, order));
}

function addUp({ effects, spec, y, v }: Computed, order: Order): readonly AddedUp[] {
  const key = (one: RowEffect): number =>
    order === "year" ? (one.study?.year ?? 9999) : order === "precision" ? one.effect.v : 0;
  const by = effects.map(key);
  if (isInverseVariance(spec)) {
    return cumulative(y, v, { ...poolOptions(spec), heterogeneityInterval: false, by }).map(
      ({ added, result }) => ({ added: effects[added[0]!]!, result }),
    );
  }
  const sorted = effects.map((_, at) => at).sort((a, b) => by[a]! - by[b]! || a - b);
  return sorted.map((at, n) => ({
    added: effects[at]!,
    result: poolEffects(
      sorted.slice(0, n + 1).map((one) => effects[one]!),
      spec,
    ),
  }));
}

/** What each study does to the result, and to its spread. @throws EvidensError what the library refuses */
export function influences(computed: Computed): CaseDiagnostics {
  return remembered(computed, "influences", () =>
    caseDiagnostics(regressionInput(computed), regressionOptions(computed.spec)),
  );
}
