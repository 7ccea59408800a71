import { describe, expect, it } from "vitest";
import { EvidensError } from "#kernel";
import { seededRng } from "#numerics";
import {
  type CountTables,
  type MantelHaenszelOptions,
  mantelHaenszel,
  mantelHaenszelRates,
  peto,
} from "#synthesis";

type Lists = { readonly [K in keyof CountTables]: number[] };

function randomTables(seed: number, zeros: boolean): Lists {
  const rng = seededRng(`mh ${seed}`);
  const k = 2 + Math.floor(rng.next() * 8);
  const n = (): number[] => Array.from({ length: k }, () => 8 + Math.floor(rng.next() * 200));
  const [n1, n2] = [n(), n()];
  const events = (sizes: number[]): number[] =>
    sizes.map((size) => {
      const least = zeros ? 0 : 1;
      return least + Math.floor(rng.next() * (size - 2 * least) * (zeros ? 0.08 : 1));
    });
  return { n1, n2, events1: events(n1), events2: events(n2) };
}

const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
const near = (got: number, want: number, tolerance = 1e-10): void =>
  expect(Math.abs(got - want) / Math.max(1e-8, Math.abs(want))).toBeLessThan(tolerance);

interface Table {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly n: number;
}
const tablesOf = ({ events1, n1, events2, n2 }: Lists): Table[] =>
  events1.map((a, i) => ({
    a,
    b: n1[i]! - a,
    c: events2[i]!,
    d: n2[i]! - events2[i]!,
    n: n1[i]! + n2[i]!,
  }));

describe("Mantel-Haenszel against formulas written out on random tables", () => {
  const seeds = Array.from({ length: 40 }, (_, i) => i);

  it.each(seeds)("odds ratio, its variance and the CMH test, seed %i", (seed) => {
    const data = randomTables(seed, false);
    const list = tablesOf(data);
    const result = mantelHaenszel(data, "OR", { correct: false });
    const [r, s] = [sum(list.map((t) => (t.a * t.d) / t.n)), sum(list.map((t) => (t.b * t.c) / t.n))];
    near(Math.exp(result.estimate), r / s);
    const e = sum(list.map((t) => (((t.a + t.d) / t.n) * (t.a * t.d)) / t.n)) / (2 * r * r);
    const mixed = list.map((t) => ((t.a + t.d) * t.b * t.c + (t.b + t.c) * t.a * t.d) / t.n ** 2);
    const g = sum(list.map((t) => ((t.b + t.c) * t.b * t.c) / t.n ** 2)) / (2 * s * s);
    near(result.se ** 2, e + sum(mixed) / (2 * r * s) + g);
    const distance = sum(list.map((t) => t.a - ((t.a + t.b) * (t.a + t.c)) / t.n));
    const variance = sum(
      list.map((t) => ((t.a + t.b) * (t.c + t.d) * (t.a + t.c) * (t.b + t.d)) / (t.n ** 2 * (t.n - 1))),
    );
    near(result.association!.statistic, distance ** 2 / variance, 1e-8);
    near(peto(data).estimate, distance / variance, 1e-8);
    near(sum([...result.weights]), 100);
  });

  it.each(seeds)("Breslow-Day: the fitted counts keep the margins and the odds ratio, seed %i", (seed) => {
    const data = randomTables(seed, false);
    const { estimate, breslowDay } = mantelHaenszel(data, "OR");
    const ratio = Math.exp(estimate);
    const terms = tablesOf(data).map((t) => {
      const [n1, m1] = [t.a + t.b, t.a + t.c];
      let [low, high] = [Math.max(0, m1 - (t.c + t.d)), Math.min(n1, m1)];
      for (let step = 0; step < 200; step++) {
        const x = (low + high) / 2;
        const odds = (x * (t.n - n1 - m1 + x)) / ((n1 - x) * (m1 - x));
        if (odds < ratio) low = x;
        else high = x;
      }
      const x = (low + high) / 2;
      const v = 1 / (1 / x + 1 / (n1 - x) + 1 / (m1 - x) + 1 / (t.n - n1 - m1 + x));
      return (t.a - x) ** 2 / v;
    });
    near(breslowDay!.statistic, sum(terms), 1e-7);
  });

  it.each(seeds)("changing groups turns signs; changing events turns the odds ratio, seed %i", (seed) => {
    const data = randomTables(seed, true);
    if (sum(data.events1) === 0 || sum(data.events2) === 0) return;
    const turned = { events1: data.events2, n1: data.n2, events2: data.events1, n2: data.n1 };
    for (const measure of ["OR", "RR", "RD"] as const) {
      const [one, two] = [mantelHaenszel(data, measure), mantelHaenszel(turned, measure)];
      near(one.estimate, -two.estimate, 1e-9);
      near(one.se, two.se, 1e-9);
      near(one.q, two.q, 1e-8);
    }
  });
});

