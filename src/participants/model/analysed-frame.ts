import { EvidensError } from "#kernel";
import type { Frame, FrameColumn } from "#synthesis";
import { columnOf, levelsOf } from "../columns.ts";
import type { ParticipantColumn, ParticipantData } from "../participant-data.types.ts";
import type { ParticipantModelSpecification } from "./model-specification.ts";

/** The rows that a specification asks for, as columns the engine takes. */
export interface AnalysedFrame {
  readonly frame: Frame;
  /** 0-based row of the data of each row of the frame. */
  readonly rows: readonly number[];
}

/**
 * The rows of the visits and categories that a specification names. A row without a category asked for stays in, so
 * that the engine counts it among those left out.
 *
 * @throws {EvidensError} `participants/unknown-variable`, `participants/unknown-level`
 */
export function analysedFrame(
  data: ParticipantData,
  specification: ParticipantModelSpecification,
): AnalysedFrame {
  const rows = analysedRows(data, specification);
  const { visit, subject, arm, group, reference, pooling } = specification;
  const factors = new Set([visit, subject, arm, group, pooling?.trial].filter((name) => name !== undefined));
  for (const name of factors) knownColumn(data, name);
  const frame: Record<string, FrameColumn> = {};
  for (const column of data.columns) {
    const { name } = column.variable;
    frame[name] =
      column.kind === "number" && !factors.has(name)
        ? { values: rows.map((row) => column.values[row] ?? null) }
        : factorOf(column, rows, name === arm ? reference : undefined);
  }
  return { frame, rows };
}

function factorOf(
  column: ParticipantColumn,
  rows: readonly number[],
  reference: string | undefined,
): FrameColumn {
  const values = rows.map((row) => {
    const value = column.values[row];
    return value === null || value === undefined ? null : String(value);
  });
  const seen = new Set(values.filter((value) => value !== null));
  const stated = column.kind === "text" ? column.levels : [];
  const levels = stated.length > 0 ? stated.filter((level) => seen.has(level)) : [...seen];
  return {
    levels:
      reference !== undefined && levels.includes(reference)
        ? [reference, ...levels.filter((level) => level !== reference)]
        : levels,
    values,
  };
}

function analysedRows(data: ParticipantData, specification: ParticipantModelSpecification): number[] {
  const levels = levelsOf(knownColumn(data, specification.visit));
  const { derive, only = {} } = specification;
  const baseline =
    derive === undefined || derive.baseline !== undefined ? undefined : (derive.baselineVisit ?? levels[0]);
  const visits = specification.visits ?? levels.filter((level) => level !== baseline);
  const wanted = Object.entries({ ...only, [specification.visit]: visits }).map(([name, kept]) => {
    const column = knownColumn(data, name);
    refuseUnknownLevels(name, kept, levelsOf(column));
    return { values: column.values, kept: new Set<string | number>(kept) };
  });
  const rows: number[] = [];
  for (let row = 0; row < data.rows; row++)
    if (wanted.every(({ values, kept }) => values[row] === null || kept.has(values[row]!))) rows.push(row);
  return rows;
}

/** Refuses a name that the data do not have. */
function knownColumn(data: ParticipantData, name: string): ParticipantColumn {
  const column = columnOf(data, name);
  if (column !== undefined) return column;
  throw new EvidensError({
    code: "participants/unknown-variable",
    kind: "invalid",
    message: `The data have no variable "${name}".`,
    remedy: `Use one of: ${data.columns.map(({ variable }) => variable.name).join(", ")}.`,
  });
}

/** Refuses categories that a variable does not have. */
export function refuseUnknownLevels(
  name: string,
  wanted: readonly string[],
  levels: readonly string[],
): void {
  const unknown = wanted.find((level) => !levels.includes(level));
  if (unknown === undefined) return;
  throw new EvidensError({
    code: "participants/unknown-level",
    kind: "invalid",
    message: `There is no category "${unknown}" in ${name}.`,
    remedy: `Name categories of the data: ${levels.join(", ")}.`,
  });
}
