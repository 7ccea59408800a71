import { type Cohort, saysYes } from "./cohort.ts";
import type { ParticipantData } from "./participant-data.types.ts";

export interface Withdrawal {
  readonly left: boolean;
  readonly reason: string | null;
}

/**
 * Who withdrew, and why; null where no variable has the role `withdrawn` or `withdrawal-reason`. A date of
 * withdrawal, a "yes" or a reason in any row of a participant counts.
 */
export function withdrawalsOf(data: ParticipantData, cohort: Cohort): readonly Withdrawal[] | null {
  const withdrawn = data.columns.find(({ variable }) => variable.role === "withdrawn");
  const reason = data.columns.find(({ variable }) => variable.role === "withdrawal-reason");
  if (withdrawn === undefined && reason === undefined) return null;
  const dated = withdrawn?.variable.type === "date";
  return cohort.people.map(({ rows }) => {
    const at = rows.find((row) => reason !== undefined && reason.values[row] !== null);
    const why = at === undefined ? null : String(reason!.values[at]);
    const told = rows.some((row) => {
      const value = withdrawn?.values[row] ?? null;
      return dated ? value !== null : saysYes(value);
    });
    return { left: told || (withdrawn === undefined && why !== null), reason: why };
  });
}

/** How often each reason was given, most often first, then by name. */
export function countReasons(withdrawals: readonly Withdrawal[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { left, reason } of withdrawals)
    if (left && reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return new Map([...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)));
}
