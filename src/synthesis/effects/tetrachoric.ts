import { brentRoot, integrate, normalCdf, normalDensity, normalQuantile } from "#numerics";

interface FourCells {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

const NEAR_RIGHT_ANGLE = Math.PI / 2 - 1e-7;

/**
 * How far the probability of both margins together lies from independence, for correlation sin(angle).
 *
 * Source: Drezner and Wesolowsky 1990, doi:10.1080/00949659008811236 (the integral over the angle).
 */
function beyondIndependence(h: number, k: number, angle: number): number {
  if (angle === 0) return 0;
  const density = (theta: number): number => {
    const cosine = Math.cos(theta);
    return Math.exp(-(h * h - 2 * h * k * Math.sin(theta) + k * k) / (2 * cosine * cosine));
  };
  const area = integrate(density, Math.min(0, angle), Math.max(0, angle)).value / (2 * Math.PI);
  return angle < 0 ? -area : area;
}

/**
 * The correlation of the bivariate normal distribution that, cut once in each direction, gives this table, and the
 * variance of its maximum likelihood estimate (delta method on the multinomial; the model is saturated).
 *
 * @returns NaN where a cell is empty, since the estimate then lies at -1 or 1
 * Source: Pearson 1900, doi:10.1098/rsta.1900.0022.
 * Checked: tests/synthesis/golden-escalc.test.ts, 1e-4; tests/synthesis/effect-sizes.prop.test.ts.
 */
export function tetrachoric({ a, b, c, d }: FourCells): { readonly r: number; readonly v: number } {
  if (Math.min(a, b, c, d) <= 0) return { r: Number.NaN, v: Number.NaN };
  const n = a + b + c + d;
  const [both, group, events] = [a / n, (a + b) / n, (a + c) / n];
  const [h, k] = [normalQuantile(group), normalQuantile(events)];
  const wanted = (a * d - b * c) / (n * n);
  const miss = (angle: number): number => beyondIndependence(h, k, angle) - wanted;
  const ends = [miss(-NEAR_RIGHT_ANGLE), miss(NEAR_RIGHT_ANGLE)] as const;
  if (ends[0] >= 0 || ends[1] <= 0) return { r: Number.NaN, v: Number.NaN };
  const r = Math.sin(brentRoot(miss, -NEAR_RIGHT_ANGLE, NEAR_RIGHT_ANGLE).root);
  const rest = Math.sqrt(1 - r * r);
  // Derivatives of r by the shares `both`, `group`, `events`, up to the bivariate density.
  const [byGroup, byEvents] = [-normalCdf((k - r * h) / rest), -normalCdf((h - r * k) / rest)];
  const density = (normalDensity(h) * normalDensity((k - r * h) / rest)) / rest;
  const spread =
    both * (1 - both) +
    byGroup ** 2 * group * (1 - group) +
    byEvents ** 2 * events * (1 - events) +
    2 * byGroup * both * (1 - group) +
    2 * byEvents * both * (1 - events) +
    2 * byGroup * byEvents * (both - group * events);
  return { r, v: spread / (n * density * density) };
}
