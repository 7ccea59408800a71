import { type Demand, positive, refuseUnlessMet } from "../effects/refuse.ts";
import { type AssumptionCode, assume } from "./assumptions.ts";
import type { Conversion, EventsArm } from "./conversion.types.ts";

const CODE = "synthesis/bad-cluster";
const HANDBOOK = "Cochrane Handbook, chapter 23.1.4";
const LABEL = { en: "Intracluster correlation", nb: "Intraklassekorrelasjon" };

/** What is known of the clusters of a trial. */
export interface Clusters {
  /** Intracluster correlation, in [0, 1). */
  readonly icc: number;
  /** Average number of people analysed per cluster, >= 1. */
  readonly averageSize: number;
  /** Correlations to show beside it; default 0, 0.01, 0.02, 0.05, 0.1. */
  readonly alternatives?: readonly number[];
}

const COMMON_ICCS: readonly number[] = [0, 0.01, 0.02, 0.05, 0.1];

const iccDemand = (field: string, icc: number): Demand => ({
  field,
  value: icc,
  holds: icc >= 0 && icc < 1,
  domain: "a correlation from 0 to below 1",
});

function convert<V>(
  who: string,
  clusters: Clusters,
  demands: readonly Demand[],
  formula: string,
  of: (designEffect: number) => V,
  extra: AssumptionCode[] = [],
): Conversion<V> {
  const { icc, averageSize, alternatives = COMMON_ICCS } = clusters;
  refuseUnlessMet(CODE, who, [
    iccDemand("icc", icc),
    { field: "averageSize", value: averageSize, holds: averageSize >= 1, domain: "a number of at least 1" },
    ...alternatives.map((other, i) => iccDemand(`alternatives[${i}]`, other)),
    ...demands,
  ]);
  const at = (correlation: number): V => of(1 + (averageSize - 1) * correlation);
  return {
    value: at(icc),
    formula,
    assumptions: [assume("icc-known"), assume("similar-clusters"), ...extra.map(assume)],
    warnings: [],
    source: HANDBOOK,
    sensitivity: {
      parameter: "icc",
      label: LABEL,
      used: icc,
      alternatives: alternatives.map((other) => ({ at: other, value: at(other) })),
    },
  };
}

/**
 * How much larger a cluster-randomised trial must be for the same precision.
 *
 * @throws EvidensError `synthesis/bad-cluster`
 * Source: Cochrane Handbook 23.1.4. Checked: tests/synthesis/conversions.test.ts.
 */
export function designEffect(clusters: Clusters): Conversion<number> {
  return convert("Design effect", clusters, [], "D = 1 + (M − 1) ICC", (effect) => effect);
}

/**
 * A standard error that ignored the clusters, made as large as it should be.
 *
 * @param se of an analysis that took people as independent, on the scale of analysis, > 0
 * @throws EvidensError `synthesis/bad-cluster`
 * Source: Cochrane Handbook 23.1.5. Checked: tests/synthesis/conversions.test.ts.
 */
export function clusterCorrectedSe(se: number, clusters: Clusters): Conversion<number> {
  return convert(
    "Standard error of a cluster trial",
    clusters,
    [positive("se", se)],
    "se √D, D = 1 + (M − 1) ICC",
    (effect) => se * Math.sqrt(effect),
  );
}

/**
 * The number of independent people that a group of a cluster trial is worth.
 *
 * @param n people in the group, > 0
 * @throws EvidensError `synthesis/bad-cluster`
 * Source: Cochrane Handbook 23.1.5. Checked: tests/synthesis/conversions.test.ts.
 */
export function effectiveSize(n: number, clusters: Clusters): Conversion<number> {
  return convert(
    "Effective sample size",
    clusters,
    [positive("n", n)],
    "n/D, D = 1 + (M − 1) ICC",
    (effect) => n / effect,
    ["fractional-counts"],
  );
}

/**
 * Events and people of a group of a cluster trial, as if independent.
 *
 * @param arm events, in [0, n], of n people
 * @throws EvidensError `synthesis/bad-cluster`
 * Source: Cochrane Handbook 23.1.5. Checked: tests/synthesis/conversions.test.ts.
 */
export function effectiveEvents(arm: EventsArm, clusters: Clusters): Conversion<EventsArm> {
  const { events, n } = arm;
  const within = {
    field: "events",
    value: events,
    holds: events >= 0 && events <= n,
    domain: `from 0 to ${n}`,
  };
  return convert(
    "Effective events",
    clusters,
    [positive("n", n), within],
    "events/D and n/D, D = 1 + (M − 1) ICC",
    (effect) => ({ events: events / effect, n: n / effect }),
    ["fractional-counts"],
  );
}
