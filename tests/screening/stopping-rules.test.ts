import { describe, expect, it } from "vitest";
import {
  budget,
  capturesOf,
  certification,
  chao,
  chaoEstimate,
  closingSample,
  consecutiveIrrelevant,
  firstStop,
  knee,
  quant,
  recallTest,
  rule2399,
  SAFE_PHASES,
  STOPPING_UNSUPPORTED,
  safe,
} from "#screening";
import { order } from "./stopping-support.ts";

describe("certification by a random sample", () => {
  const state = {
    labels: order([1, 20], [0, 80], [0, 50]),
    random: order([0, 100], [1, 50]),
    total: 200,
  };

  it("tests the sample that ends the order, and nothing else", () => {
    expect(closingSample(state)).toEqual({ size: 50, found: 0 });
    // Recall .9 of 20 found needs 3 missed; all three escape a draw of 50 of 100: (50 49 48)/(100 99 98).
    const { values, stop, unsupported } = certification({ target: 0.9 }).judge(state);
    expect(values["missing"]).toBe(3);
    expect(values["p"]).toBeCloseTo((50 * 49 * 48) / (100 * 99 * 98), 12);
    expect({ stop, unsupported }).toEqual({ stop: false, unsupported: null });
    expect(certification({ target: 0.8 }).judge(state).stop).toBe(true);
  });

  it("does not take a random start, or records read later, for a sample", () => {
    const start = { ...state, random: order([1, 100], [0, 50]) };
    expect(certification().judge(start).unsupported).toBe("screening/stopping-no-random-sample");
    const { random: _random, ...none } = state;
    expect(certification().judge(none)).toMatchObject({
      stop: false,
      unsupported: "screening/stopping-no-random-sample",
    });
  });

  it("waits for the size that was planned", () => {
    expect(certification({ target: 0.8, sample: 60 }).judge(state)).toMatchObject({
      stop: false,
      unsupported: "screening/stopping-sample-short",
    });
    expect(certification({ target: 0.8, sample: 50 }).judge(state)).toMatchObject({
      stop: true,
      values: { looks: 1 },
    });
  });
});

describe("SAFE", () => {
  const total = 1000;
  const start = order([1, 1], [0, 9]);
  const marks = (labels: Uint8Array, drawn: number) =>
    Uint8Array.from(labels, (_label, i) => (i < drawn ? 1 : 0));
  const judge = (labels: Uint8Array, drawn: number, options = {}) =>
    safe(options).judge({ labels, random: marks(labels, drawn), total });

  it("starts with a random draw that holds a relevant record", () => {
    expect(safe().judge({ labels: start, total })).toMatchObject({
      stop: false,
      unsupported: "screening/stopping-no-random-start",
      values: { lacksRandom: 10 },
    });
    expect(judge(start.subarray(0, 4), 4).values).toMatchObject({
      phase: 0,
      lacksRandom: 6,
      lacksRelevant: 0,
    });
    expect(judge(order([0, 10]), 10).values).toMatchObject({ phase: 0, lacksRandom: 0, lacksRelevant: 1 });
  });

  it("learns until all four conditions hold", () => {
    // Estimate 1000 / 10 = 100 relevant: twice that is read at 200; the row at the end is 60.
    const labels = order([1, 1], [0, 9], [1, 120], [0, 60]);
    expect(judge(labels, 10, { keyPapersMissing: 1 }).values).toMatchObject({
      phase: 1,
      estimate: 100,
      lacksKeyPapers: 1,
      lacksRead: 10,
      lacksInARow: 0,
    });
    const short = judge(order([1, 1], [0, 9], [1, 160], [0, 40]), 10).values;
    expect(short).toMatchObject({ phase: 1, lacksRead: 0, lacksInARow: 10 });
  });

  it("then asks for another model and a second look", () => {
    const labels = order([1, 1], [0, 9], [1, 120], [0, 80]);
    expect(judge(labels, 10)).toMatchObject({ stop: false, values: { phase: 2, lacksInARow: 50 } });
    expect(judge(labels, 10, { switchedAt: 180 }).values).toMatchObject({ phase: 2, lacksInARow: 20 });
    expect(judge(labels, 10, { switchedAt: 150 }).values).toMatchObject({ phase: 3, lacksInARow: 50 });
    const done = judge(labels, 10, { switchedAt: 150, secondLook: { inARow: 50, excluded: 89 } });
    expect(done).toMatchObject({ stop: true, values: { phase: SAFE_PHASES.length } });
  });

  it("does not ask for a longer second look than there are excluded records", () => {
    const labels = order([1, 1], [0, 9], [1, 120], [0, 80]);
    const look = { switchedAt: 150, secondLook: { inARow: 20, excluded: 20 } };
    expect(judge(labels, 10, look).stop).toBe(true);
  });

  it("refuses parameters that are none", () => {
    expect(() => safe({ randomShare: 0 })).toThrow(/randomShare is 0/);
    expect(() => safe({ inARow: 0 })).toThrow(/inARow is 0/);
    expect(() => safe({ keyPapersMissing: 1.5 })).toThrow(/keyPapersMissing/);
  });
});

