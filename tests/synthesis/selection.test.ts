import { describe, expect, it } from "vitest";
import { EvidensError } from "#kernel";
import { integrate, normalDensity, normalUpper, seededRng } from "#numerics";
import { pool, type SelectionOptions, type SelectionType, selectionModel } from "#synthesis";
import { golden } from "./golden.ts";

function randomEffects(seed: string, k: number): { y: Float64Array; v: Float64Array } {
  const rng = seededRng(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - rng.next())) * Math.cos(2 * Math.PI * rng.next());
  const y: number[] = [];
  const v: number[] = [];
  while (y.length < k) {
    const variance = 0.02 + rng.next() * 0.2;
    const effect = 0.2 + normal() * Math.sqrt(variance + 0.03);
    // The unremarkable ones are seen less often.
    if (effect / Math.sqrt(variance) > 1.96 || rng.next() < 0.5) {
      y.push(effect);
      v.push(variance);
    }
  }
  return { y: Float64Array.from(y), v: Float64Array.from(v) };
}

const clamp = (p: number, margin: number): number => Math.min(Math.max(p, margin), 1 - margin);

/** ln weight by the definition of each shape, cut point 0. On these data `negexppow` has its maximum at a limit. */
const logWeight: Readonly<
  Record<
    Exclude<SelectionType, "step" | "negexppow" | "trunc" | "truncest">,
    (p: number, d: readonly number[]) => number
  >
> = {
  beta: (p, d) => (d[0]! - 1) * Math.log(clamp(p, 1e-5)) + (d[1]! - 1) * Math.log(1 - clamp(p, 1e-5)),
  halfnorm: (p, d) => -d[0]! * p * p,
  negexp: (p, d) => -d[0]! * p,
  logistic: (p, d) => Math.log((2 * Math.exp(-d[0]! * p)) / (1 + Math.exp(-d[0]! * p))),
  power: (p, d) => d[0]! * Math.log(1 - clamp(p, 1e-5)),
};

/** The log-likelihood by adaptive integration. */
function directly(
  y: Float64Array,
  v: Float64Array,
  log: (p: number) => number,
  mean: number,
  tau2: number,
  pOf: (z: number) => number,
  kinks: readonly number[],
): number {
  return y.reduce((total, effect, i) => {
    const [sigma, s] = [Math.sqrt(v[i]!), Math.sqrt(v[i]! + tau2)];
    const f = (x: number): number => Math.exp(log(pOf(x / sigma))) * (normalDensity((x - mean) / s) / s);
    const breaks = [mean, ...kinks.map((z) => z * sigma)];
    const chance = integrate(f, mean - 12 * s, mean + 12 * s, { relative: 1e-11, breaks }).value;
    const residual = (effect - mean) / s;
    return (
      total +
      log(pOf(effect / sigma)) -
      Math.log(2 * Math.PI * s * s) / 2 -
      residual ** 2 / 2 -
      Math.log(chance)
    );
  }, 0);
}

const shapes = Object.keys(logWeight) as (keyof typeof logWeight)[];
const { y, v } = randomEffects("selection", 25);

describe("smooth selection", () => {
  it.each(shapes)("%s: log-likelihood against adaptive integration, one side", (type) => {
    const fit = selectionModel(y, v, { type });
    const edge = 4.264890793922602;
    const direct = directly(y, v, (p) => logWeight[type](p, fit.delta), fit.estimate, fit.tau2, normalUpper, [
      -edge,
      edge,
      0,
    ]);
    expect(Math.abs(direct - fit.logLikelihood)).toBeLessThan(1e-8);
    expect(fit.gradientNorm).toBeLessThan(1e-6);
    expect(fit.converged).toBe(true);
  });

  it.each(shapes)("%s: log-likelihood against adaptive integration, two sides", (type) => {
    const fit = selectionModel(y, v, { type, alternative: "two.sided" });
    const edges = [4.417173413469022, 1.2533141373e-5, 0.01, 0.1];
    const direct = directly(
      y,
      v,
      (p) => logWeight[type](p, fit.delta),
      fit.estimate,
      fit.tau2,
      (z) => 2 * normalUpper(Math.abs(z)),
      [0, ...edges, ...edges.map((z) => -z)],
    );
    expect(Math.abs(direct - fit.logLikelihood)).toBeLessThan(1e-7);
  });

  it.each(shapes)("%s: no neighbour is likelier", (type) => {
    const fit = selectionModel(y, v, { type });
    const best = fit.logLikelihood;
    const at = (mean: number, delta: readonly number[]): number =>
      directly(y, v, (p) => logWeight[type](p, delta), mean, fit.tau2, normalUpper, [0]);
    for (const turn of [0.98, 1.02]) {
      expect(
        at(
          fit.estimate,
          fit.delta.map((d) => d * turn),
        ),
      ).toBeLessThanOrEqual(best + 1e-7);
      expect(at(fit.estimate * turn, fit.delta)).toBeLessThanOrEqual(best + 1e-7);
    }
  });
});

