import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  combineMeanArms,
  dFromT,
  fFromEtaSquared,
  fromQuantiles,
  fromReportedPrecision,
  partialEtaSquared,
  pFromT,
  rFromT,
  sdFromInterval,
  sdOfChange,
  tFromP,
  tFromR,
} from "#synthesis";

const run = { seed: 20261126, numRuns: 200 };
const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const near = (got: number, want: number, what: string, tolerance = 1e-9) =>
  expect(
    Math.abs(got - want) / Math.max(Math.abs(want), 1e-3),
    `${what}: ${got}, naive ${want}`,
  ).toBeLessThan(tolerance);

const meanOf = (x: readonly number[]) => x.reduce((sum, value) => sum + value, 0) / x.length;
const sdOf = (x: readonly number[]) =>
  Math.sqrt(x.reduce((sum, value) => sum + (value - meanOf(x)) ** 2, 0) / (x.length - 1));

describe("from raw data", () => {
  const scores = fc.array(real(-50, 50), { minLength: 3, maxLength: 25 }).filter((x) => sdOf(x) > 0.1);
  it("combined arms have the mean and SD of all people together", () => {
    fc.assert(
      fc.property(fc.array(scores, { minLength: 2, maxLength: 5 }), (arms) => {
        const { mean, sd, n } = combineMeanArms(
          arms.map((x) => ({ mean: meanOf(x), sd: sdOf(x), n: x.length })),
        ).value;
        const all = arms.flat();
        expect(n).toBe(all.length);
        near(mean, meanOf(all), "mean");
        near(sd, sdOf(all), "sd");
      }),
      run,
    );
  });
  it("the SD of a change follows from the correlation of the raw scores", () => {
    const pairs = fc.array(fc.tuple(real(-9, 9), real(-9, 9)), { minLength: 4, maxLength: 25 });
    fc.assert(
      fc.property(
        pairs.filter((x) => sdOf(x.map(([a]) => a)) > 0.1 && sdOf(x.map(([, b]) => b)) > 0.1),
        (x) => {
          const [a, b] = [x.map(([value]) => value), x.map(([, value]) => value)];
          const covariance =
            a.reduce((sum, value, i) => sum + (value - meanOf(a)) * (b[i]! - meanOf(b)), 0) / (x.length - 1);
          const r = covariance / (sdOf(a) * sdOf(b));
          fc.pre(Math.abs(r) < 0.999);
          near(
            sdOfChange(sdOf(a), sdOf(b), { r }).value,
            sdOf(a.map((value, i) => b[i]! - value)),
            "SD of change",
            1e-6,
          );
        },
      ),
      run,
    );
  });
  it("d from the t of raw data is the difference in pooled SDs", () => {
    fc.assert(
      fc.property(scores, scores, (x, y) => {
        const pooled = Math.sqrt(
          ((x.length - 1) * sdOf(x) ** 2 + (y.length - 1) * sdOf(y) ** 2) / (x.length + y.length - 2),
        );
        const t = (meanOf(x) - meanOf(y)) / (pooled * Math.sqrt(1 / x.length + 1 / y.length));
        near(dFromT(t, x.length, y.length).value, (meanOf(x) - meanOf(y)) / pooled, "d");
      }),
      run,
    );
  });
});

describe("there and back", () => {
  const df = fc.integer({ min: 2, max: 300 });
  it("t and P", () => {
    fc.assert(
      fc.property(real(-12, 12), df, (t, m) => {
        const p = pFromT(t, m).value;
        fc.pre(p > 0 && p < 0.999);
        near(tFromP(p, m, t < 0 ? -1 : 1).value, t, "t", 1e-8);
      }),
      run,
    );
  });
  it("t and r, F and eta squared", () => {
    fc.assert(
      fc.property(real(-12, 12), df, real(0.01, 40), (t, m, f) => {
        near(tFromR(rFromT(t, m).value, m + 2).value, t, "t");
        near(fFromEtaSquared(partialEtaSquared(f, 2, m).value, 2, m).value, f, "F");
      }),
      run,
    );
  });
  it("an interval built from an SD gives the SD back", () => {
    fc.assert(
      fc.property(real(-9, 9), real(0.1, 20), fc.integer({ min: 60, max: 900 }), (mean, sd, n) => {
        const half = (1.959963984540054 * sd) / Math.sqrt(n);
        near(sdFromInterval(mean - half, mean + half, n).value, sd, "SD");
        const ratio = fromReportedPrecision(
          { estimate: Math.exp(mean), interval: { low: Math.exp(mean - half), high: Math.exp(mean + half) } },
          { scale: "log" },
        );
        near(ratio.value.y, mean, "log ratio");
        near(ratio.value.se, sd / Math.sqrt(n), "se");
      }),
      run,
    );
  });
});

describe("quantiles", () => {
  const summary = fc
    .tuple(fc.array(real(1, 90), { minLength: 5, maxLength: 5 }), fc.integer({ min: 5, max: 500 }))
    .map(([values, n]) => ({ values: [...values].sort((a, b) => a - b), n }))
    .filter(({ values }) => values.every((value, i) => i === 0 || value - values[i - 1]! > 0.01));
  const options = { testSkewness: false };
  const named = ([min, q1, median, q3, max]: readonly number[], n: number) => ({
    min: min!,
    q1: q1!,
    median: median!,
    q3: q3!,
    max: max!,
    n,
  });
  it("move and stretch with the scores", () => {
    fc.assert(
      fc.property(summary, real(-50, 50), real(0.1, 9), ({ values, n }, shift, scale) => {
        const moved = values.map((value) => value * scale + shift);
        for (const method of [{}, { mean: "wan", sd: "wan" }, { mean: "bland", sd: "bland" }] as const) {
          const [a, b] = [named(values, n), named(moved, n)].map(
            (x) => fromQuantiles(x, { ...options, ...method }).value!,
          ) as [{ mean: number; sd: number }, { mean: number; sd: number }];
          near(b.mean, a.mean * scale + shift, "mean", 1e-7);
          near(b.sd, a.sd * scale, "sd", 1e-7);
        }
      }),
      run,
    );
  });
  it("the SD by Bland is the formula as printed", () => {
    fc.assert(
      fc.property(summary, ({ values, n }) => {
        const [a, b, c, d, e] = values as [number, number, number, number, number];
        const printed =
          (a * a + 2 * b * b + 2 * c * c + 2 * d * d + e * e) / 16 +
          (a * b + b * c + c * d + d * e) / 8 -
          (a + 2 * b + 2 * c + 2 * d + e) ** 2 / 64;
        near(
          fromQuantiles(named(values, n), { ...options, mean: "bland", sd: "bland" }).value!.sd,
          Math.sqrt(printed),
          "SD",
          1e-6,
        );
      }),
      run,
    );
  });
  it("a log-normal outcome scales with its unit", () => {
    fc.assert(
      fc.property(summary, real(0.1, 9), ({ values, n }, scale) => {
        const at = (x: readonly number[]) =>
          fromQuantiles(named(x, n), { ...options, distribution: "log-normal" }).value!;
        const [a, b] = [at(values), at(values.map((value) => value * scale))];
        near(b.mean / a.mean, scale, "mean", 1e-7);
        near(b.sd / a.sd, scale, "sd", 1e-7);
      }),
      run,
    );
  });
});
