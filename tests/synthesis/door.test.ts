import { expect, expectTypeOf, it } from "vitest";
import * as door from "#synthesis";

it("is the door other rooms and programmers see", () => {
  expect(Object.keys(door)).toEqual(
    expect.arrayContaining([
      "describePooled",
      "effectFromStatistics",
      "genericEffect",
      "hedgesCorrection",
      "leaveOneOut",
      "meanDifference",
      "measures",
      "oddsRatio",
      "pool",
      "riskRatio",
      "standardisedMeanDifference",
      "toShown",
    ]),
  );
  expectTypeOf(door.pool).parameter(0).toEqualTypeOf<Float64Array>();
  expectTypeOf(door.pool).parameter(1).toEqualTypeOf<Float64Array>();
  expectTypeOf(door.pool).returns.toEqualTypeOf<door.PooledResult>();
  expectTypeOf(door.riskRatio).returns.toEqualTypeOf<door.Effect | door.NotEstimable>();
  expectTypeOf<door.PooledResult["tau2"]>().toEqualTypeOf<number | null>();
});
