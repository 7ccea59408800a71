import { type Matrix, normalCdf, normalDensity, normalUpper } from "#numerics";
import type { SelectionGrid } from "./selection-grid.ts";
import type { SelectionShape } from "./selection-shapes.ts";

/** Effects whose chance of being seen depends on their p value. */
export interface SelectionData {
  readonly y: Float64Array;
  readonly v: Float64Array;
  /** Moderators, one row a study; a column of ones alone for a mean. */
  readonly x: Matrix;
  /** p value of each study, kept within the margins of the shape; of truncation its side of the cut point. */
  readonly p: Float64Array;
  readonly shape: SelectionShape;
  readonly grid: SelectionGrid;
}

/** The chance of being seen of a new study, with derivatives by mean, tau2 and delta. */
interface Chance {
  value: number;
  byMean: number;
  byTau2: number;
  readonly byDelta: Float64Array;
}

/** Weights of the grid at one delta, shared by all studies. */
interface GridWeights {
  readonly nodes: Float64Array;
  readonly nodeSlopes: Float64Array;
  readonly pieces: Float64Array;
  readonly pieceSlopes: Float64Array;
}

const density = (u: number): number => (Math.abs(u) > 40 ? 0 : normalDensity(u));

function gridWeights({ shape, grid }: SelectionData, delta: ArrayLike<number>): GridWeights {
  const d = shape.parameters;
  const out = new Float64Array(d);
  const of = (ps: ArrayLike<number>, factor: (j: number) => number): [Float64Array, Float64Array] => {
    const weights = new Float64Array(ps.length);
    const slopes = new Float64Array(ps.length * d);
    for (let j = 0; j < ps.length; j++) {
      weights[j] = factor(j) * Math.exp(shape.log(ps[j]!, delta));
      shape.slopes(ps[j]!, delta, out);
      for (let c = 0; c < d; c++) slopes[j * d + c] = weights[j] === 0 ? 0 : weights[j]! * out[c]!;
    }
    return [weights, slopes];
  };
  const [nodes, nodeSlopes] = of(grid.p, (j) => grid.weight[j]!);
  const [pieces, pieceSlopes] = of(
    grid.pieces.map(({ p }) => p),
    () => 1,
  );
  return { nodes, nodeSlopes, pieces, pieceSlopes };
}

/** P(from < u <= to), from the smaller tails so that no digits are lost. */
function between(from: number, to: number): number {
  return from > 0 ? normalUpper(from) - normalUpper(to) : normalCdf(to) - normalCdf(from);
}

function chanceOf(
  data: SelectionData,
  weights: GridWeights,
  sigma: number,
  mean: number,
  s2: number,
  chance: Chance,
): void {
  const { grid, shape } = data;
  const d = shape.parameters;
  const s = Math.sqrt(s2);
  const unit = grid.ofEffects === true ? 1 : sigma;
  chance.value = 0;
  chance.byMean = 0;
  chance.byTau2 = 0;
  chance.byDelta.fill(0);
  for (let j = 0; j < grid.pieces.length; j++) {
    const piece = grid.pieces[j]!;
    const [from, to] = [(piece.from * unit - mean) / s, (piece.to * unit - mean) / s];
    const area = between(from, to);
    const [low, high] = [density(from), density(to)];
    const w = weights.pieces[j]!;
    chance.value += w * area;
    chance.byMean += (w * (low - high)) / s;
    chance.byTau2 += (w * ((low === 0 ? 0 : low * from) - (high === 0 ? 0 : high * to))) / (2 * s2);
    for (let c = 0; c < d; c++) chance.byDelta[c]! += weights.pieceSlopes[j * d + c]! * area;
  }
  addNodes(grid.z, weights, sigma / s, mean / s, s, chance);
}

/** The square of the largest |u| whose density is told apart from 0. */
const FARTHEST = 39 * 39;
const ROOT_2_PI = 2.5066282746310002;

/** Adds what the points of the quadrature give: the inner loop of all smooth shapes. */
function addNodes(
  z: Float64Array,
  { nodes, nodeSlopes }: GridWeights,
  scale: number,
  shift: number,
  s: number,
  chance: Chance,
): void {
  const d = chance.byDelta.length;
  let [value, byMean, byTau2, byFirst, bySecond] = [0, 0, 0, 0, 0];
  for (let j = 0; j < z.length; j++) {
    const u = z[j]! * scale - shift;
    const square = u * u;
    if (square > FARTHEST) continue;
    const height = Math.exp(-square / 2);
    const w = nodes[j]! * height;
    value += w;
    byMean += w * u;
    byTau2 += w * (square - 1);
    byFirst += nodeSlopes[j * d]! * height;
    if (d > 1) bySecond += nodeSlopes[j * d + 1]! * height;
  }
  const unit = scale / ROOT_2_PI;
  chance.value += unit * value;
  chance.byMean += (unit * byMean) / s;
  chance.byTau2 += (unit * byTau2) / (2 * s * s);
  chance.byDelta[0]! += unit * byFirst;
  if (d > 1) chance.byDelta[1]! += unit * bySecond;
}

/** Mean of study i before selection. */
export function meanOf(x: Matrix, i: number, beta: ArrayLike<number>): number {
  let sum = 0;
  for (let c = 0; c < x.columns; c++) sum += x.values[i * x.columns + c]! * beta[c]!;
  return sum;
}

/**
 * Log-likelihood of the effects that were seen, with its gradient.
 *
 * @param beta coefficients of the moderators: the mean of the effects before selection
 * @param tau2 their variance around it, >= 0
 * @param delta parameters of the selection
 * @param gradient receives derivatives by each coefficient, tau2 and each delta
 * Source: Hedges 1992, doi:10.1214/ss/1177011364: density times weight, divided by its integral.
 * Checked: tests/synthesis/selection.test.ts. Cost: some 300 points a study for smooth weights.
 */
export function selectionLogLikelihood(
  data: SelectionData,
  beta: ArrayLike<number>,
  tau2: number,
  delta: ArrayLike<number>,
  gradient: Float64Array,
): number {
  const { y, v, x, p, shape } = data;
  const columns = x.columns;
  const d = shape.parameters;
  const weights = gridWeights(data, delta);
  const chance: Chance = { value: 0, byMean: 0, byTau2: 0, byDelta: new Float64Array(d) };
  const own = new Float64Array(d);
  gradient.fill(0);
  let value = 0;
  for (let i = 0; i < y.length; i++) {
    const s2 = v[i]! + tau2;
    const mean = meanOf(x, i, beta);
    const residual = y[i]! - mean;
    chanceOf(data, weights, Math.sqrt(v[i]!), mean, s2, chance);
    value +=
      shape.log(p[i]!, delta) -
      (Math.log(2 * Math.PI * s2) + residual ** 2 / s2) / 2 -
      Math.log(chance.value);
    const slope = residual / s2 - chance.byMean / chance.value;
    for (let c = 0; c < columns; c++) gradient[c]! += slope * x.values[i * columns + c]!;
    gradient[columns]! += (residual ** 2 / s2 - 1) / (2 * s2) - chance.byTau2 / chance.value;
    shape.slopes(p[i]!, delta, own);
    for (let c = 0; c < d; c++) gradient[columns + 1 + c]! += own[c]! - chance.byDelta[c]! / chance.value;
  }
  return value;
}
