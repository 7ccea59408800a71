/** A list of numbers: a typed array or a plain one. */
export type Values = ArrayLike<number>;

/** What the test looks for: a difference either way, above the null, or below it. */
export type Alternative = "two.sided" | "greater" | "less";

/** A test with its estimate. */
export interface ClassicTest {
  readonly statistic: number;
  /** Degrees of freedom; `null` where the statistic has none. */
  readonly df: number | null;
  readonly p: number;
}

/** A test with an interval; a one-sided interval has an infinite end. */
export interface IntervalTest extends ClassicTest {
  readonly estimate: number;
  readonly ciLow: number;
  readonly ciHigh: number;
}
