import { describe, expect, it } from "vitest";
import { EvidensError } from "#kernel";
import { minimise, normalCdf, seededRng } from "#numerics";
import { pool, type SelectionOptions, selectionModel, selectionWeights } from "#synthesis";
import { golden } from "./golden.ts";

const passive = golden("selmodel-hackshaw1998").input as unknown as Record<string, number[]>;
const y = Float64Array.from(passive["yi"]!);
const v = Float64Array.from(passive["vi"]!);
const years = [
  1981, 1984, 1988, 1997, 1982, 1983, 1983, 1984, 1984, 1985, 1985, 1985, 1986, 1986, 1987, 1987, 1987, 1987,
  1987, 1987, 1988, 1988, 1988, 1990, 1990, 1990, 1991, 1991, 1992, 1992, 1993, 1993, 1994, 1995, 1995, 1996,
  1996,
];
const design = {
  rows: 37,
  columns: 2,
  values: Float64Array.from(years.flatMap((year) => [1, year - 1990])),
};
const near = (ours: number | null, theirs: number, relative: number): void =>
  expect(Math.abs(ours! - theirs)).toBeLessThanOrEqual(relative * Math.abs(theirs));

/** The definition: the normal density with the chance of each side over the chance that a study is seen. */
function directly(
  effects: ArrayLike<number>,
  variances: ArrayLike<number>,
  others: (effect: number) => boolean,
  cut: number,
  [mean, tau2, delta]: readonly [number, number, number],
): number {
  let sum = 0;
  for (let i = 0; i < effects.length; i++) {
    const s = Math.sqrt(variances[i]! + tau2);
    const below = normalCdf((cut - mean) / s);
    const residual = (effects[i]! - mean) / s;
    sum += (others(effects[i]!) ? Math.log(delta) : 0) - Math.log(s) - Math.log(2 * Math.PI) / 2;
    sum -= residual ** 2 / 2 + Math.log(delta * below + 1 - below);
  }
  return sum;
}

function randomEffects(seed: string, k: number): { y: Float64Array; v: Float64Array } {
  const rng = seededRng(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - rng.next())) * Math.cos(2 * Math.PI * rng.next());
  const effects: number[] = [];
  const variances: number[] = [];
  while (effects.length < k) {
    const variance = 0.02 + rng.next() * 0.2;
    const effect = 0.2 + normal() * Math.sqrt(variance + 0.05);
    if (effect > 0.1 || rng.next() < 0.3) {
      effects.push(effect);
      variances.push(variance);
    }
  }
  return { y: Float64Array.from(effects), v: Float64Array.from(variances) };
}

// R 4.2.2 on dat.hackshaw1998: the likelihood above written in R, nlminb to 1e-15, numDeriv's Hessian.
describe("a given cut point, against R", () => {
  it.each([
    [
      "0",
      {},
      [0.14271372787, 0.02676957968, 0.38184870585],
      [0.074072987, 0.020647776, 0.223558688],
      -8.62137412139,
    ],
    [
      "0.1",
      { steps: [0.1] },
      [0.1624737497, 0.0203945945, 0.5792347635],
      [0.07190146, 0.015960089, 0.29497266],
      -9.55765039325,
    ],
    [
      "0.25, less",
      { steps: [0.25], alternative: "less" },
      [0.21583774253, 0.02023103122, 1.01060978731],
      [0.082059643, 0.016393998, 0.544489503],
      -10.1484105982,
    ],
  ] as const)("%s", (_, options, [mean, tau2, delta], [se, seTau2, seDelta], logLikelihood) => {
    const fit = selectionModel(y, v, { type: "trunc", ...options });
    near(fit.estimate, mean, 1e-5);
    near(fit.tau2, tau2, 1e-4);
    near(fit.delta[0]!, delta, 1e-5);
    near(fit.se, se, 1e-5);
    near(fit.seTau2, seTau2, 1e-4);
    near(fit.seDelta[0]!, seDelta, 1e-5);
    near(fit.logLikelihood, logLikelihood, 1e-10);
    // R's rma(method = "ML") has the log-likelihood -10.1486024069 without selection.
    near(fit.likelihoodRatio.statistic, 2 * (logLikelihood + 10.1486024069), 1e-3);
    expect(fit.likelihoodRatio.df).toBe(1);
    expect(fit.gradientNorm).toBeLessThan(1e-7);
    expect(fit.converged).toBe(true);
  });
  it("a common effect", () => {
    const fit = selectionModel(y, v, { type: "trunc", steps: [0.1], effects: "common" });
    near(fit.estimate, 0.1425353486, 1e-7);
    near(fit.delta[0]!, 0.5490618714, 1e-7);
    near(fit.se, 0.052316552, 1e-6);
    near(fit.logLikelihood, -11.4855513401, 1e-11);
    expect(fit.tau2Ratio).toBeNull();
  });
  it("moderators", () => {
    const fit = selectionModel(y, v, { type: "trunc", steps: [0.3], design });
    near(fit.coefficients[0]!.b, 0.144486140995, 1e-5);
    near(fit.coefficients[1]!.b, -0.004455157563, 1e-4);
    near(fit.coefficients[1]!.se, 0.0092428321, 1e-5);
    near(fit.tau2, 0.011484214689, 1e-4);
    near(fit.delta[0]!, 0.513997396288, 1e-5);
    near(fit.logLikelihood, -9.20334220618, 1e-10);
  });
  it("says the studies on both sides", () => {
    expect(selectionModel(y, v, { type: "trunc" }).cut).toEqual({ effect: 0, favoured: 31, other: 6 });
    expect(selectionModel(y, v, { type: "trunc", steps: [0.25], alternative: "less" }).cut).toEqual({
      effect: 0.25,
      favoured: 20,
      other: 17,
    });
    expect(selectionModel(y, v, { type: "beta" }).cut).toBeNull();
  });
  it("compat: metafor stops near the maximum", () => {
    const ours = selectionModel(y, v, { type: "trunc" });
    const theirs = selectionModel(y, v, { type: "trunc", compat: "metafor" });
    near(theirs.estimate, ours.estimate, 1e-2);
    expect(theirs.logLikelihood).toBeLessThanOrEqual(ours.logLikelihood + 1e-12);
  });
});

