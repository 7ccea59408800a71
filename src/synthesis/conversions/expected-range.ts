import { integrate, normalTails } from "#numerics";

/** 1 - P(all of n lie on one side of x), for the normal distribution. */
function straddle(x: number, n: number): number {
  const { upper } = normalTails(Math.abs(x));
  return -Math.expm1(n * Math.log1p(-upper)) - upper ** n;
}

/**
 * Expected range of n standard normal values (d2 of quality control).
 *
 * @param n whole, >= 2
 * @param compat `metafor` stops its integral where R's default does, with errors of 1e-11 to 1e-8
 * Source: Tippett 1925, doi:10.2307/2332087. Checked: tests/synthesis/conversions.test.ts.
 */
export function expectedRange(n: number, compat?: "metafor"): number {
  if (compat === undefined) return 2 * integrate((x) => straddle(x, n), 0, 40).value;
  const onUnit = (t: number): number => (2 * straddle((1 - t) / t, n)) / (t * t);
  return coarseIntegral(onUnit, 2 ** -13);
}

/** Kronrod's 15 points from the end to the middle; every second one is Gauss's. */
const NODES: readonly number[] = [
  0.9914553711208126, 0.9491079123427585, 0.8648644233597691, 0.7415311855993945, 0.5860872354676911,
  0.4058451513773972, 0.20778495500789848,
];
const KRONROD: readonly number[] = [
  0.022935322010529224, 0.06309209262997856, 0.10479001032225019, 0.14065325971552592, 0.1690047266392679,
  0.19035057806478542, 0.20443294007529889,
];
const GAUSS: readonly number[] = [0, 0.1294849661688697, 0, 0.27970539148927664, 0, 0.3818300505051189, 0];
const [MIDDLE_KRONROD, MIDDLE_GAUSS] = [0.20948214108472782, 0.4179591836734694];

interface Piece {
  readonly from: number;
  readonly to: number;
  readonly value: number;
  readonly error: number;
}

/** One piece by both rules; the error as QUADPACK estimates it (Piessens et al. 1983). */
function measure(f: (t: number) => number, from: number, to: number): Piece {
  const [centre, half] = [(from + to) / 2, (to - from) / 2];
  const middle = f(centre);
  const pairs = NODES.map((node) => [f(centre - half * node), f(centre + half * node)] as const);
  let kronrod = MIDDLE_KRONROD * middle;
  let gauss = MIDDLE_GAUSS * middle;
  pairs.forEach(([below, above], j) => {
    kronrod += KRONROD[j]! * (below + above);
    gauss += GAUSS[j]! * (below + above);
  });
  const mean = kronrod / 2;
  let scatter = MIDDLE_KRONROD * Math.abs(middle - mean);
  pairs.forEach(([below, above], j) => {
    scatter += KRONROD[j]! * (Math.abs(below - mean) + Math.abs(above - mean));
  });
  scatter *= half;
  const raw = Math.abs((kronrod - gauss) * half);
  const error = scatter === 0 || raw === 0 ? raw : scatter * Math.min(1, ((200 * raw) / scatter) ** 1.5);
  return { from, to, value: kronrod * half, error };
}

const total = (pieces: readonly Piece[], field: "value" | "error"): number =>
  pieces.reduce((sum, piece) => sum + piece[field], 0);

/** The integral over [0, 1], halving the worst piece until the estimated error suffices. */
function coarseIntegral(f: (t: number) => number, tolerance: number): number {
  const pieces = [measure(f, 0, 1)];
  for (let step = 0; step < 100; step++) {
    if (total(pieces, "error") <= tolerance * Math.max(1, Math.abs(total(pieces, "value")))) break;
    const worst = pieces.reduce((at, piece, i) => (piece.error > pieces[at]!.error ? i : at), 0);
    const [{ from, to }] = pieces.splice(worst, 1) as [Piece];
    const middle = (from + to) / 2;
    pieces.push(measure(f, from, middle), measure(f, middle, to));
  }
  return total(pieces, "value");
}
