import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chiSquareQuantile, matrix, symmetricEigen } from "#numerics";
import {
  heterogeneityInterval,
  metaRegression,
  type RegressionMethod,
  type RegressionResult,
} from "#synthesis";
import { type Dense, diagonal, inverse, minus, times, traceOf, turned } from "./dense.ts";

// Every estimator against k x k matrices, which the product never builds.

interface Data {
  readonly y: number[];
  readonly v: number[];
  readonly x: number[][];
  readonly weights: number[];
}

const data: fc.Arbitrary<Data> = fc.integer({ min: 1, max: 3 }).chain((p) => {
  const study = fc.record({
    y: fc.double({ min: -3, max: 3, noNaN: true }),
    v: fc.double({ min: 0.01, max: 2, noNaN: true }),
    x: fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: p - 1, maxLength: p - 1 }),
    weight: fc.double({ min: 0.1, max: 5, noNaN: true }),
  });
  return fc
    .array(study, { minLength: p + 2, maxLength: 12 })
    .map((studies) => ({
      y: studies.map(({ y }) => y),
      v: studies.map(({ v }) => v),
      x: studies.map(({ x }) => [1, ...x]),
      weights: studies.map(({ weight }) => weight),
    }))
    .filter(({ x }) => wellConditioned(x));
});
const run = { seed: 5, numRuns: 60 };

/** Far from redundant columns, where a dense inverse has no digits to compare. */
function wellConditioned(x: Dense): boolean {
  const xx = times(turned(x), x);
  const { values } = symmetricEigen(matrix(xx.length, xx.length, xx.flat()));
  return values.at(-1)! > 1e-3 * values[0]!;
}

/** P = A - A X (X'AX)^-1 X'A. */
function projection(a: readonly number[], x: Dense): number[][] {
  const w = diagonal(a);
  const wx = times(w, x);
  return minus(w, times(times(wx, inverse(times(turned(x), wx))), turned(wx)));
}
const weightsAt = (v: readonly number[], t: number): number[] => v.map((value) => 1 / (value + t));
const form = (m: Dense, y: readonly number[]): number => times([y], times(m, turned([y])))[0]![0]!;
const qAt = ({ y, v, x }: Data, t: number): number => form(projection(weightsAt(v, t), x), y);

function fitOf({ y, v, x, weights }: Data, method: RegressionMethod): RegressionResult {
  const own = method === "GENQ" || method === "GENQM" ? { weights: Float64Array.from(weights) } : {};
  const design = matrix(x.length, x[0]!.length, x.flat());
  const input = { y: Float64Array.from(y), v: Float64Array.from(v), design, ...own };
  return metaRegression(input, { method, test: "z" });
}

const close = (got: number, want: number, scale: number, what: string): void =>
  expect(Math.abs(got - want), `${what}: ${got} for ${want}`).toBeLessThanOrEqual(1e-8 * scale);

/** tau2 and its standard error from a generalised Q with fixed weights. */
function momentEstimate({ y, v, x }: Data, a: readonly number[]) {
  const p = projection(a, x);
  const pv = times(p, diagonal(v));
  const [trP, trPV] = [traceOf(p), traceOf(pv)];
  const tau2 = Math.max(0, (form(p, y) - trPV) / trP);
  const spread =
    2 * traceOf(times(pv, pv)) + 4 * tau2 * traceOf(times(pv, p)) + 2 * tau2 ** 2 * traceOf(times(p, p));
  return { tau2, se: Math.sqrt(spread) / trP };
}

describe("closed forms by k x k matrices", () => {
  it("DL, HE, GENQ: the moment equation and its variance", () => {
    fc.assert(
      fc.property(data, (set) => {
        const weights = {
          DL: weightsAt(set.v, 0),
          HE: set.v.map(() => 1),
          GENQ: set.weights,
        };
        for (const method of ["DL", "HE", "GENQ"] as const) {
          const want = momentEstimate(set, weights[method]);
          const got = fitOf(set, method);
          close(got.tau2, want.tau2, 10, `${method} tau2`);
          close(got.seTau2!, want.se, 10 + want.se, `${method} se`);
        }
      }),
      run,
    );
  });

  it("HS, HSk and SJ", () => {
    fc.assert(
      fc.property(data, (set) => {
        const [k, df] = [set.y.length, set.y.length - set.x[0]!.length];
        const sumW = weightsAt(set.v, 0).reduce((a, b) => a + b, 0);
        close(fitOf(set, "HS").tau2, Math.max(0, (qAt(set, 0) - k) / sumW), 10, "HS");
        close(fitOf(set, "HSk").tau2, Math.max(0, ((k / df) * qAt(set, 0) - k) / sumW), 10, "HSk");
        const mean = set.y.reduce((a, b) => a + b, 0) / k;
        const start = set.y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / k;
        if (start > 1e-6) close(fitOf(set, "SJ").tau2, (start * qAt(set, start)) / df, 10, "SJ");
      }),
      run,
    );
  });
});

