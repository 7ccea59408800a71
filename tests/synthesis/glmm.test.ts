import { describe, expect, it } from "vitest";
import { EvidensError } from "#kernel";
import { gaussHermite, integrate, logGamma, seededRng } from "#numerics";
import {
  type GlmmOptions,
  oddsRatioGlmm,
  proportionGlmm,
  rateGlmm,
  rateRatioGlmm,
  type TwoGroupModel,
} from "#synthesis";

const bcg = {
  events1: [4, 6, 3, 62, 33, 180, 8, 505, 29, 17, 186, 5, 27],
  n1: [123, 306, 231, 13598, 5069, 1541, 2545, 88391, 7499, 1716, 50634, 2498, 16913],
  events2: [11, 29, 11, 248, 47, 372, 10, 499, 45, 65, 141, 3, 29],
  n2: [139, 303, 220, 12867, 5808, 1451, 629, 88391, 7277, 1665, 27338, 2341, 17854],
};
const hart = {
  events1: [9, 8, 3, 6, 7, 20],
  time1: [413, 263, 487, 237, 489, 507],
  events2: [19, 19, 13, 9, 23, 50],
  time2: [398, 245, 435, 241, 483, 405],
};
const models: readonly TwoGroupModel[] = ["UM.FS", "UM.RS", "CM.EL", "CM.AL"];

const logChoose = (n: number, x: number): number => logGamma(n + 1) - logGamma(x + 1) - logGamma(n - x + 1);
const normalLog = (x: number): number => -(x * x) / 2 - Math.log(2 * Math.PI) / 2;

/** Integral of exp(f) over the normal density, by plain adaptive integration around the mode of a fine grid. */
function logIntegral(f: (b: number) => number): number {
  const g = (b: number): number => f(b) + normalLog(b);
  let [mode, top] = [0, g(0)];
  for (let b = -8; b <= 8; b += 0.05) if (g(b) > top) [mode, top] = [b, g(b)];
  const area = integrate((b) => Math.exp(g(b) - top), mode - 9, mode + 9, { relative: 1e-11 });
  return top + Math.log(area.value);
}

const binomialLog = (x: number, n: number, eta: number): number =>
  logChoose(n, x) + x * eta - n * (Math.max(eta, 0) + Math.log1p(Math.exp(-Math.abs(eta))));

function noncentralLog(a: number, n1: number, n2: number, m: number, eta: number): number {
  const term = (x: number): number => logChoose(n1, x) + logChoose(n2, m - x) + x * eta;
  const terms: number[] = [];
  for (let x = Math.max(0, m - n2); x <= Math.min(n1, m); x++) terms.push(term(x));
  const top = Math.max(...terms);
  return term(a) - top - Math.log(terms.reduce((sum, t) => sum + Math.exp(t - top), 0));
}

describe("mixed models of counts at their optimum", () => {
  const fits: [string, () => ReturnType<typeof rateGlmm>][] = [
    ...models.map((model): [string, () => ReturnType<typeof rateGlmm>] => [
      `OR ${model}`,
      () => oddsRatioGlmm(bcg, model),
    ]),
    ["OR UM.RS common", () => oddsRatioGlmm(bcg, "UM.RS", { effects: "common" })],
    ["IRR UM.FS", () => rateRatioGlmm(hart, "UM.FS")],
    ["IRR UM.RS", () => rateRatioGlmm(hart, "UM.RS")],
    ["IRR CM.EL", () => rateRatioGlmm(hart, "CM.EL")],
    ["rate", () => rateGlmm(hart.events2, hart.time2)],
    ["proportion", () => proportionGlmm(bcg.events2, bcg.n2)],
  ];
  it.each(fits)("%s: the gradient is 0", (_, fitted) => {
    const result = fitted();
    expect(result.converged).toBe(true);
    expect(result.gradientNorm).toBeLessThan(1e-7);
  });
});

