import { describe, expect, it } from "vitest";
import { matrix, numericGradient, numericHessian, seededRng } from "#numerics";
import { type LocationScaleInput, locationScale, metaRegression, type ScaleLink } from "#synthesis";
import { determinant, diagonal, inverse, times, turned } from "./dense.ts";
import { expectClose } from "./golden.ts";

interface Data {
  readonly y: number[];
  readonly v: number[];
  readonly x: number[][];
  readonly z: number[][];
}

/** Effects whose scatter grows with the scale moderator. */
function simulated(seed: number, link: ScaleLink): Data {
  const rng = seededRng(`location-scale ${seed}`);
  const normal = () => Math.sqrt(-2 * Math.log(1 - rng.next())) * Math.cos(2 * Math.PI * rng.next());
  const k = 40;
  const z = Array.from({ length: k }, () => [1, rng.next()]);
  const x = z.map(() => [1, normal()]);
  const v = z.map(() => 0.02 + 0.1 * rng.next());
  const tau2 = z.map(([, s]) => (link === "log" ? Math.exp(-2 + 1.5 * s!) : 0.1 + 0.4 * s!));
  const y = v.map((value, i) => 0.3 + 0.2 * x[i]![1]! + Math.sqrt(value + tau2[i]!) * normal());
  return { y, v, x, z };
}

const inputOf = ({ y, v, x, z }: Data): LocationScaleInput => ({
  y: Float64Array.from(y),
  v: Float64Array.from(v),
  design: matrix(y.length, 2, x.flat()),
  scale: matrix(y.length, 2, z.flat()),
});

/** The log-likelihood by k x k matrices, of the scale coefficients alone. */
function dense({ y, v, x, z }: Data, link: ScaleLink, restricted: boolean) {
  return (alpha: Float64Array): number => {
    const linear = z.map((row) => row.reduce((sum, value, j) => sum + value * alpha[j]!, 0));
    const tau2 = linear.map((value) => (link === "log" ? Math.exp(value) : value));
    const w = diagonal(v.map((value, i) => 1 / (value + tau2[i]!)));
    const xwx = times(turned(x), times(w, x));
    const b = times(inverse(xwx), times(turned(x), times(w, turned([y]))));
    const e = y.map((value, i) => value - x[i]!.reduce((sum, one, j) => sum + one * b[j]![0]!, 0));
    const logs = v.reduce((sum, value, i) => sum + Math.log(value + tau2[i]!), 0);
    const rss = e.reduce((sum, value, i) => sum + (value * value) / (v[i]! + tau2[i]!), 0);
    const n = restricted ? y.length - 2 : y.length;
    const extra = restricted ? Math.log(determinant(xwx)) - Math.log(determinant(times(turned(x), x))) : 0;
    return -(n * Math.log(2 * Math.PI) + logs + rss + extra) / 2;
  };
}

describe.each(["log", "identity"] as const)("link %s", (link) => {
  it.each(["REML", "ML"] as const)(
    "%s: the top of the dense likelihood, and its curvature there",
    (method) => {
      for (let seed = 0; seed < 6; seed++) {
        const set = simulated(seed, link);
        const fit = locationScale(inputOf(set), { method, link });
        const f = dense(set, link, method === "REML");
        const alpha = Float64Array.from(fit.scaleCoefficients, ({ b }) => b);
        expect(fit.converged, `seed ${seed}`).toBe(true);
        expectClose(fit.logLikelihood, f(alpha), 1e-11, "log-likelihood");
        if (fit.atBoundary) {
          expect(fit.va).toBeNull();
          expect(fit.remarks[0]!.code).toBe("synthesis/scale-at-boundary");
          continue;
        }
        expect(fit.gradientNorm).toBeLessThan(1e-7);
        for (const slope of numericGradient(f, alpha)) expect(Math.abs(slope)).toBeLessThan(1e-5);
        const information = numericHessian(f, alpha).values.map((value) => -value);
        const [a, b, , d] = information;
        const area = a! * d! - b! * b!;
        expectClose(fit.va!.values[0]!, d! / area, 1e-5, "variance of the intercept");
        expectClose(fit.va!.values[3]!, a! / area, 1e-5, "variance of the slope");
      }
    },
  );
});

describe("location-scale models", () => {
  it("with an intercept alone are the plain random-effects model", () => {
    const set = simulated(1, "log");
    const { scale: _, ...effects } = inputOf(set);
    const ones = matrix(set.y.length, 1, new Float64Array(set.y.length).fill(1));
    const plain = metaRegression(effects, { test: "z" });
    for (const link of ["log", "identity"] as const) {
      const fit = locationScale({ ...effects, scale: ones }, { link });
      expectClose(fit.tau2[0]!, plain.tau2, 1e-8, `${link} tau2`);
      expectClose(fit.coefficients[1]!.se, plain.coefficients[1]!.se, 1e-8, `${link} se`);
      expectClose(fit.reml.aic, plain.reml!.aic, 1e-10, `${link} AIC`);
      expectClose(fit.reml.deviance, plain.reml!.deviance, 1e-10, `${link} REML deviance`);
      expectClose(fit.ml.deviance, plain.ml.deviance, 1e-10, `${link} deviance`);
      expect(fit.qs).toBeNull();
    }
  });

  it("say when the scatter is no more than chance", () => {
    const y = Float64Array.of(0.1, 0.11, 0.1, 0.12, 0.1, 0.09);
    const v = new Float64Array(6).fill(0.2);
    const scale = matrix(6, 2, [1, 1, 1, 2, 1, 3, 1, 4, 1, 5, 1, 6]);
    for (const link of ["log", "identity"] as const) {
      const fit = locationScale({ y, v, scale }, { link });
      expect(fit.atBoundary, link).toBe(true);
      expect([fit.va, fit.qs, fit.scaleCoefficients[1]!.p]).toEqual([null, null, null]);
      expect(fit.remarks).toHaveLength(1);
    }
  });

  it("refuse other tests, links and designs", () => {
    const input = inputOf(simulated(2, "log"));
    const code = (run: () => unknown): string => {
      try {
        run();
      } catch (error) {
        return (error as { code: string }).code;
      }
      return "no error";
    };
    expect(code(() => locationScale(input, { test: "knha" as "t" }))).toBe("synthesis/bad-options");
    expect(code(() => locationScale(input, { link: "probit" as "log" }))).toBe("synthesis/bad-options");
    expect(code(() => locationScale({ ...input, scale: matrix(3, 1, [1, 1, 1]) }))).toBe(
      "synthesis/bad-design",
    );
  });
});
