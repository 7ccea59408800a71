import { columnsByRole, levelsOf, textValues } from "./columns.ts";
import type { ParticipantColumn, ParticipantData } from "./participant-data.types.ts";

/** A participant of a trial with the rows that are theirs. */
export interface Person {
  readonly id: string;
  readonly trial: string | null;
  /** Arm of the first row that names one. */
  readonly arm: string | null;
  /** In the order of the file. */
  readonly rows: readonly number[];
}

/** The rows of a data set by participant, trial, arm and visit. */
export interface Cohort {
  readonly people: readonly Person[];
  /** Index in `people` of each row; -1 without participant. */
  readonly personOf: Int32Array;
  readonly trials: readonly string[];
  readonly arms: readonly string[];
  readonly visits: readonly string[];
  /** Of each row; null where missing, and everywhere without such a variable. */
  readonly armOf: readonly (string | null)[];
  readonly visitOf: readonly (string | null)[];
  /** True where a variable has the role `visit`. */
  readonly hasVisits: boolean;
}

/**
 * Sorts rows by participant; the same id in two trials is two people. Cost linear in the rows.
 *
 * @param data any participant data
 */
export function cohortOf(data: ParticipantData): Cohort {
  const one = (role: "participant" | "trial" | "arm" | "visit"): ParticipantColumn | undefined =>
    columnsByRole(data, role)[0];
  const [participant, trial, arm, visit] = [one("participant"), one("trial"), one("arm"), one("visit")];
  const ids = textValues(participant, data.rows);
  const trialOf = textValues(trial, data.rows);
  const armOf = textValues(arm, data.rows);
  const index = new Map<string, number>();
  const people: { id: string; trial: string | null; arm: string | null; rows: number[] }[] = [];
  const personOf = new Int32Array(data.rows).fill(-1);
  for (let row = 0; row < data.rows; row++) {
    const id = ids[row]!;
    if (id === null) continue;
    const key = `${trialOf[row] ?? ""}\u0000${id}`;
    let at = index.get(key);
    if (at === undefined) {
      at = people.length;
      index.set(key, at);
      people.push({ id, trial: trialOf[row]!, arm: null, rows: [] });
    }
    personOf[row] = at;
    const person = people[at]!;
    person.rows.push(row);
    person.arm ??= armOf[row]!;
  }
  return {
    people,
    personOf,
    trials: levelsOf(trial),
    arms: levelsOf(arm),
    visits: levelsOf(visit),
    armOf,
    visitOf: textValues(visit, data.rows),
    hasVisits: visit !== undefined,
  };
}

/** Words for "yes" in a variable that says whether somebody withdrew. */
const YES = /^(?:1|y|yes|true|ja|j|sant|withdrawn|dropped out|trukket|frafalt)$/i;

/** Whether a cell says that the participant withdrew. */
export function saysYes(value: string | number | null): boolean {
  return value !== null && YES.test(String(value).trim());
}
