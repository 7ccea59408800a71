import { type Cohort, cohortOf } from "../cohort.ts";
import type { ParticipantColumn, ParticipantData, VariableRole } from "../participant-data.types.ts";
import type { CheckMade, IntegrityCheck, IntegrityFinding, NotCheckedReason } from "./integrity.types.ts";

/** What every check works with, and where its findings go. */
export interface CheckContext {
  readonly data: ParticipantData;
  readonly cohort: Cohort;
  readonly findings: IntegrityFinding[];
  readonly checks: CheckMade[];
}

export type NewFinding = Pick<IntegrityFinding, "check" | "code" | "severity"> &
  Partial<Pick<IntegrityFinding, "variables" | "trial" | "rows" | "values">>;

export function openContext(data: ParticipantData): CheckContext {
  return { data, cohort: cohortOf(data), findings: [], checks: [] };
}

/** Adds a finding with the lines of its rows. */
export function found(context: CheckContext, one: NewFinding): void {
  const { variables = [], trial = null, rows = [], values = {}, check, code, severity } = one;
  const lines = rows.map((row) => context.data.lines[row]!);
  context.findings.push({ check, code, severity, variables, trial, rows, lines, values });
}

/** Notes that a check was made, or why it was not; call it once per check, last. */
export function noteCheck(
  context: CheckContext,
  check: IntegrityCheck,
  reason: NotCheckedReason | null = null,
  lacks: readonly string[] = [],
): void {
  const findings = context.findings.filter((one) => one.check === check).length;
  context.checks.push({ check, made: reason === null, reason, lacks, findings });
}

export function byRole(context: CheckContext, role: VariableRole): ParticipantColumn | undefined {
  return context.data.columns.find(({ variable }) => variable.role === role);
}

/** Roles that describe a row or the trial, not the participant. */
const FRAME: readonly (VariableRole | undefined)[] = [
  "participant",
  "trial",
  "site",
  "arm",
  "visit",
  "visit-date",
  "randomised-on",
  "randomisation-number",
  "withdrawn",
  "withdrawal-reason",
];

/** What was measured or asked: columns without a role in the frame of the trial. */
export function measuredColumns(data: ParticipantData): readonly ParticipantColumn[] {
  return data.columns.filter(({ variable }) => !FRAME.includes(variable.role));
}

/** The first value of each participant, null where all are missing. */
export function firstValues<T>(context: CheckContext, values: readonly (T | null)[]): readonly (T | null)[] {
  return context.cohort.people.map(({ rows }) => {
    const row = rows.find((at) => values[at] !== null);
    return row === undefined ? null : values[row]!;
  });
}