describe("step functions", () => {
  it("weights of 1 are the model without selection", () => {
    const fit = selectionModel(y, v, { type: "step", steps: [0.025, 0.5], delta: [1, 1, 1] });
    const plain = pool(y, v, { tau2: "ML", test: "z" });
    expect(Math.abs(fit.estimate - plain.estimate)).toBeLessThan(1e-7);
    expect(Math.abs(fit.tau2 - plain.tau2!)).toBeLessThan(1e-7);
    expect(fit.likelihoodRatio.statistic).toBeLessThan(1e-8);
    expect(fit.likelihoodRatio.p).toBeNull();
  });
  it("the log-likelihood by hand", () => {
    const fit = selectionModel(y, v, { type: "step", steps: [0.025, 0.5] });
    const log = (p: number): number =>
      Math.log(p <= 0.025 ? fit.delta[0]! : p <= 0.5 ? fit.delta[1]! : fit.delta[2]!);
    const direct = directly(y, v, log, fit.estimate, fit.tau2, normalUpper, [0, 1.959963984540054]);
    expect(Math.abs(direct - fit.logLikelihood)).toBeLessThan(1e-8);
    expect(fit.intervals.map((one) => one.k).reduce((a, b) => a + b)).toBe(25);
    expect(fit.delta[0]).toBe(1);
    expect(fit.seDelta[0]).toBeNull();
  });
  it("strong selection pulls the effect down", () => {
    const strong = selectionModel(y, v, { type: "step", steps: [0.025], delta: [1, 0.2] });
    const none = selectionModel(y, v, { type: "step", steps: [0.025], delta: [1, 1] });
    expect(strong.estimate).toBeLessThan(none.estimate);
  });
});

describe("compat: metafor", () => {
  it.each(shapes)("%s: stops near the maximum, not above it", (type) => {
    const ours = selectionModel(y, v, { type });
    const theirs = selectionModel(y, v, { type, compat: "metafor" });
    expect(theirs.logLikelihood).toBeLessThan(ours.logLikelihood + 1e-3);
    expect(Math.abs(theirs.estimate - ours.estimate)).toBeLessThan(0.05);
    expect(theirs.gradientNorm).toBeGreaterThan(ours.gradientNorm);
  });
});

describe("symmetries", () => {
  const types: SelectionOptions[] = [{ type: "step", steps: [0.05] }, ...shapes.map((type) => ({ type }))];
  it.each(types)("$type: mirrored effects with the other alternative", (options) => {
    const one = selectionModel(y, v, { ...options, alternative: "greater" });
    const two = selectionModel(
      y.map((effect) => -effect),
      v,
      { ...options, alternative: "less" },
    );
    expect(two.estimate).toBeCloseTo(-one.estimate, 10);
    expect(two.logLikelihood).toBeCloseTo(one.logLikelihood, 10);
  });
  it.each(types)("$type: the order of studies does not matter", (options) => {
    const one = selectionModel(y, v, options);
    const two = selectionModel(y.toReversed(), v.toReversed(), options);
    expect(Math.abs(two.estimate - one.estimate)).toBeLessThan(1e-6);
    expect(two.logLikelihood).toBeCloseTo(one.logLikelihood, 9);
  });
  it.each(types)("$type: another unit", (options) => {
    const one = selectionModel(y, v, options);
    const two = selectionModel(
      y.map((effect) => 10 * effect),
      v.map((variance) => 100 * variance),
      options,
    );
    expect(Math.abs(two.estimate - 10 * one.estimate)).toBeLessThan(1e-4);
  });
});

describe("refuses", () => {
  const list = (...values: number[]): Float64Array => Float64Array.from(values);
  it.each([
    ["one study", list(1), list(1), { type: "beta" }, "synthesis/too-few-studies"],
    ["no variance", list(1, 2), list(1, 0), { type: "beta" }, "synthesis/bad-effects"],
    ["NaN", list(1, Number.NaN), list(1, 1), { type: "beta" }, "synthesis/bad-effects"],
    ["an unknown type", y, v, { type: "x" }, "synthesis/bad-options"],
    ["no cut point", y, v, { type: "step" }, "synthesis/bad-options"],
    ["a cut point of 2", y, v, { type: "step", steps: [2] }, "synthesis/bad-options"],
    ["too many cut points", y, v, { type: "negexp", steps: [0.1, 0.2] }, "synthesis/bad-options"],
    ["too many parameters", y, v, { type: "negexp", delta: [1, 2] }, "synthesis/bad-options"],
    ["a negative weight", y, v, { type: "step", steps: [0.1], delta: [1, -1] }, "synthesis/bad-options"],
    ["an unknown side", y, v, { type: "beta", alternative: "x" }, "synthesis/bad-options"],
    ["an empty interval", y, v, { type: "step", steps: [1e-12, 0.5] }, "synthesis/empty-interval"],
  ])("%s", (_, effects, variances, options, code) => {
    const run = (): unknown => selectionModel(effects, variances, options as SelectionOptions);
    expect(run).toThrow(EvidensError);
    expect(run).toThrow(expect.objectContaining({ code }));
  });
});

