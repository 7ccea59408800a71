import { newtonRoot, type Probe, type Solution } from "../model/newton-root.ts";
import { fitNetwork, type NetworkFit } from "./fit-network.ts";
import type { StudyBlock } from "./study-block.ts";
import type { NetworkTau2Method } from "./types.ts";

/**
 * Between-study variance of a network: one value for all comparisons, arms of a study correlated 1/2.
 *
 * @param blocks studies of a connected network of n treatments with at least one degree of freedom
 * Source: DL Rücker 2012, doi:10.1002/jrsm.1058, and Jackson, White and Riley 2012, doi:10.1002/sim.5453;
 * ML and REML: the highest maximum of the likelihood of the arm contrasts.
 */
export function networkTau2(blocks: readonly StudyBlock[], n: number, method: NetworkTau2Method): Solution {
  if (method !== "DL") return maximise(blocks, n, method);
  const { excess, rate } = excessOfQ(blocks, n);
  return { tau2: Math.max(0, excess / rate), converged: true, iterations: 0, lastChange: 0 };
}

/** How far Q exceeds its degrees of freedom, and by how much tau2 = 1 would make it do so. */
export function excessOfQ(
  blocks: readonly StudyBlock[],
  n: number,
): { readonly excess: number; readonly rate: number } {
  const { fit, trace } = momentsAt(blocks, n, 0);
  return { excess: fit.q - fit.df, rate: trace / 2 };
}

/**
 * Weighted sums at one tau2. With t = tau2 / 2, each study is p - 1 independent observations of variance
 * `spectrum` + t, so the sums are those of a meta-regression on the treatments.
 */
interface Moments {
  readonly fit: NetworkFit;
  /** y'Py, and with one and two more P between. */
  readonly ypy: number;
  readonly yppy: number;
  readonly ypppy: number;
  /** Trace of P. */
  readonly trace: number;
  readonly tracePP: number;
  readonly sumW: number;
  readonly sumW2: number;
  readonly logVariances: number;
}

function momentsAt(blocks: readonly StudyBlock[], n: number, t: number): Moments {
  const fit = fitNetwork(blocks, n, 2 * t);
  const { covariance, effects } = fit;
  let [ypy, yppy, cubic, sumW, sumW2, leverage, leverage2, logVariances] = [0, 0, 0, 0, 0, 0, 0, 0];
  const cross = new Float64Array(n);
  const squares = new Float64Array(n * n);
  for (const { arms, spectrum, vectors, scores } of blocks) {
    const p = arms.length;
    for (let k = 0; k < spectrum.length; k++) {
      const w = 1 / (spectrum[k]! + t);
      let fitted = 0;
      let h = 0;
      for (let a = 0; a < p; a++) {
        const u = vectors[k * p + a]!;
        fitted += u * effects[arms[a]!]!;
        for (let b = 0; b < p; b++) {
          const uu = u * vectors[k * p + b]!;
          h += uu * covariance[arms[a]! * n + arms[b]!]!;
          squares[arms[a]! * n + arms[b]!]! += w * w * uu;
        }
      }
      const residual = w * (scores[k]! - fitted);
      for (let a = 0; a < p; a++) cross[arms[a]!]! += residual * w * vectors[k * p + a]!;
      ypy += (residual * residual) / w;
      yppy += residual * residual;
      cubic += residual * residual * w;
      sumW += w;
      sumW2 += w * w;
      leverage += w * w * h;
      leverage2 += w * w * w * h;
      logVariances -= Math.log(w);
    }
  }
  return {
    fit,
    ypy,
    yppy,
    ypppy: cubic - quadratic(covariance, cross, n),
    trace: sumW - leverage,
    tracePP: sumW2 - 2 * leverage2 + traceOfSquare(covariance, squares, n),
    sumW,
    sumW2,
    logVariances,
  };
}

function quadratic(c: Float64Array, x: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) sum += x[i]! * c[i * n + j]! * x[j]!;
  return sum;
}

/** Trace of (a b)^2 for square a and b. */
function traceOfSquare(a: Float64Array, b: Float64Array, n: number): number {
  const product = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let k = 0; k < n; k++) {
      const x = a[i * n + k]!;
      if (x !== 0) for (let j = 0; j < n; j++) product[i * n + j]! += x * b[k * n + j]!;
    }
  let sum = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) sum += product[i * n + j]! * product[j * n + i]!;
  return sum;
}

const score = (m: Moments, method: "REML" | "ML"): number => m.yppy - (method === "REML" ? m.trace : m.sumW);

/** Twice the log-likelihood, up to a constant. */
const height = (m: Moments, method: "REML" | "ML"): number =>
  -m.ypy - m.logVariances - (method === "REML" ? m.fit.logDeterminant : 0);

/** Newton's step where the curvature is that of a maximum, Fisher's otherwise. */
function proposal(m: Moments, method: "REML" | "ML"): Probe {
  const value = score(m, method);
  const information = method === "REML" ? m.tracePP : m.sumW2;
  const curvature = information - 2 * m.ypppy;
  return { value, step: value / (curvature < 0 ? -curvature : information) };
}

/** Powers of 4 below the upper end at which the sign of the score is read. */
const GRID = 14;

/**
 * The tau2 >= 0 of highest likelihood: the score is read on a grid over every plausible value, each fall
 * through 0 is polished, and the best maximum, the boundary 0 included, is taken.
 */
function maximise(blocks: readonly StudyBlock[], n: number, method: "REML" | "ML"): Solution {
  const at = (t: number): Moments => momentsAt(blocks, n, t);
  const atZero = at(0);
  const observations = blocks.reduce((sum, { spectrum }) => sum + spectrum.length, 0);
  const floor = observations / atZero.sumW;
  let squares = 0;
  for (const { scores } of blocks) for (const z of scores) squares += z * z;
  let high = Math.max(squares / observations, floor);
  while (score(at(high), method) > 0) high *= 2;
  const candidates: Solution[] = [];
  let [left, rising] = [0, score(atZero, method) > 0];
  if (!rising) candidates.push({ tau2: 0, converged: true, iterations: 0, lastChange: 0 });
  for (let j = GRID; j >= 0; j--) {
    const right = high * 4 ** -j;
    const risingHere = j > 0 && score(at(right), method) > 0;
    if (rising && !risingHere)
      candidates.push(newtonRoot((t) => proposal(at(t), method), left, right, floor));
    [left, rising] = [right, risingHere];
  }
  const ranked =
    candidates.length === 1
      ? candidates
      : candidates
          .map((solution) => ({ solution, value: height(at(solution.tau2), method) }))
          .sort((a, b) => b.value - a.value)
          .map(({ solution }) => solution);
  const best = ranked[0]!;
  return { ...best, tau2: 2 * best.tau2, lastChange: 2 * best.lastChange };
}