describe("a given cut point, on random effects", () => {
  it.each(["a", "b", "c", "d"])("%s: the definition, and no neighbour is likelier", (seed) => {
    const data = randomEffects(seed, 30);
    const fit = selectionModel(data.y, data.v, { type: "trunc", steps: [0.1] });
    const at = (mean: number, tau2: number, delta: number): number =>
      directly(data.y, data.v, (effect) => effect <= 0.1, 0.1, [mean, Math.max(0, tau2), delta]);
    const [mean, tau2, delta] = [fit.estimate, fit.tau2, fit.delta[0]!];
    expect(Math.abs(at(mean, tau2, delta) - fit.logLikelihood)).toBeLessThan(1e-10);
    for (const turn of [0.97, 1.03]) {
      expect(at(mean * turn, tau2, delta)).toBeLessThanOrEqual(fit.logLikelihood);
      expect(at(mean, tau2 * turn, delta)).toBeLessThanOrEqual(fit.logLikelihood);
      expect(at(mean, tau2, delta * turn)).toBeLessThanOrEqual(fit.logLikelihood);
    }
  });
  it("a chance of 1 is the model without selection", () => {
    const fit = selectionModel(y, v, { type: "trunc", delta: [1] });
    const plain = pool(y, v, { tau2: "ML", test: "z" });
    expect(Math.abs(fit.estimate - plain.estimate)).toBeLessThan(1e-7);
    expect(fit.likelihoodRatio.statistic).toBeLessThan(1e-8);
    expect(fit.likelihoodRatio.p).toBeNull();
  });
  it.each([{ type: "trunc", steps: [0.2] }, { type: "truncest" }] satisfies SelectionOptions[])(
    "$type: mirrored effects, and another unit",
    (options) => {
      const data = randomEffects("mirror", 12);
      const one = selectionModel(data.y, data.v, options);
      const steps = options.steps;
      const two = selectionModel(
        data.y.map((effect) => -10 * effect),
        data.v.map((variance) => 100 * variance),
        { ...options, alternative: "less", ...(steps && { steps: steps.map((step) => -10 * step) }) },
      );
      near(two.estimate, -10 * one.estimate, 1e-5);
      near(two.delta[0]!, one.delta[0]!, 1e-5);
      near(two.cut!.effect, -10 * one.cut!.effect, 1e-12);
      expect(two.cut!.other).toBe(one.cut!.other);
    },
  );
});

