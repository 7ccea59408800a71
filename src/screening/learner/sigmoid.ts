import { portableExp, portableLn } from "#numerics";

/** Probability from a score: 1 / (1 + exp(-(slope score + intercept))). */
export interface Sigmoid {
  readonly slope: number;
  readonly intercept: number;
}

/**
 * Fits a logistic curve of labels on scores, targets drawn in from 0 and 1, slope not negative.
 *
 * @param scores finite, length n
 * @param labels 1 relevant, 0 irrelevant, length n, both classes present
 * Source: Platt 1999; Lin, Lin and Weng 2007, doi:10.1007/s10994-007-5018-6 (Newton's method).
 * Checked: tests/screening/learner-ranker.test.ts.
 */
export function fitSigmoid(scores: Float64Array, labels: Uint8Array): Sigmoid {
  let relevant = 0;
  for (const label of labels) relevant += label;
  const irrelevant = labels.length - relevant;
  const high = (relevant + 1) / (relevant + 2);
  const low = 1 / (irrelevant + 2);
  let slope = 0;
  let intercept = portableLn((relevant + 1) / (irrelevant + 1));
  const loss = (a: number, b: number): number => {
    let sum = 0;
    for (let i = 0; i < scores.length; i++) {
      const z = a * scores[i]! + b;
      const target = labels[i] === 1 ? high : low;
      sum += (z > 0 ? z + portableLn(1 + portableExp(-z)) : portableLn(1 + portableExp(z))) - target * z;
    }
    return sum;
  };
  let now = loss(slope, intercept);
  for (let step = 0; step < 100; step++) {
    let [ga, gb, haa, hab, hbb] = [0, 0, 1e-12, 0, 1e-12];
    for (let i = 0; i < scores.length; i++) {
      const x = scores[i]!;
      const p = sigmoidAt({ slope, intercept }, x);
      const d = p - (labels[i] === 1 ? high : low);
      const w = p * (1 - p);
      ga += d * x;
      gb += d;
      haa += w * x * x;
      hab += w * x;
      hbb += w;
    }
    if (Math.abs(ga) < 1e-6 && Math.abs(gb) < 1e-6) break;
    const det = haa * hbb - hab * hab;
    const da = det > 1e-300 ? (hbb * ga - hab * gb) / det : ga / haa;
    const db = det > 1e-300 ? (haa * gb - hab * ga) / det : 0;
    let size = 1;
    let next = loss(slope - da, intercept - db);
    while (!(next <= now) && size > 1e-8) {
      size /= 2;
      next = loss(slope - size * da, intercept - size * db);
    }
    if (!(next < now)) break;
    slope -= size * da;
    intercept -= size * db;
    now = next;
  }
  return slope >= 0
    ? { slope, intercept }
    : { slope: 0, intercept: portableLn((relevant + 1) / (irrelevant + 1)) };
}

/** The probability at a score, inside (0, 1). */
export function sigmoidAt({ slope, intercept }: Sigmoid, score: number): number {
  const p = 1 / (1 + portableExp(-(slope * score + intercept)));
  return Math.min(1 - 1e-12, Math.max(1e-12, p));
}