describe("solved estimators by k x k matrices", () => {
  /** What Q must equal at the estimate. */
  const target = (method: RegressionMethod, df: number): number =>
    method === "PMM" ? chiSquareQuantile(0.5, df) : df;
  it("EB, PM, DLIT, SJIT, PMM: Q is at its target, or below it at 0", () => {
    fc.assert(
      fc.property(data, (set) => {
        const df = set.y.length - set.x[0]!.length;
        for (const method of ["EB", "PM", "DLIT", "SJIT", "PMM"] as const) {
          const wanted = target(method, df);
          const { tau2, converged } = fitOf(set, method);
          expect(converged).toBe(true);
          if (tau2 > 0) close(qAt(set, tau2), wanted, 1 + df, method);
          else expect(qAt(set, 0)).toBeLessThanOrEqual(wanted * (1 + 1e-9));
        }
      }),
      run,
    );
  });

  it("ML and REML: a flat score, and no point of a grid is higher", () => {
    const height = ({ y, v, x }: Data, t: number, restricted: boolean): number => {
      const w = weightsAt(v, t);
      const logs = w.reduce((sum, value) => sum + Math.log(value), 0);
      const xwx = times(turned(x), times(diagonal(w), x));
      const { values } = symmetricEigen(matrix(xwx.length, xwx.length, xwx.flat()));
      const logDet = values.reduce((sum, value) => sum + Math.log(value), 0);
      return (logs - form(projection(w, x), y) - (restricted ? logDet : 0)) / 2;
    };
    fc.assert(
      fc.property(data, (set) => {
        for (const method of ["ML", "REML"] as const) {
          const { tau2 } = fitOf(set, method);
          const w = weightsAt(set.v, tau2);
          const p = projection(w, set.x);
          const squares = form(times(p, p), set.y);
          const trace = method === "REML" ? traceOf(p) : w.reduce((a, b) => a + b, 0);
          if (tau2 > 0) close(squares / trace, 1, 10, `${method} score`);
          else expect(squares).toBeLessThanOrEqual(trace * (1 + 1e-9));
          const top = height(set, tau2, method === "REML");
          for (let e = -5; e <= 2; e += 0.25)
            expect(height(set, 10 ** e, method === "REML")).toBeLessThanOrEqual(top + 1e-9);
        }
      }),
      { ...run, numRuns: 30 },
    );
  });

  it("GENQM and the generalised Q interval: the quadratic form through its eigenvalues", () => {
    // Imhof's integral over the eigenvalues of S P S, by a fine midpoint rule.
    const lowerTail = (lambda: readonly number[], q: number): number => {
      const [n, end] = [200_000, 2000];
      let sum = 0;
      for (let i = 0; i < n; i++) {
        const s = (i + 0.5) / n;
        const u = (end * s * s * s) / Math.max(...lambda);
        const width = (3 * end * s * s) / Math.max(...lambda) / n;
        let [angle, logSize] = [-q * u, 0];
        for (const l of lambda) {
          angle += Math.atan(l * u);
          logSize += Math.log1p((l * u) ** 2) / 4;
        }
        sum += (Math.sin(angle / 2) / (u * Math.exp(logSize))) * width;
      }
      return 0.5 - sum / Math.PI;
    };
    const tail = (set: Data, t: number): number => {
      const s = diagonal(set.v.map((value) => Math.sqrt(value + t)));
      const p = projection(set.weights, set.x);
      const m = times(times(s, p), s);
      const k = set.y.length;
      const lambda = [...symmetricEigen(matrix(k, k, m.flat())).values].slice(0, k - set.x[0]!.length);
      return lowerTail(lambda, form(p, set.y));
    };
    fc.assert(
      fc.property(
        data.filter(({ y, x }) => y.length - x[0]!.length >= 4),
        (set) => {
          const { tau2 } = fitOf(set, "GENQM");
          if (tau2 > 0) expect(Math.abs(tail(set, tau2) - 0.5)).toBeLessThan(1e-5);
          else expect(tail(set, 0)).toBeLessThan(0.5 + 1e-5);
          const design = matrix(set.x.length, set.x[0]!.length, set.x.flat());
          const { tau2: limits, empty } = heterogeneityInterval(
            {
              y: Float64Array.from(set.y),
              v: Float64Array.from(set.v),
              design,
              weights: Float64Array.from(set.weights),
            },
            { method: "GENQ", type: "generalised-q" },
          );
          if (limits.low > 0) expect(Math.abs(tail(set, limits.low) - 0.975)).toBeLessThan(1e-5);
          if (empty) expect(tail(set, 0)).toBeLessThan(0.025 + 1e-5);
          else expect(Math.abs(tail(set, limits.high) - 0.025)).toBeLessThan(1e-5);
        },
      ),
      { ...run, numRuns: 8 },
    );
  }, 60_000);
});

