import type { AnalysisSet } from "#extraction";
import { EvidensError, type LocalText, type Problem } from "#kernel";
import type { AnalysisPart, RegressionNumbers, SensitivityNumbers, SubgroupNumbers } from "#report";
import {
  nearest,
  type PlannedAnalysis,
  type PlannedModerators,
  type PlannedSensitivity,
  type PlannedSubgroups,
  poolingOf,
} from "#review";
import {
  designMatrix,
  type Moderators,
  metaRegression,
  type RegressionOptions,
  subgroupAnalysis,
} from "#synthesis";
import { type PooledRows, pooledNumbers, poolRows } from "./pool-rows.ts";
import type { KnownVariable, StudyKnowledge } from "./study-knowledge.ts";

interface Work {
  readonly analysis: PlannedAnalysis;
  /** All rows of the set, before any restriction. */
  readonly rows: AnalysisSet["rows"];
  readonly main: PooledRows;
  readonly known: StudyKnowledge;
}

/** The parts a plan has beside its main result, each carried out or with why not. */
export function plannedParts(work: Work): readonly AnalysisPart[] {
  const { subgroups = [], moderators = [], sensitivity = [] } = work.analysis;
  return [
    ...subgroups.map(
      (plan): AnalysisPart => ({
        kind: "subgroups",
        ...named(plan),
        ...attempt(work, plan.id, () => groupsOf(work, plan)),
      }),
    ),
    ...moderators.map(
      (plan): AnalysisPart => ({
        kind: "moderators",
        ...named(plan),
        ...attempt(work, plan.id, () => regressionOf(work, plan)),
      }),
    ),
    ...sensitivity.map(
      (plan): AnalysisPart => ({
        kind: "sensitivity",
        ...named(plan),
        ...attempt(work, plan.id, () => sensitivityOf(work, plan)),
      }),
    ),
  ];
}

function named({ id, label, note }: PlannedSubgroups | PlannedModerators | PlannedSensitivity) {
  return { id, label, ...(note === undefined ? {} : { note }) };
}

interface Outcome<T> {
  readonly result: T | null;
  readonly problems: readonly Problem[];
  /** Labels of studies without a value for what they are told apart by. */
  readonly unplaced: readonly string[];
}

/** What the methods refuse about the data is why the part was not carried out. */
function attempt<T>({ analysis }: Work, id: string, work: () => Outcome<T>): Outcome<T> {
  const field = `analysis ${analysis.id}, ${id}`;
  try {
    const { problems, ...rest } = work();
    return { ...rest, problems: problems.map((problem) => ({ field, ...problem })) };
  } catch (error) {
    if (!(error instanceof EvidensError) || error.kind === "conflict") throw error;
    const { code, message, remedy, values } = error;
    return { result: null, problems: [{ code, field, message, remedy, values }], unplaced: [] };
  }
}

const NO_EFFECTS: Problem = {
  code: "workbench/no-data",
  message: "No study of this analysis has all the values it needs.",
  remedy: "Extract the values that are missing.",
};

function variableOf(known: StudyKnowledge, name: string): KnownVariable {
  const found = known.variable(name);
  if (found !== null) return found;
  throw new EvidensError({
    code: "workbench/unknown-variable",
    kind: "invalid",
    message: `Nothing called "${name}" is recorded about studies.`,
    remedy: "Correct the protocol.",
    values: { name },
  });
}

/** Positions of the studies that have a value of every variable, and the labels of the others. */
function placed({ main }: Work, variables: readonly KnownVariable[]) {
  const has = (studyId: string): boolean => variables.every(({ values }) => values.has(studyId));
  const kept = main.kept.filter(({ row }) => has(row.studyId));
  return {
    kept,
    y: Float64Array.from(kept, ({ effect }) => effect.y),
    v: Float64Array.from(kept, ({ effect }) => effect.v),
    unplaced: main.kept.filter(({ row }) => !has(row.studyId)).map(({ row }) => row.label),
  };
}

/** Subgroups and regressions are made for weights of inverse variance: where sums pool, the nearest such model. */
function regressionOptions({ analysis }: Work): RegressionOptions {
  const { tau2, test } = poolingOf(analysis);
  return { method: tau2 ?? "EE", test };
}

const NEAREST: LocalText = {
  en: "This part uses weights of inverse variance: the model nearest to the one planned.",
  nb: "Denne delen bruker inverse varianser som vekter: modellen som er nærmest den planlagte.",
};

function remarksOf({ analysis }: Work): readonly LocalText[] {
  return poolingOf(analysis).method === "inverse-variance" ? [] : [NEAREST];
}

