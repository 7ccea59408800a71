import { EvidensError } from "#kernel";
import { measures } from "../measures.ts";
import type { CountOptions, Effect, MeasureId, NotEstimable } from "../types.ts";
import { oddsRatio, riskRatio } from "./counts.ts";
import { genericEffect } from "./generic.ts";
import { meanDifference, standardisedMeanDifference } from "./means.ts";

/** Statistics of one group, by their usual names; only those the measure needs must be there. */
export interface GroupStatistics {
  readonly n?: number | undefined;
  readonly mean?: number | undefined;
  readonly sd?: number | undefined;
  readonly events?: number | undefined;
  readonly total?: number | undefined;
  readonly estimate?: number | undefined;
  readonly se?: number | undefined;
}

export interface ComparisonStatistics {
  readonly experimental: GroupStatistics;
  readonly comparator: GroupStatistics;
  /** Estimate and SE of the contrast as reported, for `GEN`. */
  readonly contrast: GroupStatistics;
}

/**
 * The effect of one comparison on the scale of a measure, experimental minus (or against) comparator.
 *
 * @returns the effect on the analysis scale (a logarithm for ratios) with its standard error
 * @param options what to do with zero cells, for measures of counts
 * @throws {EvidensError} `synthesis/missing-statistic` naming what the measure needs; what the measure's own function throws
 * Source: that of the measure's own function. Checked: tests/synthesis/from-statistics.test.ts.
 */
export function effectFromStatistics(
  measure: MeasureId,
  data: ComparisonStatistics,
  options: CountOptions = {},
): Effect | NotEstimable {
  const { experimental: e, comparator: c, contrast } = data;
  const { needs } = measures[measure];
  if (needs === "generic") {
    const [y, se] = required(measure, contrast, ["estimate", "se"], "contrast");
    return genericEffect(y!, se!);
  }
  if (needs === "means") {
    const names = ["mean", "sd", "n"] as const;
    const [m1, sd1, n1] = required(measure, e, names, "experimental arm");
    const [m2, sd2, n2] = required(measure, c, names, "comparator arm");
    const means = { m1: m1!, sd1: sd1!, n1: n1!, m2: m2!, sd2: sd2!, n2: n2! };
    return measure === "SMD" ? standardisedMeanDifference(means) : meanDifference(means);
  }
  const names = ["events", "total"] as const;
  const [events1, n1] = required(measure, e, names, "experimental arm");
  const [events2, n2] = required(measure, c, names, "comparator arm");
  const counts = { events1: events1!, n1: n1!, events2: events2!, n2: n2! };
  return measure === "RR" ? riskRatio(counts, options) : oddsRatio(counts, options);
}

function required(
  measure: MeasureId,
  group: GroupStatistics,
  names: readonly (keyof GroupStatistics)[],
  where: string,
): readonly number[] {
  const missing = names.filter((name) => group[name] === undefined);
  if (missing.length === 0) return names.map((name) => group[name]!);
  throw new EvidensError({
    code: "synthesis/missing-statistic",
    kind: "invalid",
    message: `${measure} needs ${names.join(", ")} of the ${where}; missing: ${missing.join(", ")}.`,
    remedy: "Extract the missing values, or choose a measure that does not need them.",
  });
}
