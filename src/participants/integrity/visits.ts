import type { ParticipantColumn, VariableRole } from "../participant-data.types.ts";
import { byRole, type CheckContext, found, noteCheck } from "./context.ts";

type TextColumn = Extract<ParticipantColumn, { readonly kind: "text" }>;

/** Dates that cannot be in this order: a visit before randomisation, a later visit before an earlier one. */
export function checkDates(context: CheckContext): void {
  const { data, cohort } = context;
  const [visitDate, randomised, withdrawn] = (["visit-date", "randomised-on", "withdrawn"] as const).map(
    (role) => dateColumn(context, role),
  );
  const dates = data.columns.filter(({ variable }) => variable.type === "date");
  if (dates.length === 0) {
    noteCheck(context, "dates", "no-variable", ["visit-date"]);
    return;
  }
  const rank = new Map(cohort.visits.map((visit, at) => [visit, at]));
  const before: number[] = [];
  const unordered: number[] = [];
  const after: number[] = [];
  for (const { rows } of cohort.people) {
    const start = firstOf(rows, randomised?.values);
    const end = firstOf(rows, withdrawn?.values);
    const dated = rows
      .map((row) => ({
        row,
        date: visitDate?.values[row] ?? null,
        at: rank.get(cohort.visitOf[row] ?? "") ?? null,
      }))
      .filter((one) => one.date !== null && one.at !== null)
      .sort((a, b) => a.at! - b.at!);
    let latest: (typeof dated)[number] | null = null;
    for (const one of dated) {
      if (start !== null && one.at! > 0 && one.date! < start) before.push(one.row);
      if (end !== null && one.date! > end) after.push(one.row);
      if (latest !== null && one.at! > latest.at! && one.date! < latest.date!) unordered.push(one.row);
      if (latest === null || one.date! >= latest.date!) latest = one;
    }
  }
  const name = (column: ParticipantColumn | undefined): string => column?.variable.name ?? "";
  const tell = (
    rows: readonly number[],
    code: "visit-before-randomisation" | "visits-out-of-order" | "seen-after-withdrawal",
    other: string,
  ): void => {
    if (rows.length === 0) return;
    found(context, {
      check: code === "visits-out-of-order" ? "visit-order" : "dates",
      code,
      severity: code === "seen-after-withdrawal" ? "warning" : "error",
      variables: [name(visitDate), other],
      rows,
      values: { count: rows.length },
    });
  };
  tell(before, "visit-before-randomisation", name(randomised));
  tell(unordered, "visits-out-of-order", name(byRole(context, "visit")));
  tell(after, "seen-after-withdrawal", name(withdrawn));
  noteCheck(context, "dates");
}

/** The column of a role if it holds dates. */
function dateColumn(context: CheckContext, role: VariableRole): TextColumn | undefined {
  const column = byRole(context, role);
  return column?.kind === "text" && column.variable.type === "date" ? column : undefined;
}

function firstOf<T>(rows: readonly number[], values: readonly (T | null)[] | undefined): T | null {
  if (values === undefined) return null;
  const row = rows.find((at) => values[at] !== null);
  return row === undefined ? null : values[row]!;
}

/** Visits that are missing, and visits of one arm only; their order by date is checked with the dates. */
export function checkVisitOrder(context: CheckContext): void {
  const { data, cohort } = context;
  if (!cohort.hasVisits) {
    noteCheck(context, "visit-order", "no-variable", ["visit"]);
    return;
  }
  const variable = byRole(context, "visit")!.variable.name;
  const missing: number[] = [];
  /** Arms that have rows at a visit, trial by trial. */
  const seen = new Map<string, Map<string, number[]>>();
  const armsOf = new Map<string, Set<string>>();
  for (let row = 0; row < data.rows; row++) {
    const visit = cohort.visitOf[row]!;
    if (visit === null) {
      missing.push(row);
      continue;
    }
    const person = cohort.people[cohort.personOf[row]!];
    if (person === undefined || person.arm === null) continue;
    const trial = person.trial ?? "";
    armsOf.set(trial, (armsOf.get(trial) ?? new Set()).add(person.arm));
    const key = `${trial}\u0000${visit}`;
    const arms = seen.get(key) ?? new Map<string, number[]>();
    seen.set(key, arms);
    const rows = arms.get(person.arm);
    if (rows === undefined) arms.set(person.arm, [row]);
    else rows.push(row);
  }
  if (missing.length > 0)
    found(context, {
      check: "visit-order",
      code: "visit-missing",
      severity: "error",
      variables: [variable],
      rows: missing,
      values: { count: missing.length },
    });
  for (const [key, arms] of seen) {
    const [trial, visit] = key.split("\u0000") as [string, string];
    if (arms.size > 1 || (armsOf.get(trial)?.size ?? 0) < 2) continue;
    const [arm, rows] = [...arms][0]!;
    found(context, {
      check: "visit-order",
      code: "visit-in-one-arm-only",
      severity: "warning",
      variables: [variable],
      trial: trial === "" ? null : trial,
      rows,
      values: { visit, arm, count: rows.length },
    });
  }
  noteCheck(context, "visit-order");
}
