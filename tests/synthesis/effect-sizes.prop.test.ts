import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalCdf, normalQuantile } from "#numerics";
import {
  type EffectInput,
  type EffectMeasureId,
  effectSize,
  type TwoCounts,
  type TwoMeans,
} from "#synthesis";
import { deltaVariance, independent, multinomial } from "./delta-method.ts";

const run = { seed: 20261126, numRuns: 150 };
const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const people = fc.integer({ min: 5, max: 400 });

/** Relative to the wanted value, or to `least` where that is near 0. */
function expectNear(got: number, want: number, tolerance: number, what: string, least = 1e-12): void {
  const error = Math.abs(got - want) / Math.max(Math.abs(want), least);
  expect(error, `${what}: ${got}, naive ${want}`).toBeLessThan(tolerance);
}

/** A naive second formula of effect and variance. */
type Naive<X> = (x: X) => { readonly y: number; readonly v: number; readonly tolerance?: number };

function check<X>(measure: EffectMeasureId, data: fc.Arbitrary<X>, naive: Naive<X>, options = {}): void {
  it(measure + (Object.keys(options).length > 0 ? ` ${JSON.stringify(options)}` : ""), () => {
    fc.assert(
      fc.property(data, (x) => {
        const effect = effectSize(measure, x as EffectInput<EffectMeasureId>, options);
        const want = naive(x);
        expectNear(effect.y!, want.y, 1e-9, `${measure} y`, 1e-3);
        expectNear(effect.v!, want.v, want.tolerance ?? 1e-9, `${measure} v`);
      }),
      run,
    );
  });
}

/** Gamma of a multiple of one half, by its recurrence, in logarithms. */
function logGammaOfHalf(x: number): number {
  let sum = Number.isInteger(x) ? 0 : Math.log(Math.PI) / 2;
  for (let k = Number.isInteger(x) ? 1 : 0.5; k < x; k++) sum += Math.log(k);
  return sum;
}
const factor = (m: number): number =>
  Math.exp(logGammaOfHalf(m / 2) - logGammaOfHalf((m - 1) / 2)) / Math.sqrt(m / 2);

const means: fc.Arbitrary<TwoMeans> = fc.record({
  m1: real(5, 20),
  sd1: real(0.5, 6),
  n1: people,
  m2: real(5, 20),
  sd2: real(0.5, 6),
  n2: people,
});

/** Numeric derivatives lose digits; so do their checks. */
const NUMERIC = 1e-5;

