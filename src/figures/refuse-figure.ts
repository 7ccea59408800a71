import { EvidensError, type Problem } from "#kernel";

/** A number of a figure's input that cannot be drawn. */
export interface FigureDemand {
  readonly field: string;
  readonly value: number;
  readonly holds: boolean;
  /** What the value must be, to follow "must be". */
  readonly domain: string;
}

export const finite = (field: string, value: number): FigureDemand => ({
  field,
  value,
  holds: Number.isFinite(value),
  domain: "a finite number",
});

export const positive = (field: string, value: number): FigureDemand => ({
  field,
  value,
  holds: Number.isFinite(value) && value > 0,
  domain: "a number above 0",
});

export const notNegative = (field: string, value: number): FigureDemand => ({
  field,
  value,
  holds: Number.isFinite(value) && value >= 0,
  domain: "a number of at least 0",
});

export const whole = (field: string, value: number): FigureDemand => ({
  field,
  value,
  holds: Number.isInteger(value) && value >= 0,
  domain: "a whole number of at least 0",
});

/** Demands on the fields of each entry of a list, named `list[at].field`. */
export function ofEach<T>(
  list: string,
  entries: readonly T[],
  demands: (entry: T) => readonly FigureDemand[],
): readonly FigureDemand[] {
  return entries.flatMap((entry, at) =>
    demands(entry).map((one) => ({ ...one, field: `${list}[${at}].${one.field}` })),
  );
}

/**
 * Throws when a demand is not met, with all of them at once: a figure never leaves a point out in silence.
 *
 * @throws EvidensError `figures/bad-numbers` (invalid)
 */
export function refuseUndrawable(figure: string, demands: readonly FigureDemand[]): void {
  const problems: Problem[] = demands
    .filter(({ holds }) => !holds)
    .map(({ field, value, domain }) => ({
      code: "figures/bad-numbers",
      field,
      message: `${field} is ${value} but must be ${domain}.`,
    }));
  if (problems.length === 0) return;
  throw new EvidensError({
    code: "figures/bad-numbers",
    kind: "invalid",
    message: `${figure}: ${problems.map(({ message }) => message).join(" ")}`,
    remedy: "Leave out what has no such number, and say how many were left out.",
    problems,
  });
}
