import { normalQuantile, normalUpper } from "#numerics";
import { effectSet } from "../model/effect-set.ts";
import { checkShare, refuseOption } from "../sensitivity/refuse.ts";

export interface FunnelOptions {
  /** Confidence of the contours, each in (0, 1), rising; default 0.9, 0.95, 0.99. */
  readonly levels?: readonly number[];
  /** Effect at which contours are centred; default 0, no effect, so that they separate levels of significance. */
  readonly centre?: number;
  /** Between-study variance that widens the contours, >= 0; default 0. */
  readonly tau2?: number;
  /** Standard error at the foot of the plot; default: the largest. */
  readonly foot?: number;
}

/** The lines `centre` -/+ `critical` times the standard error. */
export interface FunnelContour {
  readonly level: number;
  readonly critical: number;
  /** From the top of the plot (standard error 0) down, for a curve where tau2 > 0. */
  readonly se: Float64Array;
  readonly left: Float64Array;
  readonly right: Float64Array;
}

/** What a contour-enhanced funnel plot shows. */
export interface Funnel {
  readonly points: readonly {
    readonly y: number;
    readonly se: number;
    /** Two-sided p value of the effect against `centre`. */
    readonly p: number;
    /** How many contours the point lies outside of: 0 is not significant at any level. */
    readonly outside: number;
  }[];
  readonly centre: number;
  readonly contours: readonly FunnelContour[];
}

/** Heights at which a contour is given: its ends where it is straight. */
const heights = (foot: number, tau2: number): Float64Array =>
  tau2 === 0 ? Float64Array.of(0, foot) : Float64Array.from({ length: 101 }, (_, i) => (foot * i) / 100);

/**
 * Points and contours of a contour-enhanced funnel plot.
 *
 * @param y effects, length k >= 1
 * @param v sampling variances, length k, all > 0
 * @throws EvidensError `synthesis/bad-effects`, `synthesis/bad-options`
 * Source: Peters et al. 2008, doi:10.1016/j.jclinepi.2007.11.010.
 * Checked: tests/synthesis/golden-diagnostics.test.ts.
 */
export function funnel(y: Float64Array, v: Float64Array, options: FunnelOptions = {}): Funnel {
  effectSet(y, v);
  const { levels = [0.9, 0.95, 0.99], centre = 0, tau2 = 0 } = options;
  for (const level of levels) checkShare("level", level);
  const se = v.map(Math.sqrt);
  const foot = options.foot ?? se.reduce((most, one) => Math.max(most, one), 0);
  if (!(Number.isFinite(centre) && tau2 >= 0 && tau2 < Number.POSITIVE_INFINITY && foot > 0))
    refuseOption(
      `centre is ${centre}, tau2 ${tau2}, foot ${foot}.`,
      "Pass a finite centre, a tau2 of at least 0 and a foot above 0.",
    );
  const critical = levels.map((level) => normalQuantile((1 - level) / 2, "upper"));
  const at = heights(foot, tau2);
  return {
    points: Array.from(y, (effect, i) => {
      const z = Math.abs(effect - centre) / Math.sqrt(v[i]! + tau2);
      const outside = critical.filter((one) => z >= one).length;
      return { y: effect, se: se[i]!, p: 2 * normalUpper(z), outside };
    }),
    centre,
    contours: levels.map((level, j) => {
      const reach = at.map((height) => critical[j]! * Math.sqrt(height * height + tau2));
      return {
        level,
        critical: critical[j]!,
        se: at,
        left: reach.map((one) => centre - one),
        right: reach.map((one) => centre + one),
      };
    }),
  };
}