describe("a cut point to find", () => {
  it.each(["e", "f"])("%s: no other cut is likelier", (seed) => {
    const data = randomEffects(seed, 12);
    const fit = selectionModel(data.y, data.v, { type: "truncest" });
    const [delta, cut] = fit.delta as [number, number];
    expect(cut).toBe(fit.cut!.effect);
    // The value is that of a cut just beside an effect.
    const sorted = data.y.toSorted();
    const others = new Set(sorted.subarray(0, fit.cut!.other));
    const own = directly(data.y, data.v, (effect) => others.has(effect), cut, [
      fit.estimate,
      fit.tau2,
      delta,
    ]);
    expect(Math.abs(own - fit.logLikelihood)).toBeLessThan(1e-10);
    for (let c = sorted[0]! + 1e-3; c < sorted[11]!; c += 0.02) {
      // A search without slopes, from two places.
      for (const start of [0.3, 2]) {
        const value = (x: Float64Array): number =>
          -directly(data.y, data.v, (effect) => effect <= c, c, [x[0]!, x[1]! ** 2, Math.exp(x[2]!)]);
        const slopes = (x: Float64Array): Float64Array =>
          x.map((_, j) => {
            const moved = (h: number): Float64Array => x.map((entry, l) => (l === j ? entry + h : entry));
            return (value(moved(1e-5)) - value(moved(-1e-5))) / 2e-5;
          });
        const found = minimise(value, [fit.estimate, 0.2, Math.log(start)], {
          gradient: slopes,
          tolerance: 1e-7,
          mostIterations: 60,
        });
        // A chance of more than 100 is out of our bounds.
        if (found.at[2]! < Math.log(100)) expect(-found.value).toBeLessThanOrEqual(fit.logLikelihood + 1e-6);
      }
    }
  });
  it("is at least as likely as any given one", () => {
    const found = selectionModel(y, v, { type: "truncest" });
    for (const step of [-0.2, 0, 0.1, 0.2, 0.3, 0.5])
      expect(selectionModel(y, v, { type: "trunc", steps: [step] }).logLikelihood).toBeLessThanOrEqual(
        found.logLikelihood + 1e-9,
      );
    expect(found.seDelta[1]).toBeNull();
    expect(found.likelihoodRatio).toMatchObject({ df: 2, p: null });
    expect(found.tau2Ratio!.statistic).toBeGreaterThanOrEqual(0);
    expect(found.gradientNorm).toBeLessThan(1e-6);
  });
  it.each(["g", "h", "i", "j", "k"])("%s: of many studies, no cut beside one is likelier", (seed) => {
    const data = randomEffects(seed, 50);
    for (const effects of ["random", "common"] as const) {
      const found = selectionModel(data.y, data.v, { type: "truncest", effects });
      const cuts = data.y.toSorted().subarray(1, 49);
      for (const step of [...cuts, ...cuts.map((effect) => effect - 1e-12)]) {
        const given = selectionModel(data.y, data.v, { type: "trunc", effects, steps: [step] });
        expect(given.logLikelihood).toBeLessThanOrEqual(found.logLikelihood + 1e-8);
      }
    }
  });
  it("a given one is the model of that cut", () => {
    const given = selectionModel(y, v, { type: "truncest", delta: [null, 0.1] });
    const same = selectionModel(y, v, { type: "trunc", steps: [0.1] });
    expect(given.delta).toEqual([same.delta[0], 0.1]);
    expect(given.estimate).toBe(same.estimate);
    expect(given.likelihoodRatio).toEqual(same.likelihoodRatio);
  });
  it("nothing seen beyond it: the cut is at the least effect", () => {
    const data = randomEffects("none", 15);
    const fit = selectionModel(data.y, data.v, { type: "truncest", delta: [0, null] });
    expect(fit.cut).toEqual({ effect: Math.min(...data.y), favoured: 15, other: 0 });
    expect(fit.delta[0]).toBe(0);
  });
});

describe("refuses", () => {
  it.each([
    ["two sides", { type: "trunc", alternative: "two.sided" }, "synthesis/bad-options"],
    ["two cut points", { type: "trunc", steps: [0, 1] }, "synthesis/bad-options"],
    ["a cut point that is none", { type: "trunc", steps: [Number.NaN] }, "synthesis/bad-options"],
    ["a cut point to find and given", { type: "truncest", steps: [0] }, "synthesis/bad-options"],
    ["a negative chance", { type: "trunc", delta: [-1] }, "synthesis/bad-options"],
    ["too many parameters", { type: "trunc", delta: [1, 1] }, "synthesis/bad-options"],
    ["too few parameters", { type: "truncest", delta: [1] }, "synthesis/bad-options"],
    ["a cut point without selection", { type: "truncest", delta: [1, null] }, "synthesis/bad-options"],
    ["a cut point at infinity", { type: "truncest", delta: [null, Infinity] }, "synthesis/bad-options"],
    ["studies where none is seen", { type: "trunc", delta: [0] }, "synthesis/bad-options"],
    ["no study beyond", { type: "trunc", steps: [-5] }, "synthesis/empty-interval"],
    ["all studies beyond", { type: "trunc", steps: [5] }, "synthesis/empty-interval"],
    ["unknown effects", { type: "trunc", effects: "x" }, "synthesis/bad-options"],
  ])("%s", (_, options, code) => {
    const run = (): unknown => selectionModel(y, v, options as SelectionOptions);
    expect(run).toThrow(EvidensError);
    expect(run).toThrow(expect.objectContaining({ code }));
  });
  it("equal effects have no cut between them", () => {
    const one = Float64Array.from([1, 1, 1, 1]);
    expect(() => selectionModel(one, one, { type: "truncest" })).toThrow(/All effects are equal/);
  });
  it("weights by the p value", () => {
    const fit = selectionModel(y, v, { type: "trunc" });
    expect(() => selectionWeights(fit, [0.1])).toThrow(/depends on the effect/);
  });
});
