import { EvidensError } from "#kernel";
import { atLeast, type Demand, finite, positive, refuseUnlessMet } from "../effects/refuse.ts";
import { assume } from "./assumptions.ts";
import type { Conversion, EventsArm, MeanArm } from "./conversion.types.ts";

const HANDBOOK = "Cochrane Handbook, chapter 6.5.2.10 (combining) and 23.3.4 (shared groups)";

const withinTotal = (field: string, { events, n }: EventsArm): Demand => ({
  field,
  value: events,
  holds: Number.isInteger(events) && events >= 0 && events <= n,
  domain: `a whole number from 0 to the group's ${n}`,
});

function refuseFew(arms: readonly unknown[]): void {
  if (arms.length >= 2) return;
  throw new EvidensError({
    code: "synthesis/too-few-arms",
    kind: "invalid",
    message: `Combining needs two arms; there are ${arms.length}.`,
    remedy: "Give every arm that is to be combined.",
  });
}

/**
 * Several arms as one: the mean and SD that all their people together have.
 *
 * @param arms two or more, in one unit
 * @throws EvidensError `synthesis/bad-means`, `synthesis/too-few-arms`
 * Source: Cochrane Handbook 6.5.2.10, exact for any number of arms. Checked: tests/synthesis/conversions.prop.test.ts
 * against raw data.
 */
export function combineMeanArms(arms: readonly MeanArm[]): Conversion<MeanArm> {
  refuseFew(arms);
  refuseUnlessMet(
    "synthesis/bad-means",
    "Arms to combine",
    arms.flatMap(({ mean, sd, n }, i) => [
      finite(`mean of arm ${i + 1}`, mean),
      positive(`sd of arm ${i + 1}`, sd),
      atLeast(`n of arm ${i + 1}`, n, 1),
    ]),
  );
  const n = arms.reduce((sum, arm) => sum + arm.n, 0);
  const mean = arms.reduce((sum, arm) => sum + arm.n * arm.mean, 0) / n;
  const squares = arms.reduce(
    (sum, arm) => sum + (arm.n - 1) * arm.sd ** 2 + arm.n * (arm.mean - mean) ** 2,
    0,
  );
  return {
    value: { mean, sd: Math.sqrt(squares / (n - 1)), n },
    formula: "mean = Σ n m/N; SD² = Σ((n − 1)SD² + n(m − mean)²)/(N − 1)",
    assumptions: [assume("same-population")],
    warnings: [],
    source: HANDBOOK,
    sensitivity: null,
  };
}

/**
 * Several arms as one, by events.
 *
 * @param arms two or more
 * @throws EvidensError `synthesis/bad-counts`, `synthesis/too-few-arms`
 * Source: Cochrane Handbook 6.5.2.10. Checked: tests/synthesis/conversions.test.ts.
 */
export function combineEventsArms(arms: readonly EventsArm[]): Conversion<EventsArm> {
  refuseFew(arms);
  refuseUnlessMet(
    "synthesis/bad-counts",
    "Arms to combine",
    arms.flatMap((arm, i) => [
      atLeast(`n of arm ${i + 1}`, arm.n, 1),
      withinTotal(`events of arm ${i + 1}`, arm),
    ]),
  );
  return {
    value: {
      events: arms.reduce((sum, arm) => sum + arm.events, 0),
      n: arms.reduce((sum, arm) => sum + arm.n, 0),
    },
    formula: "events = Σ events; N = Σ n",
    assumptions: [assume("same-population")],
    warnings: [],
    source: HANDBOOK,
    sensitivity: null,
  };
}

function ways(count: number): Demand {
  return atLeast("comparisons", count, 2);
}

/**
 * A control group that several comparisons share, as one of its equal parts. Events and people may be fractions:
 * compute effects with `allowFractions`.
 *
 * @param control the group that is shared
 * @param comparisons how many share it, >= 2
 * @throws EvidensError `synthesis/bad-means` also when a part would have fewer than 2 people
 * Source: Cochrane Handbook 23.3.4. Checked: tests/synthesis/conversions.test.ts.
 */
export function splitMeanControl(control: MeanArm, comparisons: number): Conversion<MeanArm> {
  refuseUnlessMet("synthesis/bad-means", "Shared control group", [
    finite("mean", control.mean),
    positive("sd", control.sd),
    ways(comparisons),
    atLeast("n", control.n, 2 * comparisons),
  ]);
  return {
    value: { mean: control.mean, sd: control.sd, n: control.n / comparisons },
    formula: "n/c, mean and SD unchanged, c comparisons",
    assumptions: [assume("control-split"), assume("fractional-counts")],
    warnings: [],
    source: HANDBOOK,
    sensitivity: null,
  };
}

/**
 * As `splitMeanControl`, for events: both events and people are divided.
 *
 * @param control the group that is shared; at least as many people as comparisons
 * @param comparisons how many share it, >= 2
 * @throws EvidensError `synthesis/bad-counts`
 * Source: Cochrane Handbook 23.3.4. Checked: tests/synthesis/conversions.test.ts.
 */
export function splitEventsControl(control: EventsArm, comparisons: number): Conversion<EventsArm> {
  refuseUnlessMet("synthesis/bad-counts", "Shared control group", [
    atLeast("n", control.n, Math.max(1, comparisons)),
    withinTotal("events", control),
    ways(comparisons),
  ]);
  return {
    value: { events: control.events / comparisons, n: control.n / comparisons },
    formula: "events/c and n/c, c comparisons",
    assumptions: [assume("control-split"), assume("fractional-counts")],
    warnings: [],
    source: HANDBOOK,
    sensitivity: null,
  };
}