describe("two means", () => {
  const sp = ({ sd1, n1, sd2, n2 }: TwoMeans) =>
    Math.sqrt((sd1 ** 2 * (n1 - 1) + sd2 ** 2 * (n2 - 1)) / (n1 - 1 + n2 - 1));
  const smd = (x: TwoMeans) => (x.m1 - x.m2) / sp(x);
  const sampled = (f: (q: readonly number[]) => number, x: TwoMeans, less: 0 | 1) =>
    deltaVariance(
      f,
      [x.m1, x.sd1, x.m2, x.sd2],
      independent([
        x.sd1 ** 2 / (x.n1 - less),
        x.sd1 ** 2 / (2 * (x.n1 - 1)),
        x.sd2 ** 2 / (x.n2 - less),
        x.sd2 ** 2 / (2 * (x.n2 - 1)),
      ]),
    );
  check("MD", means, (x) => ({
    y: x.m1 - x.m2,
    v: (x.sd1 / Math.sqrt(x.n1)) ** 2 + (x.sd2 / Math.sqrt(x.n2)) ** 2,
  }));
  check("SMD", means, (x) => {
    const g = factor(x.n1 + x.n2 - 2) * smd(x);
    return { y: g, v: (x.n1 + x.n2) / (x.n1 * x.n2) + g ** 2 / 2 / (x.n1 + x.n2) };
  });
  check(
    "SMD",
    means,
    (x) => {
      // Unbiased: the noncentral t has E g² = m/(m-2) J² (b + delta²), so delta² is estimated without bias.
      const m = x.n1 + x.n2 - 2;
      const j = factor(m);
      const g = j * smd(x);
      const b = 1 / x.n1 + 1 / x.n2;
      const delta2 = ((m - 2) / m) * smd(x) ** 2 - b;
      return { y: g, v: g ** 2 - delta2, tolerance: 1e-7 };
    },
    { variance: "UB" },
  );
  check("SMDH", means, (x) => {
    const f = ([m1, s1, m2, s2]: readonly number[]) => (m1! - m2!) / Math.sqrt((s1! ** 2 + s2! ** 2) / 2);
    const g = factor(x.n1 + x.n2 - 2) * f([x.m1, x.sd1, x.m2, x.sd2]);
    const [w1, w2] = [x.sd1 ** 2, x.sd2 ** 2].map((s) => (2 * s) / (x.sd1 ** 2 + x.sd2 ** 2)) as [
      number,
      number,
    ];
    const v =
      w1 / (x.n1 - 1) + w2 / (x.n2 - 1) + (g ** 2 / 8) * (w1 ** 2 / (x.n1 - 1) + w2 ** 2 / (x.n2 - 1));
    return { y: g, v };
  });
  check("SMD1H", means, (x) => {
    const j = factor(x.n2 - 1);
    const d = (x.m1 - x.m2) / x.sd2;
    const v = sampled(([m1, , m2, s2]) => (m1! - m2!) / s2!, x, 1);
    return { y: j * d, v: v - ((1 - j * j) * d * d) / (2 * (x.n2 - 1)), tolerance: NUMERIC };
  });
  check("ROM", means, (x) => ({
    y:
      Math.log(x.m1) - Math.log(x.m2) + x.sd1 ** 2 / x.n1 / x.m1 ** 2 / 2 - x.sd2 ** 2 / x.n2 / x.m2 ** 2 / 2,
    v: sampled(([m1, , m2]) => Math.log(m1! / m2!), x, 0),
    tolerance: NUMERIC,
  }));
  check(
    "VR",
    means,
    (x) => ({
      y: Math.log(x.sd1) - Math.log(x.sd2),
      v: sampled(([, s1, , s2]) => Math.log(s1! / s2!), x, 0),
      tolerance: NUMERIC,
    }),
    { biasCorrection: false },
  );
  check(
    "CVR",
    means,
    (x) => ({
      y: Math.log(x.sd1) - Math.log(x.m1) - Math.log(x.sd2) + Math.log(x.m2),
      v: sampled(([m1, s1, m2, s2]) => Math.log((s1! * m2!) / (s2! * m1!)), x, 0),
      tolerance: NUMERIC,
    }),
    { biasCorrection: false },
  );
  const close = means.filter((x) => Math.abs(x.m1 - x.m2) < 3 * Math.hypot(x.sd1, x.sd2));
  check("CLESN", close, (x) => {
    const f = ([m1, s1, m2, s2]: readonly number[]) => normalCdf((m1! - m2!) / Math.hypot(s1!, s2!));
    return { y: f([x.m1, x.sd1, x.m2, x.sd2]), v: sampled(f, x, 1), tolerance: NUMERIC };
  });
  check("RPB", means, (x) => {
    const total = x.n1 + x.n2;
    const between = ((x.m1 - x.m2) ** 2 * x.n1 * x.n2) / total;
    const within = sp(x) ** 2 * (total - 2);
    const d = smd(x);
    const h = ((total - 2) * total) / (x.n1 * x.n2);
    const v = deltaVariance(
      ([q]) => q! / Math.sqrt(q! ** 2 + h),
      [d],
      [[1 / x.n1 + 1 / x.n2 + d ** 2 / (2 * total)]],
    );
    return { y: Math.sign(d) * Math.sqrt(between / (between + within)), v, tolerance: NUMERIC };
  });
  check("D2OR", means, (x) => ({
    y: smd(x) * 1.8137993642342178,
    v: (1 / x.n1 + 1 / x.n2 + smd(x) ** 2 / 2 / (x.n1 + x.n2)) * 3.289868133696453,
  }));
});

