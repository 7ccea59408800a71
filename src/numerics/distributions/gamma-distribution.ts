import { demand } from "../guard.ts";
import { incompleteGamma, logGammaTerm, logIncompleteGamma } from "../incomplete-gamma.ts";
import type { Tails } from "../tails.ts";
import { normalQuantile } from "./normal.ts";
import { positiveQuantile } from "./positive-quantile.ts";

function check(who: string, shape: number, scale: number): void {
  demand(shape > 0, who, "shape", shape, "(0, Infinity)");
  demand(scale > 0, who, "scale", scale, "(0, Infinity)");
}

/**
 * Lower and upper tail areas of the gamma distribution.
 *
 * @param x in [0, Infinity]
 * @param shape in (0, Infinity)
 * @param scale in (0, Infinity), the unit of x; default 1
 * @throws EvidensError `numerics/domain`
 * Source: DLMF 8.2.4. Checked: tests/numerics/golden-distributions.test.ts, relative 1e-12.
 */
export function gammaTails(x: number, shape: number, scale: number = 1): Tails {
  check("gammaTails", shape, scale);
  return incompleteGamma(shape, x / scale);
}

/** Natural logarithms of the tail areas of the gamma distribution; arguments as for `gammaTails`. */
export function gammaLogTails(x: number, shape: number, scale: number = 1): Tails {
  check("gammaLogTails", shape, scale);
  return logIncompleteGamma(shape, x / scale);
}

/**
 * Density of the gamma distribution; arguments as for `gammaTails`.
 *
 * Checked: tests/numerics/golden-distributions.test.ts, relative 1e-12.
 */
export function gammaDensity(x: number, shape: number, scale: number = 1): number {
  check("gammaDensity", shape, scale);
  demand(!Number.isNaN(x), "gammaDensity", "x", x, "the real numbers");
  const z = x / scale;
  if (z < 0 || z === Number.POSITIVE_INFINITY) return 0;
  if (z === 0) return shape > 1 ? 0 : shape === 1 ? 1 / scale : Number.POSITIVE_INFINITY;
  const term = logGammaTerm(shape, z);
  const direct = Math.exp(term) * (shape / z);
  const ok = direct > 1e-290 && direct < Number.POSITIVE_INFINITY;
  return (ok ? direct : Math.exp(term + Math.log(shape) - Math.log(z))) / scale;
}

/**
 * The x whose lower (or upper) tail area is p.
 *
 * @param p in (0, 1)
 * @param shape in (0, Infinity)
 * @throws EvidensError `numerics/domain`
 * Source: Wilson and Hilferty's start, Newton on the tail, see `positiveQuantile`.
 * Checked: tests/numerics/golden-distributions.test.ts, relative 1e-12.
 */
export function gammaQuantile(
  p: number,
  shape: number,
  tail: "lower" | "upper" = "lower",
  scale: number = 1,
): number {
  check("gammaQuantile", shape, scale);
  demand(p > 0 && p < 1, "gammaQuantile", "p", p, "(0, 1)");
  const z = normalQuantile(p, tail);
  const cube = 1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape));
  const start = cube > 0.1 ? shape * cube ** 3 : shape / 1000;
  const distribution = {
    name: "gamma",
    tails: (x: number) => incompleteGamma(shape, x),
    logDensity: (x: number) => logGammaTerm(shape, x) + Math.log(shape) - Math.log(x),
  };
  return scale * positiveQuantile(distribution, p, tail, start);
}
