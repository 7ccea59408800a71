import { compareLevels } from "./balance.ts";
import { type CheckContext, found, measuredColumns, noteCheck } from "./context.ts";
import type { IntegrityReport, MissingPattern, MissingVariable, VisitAttendance } from "./integrity.types.ts";

const DIFFERS = 0.01;

/** Which cells are missing together, by arm; who was seen at which visit. Cost linear in the cells. */
export function checkMissing(context: CheckContext): IntegrityReport["missing"] {
  const columns = measuredColumns(context.data);
  const variables = columns.map((column) => missingOf(context, column.variable.name, column.values));
  for (const [at, one] of variables.entries())
    tellVariable(context, one, columns[at]!.variable.role === "outcome");
  noteCheck(context, "missing", columns.length === 0 ? "no-variable" : null);
  return { patterns: patternsOf(context), variables, attendance: attendanceOf(context) };
}

function missingOf(
  { cohort, data }: CheckContext,
  variable: string,
  values: readonly (number | string | null)[],
): MissingVariable {
  const byArm: Record<string, { missing: number; rows: number }> = {};
  for (const arm of cohort.arms) byArm[arm] = { missing: 0, rows: 0 };
  let missing = 0;
  for (let row = 0; row < data.rows; row++) {
    const gone = values[row] === null ? 1 : 0;
    missing += gone;
    const arm = cohort.people[cohort.personOf[row]!]?.arm;
    if (arm == null) continue;
    byArm[arm]!.rows += 1;
    byArm[arm]!.missing += gone;
  }
  return { variable, missing, rows: data.rows, byArm, p: missing === 0 ? null : pByArm(cohort, values) };
}

/** People with any missing cell against people without, first arm against the second. */
function pByArm(cohort: CheckContext["cohort"], values: readonly (number | string | null)[]): number | null {
  const [first, second] = cohort.arms;
  if (first === undefined || second === undefined) return null;
  const of = (arm: string): readonly string[] =>
    cohort.people
      .filter((one) => one.arm === arm)
      .map(({ rows }) => (rows.some((row) => values[row] === null) ? "missing" : "complete"));
  return compareLevels(["complete", "missing"], of(first), of(second)).p;
}

function tellVariable(context: CheckContext, one: MissingVariable, outcome: boolean): void {
  const check = "missing";
  const variables = [one.variable];
  if (one.rows > 0 && one.missing === one.rows) {
    found(context, { check, code: "all-missing", severity: "error", variables, values: { rows: one.rows } });
    return;
  }
  for (const [arm, { missing, rows }] of Object.entries(one.byArm))
    if (rows > 0 && missing === rows)
      found(context, {
        check,
        code: "all-missing-in-arm",
        severity: outcome ? "error" : "warning",
        variables,
        values: { arm, rows },
      });
  if (one.p !== null && one.p < DIFFERS)
    found(context, {
      check,
      code: "missing-differs-by-arm",
      severity: "warning",
      variables,
      values: { p: one.p },
    });
}

function patternsOf({ data, cohort }: CheckContext): readonly MissingPattern[] {
  const columns = measuredColumns(data);
  const patterns = new Map<string, { missing: string[]; rows: number; byArm: Record<string, number> }>();
  for (let row = 0; row < data.rows; row++) {
    let key = "";
    for (const { values } of columns) key += values[row] === null ? "1" : "0";
    let pattern = patterns.get(key);
    if (pattern === undefined) {
      const missing = columns.filter((_, at) => key[at] === "1").map(({ variable }) => variable.name);
      pattern = { missing, rows: 0, byArm: Object.fromEntries(cohort.arms.map((arm) => [arm, 0])) };
      patterns.set(key, pattern);
    }
    pattern.rows += 1;
    const arm = cohort.people[cohort.personOf[row]!]?.arm;
    if (arm != null) pattern.byArm[arm] = (pattern.byArm[arm] ?? 0) + 1;
  }
  return [...patterns.values()].sort((a, b) => b.rows - a.rows || a.missing.length - b.missing.length);
}

function attendanceOf({ data, cohort }: CheckContext): readonly VisitAttendance[] {
  if (!cohort.hasVisits) return [];
  const outcomes = data.columns.filter(({ variable }) => variable.role === "outcome");
  const trials: readonly (string | null)[] = cohort.trials.length === 0 ? [null] : cohort.trials;
  const table: VisitAttendance[] = [];
  for (const trial of trials)
    for (const arm of cohort.arms) {
      const people = cohort.people.filter((one) => one.trial === trial && one.arm === arm);
      if (people.length === 0) continue;
      for (const visit of cohort.visits) {
        const there = people.map(({ rows }) => rows.filter((row) => cohort.visitOf[row] === visit));
        const valued = outcomes.map(({ variable, values }) => [
          variable.name,
          there.filter((rows) => rows.some((row) => values[row] !== null)).length,
        ]);
        table.push({
          trial,
          arm,
          visit,
          participants: people.length,
          seen: there.filter((rows) => rows.length > 0).length,
          withValue: Object.fromEntries(valued),
        });
      }
    }
  return table;
}
