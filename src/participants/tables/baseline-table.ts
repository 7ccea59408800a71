import { EvidensError } from "#kernel";
import { type Cohort, cohortOf } from "../cohort.ts";
import type { ParticipantColumn, ParticipantData } from "../participant-data.types.ts";
import { anyColumn, checkedLevel, demandRoles } from "../refuse.ts";
import { testLevels, testNumbers } from "./baseline-tests.ts";
import { cohensBetween } from "./cohens-d.ts";
import { standardisedDifference, standardisedDifferenceOfShares } from "./standardised-difference.ts";
import { summariseLevels, summariseNumbers } from "./summaries.ts";
import type { BaselinePlan, BaselineRow, BaselineSection, BaselineTable } from "./tables.types.ts";

interface Setting {
  readonly data: ParticipantData;
  readonly cohort: Cohort;
  readonly visit: string | null;
  readonly level: number;
  readonly compare: readonly [string, string] | null;
}

/**
 * The baseline table: by arm, and per trial where asked, n, mean (SD), median and quartiles, counts (per cent) and
 * missing values of each participant's baseline, with tests, standardised differences, Cohen's d and Hedges' g of
 * the two arms compared. Categories are tested over all arms, numbers of more than two arms also by ANOVA.
 *
 * Tests at baseline tell whether randomisation can explain a difference, not whether it matters.
 *
 * @throws EvidensError `participants/no-role` (participant, arm), `participants/no-variable`, `participants/no-arm`,
 *   `participants/no-visit`, `participants/bad-level`
 * Source: Moher et al. 2010 (CONSORT item 15), doi:10.1136/bmj.c869; Austin 2009, doi:10.1002/sim.3697.
 * Checked: tests/participants/baseline-table.test.ts.
 */
export function baselineTable(data: ParticipantData, plan: BaselinePlan = {}): BaselineTable {
  demandRoles(data, ["participant", "arm"]);
  const cohort = cohortOf(data);
  const visit = visitOf(cohort, plan.visit);
  const level = checkedLevel(plan.level);
  const setting: Setting = { data, cohort, visit, level, compare: comparedArms(cohort, plan.compare) };
  const columns =
    plan.variables === undefined
      ? data.columns.filter(({ variable }) => variable.role === "baseline")
      : plan.variables.map((name) => anyColumn(data, name));
  const measured = columns.filter(({ variable }) => variable.type !== "text" && variable.type !== "date");
  const trials: readonly (string | null)[] = plan.perTrial === true ? [null, ...cohort.trials] : [null];
  const homeless = cohort.people.filter(({ arm }) => arm === null);
  return {
    name: data.dictionary.name,
    simulated: data.dictionary.simulated === true,
    visit,
    level,
    sections: trials.map((trial) => sectionOf(setting, trial, measured)),
    leftOut: {
      participants: homeless.length,
      lines: homeless.flatMap(({ rows }) => rows.map((row) => data.lines[row]!)),
    },
  };
}

function visitOf({ visits, hasVisits }: Cohort, named: string | undefined): string | null {
  if (named === undefined) return hasVisits ? (visits[0] ?? null) : null;
  if (visits.includes(named)) return named;
  throw new EvidensError({
    code: "participants/no-visit",
    kind: "missing",
    message: `There is no visit \`${named}\`.`,
    remedy: `Choose one of: ${visits.join(", ")}.`,
  });
}

function comparedArms(
  { arms }: Cohort,
  named: readonly [string, string] | undefined,
): readonly [string, string] | null {
  const [first, second] = named ?? arms;
  if (first === undefined || second === undefined) return null;
  const unknown = [first, second].filter((arm) => !arms.includes(arm));
  if (unknown.length === 0 && first !== second) return [first, second];
  throw new EvidensError({
    code: "participants/no-arm",
    kind: "missing",
    message:
      unknown.length > 0
        ? `There is no arm ${unknown.map((arm) => `\`${arm}\``).join(", ")}.`
        : "One arm is named twice.",
    remedy: `Choose two of: ${arms.join(", ")}.`,
  });
}

function sectionOf(
  setting: Setting,
  trial: string | null,
  columns: readonly ParticipantColumn[],
): BaselineSection {
  const { cohort } = setting;
  const people = cohort.people
    .map((_, at) => at)
    .filter((at) => trial === null || cohort.people[at]!.trial === trial);
  const groups = cohort.arms
    .map((arm) => ({ arm, people: people.filter((at) => cohort.people[at]!.arm === arm) }))
    .filter((group) => group.people.length > 0);
  const compare =
    setting.compare?.every((arm) => groups.some((group) => group.arm === arm)) === true
      ? setting.compare
      : null;
  return {
    trial,
    arms: groups.map(({ arm, people: own }) => ({ arm, participants: own.length })),
    compare,
    rows: columns.map((column) => rowOf(setting, column, groups, compare)),
  };
}

interface ArmGroup {
  readonly arm: string;
  readonly people: readonly number[];
}

/** The baseline of each participant: at the visit, and of what does not change at any row. */
function ownValues<T>(
  { cohort, visit }: Setting,
  column: ParticipantColumn,
  values: readonly (T | null)[],
  people: readonly number[],
): readonly (T | null)[] {
  return people.map((at) => {
    const { rows } = cohort.people[at]!;
    const known = rows.filter((row) => values[row] !== null);
    const there = known.find((row) => visit === null || cohort.visitOf[row] === visit);
    const row = there ?? (column.variable.role === "baseline" ? known[0] : undefined);
    return row === undefined ? null : values[row]!;
  });
}

function rowOf(
  setting: Setting,
  column: ParticipantColumn,
  groups: readonly ArmGroup[],
  compare: readonly [string, string] | null,
): BaselineRow {
  const { variable } = column;
  const head = {
    variable: variable.name,
    label: variable.label ?? variable.name,
    unit: variable.unit ?? null,
  };
  const at = (compare ?? []).map((arm) => groups.findIndex((group) => group.arm === arm));
  if (column.kind === "number") {
    const own = groups.map(({ people }) => ownValues(setting, column, column.values, people));
    const known = own.map((values) => values.filter((value) => value !== null));
    const [x, y] = [known[at[0] ?? -1] ?? [], known[at[1] ?? -1] ?? []];
    const spread = compare === null || new Set(x).size < 2 || new Set(y).size < 2;
    const effect = spread ? null : cohensBetween(x, y, { level: setting.level });
    return {
      ...head,
      kind: "number",
      byArm: own.map(summariseNumbers),
      all: summariseNumbers(own.flat()),
      tests: compare === null ? [] : testNumbers(x, y, known),
      standardisedDifference: compare === null ? null : standardisedDifference(x, y),
      d: effect?.d ?? null,
      g: effect?.g ?? null,
    };
  }
  const own = groups.map(({ people }) => ownValues(setting, column, column.values, people));
  const byArm = own.map((values) => summariseLevels(values, column.levels));
  const counts = byArm.map((summary) => summary.counts.map(({ count }) => count));
  return {
    ...head,
    kind: "category",
    byArm,
    all: summariseLevels(own.flat(), column.levels),
    tests: compare === null ? [] : testLevels(counts),
    standardisedDifference:
      compare === null ? null : standardisedDifferenceOfShares(counts[at[0]!]!, counts[at[1]!]!),
    d: null,
    g: null,
  };
}
