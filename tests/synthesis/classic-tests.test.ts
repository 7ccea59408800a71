import { describe, expect, it } from "vitest";
import { EvidensError } from "#kernel";
import { seededRng } from "#numerics";
import {
  adjustP,
  binomialTest,
  chiSquareTable,
  fisherTest,
  freemanHaltonTest,
  kendallCorrelation,
  mcNemarTest,
  oneSampleT,
  oneWayAnova,
  pairedT,
  pearsonTest,
  proportionInterval,
  proportionTest,
  rankSumTest,
  signedRankTest,
  spearmanTest,
  standardisedFromRaw,
  twoSampleT,
  varianceRatioTest,
} from "#synthesis";

const near = (got: number, want: number, tolerance = 1e-10): void =>
  expect(Math.abs(got - want)).toBeLessThan(tolerance * Math.max(1, Math.abs(want)));

/** All choices of m of n positions. */
function choices(n: number, m: number): number[][] {
  if (m === 0) return [[]];
  if (m > n) return [];
  return [...choices(n - 1, m), ...choices(n - 1, m - 1).map((rest) => [...rest, n - 1])];
}

function permutations(list: readonly number[]): number[][] {
  if (list.length < 2) return [[...list]];
  return list.flatMap((value, i) =>
    permutations([...list.slice(0, i), ...list.slice(i + 1)]).map((rest) => [value, ...rest]),
  );
}

describe("exact tests against all cases", () => {
  it("rank sum: all choices of group 1", () => {
    const values = [3.1, 9.4, 1.2, 7.7, 5, 8.8, 2.3, 6.1];
    const group = [0, 3, 5];
    const u = (at: readonly number[]): number =>
      at.reduce((sum, i) => sum + values.filter((x, j) => !at.includes(j) && x < values[i]!).length, 0);
    const all = choices(8, 3).map(u);
    const own = u(group);
    const share = (test: (value: number) => boolean): number => all.filter(test).length / all.length;
    const [low, high] = [share((x) => x <= own), share((x) => x >= own)];
    const one = group.map((i) => values[i]!);
    const two = values.filter((_, i) => !group.includes(i));
    expect(rankSumTest(one, two).statistic).toBe(own);
    near(rankSumTest(one, two).p, Math.min(1, 2 * Math.min(low, high)));
    near(rankSumTest(one, two, { alternative: "greater" }).p, high);
    near(rankSumTest(one, two, { alternative: "less" }).p, low);
  });

  it("signed rank: all signs", () => {
    const differences = [1.5, -0.4, 2.2, 3.1, -1.1, 0.9, 2.7];
    const ranks = differences.map((d) => differences.filter((e) => Math.abs(e) <= Math.abs(d)).length);
    const all = Array.from({ length: 2 ** 7 }, (_, bits) =>
      ranks.reduce((sum, rank, i) => sum + ((bits >> i) & 1 ? rank : 0), 0),
    );
    const own = ranks.reduce((sum, rank, i) => sum + (differences[i]! > 0 ? rank : 0), 0);
    const share = (test: (value: number) => boolean): number => all.filter(test).length / all.length;
    const zero = differences.map(() => 0);
    expect(signedRankTest(differences, zero).statistic).toBe(own);
    near(
      signedRankTest(differences, zero).p,
      Math.min(
        1,
        2 *
          Math.min(
            share((x) => x <= own),
            share((x) => x >= own),
          ),
      ),
    );
  });

  it("Kendall: all orders", () => {
    const y = [2, 1, 4, 3, 6, 5];
    const concordant = (order: readonly number[]): number =>
      order.reduce((sum, a, i) => sum + order.slice(i + 1).filter((b) => b > a).length, 0);
    const all = permutations([1, 2, 3, 4, 5, 6]).map(concordant);
    const own = concordant(y);
    const share = (test: (value: number) => boolean): number => all.filter(test).length / all.length;
    const { statistic, p } = kendallCorrelation([1, 2, 3, 4, 5, 6], y);
    expect(statistic).toBe(own);
    near(
      p,
      Math.min(
        1,
        2 *
          Math.min(
            share((t) => t <= own),
            share((t) => t >= own),
          ),
      ),
    );
  });

  it("Fisher: the larger-table test agrees with the 2 by 2 one on random tables", () => {
    const rng = seededRng("fisher");
    for (let run = 0; run < 60; run++) {
      const count = (): number => Math.floor(rng.next() * 12);
      const table = [
        [count() + 1, count()],
        [count(), count() + 1],
      ];
      near(freemanHaltonTest(table), fisherTest(table).p, 1e-10);
    }
  });

  it("Fisher: the interval's ends have the tails they should", () => {
    const [[a, b], [c, d]] = [
      [12, 3],
      [5, 14],
    ] as const;
    const { ciLow, ciHigh, estimate } = fisherTest([
      [a, b],
      [c, d],
    ]);
    const choose = (n: number, x: number): number => {
      let product = 1;
      for (let i = 1; i <= x; i++) product *= (n - x + i) / i;
      return product;
    };
    const shares = (odds: number): number[] => {
      const raw = Array.from({ length: 16 }, (_, x) => choose(15, x) * choose(19, 17 - x) * odds ** x);
      const total = raw.reduce((x, y) => x + y);
      return raw.map((share) => share / total);
    };
    const total = (list: readonly number[]): number => list.reduce((x, y) => x + y, 0);
    near(total(shares(ciLow).slice(12)), 0.025, 1e-9);
    near(total(shares(ciHigh).slice(0, 13)), 0.025, 1e-9);
    near(total(shares(estimate).map((share, x) => share * x)), 12, 1e-9);
  });

  it("binomial: the sum of outcomes no likelier, at any p", () => {
    const rng = seededRng("binomial");
    for (let run = 0; run < 60; run++) {
      const n = 1 + Math.floor(rng.next() * 25);
      const x = Math.floor(rng.next() * (n + 1));
      const p = 0.05 + rng.next() * 0.9;
      const choose = (k: number): number => {
        let product = 1;
        for (let i = 1; i <= k; i++) product *= (n - k + i) / i;
        return product;
      };
      const masses = Array.from({ length: n + 1 }, (_, k) => choose(k) * p ** k * (1 - p) ** (n - k));
      const want = masses.filter((mass) => mass <= masses[x]! * (1 + 1e-7)).reduce((a, b) => a + b);
      near(binomialTest(x, n, p), Math.min(1, want), 1e-9);
    }
  });
});

