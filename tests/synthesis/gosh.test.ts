import { describe, expect, it } from "vitest";
import { seededRng } from "#numerics";
import { type GoshOptions, gosh, goshPlan, pool } from "#synthesis";
import { expectClose } from "./golden.ts";

function randomSet(seed: number, k: number) {
  const rng = seededRng(`gosh ${seed}`);
  return {
    y: Float64Array.from({ length: k }, () => 3 + (rng.next() - 0.5) * 2),
    v: Float64Array.from({ length: k }, () => 10 ** (rng.next() * 2 - 2)),
  };
}

const isIn = (members: Uint32Array, words: number, subset: number, study: number): boolean =>
  ((members[subset * words + Math.floor(study / 32)]! >>> (study % 32)) & 1) === 1;

function expectPooled(y: Float64Array, v: Float64Array, options: GoshOptions, from = 0): void {
  const got = gosh(y, v, options);
  for (let s = from; s < got.size.length; s++) {
    const pick = (values: Float64Array) => values.filter((_, i) => isIn(got.members, got.words, s, i));
    const one = pool(pick(y), pick(v), {
      model: options.model ?? "random",
      tau2: options.tau2 ?? "REML",
      test: "z",
    });
    expect(got.size[s]).toBe(one.k);
    expectClose(got.estimate[s]!, one.estimate, 1e-12, `estimate ${s}`);
    expect(Math.abs(got.q[s]! - one.q)).toBeLessThan(1e-11 * (1 + one.q));
    if (one.k === 1) {
      expect([got.tau2[s], got.i2[s]]).toEqual([Number.NaN, Number.NaN]);
      continue;
    }
    expect(Math.abs(got.tau2[s]! - one.tau2!)).toBeLessThan(1e-11);
    expect(Math.abs(got.i2[s]! - one.i2!)).toBeLessThan(1e-8);
  }
}

describe("GOSH", () => {
  const { y, v } = randomSet(1, 6);

  it.each<GoshOptions>([
    { model: "common" },
    { tau2: "DL", smallest: 1 },
    { tau2: "REML" },
    { tau2: "PM" },
    { tau2: "HE" },
    { tau2: "SJ", smallest: 3 },
  ])("every subset is pooled as pool does it: %j", (options) => {
    expectPooled(y, v, options);
    const { subsets, exhaustive } = goshPlan(6, options);
    expect(exhaustive).toBe(true);
    const got = gosh(y, v, options);
    expect(got.size.length).toBe(subsets);
    expect(new Set(got.members).size).toBe(subsets);
  });

  it("takes all subsets of two or more", () => {
    expect(goshPlan(6)).toEqual({ subsets: 57, exhaustive: true });
    expect(goshPlan(19).exhaustive).toBe(true);
    expect(goshPlan(40)).toEqual({ subsets: 1_000_000, exhaustive: false });
  });

  it("samples from many studies, more than a word of bits", () => {
    const many = randomSet(2, 70);
    const options = { tau2: "DL", most: 300 } as const;
    expectPooled(many.y, many.v, options);
    const got = gosh(many.y, many.v, options);
    expect(got.words).toBe(3);
    const mean = got.size.reduce((sum, n) => sum + n, 0) / 300;
    expect(Math.abs(mean - 35)).toBeLessThan(1.5);
    const other = gosh(many.y, many.v, { ...options, seed: 2 });
    expect(other.members).not.toEqual(got.members);
  });

  it.each([
    ["all", 6, {}],
    ["sampled", 25, { most: 5000 }],
  ] as const)("slices together are the whole run: %s", (_, k, options) => {
    const set = randomSet(3, k);
    const whole = gosh(set.y, set.v, { tau2: "DL", ...options });
    const end = whole.to;
    const middle = Math.floor(end / 3);
    const parts = [
      gosh(set.y, set.v, { tau2: "DL", ...options, to: middle }),
      gosh(set.y, set.v, { tau2: "DL", ...options, from: middle }),
    ];
    for (const name of ["estimate", "q", "tau2", "i2", "members", "size"] as const)
      expect([...parts[0]![name], ...parts[1]![name]]).toEqual([...whole[name]]);
  });

  it("refuses what makes no sense", () => {
    expect(() => gosh(y.slice(0, 1), v.slice(0, 1))).toThrow(/needs 2 studies/);
    expect(() => gosh(y, v, { smallest: 7 })).toThrow(/smallest 7 of 6/);
    expect(() => gosh(y, v, { most: 1e9 })).toThrow(/would not fit in memory/);
    expect(() => gosh(y, v, { from: 3, to: 2 })).toThrow(/slice from 3 to 2/);
    expect(() => gosh(y, v, { tau2: "GENQ" })).toThrow(/tau2 GENQ/);
    expect(() => gosh(y, v.slice(1))).toThrow(/6 effects but 5 variances/);
  });
});
