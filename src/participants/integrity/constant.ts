import { saysYes } from "../cohort.ts";
import { byRole, type CheckContext, found, noteCheck } from "./context.ts";

/** Baseline values that differ between the rows of one participant; withdrawals and reasons that do not fit. */
export function checkConstant(context: CheckContext): void {
  const { data, cohort } = context;
  const columns = data.columns.filter(({ variable }) =>
    ["baseline", "randomised-on", "randomisation-number"].includes(variable.role ?? ""),
  );
  for (const { variable, values } of columns) {
    const differing = cohort.people.filter(({ rows }) => {
      const known = rows.map((row) => values[row]!).filter((value) => value !== null);
      return known.some((value) => value !== known[0]);
    });
    if (differing.length === 0) continue;
    found(context, {
      check: "constant",
      code: "not-constant",
      severity: "warning",
      variables: [variable.name],
      rows: differing.flatMap(({ rows }) => rows),
      values: { participants: differing.length, example: differing[0]!.id },
    });
  }
  const withdrawn = byRole(context, "withdrawn");
  const reason = byRole(context, "withdrawal-reason");
  if (withdrawn !== undefined && reason !== undefined) {
    const left = (rows: readonly number[]): boolean =>
      rows.some((row) =>
        withdrawn.variable.type === "date" ? withdrawn.values[row] !== null : saysYes(withdrawn.values[row]!),
      );
    const told = (rows: readonly number[]): boolean => rows.some((row) => reason.values[row] !== null);
    for (const [code, wrong] of [
      ["reason-without-withdrawal", cohort.people.filter(({ rows }) => told(rows) && !left(rows))],
      ["withdrawal-without-reason", cohort.people.filter(({ rows }) => left(rows) && !told(rows))],
    ] as const) {
      if (wrong.length === 0) continue;
      found(context, {
        check: "constant",
        code,
        severity: code === "reason-without-withdrawal" ? "warning" : "note",
        variables: [withdrawn.variable.name, reason.variable.name],
        rows: wrong.flatMap(({ rows }) => rows),
        values: { participants: wrong.length, example: wrong[0]!.id },
      });
    }
  }
  const lacks = columns.length === 0 && withdrawn === undefined;
  noteCheck(context, "constant", lacks ? "no-variable" : null, lacks ? ["baseline"] : []);
}
