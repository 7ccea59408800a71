import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  clusterRobust,
  componentIntervals,
  type KnownCorrelation,
  type MultilevelData,
  multilevel,
  multilevelRandomEffects,
  multilevelWeights,
  type NestedIntercepts,
} from "#synthesis";
import { type Dense, inverse, plus, times, transposed } from "./naive-dense.ts";

interface RmaMv {
  readonly name: string;
  readonly method: "REML" | "ML";
  readonly beta: number | number[];
  readonly se: number | number[];
  readonly pval: number | number[];
  readonly vb: Dense;
  readonly sigma2: number[];
  readonly logLik: number;
  readonly AIC: number;
  readonly QE: number;
  readonly QM: number;
  readonly QMp: number;
  // Phylogeny.
  readonly scale?: "cor" | "cor0" | "cov0" | "none";
  readonly matrix?: "A" | "V1";
  readonly mods?: boolean;
  readonly levels?: number[];
  readonly ranef?: number[];
  readonly ranefSe?: number[];
  // Districts.
  readonly kind?: "nestedR" | "nestedRV" | "w" | "W" | "wR";
  readonly weights?: number[];
  readonly robustSe?: number | number[];
  readonly robustP?: number | number[];
}

interface Sets {
  readonly moura: {
    readonly yi: number[];
    readonly vi: number[];
    readonly study: number[];
    readonly effect: number[];
    readonly species: number[];
    readonly year: number[];
    readonly levels: number[];
    readonly A: Dense;
    readonly V1: Dense;
    readonly fits: RmaMv[];
  };
  readonly kon: {
    readonly yi: number[];
    readonly vi: number[];
    readonly district: string[];
    readonly school: number[];
    readonly year: number[];
    readonly levels: string[];
    readonly D: Dense;
    readonly V: Dense;
    readonly w: number[];
    readonly W: Dense;
    readonly fits: RmaMv[];
  };
}

const { moura, kon }: Sets = JSON.parse(
  readFileSync(new URL("../golden/synthesis/rma-mv-relations.json", import.meta.url), "utf8"),
);

type Held = (at: number) => number | null;

const list = (values: number | number[]): number[] => [values].flat();

function close(ours: number, theirs: number, tolerance: number, what: string): void {
  expect(Math.abs(ours - theirs), `${what}: ${ours} beside ${theirs}`).toBeLessThan(
    tolerance * Math.max(1e-3, Math.abs(theirs)),
  );
}

function compare(data: MultilevelData, fit: RmaMv, tolerance: number, df?: "contain") {
  const test = fit.kind === "w" || fit.kind === "W" ? "t" : "z";
  const ours = multilevel(data, { method: fit.method, test, ...(df && { df }) });
  for (const [j, one] of ours.coefficients.entries()) {
    close(one.estimate, list(fit.beta)[j]!, tolerance, `beta ${j}`);
    close(one.se, list(fit.se)[j]!, tolerance, `se ${j}`);
    close(one.p, list(fit.pval)[j]!, 10 * tolerance, `p ${j}`);
    for (const [l, value] of fit.vb[j]!.entries()) close(ours.covariance[j]![l]!, value, tolerance, "vb");
  }
  close(ours[fit.method === "ML" ? "ml" : "reml"].logLik, fit.logLik, tolerance, "log-likelihood");
  close(ours.qe.statistic, fit.QE, tolerance, "QE");
  close(ours.qm.statistic!, fit.QM, 10 * tolerance, "QM");
  return ours;
}

function mouraData(fit: RmaMv, held: Held): MultilevelData {
  const known: KnownCorrelation = { levels: moura.levels, matrix: moura[fit.matrix!], scale: fit.scale! };
  const plain = (labels: number[], name: string, at: number): NestedIntercepts => ({
    nested: [labels],
    names: [name],
    variances: [held(at)],
  });
  const phylo = (at: number): NestedIntercepts => ({
    ...plain(moura.species, "phylogeny", at),
    known: [known],
  });
  return {
    y: Float64Array.from(moura.yi),
    v: Float64Array.from(moura.vi),
    ...(fit.mods && { x: moura.year.map((year) => [1, year]) }),
    random:
      fit.scale === "cor"
        ? [
            plain(moura.study, "study", 0),
            plain(moura.effect, "effect", 1),
            plain(moura.species, "species", 2),
            phylo(3),
          ]
        : [plain(moura.study, "study", 0), phylo(1)],
  };
}