describe("log-likelihood against a second formula", () => {
  const sumOver = (k: number, of: (i: number) => number): number =>
    Array.from({ length: k }, (_, i) => of(i)).reduce((a, b) => a + b, 0);

  it("exact conditional odds ratio", () => {
    const few = [0, 1, 2, 4, 6, 11];
    const part = (list: readonly number[]): number[] => few.map((i) => list[i]!);
    const small = {
      events1: part(bcg.events1),
      n1: part(bcg.n1),
      events2: part(bcg.events2),
      n2: part(bcg.n2),
    };
    const fit = oddsRatioGlmm(small, "CM.EL");
    const direct = (theta: number, tau: number): number =>
      sumOver(few.length, (i) => {
        const [a, c] = [small.events1[i]!, small.events2[i]!];
        return logIntegral((b) => noncentralLog(a, small.n1[i]!, small.n2[i]!, a + c, theta + tau * b));
      });
    const tau = Math.sqrt(fit.tau2);
    const best = direct(fit.estimate, tau);
    expect(Math.abs(fit.logLikelihood - best)).toBeLessThan(1e-8);
    const step = 0.02;
    for (const [theta, spread] of [
      [fit.estimate + step, tau],
      [fit.estimate - step, tau],
      [fit.estimate, tau + step],
      [fit.estimate, tau - step],
    ] as const)
      expect(direct(theta, spread)).toBeLessThan(best);
  }, 60_000);

  it("proportions and rates, with many points", () => {
    const share = proportionGlmm(bcg.events2, bcg.n2, { points: 60 });
    const tau = Math.sqrt(share.tau2);
    const binomial = sumOver(13, (i) =>
      logIntegral((b) => binomialLog(bcg.events2[i]!, bcg.n2[i]!, share.estimate + tau * b)),
    );
    expect(Math.abs(share.logLikelihood - binomial)).toBeLessThan(1e-8);
    const rate = rateGlmm(hart.events2, hart.time2, { points: 60 });
    const poisson = sumOver(6, (i) =>
      logIntegral((b) => {
        const mean = hart.time2[i]! * Math.exp(rate.estimate + Math.sqrt(rate.tau2) * b);
        return hart.events2[i]! * Math.log(mean) - mean - logGamma(hart.events2[i]! + 1);
      }),
    );
    expect(Math.abs(rate.logLikelihood - poisson)).toBeLessThan(1e-8);
  });

  it("the seven-point rule is near the integral", () => {
    const many = oddsRatioGlmm(bcg, "UM.FS", { points: 60 });
    const seven = oddsRatioGlmm(bcg, "UM.FS");
    expect(Math.abs(seven.estimate - many.estimate)).toBeLessThan(1e-4);
    expect(Math.abs(seven.logLikelihood - many.logLikelihood)).toBeLessThan(1e-3);
  });

  it("Laplace with two random effects: value, optimum and standard error by plain differences", () => {
    const fit = rateRatioGlmm(hart, "UM.RS");
    const laplace = ([theta, level, sigma, tau]: readonly number[]): number =>
      sumOver(6, (i) => laplaceOfStudy(hart, i, theta!, level!, sigma!, tau!));
    let at = [fit.estimate, -2.9, Math.sqrt(fit.sigma2!), Math.sqrt(fit.tau2)];
    for (let round = 0; round < 4; round++)
      at = [at[0]!, climb((x) => laplace([at[0]!, x, at[2]!, at[3]!]), at[1]!), at[2]!, at[3]!];
    expect(Math.abs(laplace(at) - fit.logLikelihood)).toBeLessThan(1e-9);
    const free = [0, 1, 2];
    const h = 1e-3;
    const second = free.map((a) =>
      free.map((b) => {
        const moved = (x: number, y: number): number => {
          const to = [...at];
          to[a]! += x * h;
          to[b]! += y * h;
          return laplace(to);
        };
        return -(moved(1, 1) - moved(1, -1) - moved(-1, 1) + moved(-1, -1)) / (4 * h * h);
      }),
    );
    expect(fit.tau2).toBeLessThan(1e-10);
    expect(Math.abs(Math.sqrt(inverseCorner(second)) / fit.se - 1)).toBeLessThan(1e-5);
  });
});

