import type { Cohort } from "../cohort.ts";
import { groupBy } from "../group-by.ts";
import type { ParticipantData } from "../participant-data.types.ts";
import { countReasons, withdrawalsOf } from "../withdrawals.ts";
import type { Dropout } from "./outcomes.types.ts";

/** Who withdrew, with reasons, and at which visit a value was seen last, by trial and arm. */
export function dropoutOf(
  data: ParticipantData,
  cohort: Cohort,
  values: readonly (number | null)[],
): readonly Dropout[] {
  const withdrawals = withdrawalsOf(data, cohort);
  const placed = cohort.people
    .map((person, at) => ({ person, at }))
    .filter(({ person }) => person.arm !== null);
  const groups = groupBy(placed, ({ person }) => `${person.trial ?? ""}\u0000${person.arm}`);
  return [...groups.values()].map((group): Dropout => {
    const own = withdrawals === null ? null : group.map(({ at }) => withdrawals[at]!);
    const lastSeen: Record<string, number> = {};
    for (const { person } of group) {
      const seen = person.rows
        .filter((row) => values[row] !== null)
        .map((row) => cohort.visits.indexOf(cohort.visitOf[row] ?? ""));
      const last = cohort.visits[Math.max(-1, ...seen)];
      if (last !== undefined) lastSeen[last] = (lastSeen[last] ?? 0) + 1;
    }
    return {
      trial: group[0]!.person.trial,
      arm: group[0]!.person.arm!,
      participants: group.length,
      withdrawn: own === null ? null : own.filter(({ left }) => left).length,
      reasons: Object.fromEntries(countReasons(own ?? [])),
      noReason: (own ?? []).filter(({ left, reason }) => left && reason === null).length,
      lastSeen,
    };
  });
}
