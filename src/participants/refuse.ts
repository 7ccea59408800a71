import { EvidensError } from "#kernel";
import type { ParticipantColumn, ParticipantData, VariableRole } from "./participant-data.types.ts";

export type NumberColumn = Extract<ParticipantColumn, { readonly kind: "number" }>;

/**
 * The number column of a name.
 *
 * @throws EvidensError `participants/no-variable`; `participants/not-a-number-variable`
 */
export function numberColumn(data: ParticipantData, name: string): NumberColumn {
  const column = anyColumn(data, name);
  if (column.kind === "number") return column;
  throw new EvidensError({
    code: "participants/not-a-number-variable",
    kind: "invalid",
    message: `\`${name}\` is of type ${column.variable.type}, not a number.`,
    remedy: "Choose a number variable, or correct its type in the dictionary.",
  });
}

/** @throws EvidensError `participants/no-variable` */
export function anyColumn(data: ParticipantData, name: string): ParticipantColumn {
  const column = data.columns.find(({ variable }) => variable.name === name);
  if (column !== undefined) return column;
  throw new EvidensError({
    code: "participants/no-variable",
    kind: "missing",
    message: `The data set \`${data.dictionary.name}\` has no variable \`${name}\`.`,
    remedy: `Choose one of: ${data.columns.map(({ variable }) => variable.name).join(", ")}.`,
  });
}

/** @throws EvidensError `participants/no-role`, for roles that an analysis cannot do without */
export function demandRoles(data: ParticipantData, roles: readonly VariableRole[]): void {
  const lacking = roles.filter((role) => !data.columns.some(({ variable }) => variable.role === role));
  if (lacking.length === 0) return;
  throw new EvidensError({
    code: "participants/no-role",
    kind: "missing",
    message: `No variable of \`${data.dictionary.name}\` has the role ${lacking.map((role) => `\`${role}\``).join(", ")}.`,
    remedy: "Give the role to a variable in the dictionary.",
  });
}

/** @throws EvidensError `participants/bad-level`: not in (0, 1) */
export function checkedLevel(level: number | undefined): number {
  const value = level ?? 0.95;
  if (value > 0 && value < 1) return value;
  throw new EvidensError({
    code: "participants/bad-level",
    kind: "invalid",
    message: `The confidence is ${value}.`,
    remedy: "Pass a confidence between 0 and 1, such as 0.95.",
  });
}