/** The maximum of a smooth function near x, by Newton on differences. */
function climb(f: (x: number) => number, start: number): number {
  let x = start;
  for (let i = 0; i < 30; i++) {
    const h = 1e-3;
    const [up, mid, down] = [f(x + h), f(x), f(x - h)];
    x -= (up - down) / 2 / h / ((up - 2 * mid + down) / h / h);
  }
  return x;
}

/** First entry of the inverse of a symmetric 3x3 matrix. */
function inverseCorner(m: readonly (readonly number[])[]): number {
  const [a, b, c] = m as [number[], number[], number[]];
  const minor = b[1]! * c[2]! - b[2]! * c[1]!;
  const whole =
    a[0]! * minor - a[1]! * (b[0]! * c[2]! - b[2]! * c[0]!) + a[2]! * (b[0]! * c[1]! - b[1]! * c[0]!);
  return minor / whole;
}

function laplaceOfStudy(
  data: typeof hart,
  i: number,
  theta: number,
  level: number,
  sigma: number,
  tau: number,
): number {
  const counts = [data.events1[i]!, data.events2[i]!];
  const times = [data.time1[i]!, data.time2[i]!];
  const z = [
    [sigma, tau / 2],
    [sigma, -tau / 2],
  ] as const;
  const means = (b: readonly number[]): number[] =>
    z.map((row, j) => times[j]! * Math.exp(level + (j === 0 ? theta : 0) + row[0] * b[0]! + row[1] * b[1]!));
  let b = [0, 0];
  let h = [1, 0, 1];
  for (let step = 0; step < 60; step++) {
    const mu = means(b);
    const s = [0, 1].map((c) => z.reduce((sum, row, j) => sum + row[c]! * (counts[j]! - mu[j]!), -b[c]!));
    h = [
      1 + z.reduce((sum, row, j) => sum + mu[j]! * row[0] ** 2, 0),
      z.reduce((sum, row, j) => sum + mu[j]! * row[0] * row[1], 0),
      1 + z.reduce((sum, row, j) => sum + mu[j]! * row[1] ** 2, 0),
    ];
    const det = h[0]! * h[2]! - h[1]! ** 2;
    b = [
      b[0]! + (h[2]! * s[0]! - h[1]! * s[1]!) / det / 2 ** (step < 3 ? 1 : 0),
      b[1]! + (h[0]! * s[1]! - h[1]! * s[0]!) / det / 2 ** (step < 3 ? 1 : 0),
    ];
  }
  const log = means(b).reduce(
    (sum, mean, j) => sum + counts[j]! * Math.log(mean) - mean - logGamma(counts[j]! + 1),
    0,
  );
  return log - (b[0]! ** 2 + b[1]! ** 2) / 2 - Math.log(h[0]! * h[2]! - h[1]! ** 2) / 2;
}

describe("heterogeneity against a second formula", () => {
  it("Wald statistic of exact conditional odds ratios: Newton on each table alone", () => {
    const { wald, likelihoodRatio, saturatedLogLikelihood } = oddsRatioGlmm(bcg, "CM.EL", {
      effects: "common",
    });
    // Computed once with 53-bit arithmetic in another language from the same definition.
    expect(Math.abs(wald!.statistic / 163.0894785607359 - 1)).toBeLessThan(1e-9);
    expect(Math.abs(saturatedLogLikelihood / -29.57997512771724 - 1)).toBeLessThan(1e-9);
    expect(Math.abs(likelihoodRatio!.statistic / 176.87383930821466 - 1)).toBeLessThan(1e-9);
  });
});

