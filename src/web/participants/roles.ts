import type { DataSetEntry } from "#contract";

type Variable = DataSetEntry["variables"][number];

/** The variable with a role; null where none has it. */
export function roleOf(dataSet: DataSetEntry, role: NonNullable<Variable["role"]>): Variable | null {
  return dataSet.variables.find((variable) => variable.role === role) ?? null;
}

/** The outcomes: numbers that have that role. */
export function outcomesOf({ variables }: DataSetEntry): readonly Variable[] {
  return variables.filter(({ role, type }) => role === "outcome" && type === "number");
}

/** The instrument that an outcome's variable names, where Evidens knows it. */
export function instrumentFor(
  { variables }: DataSetEntry,
  outcome: string,
  known: readonly string[],
): string | null {
  const named = variables.find(({ name }) => name === outcome)?.instrument;
  return named !== undefined && known.includes(named) ? named : null;
}