describe("the generalised Q where it is a chi-square", () => {
  it("with equal variances its median and its interval are those of Q itself", () => {
    fc.assert(
      fc.property(data, fc.double({ min: 0.01, max: 2, noNaN: true }), (set, variance) => {
        const design = matrix(set.x.length, set.x[0]!.length, set.x.flat());
        const v = new Float64Array(set.y.length).fill(variance);
        const input = { y: Float64Array.from(set.y), v, design, weights: "equal" as const };
        const [a, b] = (["GENQM", "PMM"] as const).map((method) =>
          metaRegression(input, { method, test: "z" }),
        );
        close(a!.tau2, b!.tau2, 1 + b!.tau2, "median");
        const general = heterogeneityInterval(input, { method: "GENQ", type: "generalised-q" });
        const plain = heterogeneityInterval(input, { method: "GENQ" });
        close(general.tau2.low, plain.tau2.low, 1 + plain.tau2.low, "low");
        close(general.tau2.high, plain.tau2.high, 1 + plain.tau2.high, "high");
        expect(general.empty).toBe(plain.empty);
      }),
      run,
    );
  });
});

describe("what follows from tau2", () => {
  it("coefficients, covariance, leverages and Q by k x k matrices, own weights too", () => {
    fc.assert(
      fc.property(data, fc.boolean(), (set, own) => {
        const design = matrix(set.x.length, set.x[0]!.length, set.x.flat());
        const input = { y: Float64Array.from(set.y), v: Float64Array.from(set.v), design };
        const weights = own ? { weights: Float64Array.from(set.weights) } : {};
        const got = metaRegression({ ...input, ...weights }, { method: "DL", test: "knha" });
        const w = weightsAt(set.v, got.tau2);
        const a = diagonal(own ? set.weights : w);
        const bread = inverse(times(turned(set.x), times(a, set.x)));
        const left = times(bread, times(turned(set.x), a));
        const b = times(left, turned([set.y])).map((row) => row[0]!);
        const model = diagonal(set.v.map((value) => value + got.tau2));
        // Whatever the weights of the coefficients: the chi-square is that of the inverse-variance fit.
        const scale = qAt(set, got.tau2) / (set.y.length - b.length);
        const vb = times(times(left, model), turned(left));
        const hat = times(set.x, left);
        close(got.scale, scale, 1 + scale, "scale");
        b.forEach((value, j) => {
          close(got.coefficients[j]!.b, value, 100, `b ${j}`);
        });
        vb.flat().forEach((value, at) => {
          close(got.vb.values[at]!, value * scale, 100 * (1 + scale), `vb ${at}`);
        });
        hat.forEach((row, i) => {
          close(got.hat[i]!, row[i]!, 10, `hat ${i}`);
        });
        close(got.qe.statistic, qAt(set, 0), 1 + got.qe.statistic, "QE");
      }),
      run,
    );
  });

  it("does not depend on the unit and offset of moderators", () => {
    fc.assert(
      fc.property(
        data.filter(({ x }) => x[0]!.length > 1),
        fc.double({ min: 0.01, max: 1000, noNaN: true }),
        fc.double({ min: -3000, max: 3000, noNaN: true }),
        (set, unit, offset) => {
          const moved = {
            ...set,
            x: set.x.map(([one, x, ...rest]) => [one!, (x! + offset) * unit, ...rest]),
          };
          const [a, b] = [fitOf(set, "REML"), fitOf(moved, "REML")];
          close(b.tau2, a.tau2, 10, "tau2");
          close(b.coefficients[1]!.b * unit, a.coefficients[1]!.b, 100, "slope");
          close(b.reml!.logLikelihood, a.reml!.logLikelihood, 10 * set.y.length, "REML");
          close(b.r2!, a.r2!, 1e4, "R2");
        },
      ),
      run,
    );
  });
});