describe("mixed models on other data", () => {
  it("the common effect of one rate is total events over total time", () => {
    const { estimate, se } = rateGlmm(hart.events1, hart.time1, { effects: "common" });
    expect(Math.abs(estimate - Math.log(53 / 2396))).toBeLessThan(1e-12);
    expect(Math.abs(se - 1 / Math.sqrt(53))).toBeLessThan(1e-11);
  });

  it("does not overflow with millions of people", () => {
    const big = {
      events1: [120_000, 90_000, 30],
      n1: [1_000_000, 2_000_000, 400_000],
      events2: [140_000, 100_000, 25],
      n2: [1_100_000, 2_100_000, 390_000],
    };
    const fit = oddsRatioGlmm(big, "CM.EL");
    expect(fit.converged).toBe(true);
    expect(Number.isFinite(fit.logLikelihood)).toBe(true);
    expect(fit.estimate).toBeLessThan(0);
  });

  it("random tables, zero cells among them: random effects never fit worse than a common one", () => {
    const rng = seededRng("glmm");
    for (let run = 0; run < 12; run++) {
      const k = 3 + Math.floor(rng.next() * 6);
      const whole = (most: number): number => Math.floor(rng.next() * (most + 1));
      const n = (): number[] => Array.from({ length: k }, () => 10 + whole(60));
      const [n1, n2] = [n(), n()];
      const tables = {
        n1,
        n2,
        events1: n1.map((size) => whole(Math.ceil(size / 4))),
        events2: n2.map((size) => whole(Math.ceil(size / 4))),
      };
      for (const model of models) {
        const random = oddsRatioGlmm(tables, model, { points: 15 });
        const common = oddsRatioGlmm(tables, model, { effects: "common", points: 15 });
        expect(random.converged && common.converged, `${run} ${model}`).toBe(true);
        if (model !== "UM.RS")
          expect(random.logLikelihood).toBeGreaterThanOrEqual(common.logLikelihood - 1e-9);
      }
    }
  });

  it("tables where nearly everybody has the event", () => {
    const full = { events1: [63, 1, 9], n1: [93, 39, 9], events2: [78, 15, 40], n2: [85, 28, 41] };
    for (const model of models) {
      const { estimate, se, logLikelihood } = oddsRatioGlmm(full, model);
      expect(Number.isFinite(estimate + se + logLikelihood), model).toBe(true);
    }
  });

  it("changing the groups turns the sign", () => {
    const turned = { events1: bcg.events2, n1: bcg.n2, events2: bcg.events1, n2: bcg.n1 };
    for (const model of models) {
      const [one, two] = [oddsRatioGlmm(bcg, model), oddsRatioGlmm(turned, model)];
      expect(Math.abs(one.estimate + two.estimate), model).toBeLessThan(1e-7);
      expect(Math.abs(one.tau2 - two.tau2), model).toBeLessThan(1e-7);
    }
  });
});

describe("mixed models refuse", () => {
  const code = (run: () => unknown): string => {
    try {
      run();
    } catch (error) {
      if (error instanceof EvidensError) return error.code;
      throw error;
    }
    return "nothing";
  };
  const one = (events1: number, n1: number, events2: number, n2: number) => ({
    events1: [events1],
    n1: [n1],
    events2: [events2],
    n2: [n2],
  });
  it.each([
    ["events above n", () => oddsRatioGlmm(one(5, 4, 1, 9), "UM.FS"), "synthesis/bad-counts"],
    ["half an event", () => oddsRatioGlmm(one(1.5, 4, 1, 9), "UM.FS"), "synthesis/bad-counts"],
    ["NaN", () => oddsRatioGlmm(one(Number.NaN, 4, 1, 9), "UM.FS"), "synthesis/bad-counts"],
    ["no study", () => rateGlmm([], []), "synthesis/bad-counts"],
    ["unequal lengths", () => rateGlmm([1, 2], [3]), "synthesis/bad-counts"],
    ["no time", () => rateGlmm([1], [0]), "synthesis/bad-counts"],
    ["no event", () => rateGlmm([0, 0], [3, 4]), "synthesis/not-estimable"],
    ["no event in one group", () => oddsRatioGlmm(one(0, 4, 1, 9), "CM.EL"), "synthesis/not-estimable"],
    ["an unknown model", () => oddsRatioGlmm(bcg, "X" as TwoGroupModel), "synthesis/bad-options"],
    ["no point", () => oddsRatioGlmm(bcg, "UM.FS", { points: 0 }), "synthesis/bad-options"],
    ["level 95", () => oddsRatioGlmm(bcg, "UM.FS", { level: 95 }), "synthesis/bad-options"],
    [
      "unknown effects",
      () => oddsRatioGlmm(bcg, "UM.FS", { effects: "x" } as unknown as GlmmOptions),
      "synthesis/bad-options",
    ],
  ])("%s", (_, run, want) => expect(code(run)).toBe(want));
  it("events in one group only in every study: the likelihood rises without end", () => {
    const split = {
      events1: [0, 2, 0, 4],
      n1: [11, 70, 30, 40],
      events2: [3, 0, 5, 0],
      n2: [101, 103, 50, 60],
    };
    expect(code(() => oddsRatioGlmm(split, "CM.EL"))).toBe("synthesis/no-maximum");
    expect(code(() => oddsRatioGlmm(split, "CM.AL"))).toBe("synthesis/no-maximum");
    expect(code(() => oddsRatioGlmm(split, "CM.EL", { effects: "common" }))).toBe("nothing");
  });
  it("one study: no variance between studies and no heterogeneity test", () => {
    const { k, tau2, wald, i2 } = oddsRatioGlmm(one(3, 20, 6, 21), "UM.FS");
    expect([k, tau2, wald, i2]).toEqual([1, 0, null, null]);
  });
});

