import { describe, expect, it } from "vitest";
import { EvidensError } from "#kernel";
import {
  clusterCorrectedSe,
  combineEventsArms,
  combineMeanArms,
  correlationFromSds,
  crossoverDifference,
  crossoverStandardised,
  designEffect,
  dFromCorrelation,
  dFromLogOddsRatio,
  dFromR,
  dFromT,
  effectiveEvents,
  effectiveSize,
  effectSize,
  expectedRange,
  fromQuantiles,
  fromReportedPrecision,
  logOddsRatioFromD,
  omegaSquared,
  partialEtaSquared,
  phiFromChiSquare,
  rFromD,
  sdFromDifferenceSe,
  sdFromInterval,
  sdFromSe,
  sdOfChange,
  skewnessTest,
  splitEventsControl,
  splitMeanControl,
  tFromP,
  zFromChiSquare,
  zFromP,
} from "#synthesis";

const caught = (run: () => unknown): EvidensError => {
  try {
    run();
  } catch (error) {
    if (error instanceof EvidensError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
};
const codes = (remarks: readonly { code: string }[]) => remarks.map(({ code }) => code);

describe("rules of the Cochrane Handbook", () => {
  it("6.5.2.2: SD of a group from the 95 % interval of its mean", () => {
    // 25 people, 30.0 to 34.2: SE 4.2/4.128, SD 5.09.
    const { value, sensitivity } = sdFromInterval(30, 34.2, 25);
    expect(value).toBeCloseTo(5.09, 2);
    expect(sensitivity!.alternatives.map(({ at }) => at)).toEqual(["t", "normal"]);
    expect(sensitivity!.alternatives[1]!.value).toBeCloseTo((5 * 4.2) / 3.92, 2);
  });
  it("23.1.4: 21 classrooms with 625 children and ICC 0.02 have design effect 1.576", () => {
    const clusters = { icc: 0.02, averageSize: (295 + 330) / (10 + 11) };
    expect(designEffect(clusters).value).toBeCloseTo(1.576, 2);
    // 63 of 295 against 84 of 330 become 40 of 187 and 53 of 209, rounded.
    const [treated, control] = [
      { events: 63, n: 295 },
      { events: 84, n: 330 },
    ].map((arm) => effectiveEvents(arm, clusters).value);
    expect([Math.round(treated!.events), Math.round(treated!.n)]).toEqual([40, 187]);
    expect([Math.round(control!.events), Math.round(control!.n)]).toEqual([53, 209]);
    expect(effectiveSize(330, clusters).value).toBe(control!.n);
    const se = clusterCorrectedSe(0.2, clusters);
    expect((se.value / 0.2) ** 2).toBeCloseTo(designEffect(clusters).value, 12);
    expect(se.sensitivity!.alternatives.map(({ at }) => at)).toEqual([0, 0.01, 0.02, 0.05, 0.1]);
    expect(se.sensitivity!.alternatives[0]!.value).toBe(0.2);
  });
  it("6.5.2.8: the correlation that three SDs imply, and back", () => {
    // SD 4.0 before, 4.4 after, 4.1 of the change: correlation 0.53 by the formula.
    const r = correlationFromSds(4, 4.4, 4.1).value;
    expect(r).toBeCloseTo((16 + 19.36 - 16.81) / (2 * 4 * 4.4), 14);
    expect(sdOfChange(4, 4.4, { r }).value).toBeCloseTo(4.1, 12);
  });
});

describe("standard errors", () => {
  it("come from what is there, in the order interval, z, P", () => {
    const estimate = 2;
    expect(
      fromReportedPrecision({ estimate, interval: { low: 1, high: 3 }, z: 9, p: 0.5 }).value.se,
    ).toBeCloseTo(1 / 1.959963984540054, 14);
    expect(fromReportedPrecision({ estimate, z: 4, p: 0.5 }).value.se).toBeCloseTo(0.5, 14);
    expect(fromReportedPrecision({ estimate: -2, p: 0.05 }).value.se).toBeCloseTo(2 / 1.959963984540054, 14);
  });
  it("use Student’s t where degrees of freedom are given", () => {
    const { value, assumptions } = fromReportedPrecision(
      { estimate: 2, interval: { low: 1, high: 3 } },
      { df: 10 },
    );
    expect(value.se).toBeCloseTo(1 / 2.228138851986274, 12);
    expect(codes(assumptions)).toEqual(["t-interval"]);
  });
  it("warn of an estimate that is not in the middle", () => {
    const reported = { estimate: 2, interval: { low: 1, high: 4 } };
    expect(codes(fromReportedPrecision(reported).warnings)).toEqual(["not-centred"]);
    expect(codes(fromReportedPrecision(reported, { scale: "log" }).warnings)).toEqual([]);
  });
  it("give SDs", () => {
    expect(sdFromSe(2, 25).value).toBe(10);
    expect(sdFromDifferenceSe(1, 20, 20).value).toBeCloseTo(Math.sqrt(10), 14);
  });
});

describe("one scale to another", () => {
  it("ln OR and d, there and back, with both assumptions shown", () => {
    const d = dFromLogOddsRatio(1.2, 0.09);
    const back = logOddsRatioFromD(d.value.y, d.value.v);
    expect(back.value.y).toBeCloseTo(1.2, 14);
    expect(back.value.v).toBeCloseTo(0.09, 14);
    expect(d.sensitivity!.alternatives).toEqual([
      { at: "logistic", value: d.value },
      { at: "normal", value: dFromLogOddsRatio(1.2, 0.09, "normal").value },
    ]);
  });
  it("OR2D of a table is the conversion of its odds ratio", () => {
    const table = { events1: 4, n1: 123, events2: 11, n2: 139 };
    const or = effectSize("OR", table);
    expect(dFromLogOddsRatio(or.y!, or.v!).value.y).toBeCloseTo(effectSize("OR2D", table).y!, 14);
  });
  it("r and d, there and back", () => {
    expect(dFromR(rFromD(0.7, 20, 30).value, 20, 30).value).toBeCloseTo(0.7, 14);
    const { y, v } = dFromCorrelation(0.6, 0.01).value;
    expect(y).toBeCloseTo(1.5, 14);
    expect(v).toBeCloseTo(0.04 / 0.64 ** 3, 14);
  });
  it("test statistics agree with one another", () => {
    // A table with chi-square n φ²: z² and n φ² are the same number.
    expect(phiFromChiSquare(7.2, 80, -1).value).toBeCloseTo(-0.3, 14);
    expect(zFromChiSquare(9, -1).value).toBe(-3);
    expect(zFromP(0.05).value).toBeCloseTo(1.959963984540054, 14);
    expect(tFromP(0.05, 10, -1).value).toBeCloseTo(-2.228138851986274, 12);
    expect(tFromP(1, 10).value).toBe(0);
    expect(dFromT(3, 20, 30).value).toBeCloseTo(3 * Math.sqrt(1 / 12), 14);
    // One-way analysis of variance with 3 groups of 10, F = 4: SSB/SST and its corrected form.
    expect(partialEtaSquared(4, 2, 27).value).toBeCloseTo(8 / 35, 14);
    expect(omegaSquared(4, 2, 27).value).toBeCloseTo(6 / 36, 14);
  });
});

describe("arms", () => {
  it("events are added", () => {
    const arms = [
      { events: 3, n: 20 },
      { events: 5, n: 21 },
      { events: 0, n: 19 },
    ];
    expect(combineEventsArms(arms).value).toEqual({ events: 8, n: 60 });
  });
  it("a shared control is divided, and its parts can be used", () => {
    const control = splitMeanControl({ mean: 10, sd: 3, n: 25 }, 2).value;
    expect(control).toEqual({ mean: 10, sd: 3, n: 12.5 });
    const smd = effectSize(
      "SMD",
      { m1: 12, sd1: 3, n1: 24, m2: control.mean, sd2: control.sd, n2: control.n },
      { allowFractions: true },
    );
    expect(smd.estimable).toBe(true);
    expect(splitEventsControl({ events: 5, n: 30 }, 2).value).toEqual({ events: 2.5, n: 15 });
  });
});

describe("crossover trials", () => {
  const trial = { mean1: 7, sd1: 3, mean2: 5, sd2: 4, n: 30 };
  it("the difference is that of a paired analysis, for the correlation stated and for others", () => {
    const { value, sensitivity, assumptions } = crossoverDifference(trial, { r: 0.5 });
    expect(value.y).toBe(2);
    expect(value.v).toBeCloseTo((9 + 16 - 12) / 30, 14);
    expect(sensitivity!.used).toBe(0.5);
    expect(sensitivity!.alternatives.map(({ at }) => at)).toEqual([0, 0.3, 0.5, 0.7, 0.9]);
    expect(sensitivity!.alternatives[0]!.value.v).toBeCloseTo(25 / 30, 14);
    expect(codes(assumptions)).toContain("correlation-known");
  });
  it("standardised, without correlation it has the variance of one group alone, doubled", () => {
    const { y, v } = crossoverStandardised(trial, { r: 0 }).value;
    expect(v).toBeCloseTo(2 * (1 / 30 + (y * y) / 60), 14);
    expect(y).toBeCloseTo(
      effectSize("SMDH", { m1: 7, sd1: 3, n1: 30, m2: 5, sd2: 4, n2: 30 }, { biasCorrection: false }).y! *
        0.973901,
      4,
    );
  });
});

describe("quantiles", () => {
  const five = { min: 2, q1: 7, median: 10, q3: 14, max: 23, n: 40 };
  it("show what other methods give", () => {
    const { value, sensitivity } = fromQuantiles(five);
    expect(sensitivity!.used).toBe("luo/shi, normal");
    expect(sensitivity!.alternatives.map(({ at }) => at)).toEqual([
      "luo/shi, normal",
      "wan/wan, normal",
      "bland/bland, normal",
      "luo/shi, log-normal",
    ]);
    expect(sensitivity!.alternatives[0]!.value).toEqual(value);
  });
  it("give no mean where they are skewed, and say so", () => {
    const skewed = { min: 1, q1: 2, median: 5, q3: 19, max: 80, n: 64 };
    const refused = fromQuantiles(skewed);
    expect(refused.value).toBeNull();
    expect(codes(refused.warnings)).toEqual(["skewed"]);
    const forced = fromQuantiles(skewed, { testSkewness: false });
    expect(forced.value).not.toBeNull();
    expect(codes(forced.warnings)).toEqual(["skewed"]);
    expect(codes(forced.assumptions)).toContain("skewness-not-tested");
    expect(skewnessTest(skewed).skewed).toBe(true);
    expect(skewnessTest(five).skewed).toBe(false);
  });
  it("the expected range is that of the tables", () => {
    // d2 of two is 2/√π, of three 3/√π exactly; of 10, Pearson and Hartley's 3.07751.
    expect(expectedRange(2)).toBeCloseTo(2 / Math.sqrt(Math.PI), 13);
    expect(expectedRange(3)).toBeCloseTo(3 / Math.sqrt(Math.PI), 13);
    expect(expectedRange(10)).toBeCloseTo(3.07751, 5);
    // mpmath, 30 digits.
    expect(expectedRange(40) * (4.859362689524627 / 21)).toBeCloseTo(1, 12);
    expect(Math.abs(expectedRange(40, "metafor") / expectedRange(40) - 1)).toBeLessThan(1e-9);
  });
});

describe("bad input", () => {
  const arm = { mean: 10, sd: 3, n: 12 };
  it.each([
    [
      "a reversed interval",
      () => fromReportedPrecision({ estimate: 2, interval: { low: 3, high: 1 } }),
      "synthesis/bad-interval",
    ],
    [
      "an estimate outside its interval",
      () => fromReportedPrecision({ estimate: 5, interval: { low: 1, high: 3 } }),
      "synthesis/bad-interval",
    ],
    [
      "a ratio of 0",
      () => fromReportedPrecision({ estimate: 0, interval: { low: 0, high: 3 } }, { scale: "log" }),
      "synthesis/bad-interval",
    ],
    ["P = 0", () => fromReportedPrecision({ estimate: 1, p: 0 }), "synthesis/bad-interval"],
    ["z of the other sign", () => fromReportedPrecision({ estimate: 1, z: -2 }), "synthesis/bad-interval"],
    [
      "level 95",
      () => fromReportedPrecision({ estimate: 1, interval: { low: 0, high: 2 } }, { level: 95 }),
      "synthesis/bad-interval",
    ],
    ["nothing to go by", () => fromReportedPrecision({ estimate: 1 }), "synthesis/bad-statistic"],
    ["an interval of a mean, reversed", () => sdFromInterval(3, 1, 20), "synthesis/bad-interval"],
    ["NaN", () => dFromT(Number.NaN, 10, 10), "synthesis/bad-statistic"],
    ["P above 1", () => tFromP(1.2, 10), "synthesis/bad-statistic"],
    ["chi-square above n", () => phiFromChiSquare(90, 80), "synthesis/bad-statistic"],
    ["r of 1", () => dFromR(1, 10, 10), "synthesis/bad-effect"],
    ["SD 0", () => combineMeanArms([arm, { ...arm, sd: 0 }]), "synthesis/bad-means"],
    ["one arm", () => combineMeanArms([arm]), "synthesis/too-few-arms"],
    [
      "events above n",
      () =>
        combineEventsArms([
          { events: 9, n: 8 },
          { events: 1, n: 8 },
        ]),
      "synthesis/bad-counts",
    ],
    ["a control too small to share", () => splitMeanControl({ ...arm, n: 5 }, 3), "synthesis/bad-means"],
    ["ICC 1", () => designEffect({ icc: 1, averageSize: 20 }), "synthesis/bad-cluster"],
    [
      "clusters of less than one",
      () => designEffect({ icc: 0.1, averageSize: 0.5 }),
      "synthesis/bad-cluster",
    ],
    ["SDs that no correlation joins", () => correlationFromSds(2, 2, 9), "synthesis/bad-correlation"],
    ["correlation 1", () => sdOfChange(2, 2, { r: 1 }), "synthesis/bad-correlation"],
    [
      "quantiles out of order",
      () => fromQuantiles({ q1: 5, median: 4, q3: 9, n: 20 }),
      "synthesis/bad-quantiles",
    ],
    ["half a range", () => fromQuantiles({ min: 5, median: 6, n: 20 }), "synthesis/bad-quantiles"],
    ["a median alone", () => fromQuantiles({ median: 6, n: 20 }), "synthesis/bad-quantiles"],
    ["no spread", () => fromQuantiles({ q1: 6, median: 6, q3: 6, n: 20 }), "synthesis/bad-quantiles"],
    [
      "logarithms of 0",
      () => fromQuantiles({ min: 0, median: 6, max: 9, n: 20 }, { distribution: "log-normal" }),
      "synthesis/bad-quantiles",
    ],
    [
      "a method for other quantiles",
      () => fromQuantiles({ q1: 4, median: 6, q3: 9, n: 20 }, { sd: "hozo" }),
      "synthesis/bad-option",
    ],
  ] as const)("%s is refused", (_, run, code) => {
    const error = caught(run);
    expect(error.code).toBe(code);
    expect(error.remedy).not.toBe("");
  });
});

it("every assumption, warning and label speaks both languages", () => {
  const all = [
    fromQuantiles({ q1: 4, median: 6, q3: 9, n: 20 }),
    designEffect({ icc: 0.1, averageSize: 20 }),
    sdOfChange(2, 2, { r: 0.5 }),
    dFromLogOddsRatio(1, 1),
    sdFromInterval(1, 2, 20),
  ];
  for (const { assumptions, sensitivity, source, formula } of all) {
    for (const { text } of assumptions) expect(text.nb).toBeTruthy();
    expect(sensitivity!.label.nb).toBeTruthy();
    expect(source).not.toBe("");
    expect(formula).not.toBe("");
  }
});