describe("counting rules", () => {
  it("irrelevant in a row, as a number and as a share", () => {
    const state = { labels: order([1, 3], [0, 50]), total: 1000 };
    expect(consecutiveIrrelevant({ count: 50 }).judge(state).stop).toBe(true);
    expect(consecutiveIrrelevant({ count: 51 }).judge(state).stop).toBe(false);
    expect(consecutiveIrrelevant({ share: 0.05 }).judge(state)).toMatchObject({
      stop: true,
      values: { wanted: 50 },
    });
    expect(consecutiveIrrelevant({ count: 5 }).judge({ labels: order([0, 9]), total: 20 })).toMatchObject({
      stop: false,
      unsupported: "screening/stopping-none-found",
    });
    expect(consecutiveIrrelevant({ count: 2000 }).judge(state).unsupported).toBe(
      "screening/stopping-set-too-small",
    );
    expect(() => consecutiveIrrelevant({ share: 1 })).toThrow(/share is 1/);
  });

  it("the knee by hand", () => {
    // At 20: rate 1; after it (1 + 0) in 980: ratio 980. 20 found: wanted 136.
    const state = { labels: order([1, 20], [0, 980]), total: 5000 };
    expect(knee().judge(state)).toMatchObject({ stop: true, values: { ratio: 980, knee: 20, wanted: 136 } });
    expect(knee().judge({ ...state, labels: order([1, 20], [0, 979]) })).toMatchObject({
      stop: false,
      unsupported: "screening/stopping-too-few-screened",
    });
    expect(knee().judge({ ...state, total: 1000 })).toMatchObject({ stop: true, unsupported: null });
    expect(knee().judge({ labels: order([1, 20], [0, 200]), total: 900 }).unsupported).toBe(
      "screening/stopping-set-too-small",
    );
  });

  it("budget and 2399 by hand", () => {
    // Ratio far above 6: 10 * 1000 / 50 = 200 records.
    expect(budget().judge({ labels: order([1, 50], [0, 149]), total: 1000 }).stop).toBe(false);
    expect(budget().judge({ labels: order([1, 50], [0, 150]), total: 1000 })).toMatchObject({
      stop: true,
      values: { wanted: 200 },
    });
    const spread = Uint8Array.from({ length: 750 }, (_, i) => (i % 10 === 9 ? 1 : 0));
    expect(budget().judge({ labels: spread.subarray(0, 749), total: 1000 }).stop).toBe(false);
    expect(budget().judge({ labels: spread, total: 1000 }).stop).toBe(true);
    expect(rule2399().judge({ labels: order([1, 100], [0, 2419]), total: 9000 })).toMatchObject({
      stop: true,
      values: { wanted: 2519 },
    });
    expect(rule2399().judge({ labels: order([1, 10]), total: 2000 }).unsupported).toBe(
      "screening/stopping-set-too-small",
    );
  });
});

