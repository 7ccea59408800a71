import { describe, expect, it } from "vitest";
import { matrix, seededRng } from "#numerics";
import { metaRegression, type PermutationOptions, permutationTest } from "#synthesis";
import { expectClose } from "./golden.ts";

function orders(n: number): number[][] {
  if (n === 0) return [[]];
  return orders(n - 1).flatMap((rest) =>
    Array.from({ length: n }, (_, at) => [...rest.slice(0, at), n - 1, ...rest.slice(at)]),
  );
}

function randomSet(seed: number, k: number) {
  const rng = seededRng(`permutation ${seed}`);
  const y = Float64Array.from({ length: k }, () => (rng.next() - 0.4) * 2);
  const v = Float64Array.from({ length: k }, () => 10 ** (rng.next() * 2 - 2));
  // Repeated values, so that different orders give the same design.
  const x = Array.from({ length: k }, () => [1, Math.floor(rng.next() * 3), rng.next()]);
  return { y, v, x };
}

const settings: PermutationOptions[] = [
  { method: "DL", test: "z" },
  { method: "REML", test: "knha" },
  { method: "EE", test: "t" },
  { method: "PM", test: "adhoc", alternative: "greater" },
  { method: "ML", test: "z", alternative: "less", compare: "coefficient" },
];

const passes = (one: number, observed: number, alternative = "two-sided"): boolean =>
  alternative === "greater"
    ? one >= observed - 1.5e-8
    : alternative === "less"
      ? one <= observed + 1.5e-8
      : Math.abs(one) >= Math.abs(observed) - 1.5e-8;

describe("permutation tests against a whole fit of each permutation", () => {
  it("signs of the effects", () => {
    for (const [seed, options] of settings.entries()) {
      const { y, v } = randomSet(seed, 6);
      const got = permutationTest({ y, v }, { ...options, exact: true });
      const of = (effects: Float64Array): number => {
        const { b, statistic } = metaRegression({ y: effects, v }, options as object).coefficients[0]!;
        return options.compare === "coefficient" ? b : statistic!;
      };
      const observed = of(y);
      let count = 0;
      for (let bits = 0; bits < 64; bits++)
        if (passes(of(y.map((one, i) => ((bits >> i) & 1 ? -one : one))), observed, options.alternative))
          count++;
      expect(got.permutations).toBe(64);
      expectClose(got.p[0]!, count / 64, 1e-15, `p of ${JSON.stringify(options)}`);
    }
  });

  it("rows of the moderators", () => {
    for (const [seed, options] of settings.entries()) {
      const { y, v, x } = randomSet(seed, 5);
      const columns = seed % 2 === 0 ? 2 : 3;
      const rows = x.map((row) => row.slice(0, columns));
      const design = matrix(5, columns, rows.flat());
      const got = permutationTest({ y, v, design }, { ...options, exact: true });
      const of = (order: readonly number[]) => {
        const permuted = matrix(
          5,
          columns,
          order.flatMap((i) => rows[i]!),
        );
        const fit = metaRegression({ y, v, design: permuted }, options as object);
        const one = fit.coefficients.map(({ b, statistic }) =>
          options.compare === "coefficient" ? b : statistic!,
        );
        return { one, qm: fit.qm.statistic! };
      };
      const observed = of([0, 1, 2, 3, 4]);
      const count = observed.one.map(() => 0);
      let omnibus = 0;
      const all = orders(5);
      for (const order of all) {
        const { one, qm } = of(order);
        for (const [j, statistic] of one.entries())
          if (passes(statistic, observed.one[j]!, options.alternative)) count[j]!++;
        if (qm >= observed.qm - 1.5e-8) omnibus++;
      }
      expectClose(got.omnibus, observed.qm, 1e-8, "omnibus");
      expectClose(got.omnibusP, omnibus / all.length, 1e-14, `omnibus p of ${JSON.stringify(options)}`);
      for (const [j, passed] of count.entries())
        expectClose(got.p[j]!, passed / all.length, 1e-14, `p ${j} of ${JSON.stringify(options)}`);
    }
  });
});

describe("permutation tests", () => {
  it("count different orders only, and sample when there are too many", () => {
    const { y, v } = randomSet(1, 8);
    const design = matrix(8, 2, [1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1]);
    expect(permutationTest({ y, v, design }, { method: "DL" })).toMatchObject({
      exact: true,
      permutations: 70,
    });
    const sampled = permutationTest({ y, v, design }, { method: "DL", permutations: 50 });
    expect(sampled).toMatchObject({ exact: false, permutations: 50 });
    // The observed order is one of them.
    expect(sampled.p.every((p) => p >= 1 / 50)).toBe(true);
  });

  it("a sample comes near the exact p value and repeats with its seed", () => {
    const { y, v } = randomSet(3, 12);
    const exact = permutationTest({ y, v }, { method: "DL", exact: true }).p[0]!;
    const sample = (seed: number) => permutationTest({ y, v }, { method: "DL", permutations: 4000, seed });
    expect(Math.abs(sample(7).p[0]! - exact)).toBeLessThan(0.03);
    expect(sample(7).p[0]).toBe(sample(7).p[0]);
    const rows = randomSet(4, 8);
    const design = matrix(
      8,
      2,
      rows.x.flatMap((row) => [1, row[2]!]),
    );
    const all = permutationTest({ ...rows, design }, { method: "EE", exact: true });
    const some = permutationTest({ ...rows, design }, { method: "EE", permutations: 4000, seed: "a" });
    expect(Math.abs(some.p[1]! - all.p[1]!)).toBeLessThan(0.03);
  });

  it("leave out columns that others determine", () => {
    const { y, v, x } = randomSet(5, 6);
    const plain = permutationTest(
      {
        y,
        v,
        design: matrix(
          6,
          2,
          x.flatMap((r) => [1, r[2]!]),
        ),
      },
      { method: "DL" },
    );
    const twice = permutationTest(
      {
        y,
        v,
        design: matrix(
          6,
          3,
          x.flatMap((r) => [1, r[2]!, 2 * r[2]!]),
        ),
      },
      { method: "DL" },
    );
    expect(twice.kept).toEqual([0, 1]);
    expect(twice.p).toEqual(plain.p);
  });

  it("say in words when they cannot show anything, and refuse what makes no sense", () => {
    const { y, v } = randomSet(2, 4);
    expect(permutationTest({ y, v }).remarks[0]!.text.nb).toContain("0,125");
    expect(() => permutationTest({ y, v }, { method: "GENQ" })).toThrow(/cannot be permuted/);
    expect(() => permutationTest({ y, v }, { permutations: 1 })).toThrow(/permutations is 1/);
    const none = { y: new Float64Array(5), v: new Float64Array(5).fill(0.1) };
    expect(() => permutationTest(none, { test: "knha" })).toThrow(/0 divided by 0/);
    expect(permutationTest(none).p[0]).toBe(1);
    const many = randomSet(2, 30);
    expect(() => permutationTest(many, { exact: true })).toThrow(/exact test would take/);
    expect(() => permutationTest({ y, v, design: matrix(3, 1, [1, 1, 1]) })).toThrow(/3 rows for 4 studies/);
    expect(() => permutationTest({ y: y.slice(0, 1), v: v.slice(0, 1) })).toThrow(/needs 2 studies/);
  });
});