it("the quadrature rule integrates a constant to 1", () => {
  const { weights } = gaussHermite(7);
  expect(weights.reduce((a, b) => a + b, 0) / Math.sqrt(Math.PI)).toBeCloseTo(1, 14);
});

// R 4.2.2, metafor 3.8-1, lme4 1.1-31: rma.glmm(measure="OR", model="UM.RS") on dat.nielweise2007 and the perinatal
// trials of dat.collins1985b; the standard errors are its own, at its own stopping point.
describe("standard errors as lme4 has them", () => {
  const tables = (ai: number[], bi: number[], ci: number[], di: number[]) => ({
    events1: ai,
    n1: ai.map((a, i) => a + bi[i]!),
    events2: ci,
    n2: ci.map((c, i) => c + di[i]!),
  });
  const catheters = tables(
    [0, 1, 2, 0, 5, 1, 1, 1, 1, 1, 0, 0, 3, 6, 0, 0, 1, 4],
    [116, 43, 206, 130, 146, 97, 173, 73, 96, 112, 66, 70, 185, 181, 118, 252, 344, 60],
    [3, 3, 9, 7, 6, 4, 3, 2, 19, 2, 7, 1, 5, 11, 0, 1, 3, 1],
    [114, 32, 186, 129, 151, 135, 174, 37, 84, 120, 57, 57, 170, 169, 105, 261, 359, 68],
  );
  const diuretics = tables(
    [14, 21, 14, 6, 12, 138, 15, 6, 65],
    [117, 364, 43, 32, 999, 1232, 491, 102, 88],
    [14, 17, 24, 18, 35, 175, 20, 2, 40],
    [122, 117, 24, 22, 725, 1161, 504, 101, 62],
  );
  it.each([
    ["catheters, three steps of its inner search", catheters, 0.32964649425890863, 2e-5],
    ["diuretics, two steps", diuretics, 0.21120496051458265, 2e-5],
    ["BCG, two steps", bcg, 0.1814645307829382, 1e-4],
  ] as const)("%s", (_, counts, se, tolerance) => {
    const ours = oddsRatioGlmm(counts, "UM.RS", { compat: "metafor" }).se;
    expect(Math.abs(ours / se - 1)).toBeLessThan(tolerance);
  });
});

