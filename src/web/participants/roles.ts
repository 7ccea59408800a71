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

/** What a variable is called where people read it. */
export function labelOf({ variables }: DataSetEntry, name: string): string {
  return variables.find((variable) => variable.name === name)?.label ?? name;
}

/** Outcomes of one instrument, such as intrusion and avoidance, to be looked at together. */
export function subscalesOf(
  dataSet: DataSetEntry,
): readonly { readonly instrument: string; readonly names: readonly string[] }[] {
  const names = new Map<string, string[]>();
  for (const { instrument, name } of outcomesOf(dataSet))
    if (instrument !== undefined) names.set(instrument, [...(names.get(instrument) ?? []), name]);
  return [...names].flatMap(([instrument, of]) => (of.length > 1 ? [{ instrument, names: of }] : []));
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
