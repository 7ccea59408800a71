import type { Statistic } from "#review";

/** Why a number cannot be this statistic, and what to do; null when it can. */
export interface Implausible {
  readonly message: string;
  readonly remedy: string;
}

const atLeastOne = (what: string) => (value: number) =>
  Number.isInteger(value) && value >= 1
    ? null
    : {
        message: `${what} must be a whole number of at least 1, not ${value}.`,
        remedy: "Enter the number of people analysed.",
      };

const positive = (what: string, zero: string) => (value: number) => {
  if (value > 0) return null;
  if (value === 0)
    return {
      message: `${what} of 0 cannot be used: ${zero}`,
      remedy: "Enter the value as reported, or null.",
    };
  return {
    message: `${what} cannot be negative, and this is ${value}.`,
    remedy: "Check the sign against the report.",
  };
};

const rules: Readonly<Record<Statistic, (value: number) => Implausible | null>> = {
  n: atLeastOne("n"),
  total: atLeastOne("The total"),
  mean: () => null,
  sd: positive(
    "An SD",
    "it would say that all people scored alike; usually the SD is missing or was rounded away.",
  ),
  se: positive("An SE", "it would give the study endless weight; usually it is missing or was rounded away."),
  estimate: () => null,
  events: (value) =>
    Number.isInteger(value) && value >= 0
      ? null
      : {
          message: `Events must be a whole number of at least 0, not ${value}.`,
          remedy: "Enter the number of people with the event.",
        },
};

/**
 * Whether a finite number can be the statistic: n and total whole and >= 1, events whole and >= 0, SD and SE > 0.
 *
 * Checked: tests/extraction/check-entries.test.ts.
 */
export function checkStatistic(statistic: Statistic, value: number): Implausible | null {
  return rules[statistic](value);
}
