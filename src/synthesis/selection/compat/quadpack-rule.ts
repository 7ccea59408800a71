/** Kronrod's 15 nodes from the end to the middle, their weights, and Gauss's weights at every second one. */
const NODES = [
  0.9914553711208126, 0.9491079123427585, 0.8648644233597691, 0.7415311855993945, 0.5860872354676911,
  0.4058451513773972, 0.2077849550078985, 0,
];
const KRONROD = [
  0.0229353220105292, 0.0630920926299786, 0.1047900103222502, 0.1406532597155259, 0.1690047266392679,
  0.1903505780647854, 0.2044329400752989, 0.2094821410847278,
];
const GAUSS = [0, 0.1294849661688697, 0, 0.2797053914892767, 0, 0.3818300505051189, 0, 0.4179591836734694];

/** One interval by both rules. */
export interface RuleResult {
  readonly value: number;
  readonly error: number;
  /** Integral of |f|. */
  readonly size: number;
  /** Integral of |f - mean|. */
  readonly spread: number;
}

/**
 * An interval (from, to) of (0, 1], which t = (1 - x) / x carries to the whole line, both signs at once, by
 * QUADPACK's DQK15I.
 */
export function wholeLineRule(f: (x: number) => number, from: number, to: number): RuleResult {
  const centre = (from + to) / 2;
  const half = (to - from) / 2;
  const at = (x: number): number => {
    const t = (1 - x) / x;
    return (f(t) + f(-t)) / x / x;
  };
  const middle = at(centre);
  let gauss = GAUSS[7]! * middle;
  let kronrod = KRONROD[7]! * middle;
  let size = Math.abs(kronrod);
  const values: [number, number][] = [];
  for (let j = 0; j < 7; j++) {
    const step = half * NODES[j]!;
    const pair: [number, number] = [at(centre - step), at(centre + step)];
    values.push(pair);
    gauss += GAUSS[j]! * (pair[0] + pair[1]);
    kronrod += KRONROD[j]! * (pair[0] + pair[1]);
    size += KRONROD[j]! * (Math.abs(pair[0]) + Math.abs(pair[1]));
  }
  const mean = kronrod / 2;
  let spread = KRONROD[7]! * Math.abs(middle - mean);
  values.forEach(([a, b], j) => {
    spread += KRONROD[j]! * (Math.abs(a - mean) + Math.abs(b - mean));
  });
  size *= half;
  spread *= half;
  let error = Math.abs((kronrod - gauss) * half);
  if (spread !== 0 && error !== 0) error = spread * Math.min(1, ((200 * error) / spread) ** 1.5);
  if (size > Number.MIN_VALUE / (50 * Number.EPSILON)) error = Math.max(50 * Number.EPSILON * size, error);
  return { value: kronrod * half, error, size, spread };
}
