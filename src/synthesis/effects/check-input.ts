import { EvidensError, type Problem } from "#kernel";
import type { InputKind, InputRow } from "./input-kinds.ts";

/** Whether nothing is wrong with one study's numbers, without a word spent on it. */
export function isSound(kind: InputKind, row: InputRow, allowFractions: boolean): boolean {
  for (const field of kind.fields) {
    const holds = allowFractions ? (field.holdsAsFraction ?? field.holds) : field.holds;
    if (!holds(row[field.id]!)) return false;
  }
  for (const relation of kind.relations) if (!relation.holds(row)) return false;
  return true;
}

/** All that is wrong with one study's numbers; `where` names the row, empty for a single study. */
export function inputProblems(
  kind: InputKind,
  row: InputRow,
  allowFractions: boolean,
  where: string,
): Problem[] {
  const problems: Problem[] = [];
  const report = (field: string, domain: string): void => {
    const message = `${where}${field} is ${row[field]} but must be ${domain}.`;
    problems.push({ code: kind.errorCode, field, message });
  };
  for (const field of kind.fields) {
    const holds = allowFractions ? (field.holdsAsFraction ?? field.holds) : field.holds;
    if (!holds(row[field.id]!)) report(field.id, field.domain);
  }
  if (problems.length > 0) return problems;
  for (const relation of kind.relations)
    if (!relation.holds(row)) report(relation.field, relation.domain(row));
  return problems;
}

/** @throws EvidensError with the code of the kind, when there are problems */
export function refuse(kind: InputKind, what: string, problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  throw new EvidensError({
    code: kind.errorCode,
    kind: "invalid",
    message: `${what}: ${problems.map((problem) => problem.message).join(" ")}`,
    remedy: "Check these numbers against the report and correct them.",
    problems,
  });
}
