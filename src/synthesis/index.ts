import type {
  CountOptions,
  Effect,
  LeftOut,
  MdOptions,
  Measure,
  MeasureId,
  NotEstimable,
  PooledFacts,
  PooledResult,
  PoolOptions,
  SmdOptions,
  TwoCounts,
  TwoMeans,
} from "./types.ts";

export type * from "./types.ts";
export declare const measures: Readonly<Record<MeasureId, Measure>>;
export declare function toShown(measure: MeasureId, value: number): number;
export declare function standardisedMeanDifference(data: TwoMeans, options?: SmdOptions): Effect;
export declare function meanDifference(data: TwoMeans, options?: MdOptions): Effect;
export declare function riskRatio(data: TwoCounts, options?: CountOptions): Effect | NotEstimable;
export declare function oddsRatio(data: TwoCounts, options?: CountOptions): Effect | NotEstimable;
/** An effect already estimated by others, with its standard error. */
export declare function genericEffect(y: number, se: number): Effect;
export declare function pool(y: Float64Array, v: Float64Array, options?: PoolOptions): PooledResult;
export declare function leaveOneOut(
  y: Float64Array,
  v: Float64Array,
  options?: PoolOptions,
): readonly LeftOut[];
export declare function describePooled(result: PooledResult): PooledFacts;
