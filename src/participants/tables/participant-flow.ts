import { type Cohort, cohortOf } from "../cohort.ts";
import type { ParticipantData } from "../participant-data.types.ts";
import { demandRoles, numberColumn } from "../refuse.ts";
import { countReasons, type Withdrawal, withdrawalsOf } from "../withdrawals.ts";
import type { FlowArm, ParticipantFlow } from "./tables.types.ts";

/**
 * The flow of participants through each trial and arm: randomised, seen at each visit, withdrawn with reasons,
 * analysed. A participant without arm is in no box; they are counted with their lines.
 *
 * @param plan `outcome`: number variable that makes an analysis; default the first with the role `outcome`
 * @throws EvidensError `participants/no-role` (participant, arm), `participants/no-variable`,
 *   `participants/not-a-number-variable`
 * Source: Moher et al. 2010 (CONSORT flow diagram), doi:10.1136/bmj.c869.
 * Checked: tests/participants/tables.test.ts.
 */
export function participantFlow(
  data: ParticipantData,
  plan: { readonly outcome?: string | undefined } = {},
): ParticipantFlow {
  demandRoles(data, ["participant", "arm"]);
  const cohort = cohortOf(data);
  const name =
    plan.outcome ??
    data.columns.find(({ variable, kind }) => variable.role === "outcome" && kind === "number")?.variable
      .name ??
    null;
  const values = name === null ? null : numberColumn(data, name).values;
  const withdrawals = withdrawalsOf(data, cohort);
  const trials: readonly (string | null)[] = cohort.trials.length === 0 ? [null] : cohort.trials;
  const homeless = cohort.people.filter(({ arm }) => arm === null);
  const nobody = Array.from({ length: data.rows }, (_, row) => row).filter(
    (row) => cohort.personOf[row] === -1,
  );
  return {
    name: data.dictionary.name,
    simulated: data.dictionary.simulated === true,
    outcome: name,
    visits: cohort.visits,
    trials: trials.map((trial) => {
      const arms = cohort.arms.flatMap((arm): FlowArm[] => {
        const people = cohort.people
          .map((_, at) => at)
          .filter((at) => {
            const person = cohort.people[at]!;
            return person.arm === arm && person.trial === trial;
          });
        return people.length === 0 ? [] : [flowOf(cohort, arm, people, values, withdrawals)];
      });
      return { trial, randomised: arms.reduce((sum, { randomised }) => sum + randomised, 0), arms };
    }),
    leftOut: {
      participants: homeless.length,
      lines: [...homeless.flatMap(({ rows }) => rows), ...nobody].map((row) => data.lines[row]!),
    },
  };
}

function flowOf(
  cohort: Cohort,
  arm: string,
  people: readonly number[],
  values: readonly (number | null)[] | null,
  withdrawals: readonly Withdrawal[] | null,
): FlowArm {
  const rowsAt = (person: number, visit: string): readonly number[] =>
    cohort.people[person]!.rows.filter((row) => cohort.visitOf[row] === visit);
  const valued = (row: number): boolean => values !== null && values[row] !== null;
  const analysed = people.filter((person) =>
    cohort.people[person]!.rows.some(
      (row) => valued(row) && (!cohort.hasVisits || cohort.visitOf[row] !== cohort.visits[0]),
    ),
  );
  const own = withdrawals === null ? [] : people.map((person) => withdrawals[person]!);
  const known = new Set(analysed);
  return {
    arm,
    randomised: people.length,
    visits: cohort.visits.map((visit) => ({
      visit,
      seen: people.filter((person) => rowsAt(person, visit).length > 0).length,
      withOutcome: people.filter((person) => rowsAt(person, visit).some(valued)).length,
    })),
    withdrawn: withdrawals === null ? null : own.filter(({ left }) => left).length,
    reasons: [...countReasons(own)].map(([reason, count]) => ({ reason, count })),
    noReason: own.filter(({ left, reason }) => left && reason === null).length,
    analysed: analysed.length,
    unexplained: people.filter((person, at) => !known.has(person) && own[at]?.left !== true).length,
  };
}