function konData({ kind }: RmaMv, held: Held): MultilevelData {
  const known: KnownCorrelation = { levels: kon.levels, matrix: kon.D };
  const related = kind === "nestedR" || kind === "nestedRV" || kind === "wR";
  return {
    y: Float64Array.from(kon.yi),
    v: kind === "nestedRV" || kind === "W" ? kon.V : Float64Array.from(kon.vi),
    ...((kind === "W" || kind === "wR") && { x: kon.year.map((year) => [1, year]) }),
    ...((kind === "w" || kind === "wR") && { weights: Float64Array.from(kon.w) }),
    ...(kind === "W" && { weights: kon.W }),
    random: [
      {
        nested: [kon.district, kon.school],
        names: ["district", "school"],
        variances: [held(0), held(1)],
        ...(related && { known: [known, null] }),
      },
    ],
  };
}

const free: Held = () => null;

describe.each([
  ...moura.fits.map((fit) => [`phylogeny, ${fit.scale}, ${fit.method}`, fit, mouraData] as const),
  ...kon.fits.map((fit) => [`${fit.name}, ${fit.method}`, fit, konData] as const),
])("rma.mv of metafor: %s", (_, fit, dataOf) => {
  const df = fit.kind === "W" ? "contain" : undefined;
  it("the same numbers at its components", () => {
    const data = dataOf(fit, (at) => fit.sigma2[at]!);
    const ours = compare(data, fit, 1e-8, df);
    if (fit.ranef !== undefined) {
      const effects = multilevelRandomEffects(data, ours).at(-1)!;
      for (const [i, level] of fit.levels!.entries()) {
        const own = effects.find(({ inner }) => inner === String(level))!;
        close(own.estimate, fit.ranef[i]!, 1e-7, `effect of ${level}`);
        close(own.se, fit.ranefSe![i]!, 1e-7, `its standard error`);
      }
    }
    if (fit.weights !== undefined)
      for (const [i, w] of multilevelWeights(data, ours).entries()) close(w, fit.weights[i]!, 1e-9, "weight");
    if (fit.robustSe !== undefined) {
      const type = fit.kind === "w" ? "CR1p" : "CR0";
      const robust = clusterRobust(data, ours, kon.district, { type, df: "clusters" });
      for (const [j, one] of robust.coefficients.entries()) {
        close(one.se, list(fit.robustSe)[j]!, 1e-8, "robust se");
        close(one.p, list(fit.robustP!)[j]!, 1e-7, "robust p");
      }
    }
  });

  it("the same optimum, or a higher one", () => {
    const data = dataOf(fit, free);
    const { weights: _, ...unweighted } = data;
    const key = fit.method === "ML" ? "ml" : "reml";
    const top = multilevel(unweighted, { method: fit.method });
    const theirs = multilevel(
      { ...unweighted, random: dataOf(fit, (at) => fit.sigma2[at]!).random },
      { method: fit.method },
    );
    const gain = top[key].logLik - theirs[key].logLik;
    expect(gain).toBeGreaterThan(-1e-9);
    // There rma.mv stops where the variance between districts is 0; held at our components it gives the gain.
    if (fit.kind === "nestedRV" && fit.method === "ML") expect(gain).toBeCloseTo(1.01452753, 6);
    else {
      expect(gain).toBeLessThan(1e-6);
      compare(data, fit, 2e-4, df);
    }
    const ours = multilevel(data, { method: fit.method });
    expect(ours.converged).toBe(true);
    expect(ours.slope).toBeLessThan(1e-7);
    expect(ours.components).toEqual(top.components);
  });
});

const simple: MultilevelData = konData(kon.fits[0]!, free);
const withKnown = (known: KnownCorrelation): MultilevelData => ({
  ...simple,
  random: [{ nested: [kon.district], known: [known] }],
});