describe("Chao's estimate", () => {
  it("is as by hand", () => {
    // Two lists: 30 on one only, 60 on both. m = 2: missed = 1/2 * 900 / 120 = 3.75.
    const captures = { occasions: 2, times: [...Array<number>(30).fill(1), ...Array<number>(60).fill(2)] };
    const result = chaoEstimate(captures)!;
    expect(result.estimate).toBeCloseTo(93.75, 12);
    // f1/f2 = 1/2: 60 (1/4 / 4 + 1/4 / 8 + 1/16 / 16).
    expect(result.se ** 2).toBeCloseTo(60 * (0.0625 + 0.03125 + 0.00390625), 12);
    const factor = Math.exp(1.959963984540054 * Math.sqrt(Math.log(1 + result.se ** 2 / 3.75 ** 2)));
    expect(result.high).toBeCloseTo(90 + 3.75 * factor, 9);
    expect(result.low).toBeCloseTo(90 + 3.75 / factor, 9);
    expect(chaoEstimate({ occasions: 3, times: [1, 1, 1, 3] })!.estimate).toBeCloseTo(4 + (2 / 3) * 3, 12);
    expect(chaoEstimate({ occasions: 2, times: [2, 2] })).toMatchObject({ estimate: 2, high: 2 });
    expect(chaoEstimate({ occasions: 1, times: [1, 1] })).toBeNull();
    expect(() => chaoEstimate({ occasions: 2, times: [3] })).toThrow(/times found is 3/);
  });

  it("counts lists", () => {
    expect(capturesOf([["a", "b", "b"], ["b", "c"], []])).toEqual({ occasions: 3, times: [1, 2, 1] });
  });

  it("stops by the upper end, and says where it cannot", () => {
    const state = { labels: order([1, 90], [0, 400]), total: 2000 };
    const times = [...Array<number>(2).fill(1), ...Array<number>(88).fill(2)];
    expect(chao({ captures: { occasions: 2, times } }).judge(state).stop).toBe(true);
    const loose = [...Array<number>(60).fill(1), ...Array<number>(30).fill(2)];
    expect(chao({ captures: { occasions: 2, times: loose } }).judge(state)).toMatchObject({
      stop: false,
      unsupported: null,
    });
    const why = (captures?: { occasions: number; times: number[] }) =>
      chao(captures === undefined ? {} : { captures }).judge(state).unsupported;
    expect(why()).toBe("screening/stopping-one-occasion");
    expect(why({ occasions: 2, times: times.slice(1) })).toBe("screening/stopping-captures-differ");
    expect(why({ occasions: 2, times: Array<number>(90).fill(1) })).toBe(
      "screening/stopping-captures-sparse",
    );
  });
});

describe("Quant", () => {
  const state = { labels: Uint8Array.of(1, 1, 0), total: 5 };
  const probabilities = { screened: Float64Array.of(0.9, 0.8, 0.3), unread: Float64Array.of(0.1, 0.1) };

  it("is as by hand", () => {
    const { values } = quant({ probabilities, deviations: 1 }).judge(state);
    const [s, all] = [2, 2.2];
    const read = 0.09 + 0.16 + 0.21;
    expect(values["estimate"]).toBeCloseTo(s / all, 12);
    expect(values["se"]! ** 2).toBeCloseTo((s ** 2 / all ** 4) * (read + 0.18) + read / all ** 2, 12);
    expect(quant({ probabilities, deviations: 0, target: 0.9 }).judge(state).stop).toBe(true);
    expect(quant({ probabilities, deviations: 1, target: 0.9 }).judge(state).stop).toBe(false);
  });

  it("needs a probability for each record", () => {
    expect(quant().judge(state).unsupported).toBe("screening/stopping-no-probabilities");
    expect(() => quant({ probabilities }).judge({ ...state, total: 6 })).toThrow(/unread is 2/);
    expect(() => quant({ probabilities: { ...probabilities, unread: Float64Array.of(1.2) } })).toThrow(/1.2/);
  });
});

describe("every rule", () => {
  const rules = [
    recallTest(),
    certification(),
    safe(),
    consecutiveIrrelevant({ count: 50 }),
    knee(),
    budget(),
    rule2399(),
    chao(),
    quant(),
  ];

  it.each(rules)("$id stops at the end, never on nothing, and names known reasons", (rule) => {
    expect(rule.judge({ labels: order([0, 30]), total: 30 })).toMatchObject({
      stop: true,
      unsupported: null,
    });
    const nothing = rule.judge({ labels: new Uint8Array(), total: 100 });
    expect(nothing).toMatchObject({ rule: rule.id, stop: false });
    expect(STOPPING_UNSUPPORTED).toContain(nothing.unsupported ?? STOPPING_UNSUPPORTED[0]);
    for (const value of Object.values(nothing.values)) expect(Number.isFinite(value)).toBe(true);
  });

  it("is asked after each record by firstStop", () => {
    const labels = order([1, 3], [0, 200]);
    expect(firstStop(consecutiveIrrelevant({ count: 50 }), labels, 500)).toBe(53);
    expect(firstStop(consecutiveIrrelevant({ count: 300 }), labels, 500)).toBeNull();
    expect(firstStop(recallTest(), labels, 203)).toBeLessThanOrEqual(203);
    const random = Uint8Array.from(labels, (_label, i) => (i < 100 ? 0 : 1));
    const short = labels.subarray(0, 160);
    expect(firstStop(certification({ target: 0.9, sample: 60 }), short, 203, random)).toBeNull();
    expect(firstStop(certification({ target: 0.5, sample: 60 }), labels, 203, random)).toBe(160);
  });
});
