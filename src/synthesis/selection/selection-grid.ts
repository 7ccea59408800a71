import { normalQuantile, normalUpper } from "#numerics";

export type Side = "one" | "two";

/** The p value of a standardised effect z: that effects as large or larger (one side), or as far from 0, arise by chance. */
export function pValue(z: number, side: Side): number {
  return side === "one" ? normalUpper(z) : 2 * normalUpper(Math.abs(z));
}

/** A stretch of z on which the weight is constant. */
interface Piece {
  readonly from: number;
  readonly to: number;
  /** A p value of the stretch. */
  readonly p: number;
}

/** Where weights are evaluated to integrate over all z: constant stretches, and points of a quadrature. */
export interface SelectionGrid {
  readonly pieces: readonly Piece[];
  /** The pieces are stretches of the effect itself, not of its z. */
  readonly ofEffects?: true;
  readonly z: Float64Array;
  readonly p: Float64Array;
  readonly weight: Float64Array;
}

/** Nodes and weights of Gauss and Legendre on [-1, 1], by Newton on the polynomial. */
function gaussLegendre(n: number): { readonly nodes: Float64Array; readonly weights: Float64Array } {
  const nodes = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let step = 0; step < 8; step++) {
      let [before, last] = [1, x];
      for (let k = 2; k <= n; k++) [before, last] = [last, ((2 * k - 1) * x * last - (k - 1) * before) / k];
      slope = (n * (x * last - before)) / (x * x - 1);
      x -= last / slope;
    }
    nodes[i] = x;
    weights[i] = 2 / ((1 - x * x) * slope * slope);
  }
  return { nodes, weights };
}

/** Points of a panel: as many as rounding tells apart, and enough to find the way there. */
const RULES = { fine: gaussLegendre(16), coarse: gaussLegendre(5) };
/** Beyond this z a p value is 1e-19 or 1 to the last digit: smooth weights no longer move. */
const FAR = 9;

/** The z above which p is at most this, on one side. */
function edge(p: number, side: Side): number {
  const tail = side === "one" ? p : p / 2;
  return tail < 1 && tail > 0
    ? normalQuantile(tail, "upper")
    : tail === 0
      ? Number.POSITIVE_INFINITY
      : Number.NEGATIVE_INFINITY;
}

/** Intervals of constant weight for cut points that end at 1. */
function stepPieces(cuts: readonly number[], side: Side): Piece[] {
  return cuts.flatMap((cut, g) => {
    const above = g === 0 ? Number.POSITIVE_INFINITY : edge(cuts[g - 1]!, side);
    if (side === "one")
      return [{ from: cut === 1 ? Number.NEGATIVE_INFINITY : edge(cut, side), to: above, p: cut }];
    const below = cut === 1 ? 0 : edge(cut, side);
    return [
      { from: below, to: above, p: cut },
      { from: -above, to: -below, p: cut },
    ];
  });
}

/** Panels that begin and end where the weight bends: at cut points, at margins and, for two sides, at 0. */
function smoothGrid(
  cut: number,
  margin: number,
  side: Side,
  points: keyof typeof RULES,
): Omit<SelectionGrid, "pieces"> & { far: number } {
  const rule = RULES[points];
  const far = margin > 0 ? edge(margin, side) : FAR;
  const bends = [-far, far];
  const add = (z: number): void => {
    if (Math.abs(z) < far) bends.push(z, ...(side === "two" ? [-z] : []));
  };
  if (cut > 0) add(edge(cut, side));
  if (side === "two") {
    // Towards z = 0 the p value reaches 1, where a logarithm of 1 - p has no bound but the margin's.
    bends.push(0);
    const least = margin > 0 ? edge(1 - margin, side) : 1e-6;
    for (let z = least; z < 1; z *= 8) add(z);
  }
  for (let z = -Math.floor(far); z < far; z++) if (z !== 0) bends.push(z);
  const sorted = [...new Set(bends)].sort((a, b) => a - b);
  const z: number[] = [];
  const weight: number[] = [];
  for (let i = 1; i < sorted.length; i++) {
    const [centre, half] = [(sorted[i]! + sorted[i - 1]!) / 2, (sorted[i]! - sorted[i - 1]!) / 2];
    for (let n = 0; n < rule.nodes.length; n++) {
      z.push(centre + half * rule.nodes[n]!);
      weight.push(half * rule.weights[n]!);
    }
  }
  const p = z.map((one) => Math.min(Math.max(pValue(one, side), margin), 1 - margin));
  return { z: Float64Array.from(z), p: Float64Array.from(p), weight: Float64Array.from(weight), far };
}

/**
 * The grid of a selection function; the same standardised points serve every study.
 *
 * @param cuts cut points with 1 last, ascending
 * @param constant whether the weight is constant between them
 * @param margin p values are kept this far from 0 and 1
 * @param points `coarse` for a search that is ended on a fine grid
 * Checked: tests/synthesis/selection.test.ts, against adaptive integration.
 */
export function selectionGrid(
  cuts: readonly number[],
  constant: boolean,
  margin: number,
  side: Side,
  points: "fine" | "coarse" = "fine",
): SelectionGrid {
  const none = new Float64Array(0);
  if (constant) return { pieces: stepPieces(cuts, side), z: none, p: none, weight: none };
  const { far, ...nodes } = smoothGrid(cuts.length > 1 ? cuts[0]! : 0, margin, side, points);
  const least = margin > 0 ? margin : pValue(far, side);
  const most = side === "two" ? least : margin > 0 ? 1 - margin : 1;
  const pieces = [
    { from: far, to: Number.POSITIVE_INFINITY, p: least },
    { from: Number.NEGATIVE_INFINITY, to: -far, p: most },
  ];
  return { ...nodes, pieces };
}

/**
 * The grid of a truncation: two stretches of the effect, with the side of the cut point in place of a p value.
 *
 * @param cut on the scale of the effects
 * Checked: tests/synthesis/selection-truncation.test.ts.
 */
export function truncationGrid(cut: number): SelectionGrid {
  const none = new Float64Array(0);
  return {
    pieces: [
      { from: cut, to: Number.POSITIVE_INFINITY, p: 0 },
      { from: Number.NEGATIVE_INFINITY, to: cut, p: 1 },
    ],
    ofEffects: true,
    z: none,
    p: none,
    weight: none,
  };
}
