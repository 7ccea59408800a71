import type { PooledFacts, PooledResult } from "../types.ts";

const crosses = (low: number, high: number): boolean => low <= 0 && high >= 0;

/**
 * What a sentence about a pooled result may and may not say, without any language.
 *
 * Thresholds: fewer than five studies leave tau2 poorly known; fewer than ten are too few for tests of
 * small-study effects.
 *
 * @param result on the analysis scale, where the null is 0
 * Source: Cochrane Handbook 6.5, section 13.3.5.4 (ten studies); five is our own caution.
 * Checked: tests/synthesis/pool.test.ts.
 */
export function describePooled(result: PooledResult): PooledFacts {
  const { k, estimate, ciLow, ciHigh, predictionLow, predictionHigh, tau2, tau2Method } = result;
  const estimated = tau2Method !== null && tau2 !== null;
  const noPrediction = predictionLow === null || predictionHigh === null;
  return {
    k,
    singleStudy: k === 1,
    fewStudies: k < 5,
    tooFewForSmallStudyTests: k < 10,
    direction: estimate < 0 ? "below" : estimate > 0 ? "above" : "null",
    intervalCrossesNull: crosses(ciLow, ciHigh),
    predictionCrossesNull: noPrediction ? null : crosses(predictionLow, predictionHigh),
    tau2Zero: estimated ? tau2 === 0 : null,
    heterogeneityUncertain: estimated && result.tau2High !== null ? tau2 === 0 && result.tau2High > 0 : null,
  };
}
