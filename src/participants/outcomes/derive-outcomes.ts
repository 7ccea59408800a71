import { EvidensError } from "#kernel";
import { type Cohort, cohortOf } from "../cohort.ts";
import type { ParticipantColumn, ParticipantData, Variable } from "../participant-data.types.ts";
import { anyColumn, demandRoles, numberColumn } from "../refuse.ts";
import { dropoutOf } from "./dropout.ts";
import type {
  DerivedCount,
  DerivedKind,
  DerivedOutcomes,
  DerivedRule,
  OutcomePlan,
} from "./outcomes.types.ts";
import { meets, reliableChangeOf, ruleOf, thresholdOf } from "./rules.ts";

type Values = readonly (number | null)[];

interface Derived {
  readonly rule: DerivedRule;
  readonly values: Values;
}

/**
 * Derives outcomes from a score over visits: change and per cent change from baseline, response, remission, loss of
 * diagnosis, reliable change, and dropout with reasons. Each is added as a variable with the rule that made it;
 * yes is 1 and no is 0, reliable change is 1 (better), 0 or -1 (worse). Rows of the baseline visit get none.
 *
 * Limits are those of the plan, else the preferred ones of its instrument; an outcome without a limit is not derived.
 *
 * @throws EvidensError `participants/no-role` (participant), `participants/no-variable`,
 *   `participants/not-a-number-variable`, `participants/no-baseline`, `participants/bad-threshold`,
 *   `participants/variable-taken`
 * Source: Jacobson and Truax 1991, doi:10.1037/0022-006X.59.1.12 (reliable change); limits as their `source` says.
 * Cost linear in the rows. Checked: tests/participants/outcomes.test.ts.
 */
export function deriveOutcomes(data: ParticipantData, plan: OutcomePlan): DerivedOutcomes {
  demandRoles(data, ["participant"]);
  const cohort = cohortOf(data);
  const { values } = numberColumn(data, plan.outcome);
  const visit = baselineVisit(cohort, plan);
  const baseline = baselineOf(data, cohort, plan, visit);
  const after =
    cohort.personOf.length === 0
      ? []
      : values.map((_, row) => cohort.visitOf[row] !== visit || visit === null);
  const higherIsWorse = plan.higherIsWorse ?? plan.instrument?.higherIsWorse ?? true;
  const name = (ending: string): string => `${plan.outcome}_${ending}`;
  const each = (derive: (value: number, base: number | null, row: number) => number | null): Values =>
    values.map((value, row) => (value === null || !after[row] ? null : derive(value, baseline[row]!, row)));
  const derived: Derived[] = [
    plain("baseline", name("baseline"), plan.baseline ?? `value at ${visit}`, baseline),
    plain(
      "change",
      name("change"),
      "value - baseline",
      each((value, base) => (base === null ? null : value - base)),
    ),
    plain(
      "percent-change",
      name("percent_change"),
      "100 * (value - baseline) / baseline",
      each((value, base) => (base === null || base === 0 ? null : (100 * (value - base)) / base)),
    ),
  ];
  for (const [kind, ending] of LIMITED) {
    const limit = thresholdOf(plan, kind);
    if (limit === null) continue;
    derived.push({
      rule: ruleOf(kind, name(ending), limit, higherIsWorse),
      values: each((value, base) => asNumber(meets(limit, value, base, higherIsWorse))),
    });
  }
  derived.push(...lostDiagnosis(data, cohort, plan, visit, name("diagnosis_lost"), after));
  const reliable = reliableChangeOf(plan);
  if (reliable !== null)
    derived.push({
      rule: {
        kind: "reliable-change",
        variable: name("reliable_change"),
        unit: "points",
        value: reliable.points,
        formula: reliable.formula,
        source: reliable.source,
      },
      values: each((value, base) => {
        if (base === null || Math.abs(value - base) < reliable.points) return base === null ? null : 0;
        return value < base === higherIsWorse ? 1 : -1;
      }),
    });
  refuseTaken(data, derived);
  return {
    data: withColumns(data, derived),
    rules: derived.map(({ rule }) => rule),
    counts: derived.flatMap(({ rule, values: own }) =>
      COUNTED.includes(rule.kind) ? countsOf(cohort, rule.kind, own) : [],
    ),
    dropout: dropoutOf(data, cohort, values),
    notDerived: notDerived(data, values, baseline, after),
  };
}

const LIMITED = [
  ["response", "response"],
  ["remission", "remission"],
  ["loss-of-diagnosis", "diagnosis_lost"],
] as const;
const COUNTED: readonly DerivedKind[] = ["response", "remission", "loss-of-diagnosis", "reliable-change"];

const asNumber = (yes: boolean | null): number | null => (yes === null ? null : yes ? 1 : 0);

function plain(kind: DerivedKind, variable: string, formula: string, values: Values): Derived {
  return { rule: { kind, variable, unit: null, value: null, formula, source: null }, values };
}

function refuseBaseline(message: string, remedy: string): never {
  throw new EvidensError({ code: "participants/no-baseline", kind: "missing", message, remedy });
}

