import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  type Effect,
  genericEffect,
  leaveOneOut,
  type PoolOptions,
  pool,
  riskRatio,
  standardisedMeanDifference,
  type TwoMeans,
} from "#synthesis";

interface CountRow {
  readonly e1: number;
  readonly n1: number;
  readonly e2: number;
  readonly n2: number;
}
// Rows and printed results of the SYPRES living review, with their origin in the file.
const review = JSON.parse(
  readFileSync(new URL("../golden/synthesis/living-review-mdma-ptsd.json", import.meta.url), "utf8"),
);

const poolOf = (effects: readonly Effect[], options: PoolOptions) =>
  pool(
    Float64Array.from(effects, (e) => e.y),
    Float64Array.from(effects, (e) => e.v),
    options,
  );
/**
 * The printed ratios follow when, at a zero cell, 0.5 is added to events and to group sizes, as R's `meta`
 * does; our rule, that of metafor, adds 0.5 to all four cells, so 1 to a group.
 */
function sourceRiskRatio({ e1, n1, e2, n2 }: CountRow): Effect {
  if (Math.min(e1, n1 - e1, e2, n2 - e2) > 0) {
    const effect = riskRatio({ events1: e1, n1, events2: e2, n2 });
    if (effect.estimable) return effect;
  }
  const [a, m, c, n] = [e1 + 0.5, n1 + 0.5, e2 + 0.5, n2 + 0.5];
  return genericEffect(Math.log(a / m / (c / n)), Math.sqrt(1 / a - 1 / m + 1 / c - 1 / n), "RR");
}
const REML_KNHA: PoolOptions = { tau2: "REML", test: "knha" };

describe("MDMA for PTSD, six comparisons", () => {
  const coded = review.rows_continuous.map((r: { hedges_g: number; se: number }) =>
    genericEffect(r.hedges_g, r.se, "SMD"),
  ) as Effect[];
  const computed = (review.rows_continuous as TwoMeans[]).map((row) => standardisedMeanDifference(row));

  it("from g and SE as coded: the printed result", () => {
    const result = poolOf(coded, REML_KNHA);
    const printed = review.result_continuous;
    expect(result.estimate.toFixed(4)).toBe("-0.7119");
    expect([result.ciLow.toFixed(4), result.ciHigh.toFixed(4)]).toEqual(["-0.9534", "-0.4704"]);
    expect(result.i2).toBe(0);
    expect(result.tau2).toBe(0);
    expect(result.q.toFixed(2)).toBe(printed.Q.toFixed(2));
    expect(result.qP!.toFixed(4)).toBe(printed.Q_p.toFixed(4));
    expect(result.statistic!.toFixed(2)).toBe(printed.t.toFixed(2));
    expect(result.p!.toFixed(4)).toBe(printed.p.toFixed(4));
    expect(result.df).toBe(5);
    expect(result.se.toFixed(4)).toBe(review.reproduced_here.hk_se.toFixed(4));
    expect(result.tau2Low).toBe(0);
    expect(result.tau2High!.toFixed(2)).toBe("0.38");
    review.rows_continuous.forEach((row: { study: string }, i: number) => {
      expect(result.weights[i]!.toFixed(1)).toBe(printed.weights_pct[row.study].toFixed(1));
    });
  });

  it("from means, SDs and sizes with the exact correction", () => {
    const result = poolOf(computed, REML_KNHA);
    expect(result.estimate.toFixed(4)).toBe("-0.7126");
    expect([result.ciLow.toFixed(4), result.ciHigh.toFixed(4)]).toEqual(["-0.9545", "-0.4707"]);
    expect(result.q.toFixed(3)).toBe("2.440");
    expect(result.i2).toBe(0);
  });

  it("the common-effect and leave-one-out results printed beside it", () => {
    const common = poolOf(coded, { model: "common" });
    const { fixed_effect, without_mithoefer_2011 } = review.sensitivity;
    expect([common.estimate, common.ciLow, common.ciHigh].map((x) => x.toFixed(2))).toEqual(
      [fixed_effect.g, ...fixed_effect.ci].map((x: number) => x.toFixed(2)),
    );
    const position = review.rows_continuous.findIndex((r: { study: string }) => r.study === "Mithoefer 2011");
    const { result } = leaveOneOut(
      Float64Array.from(coded, (e) => e.y),
      Float64Array.from(coded, (e) => e.v),
      REML_KNHA,
    )[position]!;
    expect([result.estimate, result.ciLow, result.ciHigh].map((x) => x.toFixed(2))).toEqual(
      [without_mithoefer_2011.g, ...without_mithoefer_2011.ci].map((x: number) => x.toFixed(2)),
    );
  });

  // The source gives four decimals: ours may differ by a rounding of its inputs, not by more.
  it.each(["response", "remission"])("risk ratio of %s", (outcome) => {
    const effects = (review[`rows_${outcome}`] as CountRow[]).map(sourceRiskRatio);
    const result = poolOf(effects, { tau2: "PM", test: "knha" });
    const printed = review[`result_${outcome}`];
    expect(Math.exp(result.estimate)).toBeCloseTo(printed.rr, 3);
    expect(Math.exp(result.ciLow)).toBeCloseTo(printed.ci[0], 3);
    expect(Math.exp(result.ciHigh)).toBeCloseTo(printed.ci[1], 3);
    expect(result.p).toBeCloseTo(printed.p, 3);
    expect(result.i2).toBe(printed.i2_pct);
  });

  it("the risk ratio of response under our own zero-cell rule stays within 0.01 of the printed one", () => {
    const effects = (review.rows_response as CountRow[]).map((r) =>
      riskRatio({ events1: r.e1, n1: r.n1, events2: r.e2, n2: r.n2 }),
    );
    const result = poolOf(effects as Effect[], { tau2: "PM", test: "knha" });
    expect(Math.abs(Math.exp(result.estimate) - review.result_response.rr)).toBeLessThan(0.01);
  });
});