describe("relations", () => {
  const x = [84.2, 71, 92.5, 66.3, 88.8, 79.9];
  const y = [79.4, 88.1, 65.2, 72.8, 94, 58.9];
  it("Student's t squared is the F of two groups", () => {
    const t = twoSampleT(x, y, { equalVariances: true });
    const f = oneWayAnova([x, y]);
    near(t.statistic ** 2, f.statistic);
    near(t.p, f.p);
  });
  it("a shift moves nothing but the mean", () => {
    const moved = x.map((value) => value + 1e6);
    near(oneSampleT(moved, { mu: 1e6 }).statistic, oneSampleT(x).statistic, 1e-8);
    near(
      pairedT(
        moved,
        y.map((value) => value + 1e6),
      ).p,
      pairedT(x, y).p,
      1e-8,
    );
  });
  it("chi-square of two proportions without correction", () => {
    const table = [
      [12, 3],
      [5, 14],
    ];
    const test = proportionTest({ events: 12, n: 15 }, { events: 5, n: 19 }, { correct: false });
    near(test.statistic, chiSquareTable(table, { correct: false }).statistic);
  });
  it("Spearman is the same from below and from above", () => {
    // R 4.2.2: cor.test(a, b, method = "spearman", exact = FALSE), and with -b.
    const [a, b] = [
      [3.1, 5, 2.2, 8, 7.4, 1],
      [9, 4, 7, 2, 3, 5.5],
    ];
    const turned = b!.map((value) => -value);
    near(spearmanTest(a!, b!).p, 0.072396501457725942);
    near(spearmanTest(a!, turned).p, 0.072396501457725942);
  });
  it("ranks alone decide Spearman and Kendall", () => {
    const curved = x.map((value) => Math.exp(value / 20));
    near(spearmanTest(curved, y).p, spearmanTest(x, y).p);
    near(kendallCorrelation(curved, y).p, kendallCorrelation(x, y).p);
    near(
      pearsonTest(
        x,
        x.map((v) => -v),
      ).estimate,
      -1,
    );
  });
  it("ties: the normal approximation, with a smaller variance", () => {
    const tied = rankSumTest([1, 2, 2, 3], [2, 3, 3, 4]);
    expect(tied.exact).toBe(false);
    expect(kendallCorrelation([1, 1, 2, 3], [1, 2, 2, 3]).estimate).toBeGreaterThan(0);
    expect(signedRankTest([1, 2, 3, 4], [0, 1, 3, 6]).exact).toBe(false);
  });
  it("the interval of a ratio of variances holds 1 just when p is at least 5 %", () => {
    const { p, ciLow, ciHigh } = varianceRatioTest(x, y);
    expect(ciLow < 1 && ciHigh > 1).toBe(p > 0.05);
  });
  it("no adjusted p is below its own, and order stays", () => {
    const p = [0.2, 0.01, 0.03, 0.5, 0.04];
    for (const method of ["holm", "hochberg", "hommel", "bonferroni", "BH", "BY", "none"] as const) {
      const adjusted = adjustP(p, method);
      p.forEach((value, i) => {
        expect(adjusted[i]!).toBeGreaterThanOrEqual(value);
      });
      expect(adjusted[1]).toBe(Math.min(...adjusted));
    }
  });
  it("intervals of a proportion are symmetric in events and others", () => {
    for (const method of [
      "clopper-pearson",
      "wilson",
      "wilson-corrected",
      "wald",
      "agresti-coull",
      "jeffreys",
    ] as const) {
      const [one, two] = [proportionInterval(7, 31, method), proportionInterval(24, 31, method)];
      near(one.low, 1 - two.high);
    }
  });
});

