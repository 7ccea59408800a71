import { tQuantile } from "#numerics";
import { type Cohort, cohortOf } from "../cohort.ts";
import type { ParticipantData } from "../participant-data.types.ts";
import { checkedLevel, demandRoles, numberColumn } from "../refuse.ts";
import { momentsOf } from "./summaries.ts";
import type {
  ArmTrajectory,
  OutcomeTrajectories,
  ParticipantTrajectory,
  Trajectories,
  TrajectoryPlan,
} from "./tables.types.ts";

/**
 * The course of one or more scores over visits: of each participant, and of each arm the mean with a t interval of
 * those seen. With intrusion and avoidance of the IES it is what a therapist follows over sessions.
 *
 * The mean of those seen is not the mean of all: after dropout, LS-means of a model are the fairer picture.
 *
 * @throws EvidensError `participants/no-role` (participant, arm, visit), `participants/no-variable`,
 *   `participants/not-a-number-variable`, `participants/bad-level`
 * Source: interval mean ± t(n - 1) sd / √n. Checked: tests/participants/tables.test.ts.
 */
export function trajectories(data: ParticipantData, plan: TrajectoryPlan): Trajectories {
  demandRoles(data, ["participant", "arm", "visit"]);
  const cohort = cohortOf(data);
  const level = checkedLevel(plan.level);
  const { rows, leftOut } = usableRows(data, cohort, plan.trial);
  const names = typeof plan.outcome === "string" ? [plan.outcome] : plan.outcome;
  return {
    name: data.dictionary.name,
    simulated: data.dictionary.simulated === true,
    level,
    visits: cohort.visits,
    outcomes: names.map((name) => outcomeOf(data, cohort, name, rows, level)),
    leftOut: { rows: leftOut.length, lines: leftOut.map((row) => data.lines[row]!) },
  };
}

/** Rows that have a place: participant, arm and visit known, and the first of a visit. */
function usableRows(
  data: ParticipantData,
  cohort: Cohort,
  trial: string | undefined,
): { readonly rows: readonly number[]; readonly leftOut: readonly number[] } {
  const rows: number[] = [];
  const leftOut: number[] = [];
  const seen = new Set<string>();
  for (let row = 0; row < data.rows; row++) {
    const at = cohort.personOf[row]!;
    const person = cohort.people[at];
    if (trial !== undefined && person !== undefined && person.trial !== trial) continue;
    const visit = cohort.visitOf[row]!;
    const key = `${at}\u0000${visit}`;
    if (person === undefined || person.arm === null || visit === null || seen.has(key)) {
      leftOut.push(row);
      continue;
    }
    seen.add(key);
    rows.push(row);
  }
  return { rows, leftOut };
}

function outcomeOf(
  data: ParticipantData,
  cohort: Cohort,
  name: string,
  rows: readonly number[],
  level: number,
): OutcomeTrajectories {
  const { variable, values } = numberColumn(data, name);
  const rank = new Map(cohort.visits.map((visit, at) => [visit, at]));
  const points = new Map<number, { visit: string; at: number; value: number }[]>();
  for (const row of rows) {
    const value = values[row]!;
    if (value === null) continue;
    const visit = cohort.visitOf[row]!;
    const own = points.get(cohort.personOf[row]!) ?? [];
    points.set(cohort.personOf[row]!, own);
    own.push({ visit, at: rank.get(visit)!, value });
  }
  const participants = [...points].map(([at, own]): ParticipantTrajectory => {
    const { id, trial, arm } = cohort.people[at]!;
    return { participant: id, trial, arm: arm!, points: own.sort((a, b) => a.at - b.at) };
  });
  return {
    outcome: name,
    label: variable.label ?? name,
    unit: variable.unit ?? null,
    participants,
    arms: cohort.arms.map((arm) => armOf(cohort.visits, arm, participants, level)),
  };
}

function armOf(
  visits: readonly string[],
  arm: string,
  participants: readonly ParticipantTrajectory[],
  level: number,
): ArmTrajectory {
  const byVisit = visits.map((): number[] => []);
  for (const one of participants)
    if (one.arm === arm) for (const { at, value } of one.points) byVisit[at]!.push(value);
  return {
    arm,
    visits: byVisit.flatMap((values, at) => {
      if (values.length === 0) return [];
      const { n, mean, variance } = momentsOf(values);
      const half = n > 1 ? tQuantile((1 - level) / 2, n - 1, "upper") * Math.sqrt(variance / n) : null;
      return [
        {
          visit: visits[at]!,
          at,
          n,
          mean,
          sd: n > 1 ? Math.sqrt(variance) : null,
          ciLow: half === null ? null : mean - half,
          ciHigh: half === null ? null : mean + half,
        },
      ];
    }),
  };
}