// R 4.2.2, metafor 3.8-1: selmodel(rma(yi, vi, mods = ~ x, method = "ML")) on dat.hackshaw1998, x the year less 1990,
// and on dat.bcg by latitude.
describe("moderators", () => {
  const read = (file: string) => golden(file).input as unknown as Record<string, number[]>;
  const passive = read("selmodel-hackshaw1998");
  const [y, v] = [Float64Array.from(passive["yi"]!), Float64Array.from(passive["vi"]!)];
  const years = [
    1981, 1984, 1988, 1997, 1982, 1983, 1983, 1984, 1984, 1985, 1985, 1985, 1986, 1986, 1987, 1987, 1987,
    1987, 1987, 1987, 1988, 1988, 1988, 1990, 1990, 1990, 1991, 1991, 1992, 1992, 1993, 1993, 1994, 1995,
    1995, 1996, 1996,
  ];
  const columns = (x: readonly number[]) => ({
    rows: x.length,
    columns: 2,
    values: Float64Array.from(x.flatMap((value) => [1, value])),
  });
  const design = columns(years.map((year) => year - 1990));
  const near = (ours: number | null, theirs: number, relative = 1e-3): void =>
    expect(Math.abs(ours! - theirs)).toBeLessThanOrEqual(relative * Math.abs(theirs));
  it.each([
    [
      "step",
      { steps: [0.025] },
      [0.18996618, -0.0060128458],
      [0.0775765, 0.0098685],
      0.015995,
      0.3712425,
      0.121306,
    ],
    ["beta", {}, [0.92200024, -0.0058581712], [0.478482, 0.0225451], 0.09836893, 0.06751825, 4.373415],
  ] as const)("%s", (type, options, b, se, tau2, qm, lrt) => {
    for (const compat of [undefined, "metafor"] as const) {
      const fit = selectionModel(y, v, { type, ...options, design, ...(compat && { compat }) });
      b.forEach((one, c) => {
        near(fit.coefficients[c]!.b, one);
        near(fit.coefficients[c]!.se, se[c]!, compat ? 1e-3 : 2e-2);
      });
      near(fit.tau2, tau2);
      near(fit.omnibus!.statistic, qm, 2e-3);
      near(fit.likelihoodRatio.statistic, lrt);
      if (compat === undefined) expect(fit.gradientNorm).toBeLessThan(1e-7);
    }
  });
  it("of effects below 0 turn their signs", () => {
    const file = read("metareg-bcg") as unknown as {
      yi: number[];
      vi: number[];
      model_matrices: { ablat: { X: number[][] } };
    };
    const latitude = columns(file.model_matrices.ablat.X.map((row) => row[1]!));
    const fit = selectionModel(Float64Array.from(file.yi), Float64Array.from(file.vi), {
      type: "step",
      steps: [0.05],
      alternative: "less",
      design: latitude,
    });
    near(fit.coefficients[0]!.b, 0.28420788);
    near(fit.coefficients[1]!.b, -0.029537685);
    near(fit.coefficients[1]!.se, 0.00568538);
    near(fit.omnibus!.statistic, 26.99191);
    near(fit.tau2, 0.03422063);
  });
  it("negexppow: the search of metafor replayed, and the maximum itself", () => {
    const free = selectionModel(y, v, { type: "negexppow" });
    near(free.estimate, -0.039827513);
    near(free.delta[0]!, 3.704011);
    near(free.delta[1]!, 2.002717);
    near(free.logLikelihood, -7.67954455, 1e-7);
    expect(free.gradientNorm).toBeLessThan(1e-7);
    const halved = selectionModel(y, v, { type: "negexppow", delta: [null, 1] });
    const plain = selectionModel(y, v, { type: "negexp" });
    near(halved.estimate, plain.estimate, 1e-6);
    near(halved.logLikelihood, plain.logLikelihood, 1e-10);
  });
  it("refuses moderators of another length", () => {
    expect(() => selectionModel(y, v, { type: "beta", design: columns([1, 2, 3]) })).toThrow(/3 rows for 37/);
  });
});