describe("before and after", () => {
  const data = fc.record({
    meanPre: real(5, 20),
    sdPre: real(0.5, 6),
    meanPost: real(5, 20),
    sdPost: real(0.5, 6),
    n: people,
    r: real(-0.9, 0.95),
  });
  type X = { meanPre: number; sdPre: number; meanPost: number; sdPost: number; n: number; r: number };
  /** Means of normal pairs covary by r SD SD/n, SDs by r² SD SD/(2(n-1)). */
  const sampled = (
    f: (q: readonly number[]) => number,
    { meanPre, sdPre, meanPost, sdPost, n, r }: X,
    less: 0 | 1,
  ) =>
    deltaVariance(
      f,
      [meanPre, sdPre, meanPost, sdPost],
      [
        [sdPre ** 2 / (n - less), 0, (r * sdPre * sdPost) / (n - less), 0],
        [0, sdPre ** 2 / (2 * (n - 1)), 0, (r ** 2 * sdPre * sdPost) / (2 * (n - 1))],
        [(r * sdPre * sdPost) / (n - less), 0, sdPost ** 2 / (n - less), 0],
        [0, (r ** 2 * sdPre * sdPost) / (2 * (n - 1)), 0, sdPost ** 2 / (2 * (n - 1))],
      ],
    );
  const change = (x: X) => x.meanPost - x.meanPre;
  const sdChange = (x: X) => Math.sqrt((x.sdPre - x.sdPost) ** 2 + 2 * (1 - x.r) * x.sdPre * x.sdPost);
  check("MC", data, (x) => ({ y: change(x), v: sampled(([a, , b]) => b! - a!, x, 0), tolerance: NUMERIC }));
  check("SMCC", data, (x) => {
    const g = (factor(x.n - 1) * change(x)) / sdChange(x);
    return { y: g, v: (2 + g * g) / (2 * x.n) };
  });
  check("SMCR", data, (x) => {
    const g = (factor(x.n - 1) * change(x)) / x.sdPre;
    return { y: g, v: (4 * (1 - x.r) + g * g) / (2 * x.n) };
  });
  check(
    "SMCRH",
    data,
    (x) => ({
      y: change(x) / x.sdPre,
      v: sampled(([a, s, b]) => (b! - a!) / s!, x, 1),
      tolerance: NUMERIC,
    }),
    { biasCorrection: false },
  );
  check(
    "SMCRPH",
    data,
    (x) => {
      const f = ([a, s, b, t]: readonly number[]) => (b! - a!) / Math.sqrt((s! ** 2 + t! ** 2) / 2);
      return { y: f([x.meanPre, x.sdPre, x.meanPost, x.sdPost]), v: sampled(f, x, 1), tolerance: NUMERIC };
    },
    { biasCorrection: false },
  );
  const close = data.filter((x) => Math.abs(change(x)) < 3 * Math.hypot(x.sdPre, x.sdPost));
  check("CLESCN", close, (x) => {
    const f = ([a, s, b, t]: readonly number[]) => normalCdf((b! - a!) / Math.hypot(s!, t!));
    return { y: f([x.meanPre, x.sdPre, x.meanPost, x.sdPost]), v: sampled(f, x, 1), tolerance: NUMERIC };
  });
  check(
    "ROMC",
    data,
    (x) => ({
      y: Math.log(x.meanPost) - Math.log(x.meanPre),
      v: sampled(([a, , b]) => Math.log(b! / a!), x, 0),
      tolerance: NUMERIC,
    }),
    { biasCorrection: false },
  );
  check("VRC", data, (x) => ({
    y: Math.log(x.sdPost) - Math.log(x.sdPre),
    v: sampled(([, s, , t]) => Math.log(t! / s!), x, 0),
    tolerance: NUMERIC,
  }));
  check(
    "CVRC",
    data,
    (x) => ({
      y: Math.log(x.sdPost / x.sdPre) - Math.log(x.meanPost / x.meanPre),
      v: sampled(([a, s, b, t]) => Math.log((t! * a!) / (s! * b!)), x, 0),
      tolerance: NUMERIC,
    }),
    { biasCorrection: false },
  );
});

