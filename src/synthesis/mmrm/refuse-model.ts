import { EvidensError, type Problem } from "#kernel";

/** What makes a repeated-measures model impossible; the code is `synthesis/` and this word. */
export type ModelRefusal =
  | "bad-formula"
  | "bad-frame"
  | "bad-specification"
  | "duplicate-visits"
  | "empty-level"
  | "no-variation"
  | "too-few-rows"
  | "no-structure-fits"
  | "bad-contrast";

/**
 * Refuses a formula, data or options that a repeated-measures model cannot be made of.
 *
 * @throws EvidensError `synthesis/…` as named by `what`
 */
export function refuseModel(
  what: ModelRefusal,
  message: string,
  remedy: string,
  problems: readonly Problem[] = [],
): never {
  throw new EvidensError({
    code: `synthesis/${what}`,
    kind: what === "no-structure-fits" ? "numerical" : "invalid",
    message,
    remedy,
    problems,
  });
}

const MOST_LISTED = 20;

/** Refuses with every problem found (the first twenty listed); does nothing when there is none. */
export function refuseAll(
  what: ModelRefusal,
  count: number,
  problems: readonly Problem[],
  remedy: string,
): void {
  const first = problems[0];
  if (first === undefined) return;
  const more = count > 1 ? ` (and ${count - 1} more like it)` : "";
  refuseModel(what, `${first.message}${more}`, remedy, problems.slice(0, MOST_LISTED));
}
