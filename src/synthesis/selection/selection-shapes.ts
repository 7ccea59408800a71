import type { SelectionType } from "./selection.types.ts";

/** The relative chance of being seen as a function of the p value (of truncation: the side), on the log scale. */
export interface SelectionShape {
  readonly parameters: number;
  /** Where the search begins. */
  readonly start: readonly number[];
  /** The value that means no selection. */
  readonly none: number;
  /** p values are kept this far from 0 and 1, where the weight would not be finite. */
  readonly margin: number;
  /** Constant between cut points, so that nothing needs numerical integration. */
  readonly constant: boolean;
  /** It may bend more sharply than a coarse grid can see. */
  readonly sharp?: true;
  /** ln weight at p. */
  readonly log: (p: number, delta: ArrayLike<number>) => number;
  /** Its derivatives by delta, into `out`. */
  readonly slopes: (p: number, delta: ArrayLike<number>, out: Float64Array) => void;
}

function one(
  margin: number,
  log: (p: number, delta: number) => number,
  slope: (p: number, delta: number) => number,
  cut: number,
): SelectionShape {
  return {
    parameters: 1,
    start: [1],
    none: 0,
    margin,
    constant: false,
    log: (p, delta) => (p <= cut ? 0 : log(p, delta[0]!)),
    slopes: (p, delta, out) => {
      out[0] = p <= cut ? 0 : slope(p, delta[0]!);
    },
  };
}

function steps(cuts: readonly number[]): SelectionShape {
  const at = (p: number): number => cuts.findIndex((cut) => p <= cut);
  return {
    parameters: cuts.length,
    start: cuts.map((_, g) => (cuts.length === 1 ? 1 : 1 - (0.2 * g) / (cuts.length - 1))),
    none: 1,
    margin: 0,
    constant: true,
    log: (p, delta) => Math.log(delta[at(p)]!),
    slopes: (p, delta, out) => {
      out.fill(0);
      out[at(p)] = 1 / delta[at(p)]!;
    },
  };
}

const beta: SelectionShape = {
  parameters: 2,
  start: [1, 1],
  none: 1,
  margin: 1e-5,
  constant: false,
  log: (p, delta) => (delta[0]! - 1) * Math.log(p) + (delta[1]! - 1) * Math.log1p(-p),
  slopes: (p, _, out) => {
    out[0] = Math.log(p);
    out[1] = Math.log1p(-p);
  },
};

/** For `p` the side of the cut point: 1 beyond it, where the chance is delta, else 0. */
const sides: SelectionShape = {
  parameters: 1,
  start: [1],
  none: 1,
  margin: 0,
  constant: true,
  log: (side, delta) => (side === 0 ? 0 : Math.log(delta[0]!)),
  slopes: (side, delta, out) => {
    out[0] = side === 0 ? 0 : 1 / delta[0]!;
  },
};

/** ln of 2 exp(-x) / (1 + exp(-x)). */
const halfLogistic = (x: number): number => Math.LN2 - x - Math.log1p(Math.exp(-x));

/**
 * The shapes by name.
 *
 * @param cuts cut points with 1 last, ascending
 * Source: Vevea and Hedges 1995, doi:10.1007/BF02294384 (steps); Citkowicz and Vevea 2017, doi:10.1037/met0000119
 * (beta); Rust, Lehmann and Farley 1990, doi:10.1177/002224379002700209 (truncation); Preston, Ashby and Smyth 2004,
 * doi:10.1111/j.1365-2753.2003.00457.x (the others).
 */
export const selectionShapes: Readonly<Record<SelectionType, (cuts: readonly number[]) => SelectionShape>> = {
  step: steps,
  beta: () => beta,
  halfnorm: (cuts) => {
    const cut = cuts.length > 1 ? cuts[0]! : 0;
    return one(
      0,
      (p, d) => -d * (p * p - cut * cut),
      (p) => cut * cut - p * p,
      cut,
    );
  },
  negexp: (cuts) => {
    const cut = cuts.length > 1 ? cuts[0]! : 0;
    return one(
      0,
      (p, d) => -d * (p - cut),
      (p) => cut - p,
      cut,
    );
  },
  negexppow: (cuts) => {
    const cut = cuts.length > 1 ? cuts[0]! : 0;
    // p to the power 1 / delta2, and its derivative by delta2.
    const root = (p: number, power: number): number => (p === 0 ? 0 : p ** (1 / power));
    const bend = (p: number, power: number): number =>
      p === 0 ? 0 : (-root(p, power) * Math.log(p)) / (power * power);
    return {
      parameters: 2,
      start: [1, 1],
      none: 0,
      margin: 0,
      constant: false,
      sharp: true,
      log: (p, delta) => (p <= cut ? 0 : -delta[0]! * (root(p, delta[1]!) - root(cut, delta[1]!))),
      slopes: (p, delta, out) => {
        const [d, power] = [delta[0]!, delta[1]!];
        out[0] = p <= cut ? 0 : root(cut, power) - root(p, power);
        out[1] = p <= cut ? 0 : -d * (bend(p, power) - bend(cut, power));
      },
    };
  },
  logistic: (cuts) => {
    const cut = cuts.length > 1 ? cuts[0]! : 0;
    const slope = (p: number, d: number): number => -p / (1 + Math.exp(-d * p));
    return one(
      0,
      (p, d) => halfLogistic(d * p) - halfLogistic(d * cut),
      (p, d) => slope(p, d) - slope(cut, d),
      cut,
    );
  },
  power: (cuts) => {
    const cut = cuts.length > 1 ? cuts[0]! : 0;
    return one(
      1e-5,
      (p, d) => d * (Math.log1p(-p) - Math.log1p(-cut)),
      (p) => Math.log1p(-p) - Math.log1p(-cut),
      cut,
    );
  },
  trunc: () => sides,
  truncest: () => sides,
};