describe("known correlations", () => {
  it("that name more levels than the data, in another order, change nothing", () => {
    const order = [...kon.levels.keys()].reverse();
    const more = {
      levels: ["elsewhere", ...order.map((i) => kon.levels[i]!)],
      matrix: [[1, ...order.map(() => 0.1)], ...order.map((i) => [0.1, ...order.map((j) => kon.D[i]![j]!)])],
    };
    const one = multilevel(withKnown({ levels: kon.levels, matrix: kon.D }));
    const other = multilevel(withKnown(more));
    expect(other.components[0]!.value).toBeCloseTo(one.components[0]!.value!, 12);
    expect(other.terms[0]!.innerLevels).toEqual(one.terms[0]!.innerLevels);
  });

  it("that say nothing are no correlations", () => {
    const eye = kon.levels.map((_, i) => kon.levels.map((__, j) => (i === j ? 3 : 0)));
    const plain = multilevel({ ...simple, random: [{ nested: [kon.district] }] });
    const fit = multilevel(withKnown({ levels: kon.levels, matrix: eye }));
    expect(fit).toEqual(plain);
    const third = multilevel(withKnown({ levels: kon.levels, matrix: eye, scale: "none" }));
    expect(third.components[0]!.value! * 3).toBeCloseTo(plain.components[0]!.value!, 10);
    expect(third.reml.logLik).toBeCloseTo(plain.reml.logLik, 10);
  });

  it("have an interval of their variance, and scale with the matrix", () => {
    const of = (factor: number) =>
      componentIntervals(
        withKnown({
          levels: kon.levels,
          matrix: kon.D.map((row) => row.map((value) => value * factor)),
          scale: "none",
        }),
      )[0]!;
    const [one, large] = [of(1), of(1e4)];
    for (const key of ["estimate", "low", "high"] as const)
      expect(large[key]! * 1e4).toBeCloseTo(one[key]!, 6);
    expect(one.low).toBeLessThan(one.estimate!);
    expect(one.high).toBeGreaterThan(one.estimate!);
  });

  it("join clusters", () => {
    const data = withKnown({ levels: kon.levels, matrix: kon.D });
    const fit = multilevel(data);
    expect(() => clusterRobust(data, fit, kon.district)).toThrow(/different clusters/);
    const plain = clusterRobust(data, fit, kon.district, { type: "CR1", df: "clusters" });
    expect(plain.remarks[0]!.code).toBe("crosses-clusters");
  });

  it.each<[string, KnownCorrelation, RegExp]>([
    ["too few rows", { levels: kon.levels, matrix: kon.D.slice(1) }, /11 levels are named but .* 10 x 11/],
    [
      "a level left out",
      { levels: kon.levels.slice(1), matrix: kon.D.slice(1).map((row) => row.slice(1)) },
      /do not name 11\./,
    ],
    ["a level named twice", { levels: [...kon.levels.slice(0, -1), "11"], matrix: kon.D }, /name 11 twice/],
    [
      "sides that differ",
      {
        levels: kon.levels,
        matrix: kon.D.map((row, i) => row.map((value, j) => (i === 0 && j === 1 ? 0.5 : value))),
      },
      /of 11 and 12 is both/,
    ],
    ["no number", { levels: kon.levels, matrix: kon.D.map((row) => row.map(() => Number.NaN)) }, /both NaN/],
    [
      "all the same",
      { levels: kon.levels, matrix: kon.D.map((row) => row.map(() => 1)) },
      /not positive definite/,
    ],
    [
      "correlations that cannot be",
      { levels: kon.levels, matrix: kon.D.map((row, i) => row.map((_, j) => (i === j ? 1 : -0.5))) },
      /not positive definite/,
    ],
    [
      "a variance below 0",
      { levels: kon.levels, matrix: kon.D.map((row) => row.map((value) => -value)) },
      /diagonal/,
    ],
    [
      "an unknown scale",
      { levels: kon.levels, matrix: kon.D, scale: "cov" as "cor" },
      /scale cov is unknown/,
    ],
  ])("are refused: %s", (_, known, words) => {
    expect(() => multilevel(withKnown(known))).toThrow(words);
  });

  it("are refused in a number other than that of the factors", () => {
    const known = { levels: kon.levels, matrix: kon.D };
    expect(() =>
      multilevel({ ...simple, random: [{ nested: [kon.district, kon.school], known: [known] }] }),
    ).toThrow(/1 known correlations for 2 factors/);
  });
});