// R 4.2.2, metafor 3.8-1: rma.glmm(mods = ~ ablat) on dat.bcg; rma.glmm(mods = ~ x) on dat.nielweise2008, x made up.
describe("moderators", () => {
  const columns = (x: readonly number[]) => ({
    rows: x.length,
    columns: 2,
    values: Float64Array.from(x.flatMap((value) => [1, value])),
  });
  const latitude = columns([44, 55, 42, 52, 13, 44, 19, 13, 27, 42, 18, 33, 33]);
  const nielWeise = {
    events1: [7, 8, 3, 6, 1, 1, 17, 3, 2],
    time1: [1344, 1600, 12012, 1536, 370, 729, 6760, 1107, 320],
    events2: [11, 8, 14, 10, 1, 8, 15, 7, 3],
    time2: [1988, 1461, 10962, 1503, 483, 913, 6840, 1015, 440],
  };
  const made = columns([1, 0, 1, 1, 0, 0, 1, 0, 1]);
  const close = (ours: number, theirs: number, relative = 2e-4): void =>
    expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(relative * Math.abs(theirs));
  const expected: [TwoGroupModel, "random" | "common", number[], number[], number, number, number, number][] =
    [
      [
        "UM.FS",
        "common",
        [0.39885904, -0.033329144],
        [0.082214419, 0.0027853633],
        0,
        143.18075,
        25.013852,
        25.095418,
      ],
      [
        "UM.RS",
        "random",
        [0.36239954, -0.032609107],
        [0.13913867, 0.0037374265],
        0.004674063,
        76.125911,
        24.053458,
        24.4944,
      ],
      [
        "CM.AL",
        "random",
        [0.29297043, -0.029931613],
        [0.18683646, 0.0053612546],
        0.03186798,
        31.169324,
        30.013387,
        29.894625,
      ],
      [
        "CM.AL",
        "common",
        [0.35713196, -0.030142143],
        [0.08144325, 0.002697549],
        0,
        124.85604,
        30.013387,
        29.894625,
      ],
    ];
  it.each(expected)("BCG by latitude, %s, %s", (model, effects, b, se, tau2, qm, lrt, wald) => {
    const fit = oddsRatioGlmm(bcg, model, { effects, design: latitude, compat: "metafor" });
    b.forEach((one, c) => {
      close(fit.coefficients[c]!.b, one);
      close(fit.coefficients[c]!.se, se[c]!);
    });
    close(fit.tau2, tau2);
    close(fit.omnibus!.statistic, qm);
    expect(fit.omnibus!.df).toBe(1);
    close(fit.likelihoodRatio!.statistic, lrt);
    close(fit.wald!.statistic, wald);
    expect(fit.wald!.df).toBe(11);
  });
  it.each([
    ["UM.FS", [-0.63288193, 0.26213489], [0.38529504, 0.46384196], 0.08297342, 11.152808],
    ["CM.EL", [-0.65110032, 0.26590391], [0.40166948, 0.48288331], 0.1091673, 11.152808],
  ] as const)("rates, %s", (model, b, se, tau2, lrt) => {
    const fit = rateRatioGlmm(nielWeise, model, { design: made, compat: "metafor" });
    b.forEach((one, c) => {
      close(fit.coefficients[c]!.b, one, 2e-3);
      close(fit.coefficients[c]!.se, se[c]!, 1e-3);
    });
    close(fit.tau2, tau2, 2e-3);
    close(fit.likelihoodRatio!.statistic, lrt);
    expect(fit.gradientNorm).toBeLessThan(1e-6);
  });
  it("one group: the rows follow their studies", () => {
    const events = [11, 24, 179, 82, 60, 11, 99, 9, 88, 17, 26, 23, 40];
    const n = [29, 33, 326, 240, 110, 29, 244, 17, 215, 26, 138, 55, 54];
    const fit = proportionGlmm(events, n, { design: columns(n.map((_, i) => i + 1)) });
    close(fit.coefficients[0]!.b, -0.060374246, 3e-3);
    close(fit.coefficients[1]!.b, -0.0073692904, 3e-3);
    close(fit.tau2, 0.3769328, 1e-3);
  });
  it("refuses moderators that do not fit or say the same twice", () => {
    expect(() => oddsRatioGlmm(bcg, "UM.FS", { design: made })).toThrow(/9 rows for 13 studies/);
    const twice = { rows: 13, columns: 2, values: new Float64Array(26).fill(1) };
    expect(() => oddsRatioGlmm(bcg, "UM.FS", { design: twice })).toThrow(/do not determine 2/);
  });
});
