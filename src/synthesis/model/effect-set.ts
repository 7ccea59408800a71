import { EvidensError } from "#kernel";
import { type Basis, BLOCK, regressionMoments } from "./regression-moments.ts";

/** Effects ready for fitting: freed of a first fit, so that sums of squares do not cancel. */
export interface EffectSet {
  readonly k: number;
  /** Coefficients; 1 for a mean alone. */
  readonly p: number;
  /** k - p. */
  readonly df: number;
  /** Effects minus their mean (`centre`), or minus a first fit of the moderators. */
  readonly y: Float64Array;
  readonly v: Float64Array;
  readonly centre: number;
  /** The effects as given. */
  readonly raw: Float64Array;
  /** Sum of squares of the effects around their mean. */
  readonly squares: number;
  /** Room for the weights of the current step. */
  readonly w: Float64Array;
  /** Orthonormal columns that span the design; `null` for a mean alone. */
  readonly basis: Basis | null;
  /** Own weights, for the generalised Q; `null` where there are none. */
  readonly own: Float64Array | null;
}

/**
 * Weighted sums at one tau2; P is the matrix that projects the fitted part out:
 * P = W - WX(X'WX)^-1 X'W.
 */
export interface Moments {
  readonly sumW: number;
  readonly sumW2: number;
  /** Weighted mean of the centred effects; NaN with moderators. */
  readonly mean: number;
  /** y'Py: the generalised Q. */
  readonly ypy: number;
  readonly yppy: number;
  readonly ypppy: number;
  readonly trP: number;
  readonly trPP: number;
  /** ln |Q'WQ| for orthonormal columns Q of the design's space, = ln |X'WX| - ln |X'X|. */
  readonly logDet: number;
}

function refuse(message: string, remedy: string): never {
  throw new EvidensError({ code: "synthesis/bad-effects", kind: "invalid", message, remedy });
}

/**
 * Checks effects and variances, and gives the mean of the effects.
 *
 * @throws EvidensError `synthesis/bad-effects`
 */
export function checkedMean(y: Float64Array, v: Float64Array): number {
  const k = y.length;
  if (k === 0) refuse("There is no effect to pool.", "Pass at least one study with an effect.");
  if (v.length !== k)
    refuse(`There are ${k} effects but ${v.length} variances.`, "Pass one variance for each effect.");
  let sum = 0;
  for (let i = 0; i < k; i++) {
    if (!Number.isFinite(y[i]!))
      refuse(`Effect ${i + 1} of ${k} is ${y[i]}.`, "Leave out studies without a finite effect.");
    if (!(v[i]! > 0 && v[i]! < Number.POSITIVE_INFINITY))
      refuse(`Variance ${i + 1} of ${k} is ${v[i]}.`, "Pass variances that are finite and above 0.");
    sum += y[i]!;
  }
  return sum / k;
}

/**
 * Checks and centres effects and variances, for a mean without moderators.
 *
 * @param y effects, length k >= 1, one scale throughout (log for ratios)
 * @param v sampling variances, length k, all > 0
 * @throws EvidensError `synthesis/bad-effects`
 */
export function effectSet(y: Float64Array, v: Float64Array, own: Float64Array | null = null): EffectSet {
  const centre = checkedMean(y, v);
  const k = y.length;
  const centred = new Float64Array(k);
  let squares = 0;
  for (let i = 0; i < k; i++) {
    const distance = y[i]! - centre;
    centred[i] = distance;
    squares += distance * distance;
  }
  const w = new Float64Array(k);
  return { k, p: 1, df: k - 1, y: centred, v, centre, raw: y, squares, w, basis: null, own };
}

/**
 * The weighted sums at one value of tau2. Leaves the weights 1 / (v + tau2) in `set.w`.
 * Cost O(k p^2), no allocation but the answer.
 *
 * @param tau2 >= 0
 */
export function momentsAt(set: EffectSet, tau2: number): Moments {
  return set.basis === null ? meanMoments(set, tau2) : regressionMoments(set, set.basis, tau2);
}

function meanMoments(set: EffectSet, tau2: number): Moments {
  const { k, y, v, w } = set;
  let [sumW, sumW2, sumW3, sumWY] = [0, 0, 0, 0];
  for (let from = 0; from < k; from += BLOCK) {
    const to = Math.min(k, from + BLOCK);
    let [s1, s2, s3, sy] = [0, 0, 0, 0];
    for (let i = from; i < to; i++) {
      const weight = 1 / (v[i]! + tau2);
      const square = weight * weight;
      w[i] = weight;
      s1 += weight;
      s2 += square;
      s3 += square * weight;
      sy += weight * y[i]!;
    }
    sumW += s1;
    sumW2 += s2;
    sumW3 += s3;
    sumWY += sy;
  }
  const mean = sumWY / sumW;
  let [ypy, yppy, cubic, cross] = [0, 0, 0, 0];
  for (let from = 0; from < k; from += BLOCK) {
    const to = Math.min(k, from + BLOCK);
    let [q1, q2, q3, q4] = [0, 0, 0, 0];
    for (let i = from; i < to; i++) {
      const weight = w[i]!;
      const residual = weight * (y[i]! - mean);
      const square = residual * residual;
      q1 += square / weight;
      q2 += square;
      q3 += square * weight;
      q4 += residual * weight;
    }
    ypy += q1;
    yppy += q2;
    cubic += q3;
    cross += q4;
  }
  const share = sumW2 / sumW;
  return {
    sumW,
    sumW2,
    mean,
    ypy,
    yppy,
    ypppy: cubic - (cross * cross) / sumW,
    trP: sumW - share,
    trPP: sumW2 - (2 * sumW3) / sumW + share * share,
    logDet: Math.log(sumW / k),
  };
}
