import { brentRoot, compensatedSum, hypergeometricLogMass, logGamma } from "#numerics";
import type { Alternative, Values } from "./classic.types.ts";
import { checkedAlternative, checkedConfidence, checkedTable, refuseData } from "./refuse.ts";

/** Two probabilities this near count as equal, so that ties with the observed table are not lost to rounding. */
const EQUAL = 1 + 1e-7;

/** The noncentral hypergeometric distribution of the first cell, given the margins. */
interface FirstCell {
  readonly x: number;
  readonly least: number;
  /** ln probabilities at odds ratio 1, from `least`. */
  readonly logs: Float64Array;
}

function firstCell([first, second]: readonly Float64Array[]): FirstCell {
  const [a, b, c, d] = [first![0]!, first![1]!, second![0]!, second![1]!];
  const urn = { population: a + b + c + d, marked: a + c, draws: a + b };
  const least = Math.max(0, a - d);
  const logs = Float64Array.from({ length: Math.min(a + b, a + c) - least + 1 }, (_, i) =>
    hypergeometricLogMass(least + i, urn),
  );
  return { x: a, least, logs };
}

/** Probabilities at a log odds ratio. */
function probabilities({ least, logs }: FirstCell, logOdds: number): Float64Array {
  const raw = logs.map((log, i) => log + (least + i) * logOdds);
  const top = raw.reduce((most, log) => Math.max(most, log), Number.NEGATIVE_INFINITY);
  const shares = raw.map((log) => Math.exp(log - top));
  const total = compensatedSum(shares);
  return shares.map((share) => share / total);
}

const atMost = (cell: FirstCell, logOdds: number): number =>
  compensatedSum(probabilities(cell, logOdds).subarray(0, cell.x - cell.least + 1));
const atLeast = (cell: FirstCell, logOdds: number): number =>
  compensatedSum(probabilities(cell, logOdds).subarray(cell.x - cell.least));
const mean = (cell: FirstCell, logOdds: number): number =>
  compensatedSum(probabilities(cell, logOdds).map((share, i) => share * (cell.least + i)));

/** The log odds ratio at which a rising function reaches a target. */
function solve(f: (logOdds: number) => number, target: number): number {
  let [low, high] = [-1, 1];
  while (f(low) > target && low > -700) low *= 2;
  while (f(high) < target && high < 700) high *= 2;
  return brentRoot((at) => f(at) - target, low, high).root;
}

/** What R's `uniroot` stops at unless told otherwise. */
const R_TOLERANCE = Number.EPSILON ** 0.25;

/**
 * The odds ratio where R's root search stops: on (0, 1) by the odds ratio or its inverse.
 *
 * @param f of the log odds ratio, monotone
 */
function stopAsR(f: (logOdds: number) => number, target: number): number {
  const at1 = f(0);
  if (at1 === target) return 1;
  const rises = f(1) > f(-1);
  const below = rises ? at1 > target : at1 < target;
  const distance = (odds: number): number => f(Math.log(below ? odds : 1 / odds)) - target;
  // An odds ratio of 0 has all its mass at one end; so has the smallest double.
  const from = below ? Number.MIN_VALUE : Number.EPSILON;
  const { root } = brentRoot(distance, from, 1, { tolerance: R_TOLERANCE });
  return below ? root : 1 / root;
}

export interface FisherOptions {
  readonly alternative?: Alternative;
  /** Confidence, in (0, 1); default 0.95. */
  readonly level?: number;
  /** `R` stops the search for the odds ratio and its limits where R's `fisher.test` stops, up to 1 % from the root. */
  readonly compat?: "R";
}

export interface FisherTest {
  readonly p: number;
  /** Conditional maximum-likelihood odds ratio: 0 or Infinity at the ends of what the margins allow. */
  readonly estimate: number;
  readonly ciLow: number;
  readonly ciHigh: number;
}

/**
 * Fisher's exact test of a 2 by 2 table, with the conditional odds ratio and its exact interval.
 *
 * @param table counts, row after row, 2 by 2
 * @throws EvidensError `synthesis/bad-data`
 * Source: Fisher 1934; Cornfield 1956 (interval). Checked: tests/synthesis/golden-classic-tests.test.ts (p 1e-10,
 * interval 1e-4, as near as the reference's root finding goes); tests/synthesis/classic-tests.test.ts.
 */