describe("weights of the user", () => {
  const v: Dense = kon.vi.map((value, i) => kon.vi.map((_, j) => (i === j ? value : 0)));
  const m = plus(
    plus(
      v,
      kon.district.map((one) => kon.district.map((other) => (one === other ? 0.07 : 0))),
    ),
    kon.vi.map((_, i) => kon.vi.map((__, j) => (i === j ? 0.03 : 0))),
  );
  const x = kon.year.map((year) => [1, year]);
  const held: MultilevelData = {
    y: Float64Array.from(kon.yi),
    v: Float64Array.from(kon.vi),
    x,
    random: [{ nested: [kon.district, kon.school], variances: [0.07, 0.03] }],
  };

  it("are the matrices written out", () => {
    const weights = kon.W;
    const bread = inverse(times(transposed(x), times(weights, x))).inverse;
    const b = times(
      bread,
      times(
        transposed(x),
        times(
          weights,
          kon.yi.map((y) => [y]),
        ),
      ),
    );
    const half = times(bread, times(transposed(x), weights));
    const covariance = times(half, times(m, transposed(half)));
    const fit = multilevel({ ...held, weights });
    for (const [j, { estimate }] of fit.coefficients.entries()) {
      close(estimate, b[j]![0]!, 1e-9, "estimate");
      for (let l = 0; l < 2; l++) close(fit.covariance[j]![l]!, covariance[j]![l]!, 1e-9, "covariance");
    }
  });

  it("that are the model's own change nothing", () => {
    const plain = multilevel(held);
    const own = multilevel({ ...held, weights: inverse(m).inverse });
    for (const [j, one] of own.coefficients.entries()) {
      close(one.estimate, plain.coefficients[j]!.estimate, 1e-8, "estimate");
      close(one.se, plain.coefficients[j]!.se, 1e-8, "se");
    }
    close(own.reml.logLik, plain.reml.logLik, 1e-9, "log-likelihood");
    close(own.i2.byCoefficient[0]!, plain.i2.byCoefficient[0]!, 1, "I2");
  });

  it("never have a smaller variance than the model's own, and no random effects or small-sample sandwich", () => {
    const data = { ...held, weights: Float64Array.from(kon.w) };
    const [plain, fit] = [multilevel(held), multilevel(data)];
    expect(fit.coefficients[0]!.se).toBeGreaterThan(plain.coefficients[0]!.se);
    expect(() => multilevelRandomEffects(data, fit)).toThrow(/weights of the user/);
    expect(() => clusterRobust(data, fit, kon.district)).toThrow(/not there for weights/);
    expect(() => clusterRobust(data, fit, kon.district, { type: "CR1" })).toThrow(/not there for weights/);
  });

  it.each<[string, MultilevelData["weights"], RegExp]>([
    ["too few", Float64Array.of(1, 2), /56 effects but 2 weights/],
    ["one below 0", Float64Array.from(kon.w, (w, i) => (i === 3 ? -w : w)), /Weight 4 of 56/],
    ["no number", Float64Array.from(kon.w, () => Number.NaN), /Weight 1 of 56 is NaN/],
    ["all 0", new Float64Array(56), /undetermined/],
    [
      "on effects of one year",
      Float64Array.from(kon.year, (year) => (year === 1976 ? 1 : 0)),
      /undetermined/,
    ],
    ["a matrix that is not square", kon.W.map((row) => row.slice(1)), /56 x 55/],
    ["sides that differ", kon.W.map((row, i) => row.map((w, j) => (i > j ? w + 1 : w))), /is both/],
    ["negative definite", kon.W.map((row) => row.map((w) => -w)), /undetermined/],
  ])("are refused: %s", (_, weights, words) => {
    expect(() => multilevel({ ...held, weights: weights! })).toThrow(words);
  });
});
