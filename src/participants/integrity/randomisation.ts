import { normalTails } from "#numerics";
import { chiSquareTable } from "#synthesis";
import type { Person } from "../cohort.ts";
import { groupBy } from "../group-by.ts";
import { byRole, type CheckContext, firstValues, found, noteCheck } from "./context.ts";
import type { RandomisationCheck } from "./integrity.types.ts";

const UNLIKELY = 0.01;
const FEWEST = 10;
const FEWEST_FOR_WEEKDAYS = 20;
const LARGEST_BLOCK = 12;
const MOST_GAPS = 1000;

interface Allocated extends Person {
  readonly number: number | null;
  readonly date: string | null;
}

/**
 * The order in which participants got their arms, trial by trial: runs, blocks, weekdays, numbers left out or
 * given twice.
 *
 * Source: Wald and Wolfowitz 1940, doi:10.1214/aoms/1177731909 (runs); Stewart et al. 2015,
 * doi:10.1001/jama.2015.3656 (PRISMA-IPD: sequence generation).
 */
export function checkRandomisation(context: CheckContext): readonly RandomisationCheck[] {
  const { cohort } = context;
  const number = byRole(context, "randomisation-number");
  const date = byRole(context, "randomised-on");
  if (number?.kind !== "number" && date === undefined) {
    noteCheck(context, "randomisation", "no-variable", ["randomisation-number", "randomised-on"]);
    return [];
  }
  const numbers = number?.kind === "number" ? firstValues(context, number.values) : [];
  const dates = date === undefined ? [] : firstValues(context, date.values as readonly (string | null)[]);
  const people = cohort.people.map(
    (one, at): Allocated => ({ ...one, number: numbers[at] ?? null, date: dates[at] ?? null }),
  );
  const trials: readonly (string | null)[] = cohort.trials.length === 0 ? [null] : cohort.trials;
  const made = trials.flatMap((trial) => {
    const own = people.filter((one) => one.trial === trial && one.arm !== null);
    return own.length === 0
      ? []
      : [checkTrial(context, trial, own, [number?.variable.name, date?.variable.name])];
  });
  noteCheck(context, "randomisation", made.length === 0 ? "too-few" : null);
  return made;
}

function checkTrial(
  context: CheckContext,
  trial: string | null,
  people: readonly Allocated[],
  names: readonly (string | undefined)[],
): RandomisationCheck {
  const numbered = people.filter((one) => one.number !== null);
  const byNumber = numbered.length > 0;
  const placed = byNumber ? numbered : people.filter((one) => one.date !== null);
  const sorted = placed.toSorted((a, b) =>
    byNumber ? a.number! - b.number! : a.date! < b.date! ? -1 : a.date! > b.date! ? 1 : 0,
  );
  const sequence = sorted.map((one) => one.arm!);
  const arms: Record<string, number> = {};
  for (const arm of sequence) arms[arm] = (arms[arm] ?? 0) + 1;
  const check: RandomisationCheck = {
    trial,
    sortedBy: byNumber ? "randomisation-number" : "randomised-on",
    participants: sorted.length,
    arms,
    // Participants of one day have no order among themselves.
    runs:
      byNumber || new Set(sorted.map(({ date }) => date)).size === sorted.length ? runsTest(sequence) : null,
    blockSize: byNumber ? blockSize(sequence) : null,
    weekday: weekdayTest(people),
    missingNumbers: byNumber ? gaps(sorted.map((one) => one.number!)) : [],
  };
  tell(
    context,
    check,
    sorted,
    names.filter((name) => name !== undefined),
  );
  return check;
}