export function fisherTest(table: readonly Values[], options: FisherOptions = {}): FisherTest {
  const alternative = checkedAlternative(options.alternative);
  const level = checkedConfidence(options.level);
  const cell = firstCell(checkedTable(table, 2, 2));
  const most = cell.least + cell.logs.length - 1;
  const central = probabilities(cell, 0);
  const own = central[cell.x - cell.least]! * EQUAL;
  const p = {
    "two.sided": () => Math.min(1, compensatedSum(central.filter((share) => share <= own))),
    less: () => atMost(cell, 0),
    greater: () => atLeast(cell, 0),
  }[alternative]();
  const tail = alternative === "two.sided" ? (1 - level) / 2 : 1 - level;
  const [bottom, top] = [cell.x === cell.least, cell.x === most];
  const oddsAt = (f: (logOdds: number) => number, target: number): number =>
    options.compat === "R" ? stopAsR(f, target) : Math.exp(solve(f, target));
  const low = (): number => oddsAt((at) => atLeast(cell, at), tail);
  const high = (): number => oddsAt((at) => -atMost(cell, at), -tail);
  const estimate = bottom ? 0 : top ? Number.POSITIVE_INFINITY : oddsAt((at) => mean(cell, at), cell.x);
  return {
    p: Math.min(1, p),
    estimate,
    ciLow: alternative === "less" || bottom ? 0 : low(),
    ciHigh: alternative === "greater" || top ? Number.POSITIVE_INFINITY : high(),
  };
}

/** Beyond this many tables with the same margins, listing them takes too long. */
const MOST_TABLES = 2e7;

/**
 * Exact test of a larger table by Freeman and Halton: the chance, with these margins, of a table no likelier than
 * this one.
 *
 * @param table counts, row after row
 * @returns p
 * @throws EvidensError `synthesis/bad-data`; also where more than 2e7 tables have these margins
 * Source: Freeman and Halton 1951, doi:10.1093/biomet/38.1-2.141. Checked: tests/synthesis/golden-classic-tests.test.ts.
 * Cost: all tables with these margins, up to 2e7.
 */
export function freemanHaltonTest(table: readonly Values[]): number {
  const counts = checkedTable(table);
  const wide = counts[0]!.length > counts.length;
  const tall = wide ? Array.from(counts[0]!, (_, j) => Float64Array.from(counts, (row) => row[j]!)) : counts;
  return sumUnlikely(tall);
}

function sumUnlikely(table: readonly Float64Array[]): number {
  const rows = table.map((row) => row.reduce((a, b) => a + b, 0));
  const width = table[0]!.length;
  const columns = Float64Array.from({ length: width }, (_, j) =>
    table.reduce((sum, row) => sum + row[j]!, 0),
  );
  const total = rows.reduce((a, b) => a + b, 0);
  const logFactorial = Float64Array.from({ length: total + 1 }, (_, n) => logGamma(n + 1));
  const fixed =
    rows.reduce((sum, n) => sum + logFactorial[n]!, 0) +
    columns.reduce((sum, n) => sum + logFactorial[n]!, 0) -
    logFactorial[total]!;
  const own = table.reduce((sum, row) => row.reduce((part, n) => part - logFactorial[n]!, sum), fixed);
  const limit = own + Math.log(EQUAL);
  const left = columns.slice();
  let p = 0;
  let tables = 0;
  const place = (i: number, j: number, open: number, log: number): void => {
    if (i === rows.length - 1) {
      const last = left.reduce((sum, n) => sum - logFactorial[n]!, log);
      if (++tables > MOST_TABLES) tooMany();
      if (last <= limit) p += Math.exp(last);
      return;
    }
    if (j === width - 1) {
      if (open > left[j]!) return;
      left[j]! -= open;
      place(i + 1, 0, rows[i + 1]!, log - logFactorial[open]!);
      left[j]! += open;
      return;
    }
    for (let n = 0; n <= Math.min(open, left[j]!); n++) {
      left[j]! -= n;
      place(i, j + 1, open - n, log - logFactorial[n]!);
      left[j]! += n;
    }
  };
  place(0, 0, rows[0]!, fixed);
  return Math.min(1, p);
}

function tooMany(): never {
  return refuseData(
    `More than ${MOST_TABLES} tables have these margins.`,
    "Use the chi-square test for a table of this size.",
  );
}
