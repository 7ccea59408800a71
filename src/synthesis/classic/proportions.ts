import {
  betaQuantile,
  binomialMass,
  binomialTails,
  chiSquareUpper,
  compensatedSum,
  normalQuantile,
} from "#numerics";
import type { ClassicTest } from "./classic.types.ts";
import { checkedConfidence, checkedShare, refuseData } from "./refuse.ts";

/** Events among people. */
export interface Share {
  readonly events: number;
  readonly n: number;
}

/** Two proportions compared; `estimate` is the first less the second. */
export interface ProportionTest extends ClassicTest {
  readonly proportions: readonly [number, number];
  readonly estimate: number;
  readonly ciLow: number;
  readonly ciHigh: number;
}

/**
 * Test that two proportions are equal, with an interval of their difference, both with continuity correction.
 *
 * @param options `correct`: default true; `level`: confidence, default 0.95
 * @throws EvidensError `synthesis/bad-data`
 * Source: Newcombe 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I (method 2), as R's
 * `prop.test`. Checked: tests/synthesis/golden-classic-tests.test.ts, 1e-12.
 */
export function proportionTest(
  one: Share,
  two: Share,
  options: { readonly correct?: boolean; readonly level?: number } = {},
): ProportionTest {
  const level = checkedConfidence(options.level);
  for (const { events, n } of [one, two]) checkedShare(events, n);
  const [p1, p2] = [one.events / one.n, two.events / two.n];
  const pooled = (one.events + two.events) / (one.n + two.n);
  if (pooled === 0 || pooled === 1)
    refuseData("Nobody, or everybody, has the event.", "Pass groups that differ in the event.");
  const spread = 1 / one.n + 1 / two.n;
  const difference = p1 - p2;
  const shift = options.correct === false ? 0 : Math.min(0.5, Math.abs(difference) / spread);
  const cells = [one, two].flatMap(({ events, n }) => [
    (Math.abs(events - n * pooled) - shift) ** 2 / (n * pooled),
    (Math.abs(n - events - n * (1 - pooled)) - shift) ** 2 / (n * (1 - pooled)),
  ]);
  const statistic = compensatedSum(cells);
  const se = Math.sqrt((p1 * (1 - p1)) / one.n + (p2 * (1 - p2)) / two.n);
  const half = normalQuantile((1 - level) / 2, "upper") * se + shift * spread;
  return {
    statistic,
    df: 1,
    p: chiSquareUpper(statistic, 1),
    proportions: [p1, p2],
    estimate: difference,
    ciLow: Math.max(-1, difference - half),
    ciHigh: Math.min(1, difference + half),
  };
}

/** Ways to make an interval of one proportion. */
export type ProportionMethod =
  | "clopper-pearson"
  | "wilson"
  | "wilson-corrected"
  | "wald"
  | "agresti-coull"
  | "jeffreys";

export interface Interval {
  readonly low: number;
  readonly high: number;
}

type Maker = (x: number, n: number, tail: number) => Interval;

/** Wilson's interval with x moved outwards by a correction. */
function wilson(x: number, n: number, z: number, shift: number): Interval {
  const square = (z * z) / n;
  const end = (p: number, sign: 1 | -1): number =>
    (p + square / 2 + sign * z * Math.sqrt((p * (1 - p)) / n + square / n / 4)) / (1 + square);
  const [low, high] = [(x - shift) / n, (x + shift) / n];
  return { low: low <= 0 ? 0 : end(low, -1), high: high >= 1 ? 1 : end(high, 1) };
}

function around(centre: number, n: number, z: number): Interval {
  const half = z * Math.sqrt((centre * (1 - centre)) / n);
  return { low: centre - half, high: centre + half };
}

const makers: Readonly<Record<ProportionMethod, Maker>> = {
  "clopper-pearson": (x, n, tail) => ({
    low: x === 0 ? 0 : betaQuantile(tail, x, n - x + 1),
    high: x === n ? 1 : betaQuantile(tail, x + 1, n - x, "upper"),
  }),
  wilson: (x, n, tail) => wilson(x, n, normalQuantile(tail, "upper"), 0),
  // No further than the middle, as R's prop.test, which tests 1/2 beside.
  "wilson-corrected": (x, n, tail) =>
    wilson(x, n, normalQuantile(tail, "upper"), Math.min(0.5, Math.abs(x - n / 2))),
  wald: (x, n, tail) => around(x / n, n, normalQuantile(tail, "upper")),
  "agresti-coull": (x, n, tail) => {
    const z = normalQuantile(tail, "upper");
    const more = n + z * z;
    return around((x + (z * z) / 2) / more, more, z);
  },
  jeffreys: (x, n, tail) => ({
    low: x === 0 ? 0 : betaQuantile(tail, x + 0.5, n - x + 0.5),
    high: x === n ? 1 : betaQuantile(tail, x + 0.5, n - x + 0.5, "upper"),
  }),
};

/**
 * Interval of one proportion; those of Wald and of Agresti and Coull can leave [0, 1] and are given as they are.
 *
 * @param events whole number in [0, n]
 * @param n people, whole number >= 1
 * @param level confidence, in (0, 1)
 * @throws EvidensError `synthesis/bad-data`
 * Source: Clopper and Pearson 1934, doi:10.1093/biomet/26.4.404; Wilson 1927, doi:10.1080/01621459.1927.10502953;
 * Newcombe 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E (correction); Brown, Cai and
 * DasGupta 2001, doi:10.1214/ss/1009213286. Checked: tests/synthesis/golden-classic-tests.test.ts, 1e-12.
 */
export function proportionInterval(
  events: number,
  n: number,
  method: ProportionMethod = "wilson",
  level = 0.95,
): Interval {
  checkedShare(events, n);
  if (!Object.hasOwn(makers, method))
    refuseData(`The method ${method} is unknown.`, `Pass ${Object.keys(makers).join(", ")}.`);
  return makers[method](events, n, (1 - checkedConfidence(level)) / 2);
}

/** Two probabilities this near count as equal. */
const EQUAL = 1 + 1e-7;

/**
 * Exact two-sided test of one proportion: the chance of an outcome no likelier than this one.
 *
 * @param events whole number in [0, n]
 * @param n trials, whole number >= 1
 * @param p the null hypothesis, in [0, 1]; default 1/2
 * @returns p value
 * @throws EvidensError `synthesis/bad-data`
 * Source: as R's `binom.test`. Checked: tests/synthesis/golden-classic-tests.test.ts, 1e-12. Cost O(n).
 */
export function binomialTest(events: number, n: number, p = 0.5): number {
  checkedShare(events, n);
  if (!(p >= 0 && p <= 1)) refuseData(`p is ${p} but must lie in [0, 1].`, "Pass a probability.");
  const expected = n * p;
  if (events === expected) return 1;
  if (p === 0 || p === 1) return 0;
  const own = binomialMass(events, n, p) * EQUAL;
  const below = events < expected;
  // Outcomes on the far side that are no likelier: those beyond the first.
  let far = 0;
  if (below) {
    for (let i = n; i >= Math.ceil(expected) && binomialMass(i, n, p) <= own; i--) far++;
    return Math.min(1, binomialTails(events, n, p).lower + binomialTails(n - far, n, p).upper);
  }
  for (let i = 0; i <= Math.floor(expected) && binomialMass(i, n, p) <= own; i++) far++;
  return Math.min(1, binomialTails(far - 1, n, p).lower + binomialTails(events - 1, n, p).upper);
}