/** The visit whose rows are the baseline; null where a variable holds it and no visit is named. */
function baselineVisit({ visits, hasVisits }: Cohort, plan: OutcomePlan): string | null {
  const named = plan.baselineVisit;
  if (named !== undefined) {
    if (visits.includes(named)) return named;
    return refuseBaseline(`There is no visit \`${named}\`.`, `Choose one of: ${visits.join(", ")}.`);
  }
  if (plan.baseline !== undefined) return null;
  if (hasVisits && visits.length > 0) return visits[0]!;
  return refuseBaseline(
    "There are no visits and no baseline variable.",
    "Name the variable that holds the baseline.",
  );
}

function baselineOf(data: ParticipantData, cohort: Cohort, plan: OutcomePlan, visit: string | null): Values {
  const column = numberColumn(data, plan.baseline ?? plan.outcome);
  const own = cohort.people.map(({ rows }) => {
    const known = rows.filter((row) => column.values[row] !== null);
    const at = plan.baseline === undefined ? known.find((row) => cohort.visitOf[row] === visit) : known[0];
    return at === undefined ? null : column.values[at]!;
  });
  return Array.from({ length: data.rows }, (_, row) => own[cohort.personOf[row]!] ?? null);
}

/** Loss of diagnosis by a variable that says whether the diagnosis is met: met at baseline and no longer. */
function lostDiagnosis(
  data: ParticipantData,
  cohort: Cohort,
  plan: OutcomePlan,
  visit: string | null,
  variable: string,
  after: readonly boolean[],
): readonly Derived[] {
  const rule = plan.lossOfDiagnosis;
  if (rule == null || !("variable" in rule)) return [];
  const { values } = anyColumn(data, rule.variable);
  const met = (row: number): boolean => String(values[row]) === rule.met;
  const own = cohort.people.map(({ rows }) =>
    // Without a row at the baseline visit, trials of people with the diagnosis take it as met.
    rows.filter((row) => visit !== null && cohort.visitOf[row] === visit && values[row] !== null).every(met),
  );
  return [
    {
      rule: {
        kind: "loss-of-diagnosis",
        variable,
        unit: "category",
        value: null,
        formula: `${rule.variable} = ${rule.met} at baseline and not at the visit`,
        source: null,
      },
      values: Array.from({ length: data.rows }, (_, row) => {
        const person = cohort.personOf[row]!;
        if (values[row] === null || !after[row] || person === -1 || !own[person]) return null;
        return met(row) ? 0 : 1;
      }),
    },
  ];
}

function refuseTaken(data: ParticipantData, derived: readonly Derived[]): void {
  const taken = new Set(data.columns.map(({ variable }) => variable.name));
  const twice = derived.map(({ rule }) => rule.variable).filter((name) => taken.has(name));
  if (twice.length === 0) return;
  throw new EvidensError({
    code: "participants/variable-taken",
    kind: "conflict",
    message: `The data set already has ${twice.map((name) => `\`${name}\``).join(", ")}.`,
    remedy: "Rename the variable in the dictionary, or use it instead of deriving it.",
  });
}

function withColumns(data: ParticipantData, derived: readonly Derived[]): ParticipantData {
  const added = derived.map(({ rule, values }): ParticipantColumn => {
    const role = rule.kind === "baseline" ? "baseline" : "outcome";
    const variable: Variable = { name: rule.variable, type: "number", role };
    return { variable, kind: "number", values };
  });
  const variables = [...data.dictionary.variables, ...added.map(({ variable }) => variable)];
  return { ...data, dictionary: { ...data.dictionary, variables }, columns: [...data.columns, ...added] };
}

function countsOf(cohort: Cohort, kind: DerivedKind, values: Values): readonly DerivedCount[] {
  const counts = new Map<
    string,
    { kind: DerivedKind; trial: string | null; arm: string; visit: string; yes: number; known: number }
  >();
  values.forEach((value, row) => {
    const person = cohort.people[cohort.personOf[row]!];
    if (value === null || person === undefined || person.arm === null) return;
    const visit = cohort.visitOf[row] ?? "";
    const key = [person.trial ?? "", person.arm, visit].join("\u0000");
    const count = counts.get(key) ?? { kind, trial: person.trial, arm: person.arm, visit, yes: 0, known: 0 };
    counts.set(key, count);
    count.known += 1;
    if (value === 1) count.yes += 1;
  });
  return [...counts.values()];
}

function notDerived(
  data: ParticipantData,
  values: Values,
  baseline: Values,
  after: readonly boolean[],
): DerivedOutcomes["notDerived"] {
  const rows: { row: number; line: number; reason: "no-baseline" | "no-value" | "baseline-zero" }[] = [];
  values.forEach((value, row) => {
    if (!after[row]) return;
    const base = baseline[row]!;
    const reason =
      value === null ? "no-value" : base === null ? "no-baseline" : base === 0 ? "baseline-zero" : null;
    if (reason !== null) rows.push({ row, line: data.lines[row]!, reason });
  });
  return rows;
}
