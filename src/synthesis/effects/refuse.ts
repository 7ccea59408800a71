import { EvidensError, type Problem } from "#kernel";

/** One thing that a field must satisfy. */
export interface Demand {
  readonly field: string;
  readonly value: number;
  readonly holds: boolean;
  /** What the value must be, to follow "must be". */
  readonly domain: string;
}

/**
 * Throws when a demand is not met, with all of them at once.
 *
 * @throws EvidensError `code` (invalid)
 */
export function refuseUnlessMet(code: string, what: string, demands: readonly Demand[]): void {
  const problems: Problem[] = demands
    .filter((demand) => !demand.holds)
    .map(({ field, value, domain }) => ({
      code,
      field,
      message: `${field} is ${value} but must be ${domain}.`,
    }));
  if (problems.length === 0) return;
  throw new EvidensError({
    code,
    kind: "invalid",
    message: `${what}: ${problems.map((problem) => problem.message).join(" ")}`,
    remedy: "Check these numbers against the report and correct them.",
    problems,
  });
}

export const atLeast = (field: string, value: number, least: number): Demand => ({
  field,
  value,
  holds: Number.isInteger(value) && value >= least,
  domain: `a whole number of at least ${least}`,
});

export const positive = (field: string, value: number): Demand => ({
  field,
  value,
  holds: Number.isFinite(value) && value > 0,
  domain: "a number above 0",
});

export const finite = (field: string, value: number): Demand => ({
  field,
  value,
  holds: Number.isFinite(value),
  domain: "a finite number",
});
