import { EvidensError } from "#kernel";

export interface IntegrateOptions {
  /** Wanted error as a part of the integral; default 1e-12. */
  readonly relative?: number;
  /** Wanted error, absolute; default 0. The looser of the two counts. */
  readonly absolute?: number;
  /** Default 1000. */
  readonly mostPieces?: number;
  /** Points to split at first: peaks, kinks, jumps. */
  readonly breaks?: readonly number[];
}

export interface Integral {
  readonly value: number;
  /** Estimated absolute error. */
  readonly error: number;
  readonly converged: boolean;
  readonly pieces: number;
}

/** Kronrod's 21 nodes from the end to the middle; every second one is Gauss's. */
const NODES: readonly number[] = [
  0.9956571630258081, 0.9739065285171717, 0.9301574913557082, 0.8650633666889845, 0.7808177265864169,
  0.6794095682990244, 0.5627571346686047, 0.4333953941292472, 0.2943928627014602, 0.14887433898163122, 0,
];
const KRONROD: readonly number[] = [
  0.011694638867371874, 0.032558162307964725, 0.054755896574351995, 0.07503967481091996, 0.0931254545836976,
  0.10938715880229764, 0.12349197626206584, 0.13470921731147334, 0.14277593857706009, 0.14773910490133849,
  0.1494455540029169,
];
const GAUSS: readonly number[] = [
  0.06667134430868814, 0.1494513491505806, 0.21908636251598204, 0.26926671930999635, 0.29552422471475287,
];

interface Piece {
  readonly g: (t: number) => number;
  readonly from: number;
  readonly to: number;
  readonly value: number;
  readonly error: number;
}

/** The integral of g over a piece by both rules; the error as QUADPACK estimates it. */
function measure(g: (t: number) => number, from: number, to: number): Piece {
  const centre = (from + to) / 2;
  const half = (to - from) / 2;
  const middle = g(centre);
  let kronrod = KRONROD[10]! * middle;
  let gauss = 0;
  let size = KRONROD[10]! * Math.abs(middle);
  const values: number[] = [];
  for (let k = 0; k < 10; k++) {
    const below = g(centre - half * NODES[k]!);
    const above = g(centre + half * NODES[k]!);
    values.push(below, above);
    kronrod += KRONROD[k]! * (below + above);
    size += KRONROD[k]! * (Math.abs(below) + Math.abs(above));
    if (k % 2 === 1) gauss += GAUSS[(k - 1) / 2]! * (below + above);
  }
  const mean = kronrod / 2;
  let unrest = KRONROD[10]! * Math.abs(middle - mean);
  for (let k = 0; k < 10; k++)
    unrest += KRONROD[k]! * (Math.abs(values[2 * k]! - mean) + Math.abs(values[2 * k + 1]! - mean));
  const gap = Math.abs(kronrod - gauss);
  let error = unrest > 0 && gap > 0 ? unrest * Math.min(1, ((200 * gap) / unrest) ** 1.5) : gap;
  error = Math.max(error, 2 * Number.EPSILON * size);
  return { g, from, to, value: kronrod * half, error: error * half };
}

/** f over [from, to] as a function on a finite range; infinite ends by x = end +- (1 - t) / t. */
function onFiniteRange(f: (x: number) => number, from: number, to: number): Piece[] {
  const ends = [Number.isFinite(from), Number.isFinite(to)];
  if (ends[0] && ends[1]) return [measure(f, from, to)];
  if (ends[0]) return [measure((t) => f(from + (1 - t) / t) / (t * t), 0, 1)];
  if (ends[1]) return [measure((t) => f(to - (1 - t) / t) / (t * t), 0, 1)];
  return [...onFiniteRange(f, from, 0), ...onFiniteRange(f, 0, to)];
}

/**
 * The integral of a function over a finite or infinite range, by halving the worst piece until the estimated
 * error is small enough. A narrow peak far from the middle can be missed: name it in `breaks`.
 *
 * @param from may be -Infinity; above `to` the sign turns
 * @param to may be Infinity
 * @throws EvidensError `numerics/integrand` (numerical) when f is not finite at a point used
 * Source: Piessens et al. 1983, QUADPACK, qag and qagi with the 10-21 rule. Checked: tests/numerics/integrate.test.ts.
 */
export function integrate(
  f: (x: number) => number,
  from: number,
  to: number,
  options: IntegrateOptions = {},
): Integral {
  if (from > to) {
    const turned = integrate(f, to, from, options);
    return { ...turned, value: -turned.value };
  }
  if (from === to) return { value: 0, error: 0, converged: true, pieces: 0 };
  const { relative = 1e-12, absolute = 0, mostPieces = 1000 } = options;
  const inner = (options.breaks ?? []).filter((x) => x > from && x < to).sort((a, b) => a - b);
  const ends = [from, ...inner, to];
  const pieces = ends.slice(1).flatMap((end, i) => onFiniteRange(f, ends[i]!, end));
  for (;;) {
    const value = pieces.reduce((sum, piece) => sum + piece.value, 0);
    const error = pieces.reduce((sum, piece) => sum + piece.error, 0);
    if (!Number.isFinite(value)) throw notFinite(pieces);
    // Errors of rounding alone cannot be halved away.
    const rounding = 4 * Number.EPSILON * pieces.reduce((sum, piece) => sum + Math.abs(piece.value), 0);
    const converged = error <= Math.max(absolute, relative * Math.abs(value), rounding);
    if (converged || pieces.length >= mostPieces) return { value, error, converged, pieces: pieces.length };
    const at = pieces.reduce((worst, piece, i) => (piece.error > pieces[worst]!.error ? i : worst), 0);
    const { g, from: low, to: high } = pieces[at]!;
    const middle = (low + high) / 2;
    if (!(middle > low && middle < high)) return { value, error, converged: false, pieces: pieces.length };
    pieces.splice(at, 1, measure(g, low, middle), measure(g, middle, high));
  }
}

function notFinite(pieces: readonly Piece[]): EvidensError {
  const bad = pieces.find((piece) => !Number.isFinite(piece.value));
  return new EvidensError({
    code: "numerics/integrand",
    kind: "numerical",
    message: `integrate: the function is not finite somewhere in ${bad?.from} to ${bad?.to} of its range.`,
    remedy: "Name the singular points in breaks, or integrate where the function is finite.",
  });
}