describe("two-by-two tables", () => {
  const cell = fc.integer({ min: 1, max: 60 });
  const data: fc.Arbitrary<TwoCounts> = fc
    .tuple(cell, cell, cell, cell)
    .map(([a, b, c, d]) => ({ events1: a, n1: a + b, events2: c, n2: c + d }));
  const risks = (x: TwoCounts): [number, number] => [x.events1 / x.n1, x.events2 / x.n2];
  const byRisks =
    (f: (p: readonly number[]) => number): Naive<TwoCounts> =>
    (x) => {
      const [p, q] = risks(x);
      return {
        y: f([p, q]),
        v: deltaVariance(f, [p, q], independent([(p * (1 - p)) / x.n1, (q * (1 - q)) / x.n2])),
        tolerance: 1e-3,
      };
    };
  const spread = fc.tuple(
    fc.integer({ min: 20, max: 60 }),
    fc.integer({ min: 20, max: 60 }),
    fc.integer({ min: 20, max: 60 }),
    fc.integer({ min: 20, max: 60 }),
  );
  const middle: fc.Arbitrary<TwoCounts> = spread.map(([a, b, c, d]) => ({
    events1: a,
    n1: a + b,
    events2: c,
    n2: c + d,
  }));
  const logit = (p: number) => Math.log(p / (1 - p));
  check("OR", data, (x) => {
    const [p, q] = risks(x);
    return { y: logit(p) - logit(q), v: 1 / (x.n1 * p * (1 - p)) + 1 / (x.n2 * q * (1 - q)) };
  });
  check("RR", data, (x) => ({
    y: Math.log((x.events1 * x.n2) / (x.n1 * x.events2)),
    v: 1 / x.events1 - 1 / x.n1 + 1 / x.events2 - 1 / x.n2,
  }));
  check(
    "RD",
    middle,
    byRisks(([p, q]) => p! - q!),
  );
  check("AS", middle, (x) => {
    const f = (p: number) => Math.atan(Math.sqrt(p / (1 - p)));
    return { y: f(risks(x)[0]) - f(risks(x)[1]), v: (x.n1 + x.n2) / (4 * x.n1 * x.n2) };
  });
  check(
    "PBIT",
    middle,
    byRisks(([p, q]) => normalQuantile(p!) - normalQuantile(q!)),
  );
  check("PETO", data, (x) => {
    const n = x.n1 + x.n2;
    const p = (x.events1 + x.events2) / n;
    // Mean and variance of the hypergeometric distribution.
    const v = (x.n1 * p * (1 - p) * (n - x.n1)) / (n - 1);
    return { y: (x.events1 - x.n1 * p) / v, v: 1 / v };
  });
  const shares = (x: TwoCounts) =>
    [x.events1, x.n1 - x.events1, x.events2, x.n2 - x.events2].map((k) => k / (x.n1 + x.n2));
  const byCells =
    (f: (s: readonly number[]) => number): Naive<TwoCounts> =>
    (x) => ({
      y: f(shares(x)),
      v: deltaVariance(f, shares(x), multinomial(shares(x), x.n1 + x.n2)),
      tolerance: 1e-3,
    });
  check(
    "PHI",
    middle,
    byCells(([a, b, c, d]) => (a! * d! - b! * c!) / Math.sqrt((a! + b!) * (c! + d!) * (a! + c!) * (b! + d!))),
  );
  check(
    "PHI",
    middle,
    (x) => {
      const [w, u] = [x.n1 / (x.n1 + x.n2), x.n2 / (x.n1 + x.n2)];
      return byRisks(([p, q]) => {
        const events = w * p! + u * q!;
        return ((p! - q!) * Math.sqrt(w * u)) / Math.sqrt(events * (1 - events));
      })(x);
    },
    { variance: "ST" },
  );
  check(
    "YUQ",
    middle,
    byCells(([a, b, c, d]) => (a! * d! - b! * c!) / (a! * d! + b! * c!)),
  );
  check(
    "YUY",
    middle,
    byCells(
      ([a, b, c, d]) => (Math.sqrt(a! * d!) - Math.sqrt(b! * c!)) / (Math.sqrt(a! * d!) + Math.sqrt(b! * c!)),
    ),
  );
  check("OR2D", data, (x) => {
    const [p, q] = risks(x);
    return {
      y: (logit(p) - logit(q)) / 1.8137993642342178,
      v: (1 / (x.n1 * p * (1 - p)) + 1 / (x.n2 * q * (1 - q))) / 3.289868133696453,
    };
  });
  it("RTET has the variance that its own slopes give", () => {
    fc.assert(
      fc.property(middle, (x) => {
        const r = (s: readonly number[]) => {
          const cells = s.map((share) => share * 1e6) as [number, number, number, number];
          const [a, b, c, d] = cells;
          const moved = { events1: a, n1: a + b, events2: c, n2: c + d };
          return effectSize("RTET", moved, { allowFractions: true }).y!;
        };
        const v = deltaVariance(r, shares(x), multinomial(shares(x), x.n1 + x.n2));
        expectNear(effectSize("RTET", x).v!, v, 1e-3, "RTET v");
      }),
      { ...run, numRuns: 20 },
    );
  });
  it("RTET of the table of a known correlation is that correlation (cut at both medians)", () => {
    fc.assert(
      fc.property(real(-0.95, 0.95), (r) => {
        // Sheppard 1899: a quarter plus arcsin(r)/2π lies above both medians.
        const both = 0.25 + Math.asin(r) / (2 * Math.PI);
        const a = both * 1000;
        const x = { events1: a, n1: 500, events2: 500 - a, n2: 500 };
        expect(effectSize("RTET", x, { allowFractions: true }).y!).toBeCloseTo(r, 9);
      }),
      run,
    );
  });
  const pairs = spread.map(([both, onlyFirst, onlySecond, neither]) => ({
    both,
    onlyFirst,
    onlySecond,
    neither,
  }));
  type Pairs = { both: number; onlyFirst: number; onlySecond: number; neither: number };
  const ofPairs =
    (f: (s: readonly number[]) => number): Naive<Pairs> =>
    (x) => {
      const n = x.both + x.onlyFirst + x.onlySecond + x.neither;
      const s = [x.both, x.onlyFirst, x.onlySecond, x.neither].map((k) => k / n);
      return { y: f(s), v: deltaVariance(f, s, multinomial(s, n)), tolerance: 1e-3 };
    };
  check(
    "MPRR",
    pairs,
    ofPairs(([a, b, c]) => Math.log((a! + b!) / (a! + c!))),
  );
  check(
    "MPOR",
    pairs,
    ofPairs(([a, b, c]) => logit(a! + b!) - logit(a! + c!)),
  );
  check(
    "MPRD",
    pairs,
    ofPairs(([, b, c]) => b! - c!),
  );
  check(
    "MPORC",
    pairs,
    ofPairs(([, b, c]) => Math.log(b! / c!)),
  );
});