function tell(
  context: CheckContext,
  check: RandomisationCheck,
  sorted: readonly Allocated[],
  variables: readonly string[],
): void {
  const { trial, runs, weekday, missingNumbers } = check;
  const base = { check: "randomisation", trial, variables } as const;
  if (runs !== null && runs.p < UNLIKELY)
    found(context, {
      ...base,
      code: "arm-runs",
      // More runs than by chance is what small blocks give; fewer is not.
      severity: runs.z < 0 ? "warning" : "note",
      values: { runs: runs.runs, expected: runs.expected, p: runs.p },
    });
  if (weekday !== null && weekday.p < UNLIKELY)
    found(context, { ...base, code: "arm-by-weekday", severity: "warning", values: { p: weekday.p } });
  if (missingNumbers.length > 0)
    found(context, {
      ...base,
      code: "number-gap",
      severity: "note",
      values: { count: missingNumbers.length, numbers: missingNumbers.slice(0, 20).join(", ") },
    });
  const byNumber = groupBy(
    sorted.filter((one) => one.number !== null),
    (one) => one.number!,
  );
  const twice = [...byNumber].filter(([, people]) => people.length > 1);
  if (twice.length > 0)
    found(context, {
      ...base,
      code: "number-twice",
      severity: "error",
      rows: twice.flatMap(([, people]) => people.flatMap(({ rows }) => rows)),
      values: { count: twice.length, example: twice[0]![0] },
    });
  const dated = sorted.filter((one) => one.number !== null && one.date !== null);
  const back = dated.filter((one, at) => at > 0 && one.date! < dated[at - 1]!.date!);
  if (back.length > 0)
    found(context, {
      ...base,
      code: "numbers-not-by-date",
      severity: "note",
      rows: back.flatMap(({ rows }) => rows),
      values: { count: back.length },
    });
}

/**
 * Wald and Wolfowitz's runs test by the normal approximation, without continuity correction; two-sided.
 *
 * @param sequence arms in the order of allocation
 * @returns null with other than two arms or fewer than ten participants
 * Source: Wald and Wolfowitz 1940, doi:10.1214/aoms/1177731909.
 * Checked: tests/participants/integrity.test.ts.
 */
function runsTest(sequence: readonly string[]): RandomisationCheck["runs"] {
  const arms = [...new Set(sequence)];
  const n = sequence.length;
  if (arms.length !== 2 || n < FEWEST) return null;
  const n1 = sequence.filter((arm) => arm === arms[0]).length;
  const n2 = n - n1;
  const runs = sequence.filter((arm, at) => arm !== sequence[at - 1]).length;
  const expected = (2 * n1 * n2) / n + 1;
  const variance = ((expected - 1) * (expected - 2)) / (n - 1);
  if (!(variance > 0)) return null;
  const z = (runs - expected) / Math.sqrt(variance);
  return { runs, expected, z, p: 2 * normalTails(Math.abs(z)).upper };
}

function blockSize(sequence: readonly string[]): number | null {
  const arms = [...new Set(sequence)].sort();
  if (arms.length < 2) return null;
  for (let size = arms.length; size <= Math.min(LARGEST_BLOCK, sequence.length / 3); size++) {
    const blocks = Array.from({ length: Math.floor(sequence.length / size) }, (_, at) =>
      sequence
        .slice(at * size, (at + 1) * size)
        .toSorted()
        .join("\u0000"),
    );
    if (
      blocks.every((block) => block === blocks[0]) &&
      arms.every((arm) => blocks[0]!.split("\u0000").includes(arm))
    )
      return size;
  }
  return null;
}

/** Day of the week of an ISO date, Monday 0. */
function weekdayOf(date: string): number {
  const [year, month, day] = date.split("-").map(Number) as [number, number, number];
  // Sakamoto's method.
  const shift = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4][month - 1]!;
  const y = month < 3 ? year - 1 : year;
  const sunday = (y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + shift + day) % 7;
  return (sunday + 6) % 7;
}

function weekdayTest(people: readonly Allocated[]): RandomisationCheck["weekday"] {
  const dated = people.filter((one) => one.date !== null);
  const arms = [...new Set(dated.map((one) => one.arm!))];
  const days = [...new Set(dated.map((one) => weekdayOf(one.date!)))].sort();
  if (dated.length < FEWEST_FOR_WEEKDAYS || arms.length < 2 || days.length < 2) return null;
  const table = arms.map((arm) =>
    days.map((day) => dated.filter((one) => one.arm === arm && weekdayOf(one.date!) === day).length),
  );
  const { statistic, df, p } = chiSquareTable(table, { correct: false });
  return { statistic, df, p };
}

/** Whole numbers between the least and the greatest that nobody has; none where numbers are no plain count. */
function gaps(numbers: readonly number[]): readonly number[] {
  const whole = new Set(numbers.filter(Number.isInteger));
  const [least, most] = [numbers[0]!, numbers.at(-1)!];
  if (most - least + 1 > Math.max(2 * numbers.length, numbers.length + 20)) return [];
  const missing: number[] = [];
  for (let number = Math.ceil(least); number <= most && missing.length < MOST_GAPS; number++)
    if (!whole.has(number)) missing.push(number);
  return missing;
}
