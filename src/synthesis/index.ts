export { oddsRatio, riskRatio } from "./effects/counts.ts";
export { genericEffect } from "./effects/generic.ts";
export { hedgesCorrection } from "./effects/hedges-correction.ts";
export { meanDifference, standardisedMeanDifference } from "./effects/means.ts";
export { measures, toShown } from "./measures.ts";
export { pool } from "./model/pool.ts";
export { leaveOneOut } from "./sensitivity/leave-one-out.ts";
export type * from "./types.ts";
export { describePooled } from "./verbal/describe-pooled.ts";