describe("rates, proportions and one group", () => {
  const events = fc.integer({ min: 20, max: 90 });
  const time = real(20, 2000);
  const rates = fc.record({ events1: events, time1: time, events2: events, time2: time });
  type Rates = { events1: number; time1: number; events2: number; time2: number };
  const byRates =
    (f: (q: readonly number[]) => number): Naive<Rates> =>
    (x) => {
      const at = [x.events1 / x.time1, x.events2 / x.time2];
      return {
        y: f(at),
        v: deltaVariance(f, at, independent([x.events1 / x.time1 ** 2, x.events2 / x.time2 ** 2])),
        tolerance: 2e-3,
      };
    };
  check("IRR", rates, (x) => ({
    y: Math.log((x.events1 * x.time2) / (x.events2 * x.time1)),
    v: (x.events1 + x.events2) / (x.events1 * x.events2),
  }));
  check(
    "IRD",
    rates,
    byRates(([p, q]) => p! - q!),
  );
  check(
    "IRSD",
    rates,
    byRates(([p, q]) => Math.sqrt(p!) - Math.sqrt(q!)),
  );
  const shares = fc.tuple(events, events).map(([x, m]) => ({ events: x, n: x + m }));
  const byShare =
    (f: (p: number) => number): Naive<{ events: number; n: number }> =>
    (x) => {
      const p = x.events / x.n;
      return { y: f(p), v: deltaVariance(([q]) => f(q!), [p], [[(p * (1 - p)) / x.n]]), tolerance: 1e-3 };
    };
  check(
    "PR",
    shares,
    byShare((p) => p),
  );
  check("PLN", shares, byShare(Math.log));
  check(
    "PLO",
    shares,
    byShare((p) => Math.log(p / (1 - p))),
  );
  check(
    "PRZ",
    shares,
    byShare((p) => normalQuantile(p)),
  );
  check(
    "PAS",
    shares,
    byShare((p) => Math.atan(Math.sqrt(p / (1 - p)))),
  );
  check("PFT", shares, ({ events: x, n }) => ({
    y: (Math.atan(Math.sqrt(x / (n + 1 - x))) + Math.atan(Math.sqrt((x + 1) / (n - x)))) / 2,
    v: 1 / 4 / (n + 0.5),
  }));
  const one = fc.record({ mean: real(2, 30), sd: real(0.5, 6), n: people });
  check("MN", one, ({ mean, sd, n }) => ({ y: mean, v: (sd / Math.sqrt(n)) ** 2 }));
  check("SMN", one, ({ mean, sd, n }) => {
    const g = factor(n - 1) / (sd / mean);
    return { y: g, v: (2 + g * g) / (2 * n) };
  });
  check("MNLN", one, ({ mean, sd, n }) => ({ y: Math.log(mean), v: (sd / mean) ** 2 / n }));
  check("CVLN", one, ({ mean, sd, n }) => ({
    y: Math.log(sd) - Math.log(mean) + 0.5 / (n - 1),
    v: 0.5 / (n - 1) + (sd / mean) ** 2 / n,
  }));
});

