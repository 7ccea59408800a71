import { EvidensError, type Problem } from "#kernel";

/** Quantiles that a report gives: three in the middle, the extremes around a median, or all five. */
export interface QuantileSummary {
  readonly min?: number;
  readonly q1?: number;
  readonly median: number;
  readonly q3?: number;
  readonly max?: number;
  /** People, a whole number >= 4. */
  readonly n: number;
}

export interface Extremes {
  readonly low: number;
  readonly high: number;
}

/** The summary in order: `extremes` and `quartiles` are there in pairs, at least one of them. */
export interface Quantiles {
  readonly median: number;
  readonly n: number;
  readonly extremes: Extremes | null;
  readonly quartiles: Extremes | null;
}

/**
 * Checks a summary and pairs its quantiles.
 *
 * @throws EvidensError `synthesis/bad-quantiles` with everything that is wrong: out of order, half a pair, no
 * spread, not above 0 where logarithms are to be taken
 */
export function quantilesOf(summary: QuantileSummary, logarithms: boolean): Quantiles {
  const problems: Problem[] = [];
  const say = (field: string, message: string): void => {
    problems.push({ code: "synthesis/bad-quantiles", field, message });
  };
  const names = ["min", "q1", "median", "q3", "max"] as const;
  const given = names.filter((name) => summary[name] !== undefined);
  for (const name of given) {
    const value = summary[name]!;
    if (!Number.isFinite(value)) say(name, `${name} is ${value} but must be a finite number.`);
    else if (logarithms && value <= 0)
      say(name, `${name} is ${value} but must be above 0 for a log-normal outcome.`);
  }
  given.slice(1).forEach((name, i) => {
    const before = given[i]!;
    if (summary[name]! < summary[before]!)
      say(name, `${name} ${summary[name]} is below ${before} ${summary[before]}.`);
  });
  if (!(Number.isInteger(summary.n) && summary.n >= 4))
    say("n", `n is ${summary.n} but must be a whole number of at least 4.`);
  const pair = (from: "min" | "q1", to: "max" | "q3"): Extremes | null => {
    const [low, high] = [summary[from], summary[to]];
    if (low === undefined && high === undefined) return null;
    if (low === undefined || high === undefined) {
      say(low === undefined ? from : to, `${from} and ${to} must be given together.`);
      return null;
    }
    if (low === high) say(to, `${from} and ${to} are both ${low}: there is no spread.`);
    return logarithms ? { low: Math.log(low), high: Math.log(high) } : { low, high };
  };
  const [extremes, quartiles] = [pair("min", "max"), pair("q1", "q3")];
  if (extremes === null && quartiles === null && problems.length === 0)
    say("median", "A median alone gives no SD: min and max, or q1 and q3, must be given too.");
  if (problems.length > 0)
    throw new EvidensError({
      code: "synthesis/bad-quantiles",
      kind: "invalid",
      message: problems.map((problem) => problem.message).join(" "),
      remedy: "Check the quantiles against the report; enter the range or the interquartile range as pairs.",
      problems,
    });
  const median = logarithms ? Math.log(summary.median) : summary.median;
  return { median, n: summary.n, extremes, quartiles };
}