describe("rates", () => {
  it("the difference in one study is the difference of its rates", () => {
    const one = { events1: [12], time1: [340.5], events2: [7], time2: [401] };
    const { estimate, se, q, h2 } = mantelHaenszelRates(one, "IRD");
    near(estimate, 12 / 340.5 - 7 / 401, 1e-12);
    near(se, Math.sqrt(12 / 340.5 ** 2 + 7 / 401 ** 2), 1e-12);
    expect([q, h2]).toEqual([0, 1]);
  });
  it("rates in another unit give the same ratio", () => {
    const years = {
      events1: [9, 8, 3],
      time1: [413, 263, 487],
      events2: [19, 19, 13],
      time2: [398, 245, 435],
    };
    const days = { ...years, time1: years.time1.map((t) => t * 365), time2: years.time2.map((t) => t * 365) };
    const [one, two] = [mantelHaenszelRates(years, "IRR"), mantelHaenszelRates(days, "IRR")];
    near(one.estimate, two.estimate, 1e-12);
    near(one.association!.statistic, two.association!.statistic, 1e-12);
  });
});

describe("zero cells", () => {
  const tables = { events1: [0, 4, 0], n1: [20, 30, 9], events2: [3, 9, 0], n2: [21, 31, 8] };

  it("studies without events stay out of Q and, for ratios, out of the sums", () => {
    const { k, kEstimable, y, weights } = mantelHaenszel(tables, "RR");
    expect([k, kEstimable, y[2], weights[2]]).toEqual([3, 2, null, 0]);
  });
  it("rules", () => {
    const estimate = (options: MantelHaenszelOptions): number =>
      mantelHaenszel(tables, "OR", options).estimate;
    const plain = estimate({});
    expect(estimate({ pooledZeroCells: { to: "only0", add: 0.5 } })).not.toBe(plain);
    expect(estimate({ pooledZeroCells: { to: "if0all", add: 0.5 } })).toBe(
      estimate({ pooledZeroCells: { to: "all", add: 0.5 } }),
    );
    expect(mantelHaenszel(tables, "OR", { pooledZeroCells: { dropDoubleZero: true } }).k).toBe(2);
    expect(mantelHaenszel(tables, "OR", { zeroCells: { to: "none" } }).kEstimable).toBe(1);
  });
});

describe("refuses", () => {
  const good = { events1: [3], n1: [20], events2: [5], n2: [21] };
  const rates = { events1: [3], time1: [20], events2: [5], time2: [21] };
  it.each([
    ["events above n", () => mantelHaenszel({ ...good, events1: [21] }, "OR"), "synthesis/bad-counts"],
    ["a negative count", () => peto({ ...good, events1: [-1] }), "synthesis/bad-counts"],
    ["a part of a person", () => mantelHaenszel({ ...good, n1: [20.5] }, "OR"), "synthesis/bad-counts"],
    ["NaN", () => mantelHaenszel({ ...good, n2: [Number.NaN] }, "RD"), "synthesis/bad-counts"],
    ["no study", () => peto({ events1: [], n1: [], events2: [], n2: [] }), "synthesis/bad-counts"],
    ["unequal lengths", () => peto({ ...good, n1: [20, 21] }), "synthesis/bad-counts"],
    ["an empty group", () => peto({ ...good, n1: [0], events1: [0] }), "synthesis/bad-counts"],
    ["no time", () => mantelHaenszelRates({ ...rates, time1: [0] }, "IRR"), "synthesis/bad-counts"],
    ["no event in a group", () => mantelHaenszel({ ...good, events1: [0] }, "OR"), "synthesis/not-estimable"],
    ["no event at all", () => peto({ ...good, events1: [0], events2: [0] }), "synthesis/not-estimable"],
    [
      "no event: rates",
      () => mantelHaenszelRates({ ...rates, events1: [0] }, "IRR"),
      "synthesis/not-estimable",
    ],
    ["an unknown measure", () => mantelHaenszel(good, "X" as "OR"), "synthesis/bad-options"],
    ["a level of 95", () => peto(good, { level: 95 }), "synthesis/bad-options"],
    ["a negative addition", () => peto(good, { zeroCells: { add: -1 } }), "synthesis/bad-options"],
    ["an unknown rule", () => peto(good, { zeroCells: { to: "x" as "all" } }), "synthesis/bad-options"],
  ])("%s", (_, run, code) => {
    expect(run).toThrow(EvidensError);
    expect(run).toThrow(expect.objectContaining({ code }));
  });
});