describe("correlations and reliability", () => {
  const data = fc.record({ r: real(-0.95, 0.95), n: people });
  check("COR", data, ({ r, n }) => ({ y: r, v: ((1 - r * r) / Math.sqrt(n - 1)) ** 2 }));
  check("ZCOR", data, ({ r, n }) => ({ y: Math.log((1 + r) / (1 - r)) / 2, v: 1 / (n - 3) }));
  check("UCOR", data, ({ r, n }) => {
    // The series term by term, as far as it goes.
    let [term, sum] = [1, 1];
    for (let k = 0; k < 200_000 && term > 1e-18; k++) {
      term *= ((0.5 + k) ** 2 * (1 - r * r)) / ((n / 2 - 1 + k) * (k + 1));
      sum += term;
    }
    return { y: r * sum, v: (1 - (r * sum) ** 2) ** 2 / (n - 1), tolerance: 1e-8 };
  });
  const alphas = fc.record({ alpha: real(-0.5, 0.98), items: fc.integer({ min: 2, max: 40 }), n: people });
  type Alpha = { alpha: number; items: number; n: number };
  check("ABT", alphas, ({ alpha, items, n }: Alpha) => ({
    y: Math.log(1 / (1 - alpha)),
    v: 2 / ((1 - 1 / items) * (n - 2)),
  }));
  check("ARAW", alphas, ({ alpha, items, n }: Alpha) => ({
    y: alpha,
    v: deltaVariance(([u]) => 1 - Math.exp(-u!), [-Math.log(1 - alpha)], [[2 / ((1 - 1 / items) * (n - 2))]]),
    tolerance: 1e-4,
  }));
  const areas = fc.record({ area: real(0.05, 0.95), n1: people, n2: people });
  check(
    "AUC",
    areas,
    ({ area: a, n1, n2 }) => ({
      y: a,
      v:
        (a * (1 - a) + (n1 - 1) * (a / (2 - a) - a * a) + (n2 - 1) * ((2 * a * a) / (1 + a) - a * a)) /
        ((n1 - 1) * (n2 - 1)),
    }),
    { variance: "LS2" },
  );
});

describe("symmetry", () => {
  it("turning the groups round turns the sign and keeps the variance", () => {
    fc.assert(
      fc.property(means, (x) => {
        const back = { m1: x.m2, sd1: x.sd2, n1: x.n2, m2: x.m1, sd2: x.sd1, n2: x.n1 };
        for (const measure of ["MD", "SMD", "SMDH", "ROM", "VR", "CVR", "RPB", "D2ORN"] as const) {
          const [a, b] = [effectSize(measure, x), effectSize(measure, back)];
          expectNear(a.y! + 1, 1 - b.y!, 1e-10, measure);
          expectNear(a.v!, b.v!, 1e-10, measure);
        }
      }),
      run,
    );
  });
  it("a change of unit leaves what has no unit alone", () => {
    fc.assert(
      fc.property(means, real(0.01, 100), (x, k) => {
        const other = { m1: x.m1 * k, sd1: x.sd1 * k, n1: x.n1, m2: x.m2 * k, sd2: x.sd2 * k, n2: x.n2 };
        for (const measure of ["SMD", "SMDH", "SMD1", "ROM", "VR", "CVR", "CLESN", "RBIS"] as const)
          expectNear(effectSize(measure, other).v!, effectSize(measure, x).v!, 1e-8, measure);
      }),
      run,
    );
  });
});
