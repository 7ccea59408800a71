import { byRole, type CheckContext, found, noteCheck } from "./context.ts";
import type { IntegrityCode, IntegritySeverity } from "./integrity.types.ts";

/** Rows twice, visits twice, people in two arms or two trials, rows that belong to nobody or to no arm. */
export function checkDuplicates(context: CheckContext): void {
  const { data, cohort } = context;
  const tell = (
    code: IntegrityCode,
    severity: IntegritySeverity,
    rows: readonly number[],
    more: Readonly<Record<string, string | number>> = {},
    variables: readonly (string | undefined)[] = [],
  ): void => {
    if (rows.length === 0) return;
    found(context, {
      check: "duplicates",
      code,
      severity,
      rows,
      variables: variables.filter((name) => name !== undefined),
      values: { count: rows.length, ...more },
    });
  };
  const names = (["participant", "visit", "arm", "trial"] as const).map(
    (role) => byRole(context, role)?.variable.name,
  );
  const [participant, visit, arm, trial] = names;
  const all = Array.from({ length: data.rows }, (_, row) => row);
  if (participant !== undefined)
    tell(
      "participant-missing",
      "error",
      all.filter((row) => cohort.personOf[row] === -1),
      {},
      [participant],
    );
  if (arm !== undefined)
    tell(
      "arm-missing",
      "warning",
      all.filter((row) => cohort.armOf[row] === null),
      {},
      [arm],
    );
  tell(
    "duplicate-row",
    "error",
    repeated(all, (row) => data.columns.map(({ values }) => values[row] ?? "\u0001").join("\u0000")),
  );
  const twice: number[] = [];
  for (const { rows } of cohort.people) {
    if (rows.length < 2) continue;
    twice.push(...repeated(rows, (row) => (cohort.hasVisits ? (cohort.visitOf[row] ?? null) : "")));
  }
  tell("duplicate-visit", "error", twice, {}, [participant, visit]);
  const inArms = cohort.people.filter(({ rows, arm: first }) =>
    rows.some((row) => cohort.armOf[row] !== null && cohort.armOf[row] !== first),
  );
  tell(
    "participant-in-two-arms",
    "error",
    inArms.flatMap(({ rows }) => rows),
    { participants: inArms.length, example: inArms[0]?.id ?? "" },
    [participant, arm],
  );
  const byId = new Map<string, number[]>();
  cohort.people.forEach(({ id }, at) => {
    byId.set(id, [...(byId.get(id) ?? []), at]);
  });
  const shared = [...byId].filter(([, people]) => people.length > 1);
  const rows = shared.flatMap(([, people]) => people.flatMap((at) => cohort.people[at]!.rows));
  tell(
    "participant-in-two-trials",
    "warning",
    rows,
    { participants: shared.length, example: shared[0]?.[0] ?? "" },
    [participant, trial],
  );
  noteCheck(context, "duplicates");
}

/** Rows whose key occurred before, with the row where it occurred first. */
function repeated(rows: readonly number[], keyOf: (row: number) => string | null): readonly number[] {
  const first = new Map<string, number>();
  const again = new Set<number>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key === null) continue;
    const before = first.get(key);
    if (before === undefined) first.set(key, row);
    else again.add(before).add(row);
  }
  return [...again].sort((a, b) => a - b);
}
