import { EvidensError } from "#kernel";
import { asFactor, encodeColumns } from "../mmrm/encode-columns.ts";
import { parseFormula } from "../mmrm/formula.ts";
import type { Frame } from "../mmrm/frame.types.ts";
import { mmrm } from "../mmrm/mmrm.ts";
import type { MmrmResult, TestedEstimate } from "../mmrm/mmrm-result.types.ts";
import { refuseModel } from "../mmrm/refuse-model.ts";
import { pool } from "../model/pool.ts";
import type { PooledResult, PoolOptions } from "../types.ts";
import type { Trial, TrialModel } from "./pooling.types.ts";

/** Mistakes of the call: the same in every trial, so not a matter of one. */
const mistakes: readonly string[] = [
  "synthesis/bad-formula",
  "synthesis/bad-specification",
  "synthesis/bad-contrast",
];

/** The levels of the study that occur, in their order. */
export function studiesOf(frame: Frame, study: string): string[] {
  const column = encodeColumns(frame, new Map([[study, "is the study"]])).get(study)!;
  if (column.kind !== "factor")
    return refuseModel(
      "bad-frame",
      `${study} is the study but has no levels.`,
      `Give ${study} its levels, and its values as text.`,
    );
  const seen = new Set(column.codes);
  return column.levels.filter((_, code) => seen.has(code));
}

/** Each participant of a joint model belongs to one study. */
export function refuseSharedNames(frame: Frame, subject: string, study: string): void {
  const columns = encodeColumns(
    frame,
    new Map([
      [subject, "is the subject"],
      [study, "is the study"],
    ]),
  );
  const people = asFactor(columns.get(subject)!);
  const studies = asFactor(columns.get(study)!);
  const first = new Map<number, number>();
  for (const [row, person] of people.codes.entries()) {
    const own = studies.codes[row]!;
    if (person < 0 || own < 0) continue;
    const before = first.get(person) ?? row;
    if (before === row) first.set(person, row);
    else if (studies.codes[before] !== own)
      refuseModel(
        "bad-frame",
        `${subject} ${people.levels[person]} is in ${study} ${studies.levels[studies.codes[before]!]} (row ${before + 1}) and ${studies.levels[own]} (row ${row + 1}).`,
        `Give participants of different trials different names.`,
      );
  }
}

/**
 * Fits a model to the participants of each study; a study whose data cannot carry it is named with the reason.
 *
 * @param what the estimate wanted of each study's model; null where it is not estimable
 * @throws EvidensError for mistakes of the call, and of data that are not readable in any study
 */
export function eachTrial(
  frame: Frame,
  study: string,
  model: TrialModel,
  what: (result: MmrmResult) => TestedEstimate | null,
): Trial[] {
  const formula = parseFormula(model.formula);
  if (formula.variables.includes(study))
    refuseModel(
      "bad-specification",
      `The formula ${formula.text} names ${study}, which is constant within each trial.`,
      `Take ${study} out of the formula of one trial.`,
    );
  readAll(frame, model);
  return studiesOf(frame, study).map((level): Trial => {
    try {
      const result = mmrm(frame, { ...model, only: { variable: study, level } });
      const test = what(result);
      if (test !== null) return { study: level, fitted: true, test, model: result };
      const reason = `The rows of ${study} ${level} do not determine the difference.`;
      return { study: level, fitted: false, code: "synthesis/not-estimable", reason };
    } catch (error) {
      if (!(error instanceof EvidensError) || mistakes.includes(error.code)) throw error;
      return { study: level, fitted: false, code: error.code, reason: error.message };
    }
  });
}

/** Refuses what no study's model could read, such as text in a number, before any is fitted. */
function readAll(frame: Frame, model: TrialModel): void {
  const { response, variables } = parseFormula(model.formula);
  const { visit, subject, group, weights, coordinates = [] } = model;
  const names = [response, ...variables, visit, subject, group, weights, ...coordinates];
  encodeColumns(
    frame,
    new Map(names.flatMap((name) => (name === undefined ? [] : [[name, "the model names"] as const]))),
  );
}

/** The fitted trials pooled; null without any. */
export function poolTrials(trials: readonly Trial[], options: PoolOptions): PooledResult | null {
  const fitted = trials.filter((trial) => trial.fitted);
  if (fitted.length === 0) return null;
  return pool(
    Float64Array.from(fitted, ({ test }) => test.estimate),
    Float64Array.from(fitted, ({ test }) => test.se ** 2),
    options,
  );
}