function groupsOf(work: Work, plan: PlannedSubgroups): Outcome<SubgroupNumbers> {
  const variable = variableOf(work.known, plan.by);
  const { kept, unplaced } = placed(work, [variable]);
  if (kept.length === 0) return { result: null, problems: [NO_EFFECTS], unplaced };
  const text = (studyId: string): LocalText => variable.values.get(studyId)!.text;
  // The library takes groups as they come; readers look for them in order.
  const sorted = kept.toSorted((a, b) =>
    text(a.row.studyId).en.localeCompare(text(b.row.studyId).en, "en", { numeric: true }),
  );
  const found = subgroupAnalysis(
    Float64Array.from(sorted, ({ effect }) => effect.y),
    Float64Array.from(sorted, ({ effect }) => effect.v),
    sorted.map(({ row }) => text(row.studyId).en),
    { ...regressionOptions(work), tau2: plan.tau2 ?? "separate" } as Parameters<typeof subgroupAnalysis>[3],
  );
  const { statistic, df, denominatorDf, p } = found.between;
  return {
    result: {
      variable: variable.label,
      tau2: plan.tau2 ?? "separate",
      groups: found.groups.map((group) => ({
        group: text(sorted.find(({ row }) => text(row.studyId).en === group.group)!.row.studyId),
        k: group.k,
        estimate: group.estimate,
        se: group.se,
        low: group.ciLow,
        high: group.ciHigh,
        p: group.p,
        tau2: group.tau2,
        i2: group.i2,
        predictionLow: group.predictionLow,
        predictionHigh: group.predictionHigh,
      })),
      between: { statistic, df, denominatorDf, p },
      remarks: [...remarksOf(work), ...found.remarks.map(({ text: remark }) => remark)],
    },
    problems: [],
    unplaced,
  };
}

function regressionOf(work: Work, plan: PlannedModerators): Outcome<RegressionNumbers> {
  const list = plan.variables.map(({ variable: name, as }) => {
    const variable = variableOf(work.known, name);
    return { name, variable, continuous: isContinuous(work, variable, as) };
  });
  const usable = list.map(({ variable, continuous }) =>
    continuous
      ? { ...variable, values: new Map([...variable.values].filter(([, { number }]) => number !== null)) }
      : variable,
  );
  const { kept, y, v, unplaced } = placed(work, usable);
  if (kept.length === 0) return { result: null, problems: [NO_EFFECTS], unplaced };
  const moderators: Moderators = Object.fromEntries(
    list.map(({ name, variable, continuous }) => {
      const values = kept.map(({ row }) => variable.values.get(row.studyId)!);
      return [
        name,
        continuous ? values.map(({ number }) => number!) : { values: values.map(({ text }) => text.en) },
      ];
    }),
  );
  const design = designMatrix(Object.keys(moderators), moderators);
  const fit = metaRegression({ y, v, design }, { ...regressionOptions(work), redundant: "refuse" });
  const { statistic, df, denominatorDf, p } = fit.qm;
  return {
    result: {
      k: fit.k,
      variables: list.map(({ name, variable, continuous }) => ({
        name,
        label: variable.label,
        as: continuous ? "continuous" : "categorical",
        reference: design.terms.find(({ term }) => term === name)?.references[name] ?? null,
      })),
      coefficients: fit.coefficients.map(({ name, b, se, ciLow, ciHigh, p: own }) => ({
        name,
        estimate: b,
        se,
        low: ciLow,
        high: ciHigh,
        p: own,
      })),
      tau2: fit.tau2,
      i2: fit.i2,
      r2: fit.r2,
      test: { statistic, df, denominatorDf, p },
      residual: fit.qe,
      remarks: remarksOf(work),
    },
    problems: [],
    unplaced,
  };
}

/** As the plan says; else numbers as numbers, and a choice never. */
function isContinuous(
  { main }: Work,
  { choice, values }: KnownVariable,
  as: "continuous" | "categorical" | undefined,
): boolean {
  if (as !== undefined) return as === "continuous";
  const own = main.kept.flatMap(({ row }) => values.get(row.studyId) ?? []);
  return !choice && own.length > 0 && own.every(({ number }) => number !== null);
}

function sensitivityOf(work: Work, plan: PlannedSensitivity): Outcome<SensitivityNumbers> {
  const { analysis, rows, known } = work;
  const { id: _id, label: _label, note: _note, without = [], ...overrides } = plan;
  const unknown = without.filter((studyId) => !known.labels.has(studyId));
  if (unknown.length > 0)
    return { result: null, problems: unknown.map((id) => unknownStudy(id, known)), unplaced: [] };
  const idle = without.filter((studyId) => !rows.some((row) => row.studyId === studyId));
  const given = Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
  const choices: PlannedAnalysis = { ...analysis, ...given, leaveOneOut: undefined };
  const { result, problems, kept } = poolRows(
    rows.filter(({ studyId }) => !without.includes(studyId)),
    choices,
    known,
  );
  return {
    result:
      result === null
        ? null
        : {
            measure: choices.measure,
            pooled: pooledNumbers(result),
            studies: kept.map(({ row }) => row.label),
          },
    problems: [
      ...idle.map(
        (studyId): Problem => ({
          code: "workbench/study-not-in-analysis",
          message: `"${known.labels.get(studyId)}" is left out here and has no numbers in the analysis.`,
          remedy: "Extract its numbers, or plan without naming it.",
          values: { study: known.labels.get(studyId) ?? studyId },
        }),
      ),
      ...(result === null ? [NO_EFFECTS] : problems),
    ],
    unplaced: [],
  };
}

function unknownStudy(id: string, { labels }: StudyKnowledge): Problem {
  const ids = [...labels.keys()];
  const near = nearest(id, ids);
  return {
    code: "workbench/unknown-study",
    message: `The plan leaves out the study "${id}", and there is none.`,
    values: { study: id },
    remedy:
      near[0] === undefined
        ? `Name one of: ${ids.join(", ") || "none is defined yet"}.`
        : `Did you mean "${near[0]}"? Correct the protocol.`,
  };
}
