import { EvidensError } from "#kernel";

/** Effects ready for pooling: centred, so that sums of squares do not cancel. */
export interface EffectSet {
  readonly k: number;
  /** Effects minus `centre`. */
  readonly y: Float64Array;
  readonly v: Float64Array;
  readonly centre: number;
  /** Room for the weights of the current step. */
  readonly w: Float64Array;
}

/** Weighted sums at one tau2; P is the matrix that projects the weighted mean out. */
export interface Moments {
  readonly sumW: number;
  readonly sumW2: number;
  /** Weighted mean of the centred effects. */
  readonly mean: number;
  /** y'Py: the generalised Q. */
  readonly ypy: number;
  readonly yppy: number;
  readonly ypppy: number;
  readonly trP: number;
  readonly trPP: number;
}

function refuse(message: string, remedy: string): never {
  throw new EvidensError({ code: "synthesis/bad-effects", kind: "invalid", message, remedy });
}

/**
 * Checks and centres effects and variances.
 *
 * @param y effects, length k >= 1, one scale throughout (log for ratios)
 * @param v sampling variances, length k, all > 0
 * @throws EvidensError `synthesis/bad-effects`
 */
export function effectSet(y: Float64Array, v: Float64Array): EffectSet {
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
  const centre = sum / k;
  const centred = new Float64Array(k);
  for (let i = 0; i < k; i++) centred[i] = y[i]! - centre;
  return { k, y: centred, v, centre, w: new Float64Array(k) };
}

/** Terms are summed in blocks of this size, then the blocks: the error grows with the block, not with k. */
const BLOCK = 256;

/**
 * The weighted sums at one value of tau2. Leaves the weights 1 / (v + tau2) in `set.w`.
 * Cost O(k), no allocation but the answer.
 *
 * @param tau2 >= 0
 */
export function momentsAt(set: EffectSet, tau2: number): Moments {
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
  };
}
