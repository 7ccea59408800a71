import { hypergeometricLogMass, logGamma } from "#numerics";

/**
 * A count y whose log-likelihood at linear predictor eta is y eta - A(eta) + constant: the canonical
 * exponential family, so that the derivatives of A are the cumulants of y.
 */
export interface CountObservation {
  readonly y: number;
  readonly constant: number;
  /** Writes A, A', A'' and A''' at eta into the first four places of `out`. */
  readonly cumulants: (eta: number, out: Float64Array) => void;
  /** The log-likelihood where the mean equals y: the highest this observation can have. */
  readonly saturated: number;
  /** The eta where the mean equals y, -Infinity or Infinity at the ends; and the variance of y there. */
  readonly own: { readonly eta: number; readonly information: number };
}

const xLogX = (x: number): number => (x === 0 ? 0 : x * Math.log(x));

/** y events among n people; eta is a log odds. */
export function binomialObservation(y: number, n: number): CountObservation {
  const constant = logGamma(n + 1) - logGamma(y + 1) - logGamma(n - y + 1);
  const cumulants = (eta: number, out: Float64Array): void => {
    const small = Math.exp(-Math.abs(eta));
    const [p, q] = eta > 0 ? [1 / (1 + small), small / (1 + small)] : [small / (1 + small), 1 / (1 + small)];
    out[0] = n * (Math.max(eta, 0) + Math.log1p(small));
    out[1] = n * p;
    out[2] = n * p * q;
    out[3] = n * p * q * (q - p);
  };
  const saturated = constant + xLogX(y) + xLogX(n - y) - xLogX(n);
  const own = { eta: Math.log(y) - Math.log(n - y), information: (y * (n - y)) / n };
  return { y, constant, cumulants, saturated, own };
}

/** y events of a Poisson count with mean exp(eta). */
export function poissonObservation(y: number): CountObservation {
  const constant = -logGamma(y + 1);
  const cumulants = (eta: number, out: Float64Array): void => {
    const mean = Math.exp(eta);
    out[0] = mean;
    out[1] = mean;
    out[2] = mean;
    out[3] = mean;
  };
  return {
    y,
    constant,
    cumulants,
    saturated: constant + xLogX(y) - y,
    own: { eta: Math.log(y), information: y },
  };
}

const ENOUGH = 1e-18;
/** Beyond this log odds ratio the distribution has all its mass at one end; its square is still a double. */
const FAR = 300;

/** Sums of 1, j, j^2, j^3 times the probabilities relative to that at the mode, j counted from the mode. */
function sumAroundMode(mode: number, { n1, n2, events }: Margins, odds: number, sums: Float64Array): void {
  let [s0, s1, s2, s3] = [1, 0, 0, 0];
  const spare = n2 - events;
  for (let x = mode, j = 1, term = 1; term > ENOUGH * s0; x++, j++) {
    term *= ((n1 - x) / (x + 1)) * ((events - x) / (spare + x + 1)) * odds;
    if (!(term > 0)) break;
    s0 += term;
    s1 += j * term;
    s2 += j * j * term;
    s3 += j * j * j * term;
  }
  for (let x = mode, j = -1, term = 1; term > ENOUGH * s0; x--, j--) {
    term *= ((x / (n1 - x + 1)) * ((spare + x) / (events - x + 1))) / odds;
    if (!(term > 0)) break;
    s0 += term;
    s1 += j * term;
    s2 += j * j * term;
    s3 += j * j * j * term;
  }
  sums[0] = s0;
  sums[1] = s1;
  sums[2] = s2;
  sums[3] = s3;
}

interface Margins {
  readonly n1: number;
  readonly n2: number;
  /** Events in both groups together. */
  readonly events: number;
}

/** The whole number near which the probabilities are largest: the mode of Fisher's distribution. */
function modeOf({ n1, n2, events }: Margins, odds: number): number {
  const half = (odds * (n1 + events + 2) + n2 - events) / 2;
  const product = odds * (n1 + 1) * (events + 1);
  const root = Math.sqrt(Math.max(0, half * half - product * (odds - 1)));
  // The smaller root in the form that does not cancel; half below 0 needs an odds ratio below 1.
  const mode = Math.floor(half < 0 ? (root - half) / (1 - odds) : product / (half + root));
  return Math.min(Math.max(mode, 0, events - n2), n1, events);
}

/**
 * y of `events` events in a group of n1 people, the others among n2: Fisher's noncentral hypergeometric
 * distribution; eta is the log odds ratio. Cost: as many terms as matter, a few standard deviations.
 */
export function hypergeometricObservation(
  y: number,
  n1: number,
  n2: number,
  events: number,
): CountObservation {
  const margins = { n1, n2, events };
  const urn = { population: n1 + n2, marked: events, draws: n1 };
  const [least, most] = [Math.max(0, events - n2), Math.min(n1, events)];
  const constant = hypergeometricLogMass(y, urn);
  const sums = new Float64Array(4);
  const cumulants = (eta: number, out: Float64Array): void => {
    const bounded = Math.min(Math.max(eta, -FAR), FAR);
    const odds = Math.exp(bounded);
    const mode = modeOf(margins, odds);
    sumAroundMode(mode, margins, odds, sums);
    const mean = sums[1]! / sums[0]!;
    const second = sums[2]! / sums[0]!;
    out[0] = hypergeometricLogMass(mode, urn) + mode * eta + Math.log(sums[0]!);
    out[1] = mode + mean;
    out[2] = second - mean * mean;
    out[3] = sums[3]! / sums[0]! - 3 * mean * second + 2 * mean ** 3;
  };
  return { y, constant, cumulants, ...saturatedAt(y, least, most, constant, cumulants) };
}

/** The conditional maximum of one table, by Newton on its mean; an end of the support has it at infinity. */
function saturatedAt(
  y: number,
  least: number,
  most: number,
  constant: number,
  cumulants: CountObservation["cumulants"],
): Pick<CountObservation, "saturated" | "own"> {
  if (y === least || y === most) {
    const eta = least === most ? 0 : y === least ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    return { saturated: 0, own: { eta, information: 0 } };
  }
  const out = new Float64Array(4);
  let [low, high, eta] = [-FAR, FAR, 0];
  for (let step = 0; step < 200; step++) {
    cumulants(eta, out);
    const gap = y - out[1]!;
    if (gap > 0) low = eta;
    else high = eta;
    const next = eta + gap / out[2]!;
    const safe = next > low && next < high ? next : (low + high) / 2;
    const done = Math.abs(safe - eta) <= 1e-15 * Math.max(1, Math.abs(eta));
    eta = safe;
    if (done) break;
  }
  cumulants(eta, out);
  return { saturated: y * eta - out[0]! + constant, own: { eta, information: out[2]! } };
}