describe("refuses", () => {
  it.each([
    ["one value", () => oneSampleT([1])],
    ["NaN", () => oneSampleT([1, Number.NaN])],
    ["equal values", () => twoSampleT([1, 1], [1, 1])],
    ["unequal pairs", () => pairedT([1, 2], [1])],
    ["an unknown alternative", () => oneSampleT([1, 2], { alternative: "x" as "less" })],
    ["a level of 95", () => oneSampleT([1, 2], { level: 95 })],
    ["exact with ties", () => rankSumTest([1, 1], [1, 2], { exact: true })],
    ["no difference", () => signedRankTest([1, 2], [1, 2])],
    ["a constant", () => pearsonTest([1, 1, 1], [1, 2, 3])],
    ["one group", () => oneWayAnova([[1, 2]])],
    ["no spread", () => standardisedFromRaw([1, 1], [1, 2])],
    [
      "an empty row",
      () =>
        chiSquareTable([
          [0, 0],
          [1, 2],
        ]),
    ],
    [
      "half a count",
      () =>
        fisherTest([
          [1.5, 2],
          [1, 2],
        ]),
    ],
    ["a ragged table", () => chiSquareTable([[1, 2], [1]])],
    [
      "a table of the wrong size",
      () =>
        mcNemarTest([
          [1, 2, 3],
          [1, 2, 3],
        ]),
    ],
    [
      "no change",
      () =>
        mcNemarTest([
          [1, 0],
          [0, 2],
        ]),
    ],
    [
      "too many tables",
      () =>
        freemanHaltonTest([
          [90, 80, 70, 60],
          [80, 90, 60, 70],
          [60, 70, 80, 90],
        ]),
    ],
    ["events above n", () => proportionInterval(4, 3)],
    ["p of 2", () => binomialTest(1, 3, 2)],
    ["a p value of 2", () => adjustP([2], "BH")],
    ["an unknown adjustment", () => adjustP([0.1], "x" as "BH")],
    ["nobody with the event", () => proportionTest({ events: 0, n: 4 }, { events: 0, n: 5 })],
  ])("%s", (_, run) => {
    expect(run).toThrow(EvidensError);
    expect(run).toThrow(expect.objectContaining({ code: "synthesis/bad-data" }));
  });
});
