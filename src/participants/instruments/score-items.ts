import { EvidensError, type Problem } from "#kernel";
import type { ParticipantColumn, ParticipantData, Variable } from "../participant-data.types.ts";
import type { Instrument, InstrumentScore } from "./instrument.types.ts";
import { scoreInstrument } from "./score-instrument.ts";

/** What scoring the items of one instrument added. */
export interface ScoredInstrument {
  readonly instrument: string;
  /** Names of the variables added: the total, and each scale that has items. */
  readonly added: readonly string[];
  /** Rows whose total or a scale was made up for missing items by the instrument's rule. */
  readonly prorated: number;
  /** Rows with an answer and yet without a total. */
  readonly withoutTotal: number;
}

export interface ScoredItems {
  /** With the scores added; rows and their order are the same. */
  readonly data: ParticipantData;
  readonly scored: readonly ScoredInstrument[];
  /** Rows whose items could not be scored, each with its line. */
  readonly problems: readonly Problem[];
}

/** So many rows of an instrument are named one by one; the rest is counted. */
const MOST_NAMED = 50;

/**
 * Scores the items of instruments that stand in columns of their own: every variable that names an instrument and one
 * of its items. Totals and scales are added as `INSTRUMENT_total` and `INSTRUMENT_SCALE` (hyphens become `_`), as
 * outcomes where the data have no variable of that name. A row without any answer has no score.
 *
 * @param instruments those known, by their ids
 * @returns the data with the scores added; a row with an impossible item is a problem and has no score
 * Source: each instrument's own. Cost linear in cells. Checked: tests/participants/score-items.test.ts.
 */
export function scoreItems(data: ParticipantData, instruments: readonly Instrument[]): ScoredItems {
  const scored: ScoredInstrument[] = [];
  const problems: Problem[] = [];
  const added: ParticipantColumn[] = [];
  for (const instrument of instruments) {
    const items = itemColumns(data, instrument);
    if (items.size === 0) continue;
    const scores = Array.from({ length: data.rows }, (_, row) =>
      scoreRow(data, instrument, items, row, problems),
    );
    const columns = scoreColumns(instrument, scores).filter(
      ({ variable }) => !data.columns.some((column) => column.variable.name === variable.name),
    );
    added.push(...columns);
    scored.push({
      instrument: instrument.id,
      added: columns.map(({ variable }) => variable.name),
      prorated: scores.filter(
        (one) => one !== null && (one.total.prorated || one.scales.some(({ prorated }) => prorated)),
      ).length,
      withoutTotal: scores.filter((one) => one !== null && one.total.score === null).length,
    });
  }
  if (added.length === 0) return { data, scored, problems: limited(problems) };
  return {
    data: {
      ...data,
      dictionary: {
        ...data.dictionary,
        variables: [...data.dictionary.variables, ...added.map(({ variable }) => variable)],
      },
      columns: [...data.columns, ...added],
    },
    scored,
    problems: limited(problems),
  };
}

/**
 * The variables that `scoreItems` adds to data with these variables, in its order.
 *
 * @param instruments those known, by their ids
 * Checked: tests/participants/score-items.test.ts.
 */
export function scoredVariables(
  variables: readonly Variable[],
  instruments: readonly Instrument[],
): readonly Variable[] {
  const names = new Set(variables.map(({ name }) => name));
  return instruments
    .filter(({ id, items }) =>
      variables.some(
        ({ type, instrument, item }) =>
          type === "number" && instrument === id && items.some((one) => one.id === item),
      ),
    )
    .flatMap((instrument) => scoreColumns(instrument, []).map(({ variable }) => variable))
    .filter(({ name }) => !names.has(name));
}

type NumberColumn = Extract<ParticipantColumn, { readonly kind: "number" }>;

function itemColumns(data: ParticipantData, { id, items }: Instrument): ReadonlyMap<string, NumberColumn> {
  const known = new Set(items.map((item) => item.id));
  return new Map(
    data.columns.flatMap((column) => {
      const { instrument, item } = column.variable;
      return column.kind === "number" && instrument === id && item !== undefined && known.has(item)
        ? [[item, column] as const]
        : [];
    }),
  );
}

/** Null without an answer, or when an item cannot be. */
function scoreRow(
  data: ParticipantData,
  instrument: Instrument,
  columns: ReadonlyMap<string, NumberColumn>,
  row: number,
  problems: Problem[],
): InstrumentScore | null {
  const items = Object.fromEntries([...columns].map(([item, { values }]) => [item, values[row] ?? null]));
  if (Object.values(items).every((value) => value === null)) return null;
  try {
    return scoreInstrument(instrument, items);
  } catch (error) {
    if (!(error instanceof EvidensError)) throw error;
    const line = data.lines[row];
    for (const { message } of error.problems)
      problems.push({
        code: "participants/bad-items",
        ...(line === undefined ? {} : { line }),
        field: instrument.id,
        message: `${instrument.abbreviation} is not scored: ${message}`,
        remedy: "Correct the item, or give its code for a missing value in the dictionary.",
      });
    return null;
  }
}

function scoreColumns(instrument: Instrument, scores: readonly (InstrumentScore | null)[]): NumberColumn[] {
  const stem = instrument.id.replaceAll("-", "_");
  const withItems = instrument.scales.filter(({ items }) => items.length > 0);
  const column = (
    scale: string,
    label: string,
    range: Variable["range"],
    values: NumberColumn["values"],
  ): NumberColumn => ({
    kind: "number",
    variable: {
      name: `${stem}_${scale.replaceAll("-", "_")}`,
      label,
      type: "number",
      role: "outcome",
      range,
      instrument: instrument.id,
      item: scale,
    },
    values,
  });
  return [
    column(
      "total",
      instrument.abbreviation,
      instrument.total.range,
      scores.map((one) => one?.total.score ?? null),
    ),
    ...withItems.map(({ id, range }) =>
      column(
        id,
        `${instrument.abbreviation}: ${id}`,
        range,
        scores.map((one) => one?.scales.find(({ scale }) => scale === id)?.score ?? null),
      ),
    ),
  ];
}

function limited(problems: readonly Problem[]): readonly Problem[] {
  if (problems.length <= MOST_NAMED) return problems;
  return [
    ...problems.slice(0, MOST_NAMED),
    {
      code: "participants/bad-items",
      message: `${problems.length - MOST_NAMED} more items could not be scored.`,
      remedy: "Correct the first ones and look again.",
    },
  ];
}
