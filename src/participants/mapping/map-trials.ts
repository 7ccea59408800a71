import { EvidensError, type Problem } from "#kernel";
import type { ParticipantColumn, ParticipantData, Variable } from "../participant-data.types.ts";
import { plainMinus, readDate, readNumber } from "../read-cells.ts";
import type { MappedTrials, RowOrigin, TrialMapping, VariableSource } from "./mapping.types.ts";

/**
 * Joins data sets of single trials into one with common variables: renamed, recoded, converted, or filled with a
 * constant. All rows of all data sets named in the mapping are kept, trial after trial; a value that cannot be
 * mapped is missing and named with data set, line and variable.
 *
 * @param datasets found by the names of their dictionaries
 * @param mapping  as `readMapping` gives it; it is handed back with the data
 * @throws EvidensError `participants/no-dataset`; `participants/dataset-twice` for two data sets of one name
 * Cost linear in the cells. Checked: tests/participants/mapping.test.ts.
 */
export function mapTrials(datasets: readonly ParticipantData[], mapping: TrialMapping): MappedTrials {
  const byName = namedSets(datasets, mapping);
  const problems: Problem[] = [];
  const origins: RowOrigin[] = [];
  const sources = mapping.trials.map((trial) => ({ trial, data: byName.get(trial.dataset)! }));
  for (const { trial, data } of sources)
    for (const line of data.lines) origins.push({ dataset: trial.dataset, line });
  const columns = mapping.variables.map((variable) => {
    const values: (string | number | null)[] = [];
    for (const { trial, data } of sources) {
      const source = trial.variables.find(({ to }) => to === variable.name);
      const tell = teller(problems, trial.dataset, variable.name);
      for (const value of mapped(data, source, variable, tell)) values.push(value);
    }
    return columnOf(variable, values);
  });
  const simulated = sources.some(({ data }) => data.dictionary.simulated === true);
  return {
    data: {
      dictionary: { name: mapping.name, ...(simulated && { simulated }), variables: mapping.variables },
      rows: origins.length,
      columns,
      lines: origins.map(({ line }) => line),
    },
    mapping,
    origins,
    problems,
  };
}

function namedSets(
  datasets: readonly ParticipantData[],
  mapping: TrialMapping,
): ReadonlyMap<string, ParticipantData> {
  const byName = new Map<string, ParticipantData>();
  for (const data of datasets) {
    const { name } = data.dictionary;
    if (byName.has(name))
      throw new EvidensError({
        code: "participants/dataset-twice",
        kind: "conflict",
        message: `Two data sets have the name \`${name}\`.`,
        remedy: "Give each data set a name of its own in its dictionary.",
      });
    byName.set(name, data);
  }
  const lacking = mapping.trials.map(({ dataset }) => dataset).filter((name) => !byName.has(name));
  if (lacking.length > 0)
    throw new EvidensError({
      code: "participants/no-dataset",
      kind: "missing",
      message: `There is no data set named ${lacking.map((name) => `\`${name}\``).join(", ")}.`,
      remedy: `Add it, or name one of these in the mapping: ${[...byName.keys()].join(", ")}.`,
    });
  return byName;
}

type Tell = (line: number | null, code: string, message: string, remedy: string) => void;

/** Adds each kind of fault of a variable in a data set once per value, with the first line and how often. */
function teller(problems: Problem[], dataset: string, variable: string): Tell {
  const said = new Map<string, { at: number; count: number; message: string }>();
  return (line, code, message, remedy) => {
    const key = `${code} ${message}`;
    const before = said.get(key);
    if (before !== undefined) {
      before.count += 1;
      const again = `${message} So in ${before.count} rows.`;
      problems[before.at] = { ...problems[before.at]!, message: again };
      return;
    }
    said.set(key, { at: problems.length, count: 1, message });
    problems.push({
      code: `participants/${code}`,
      file: dataset,
      ...(line !== null && { line }),
      field: variable,
      message,
      remedy,
    });
  };
}

type Value = string | number | null;

function mapped(
  data: ParticipantData,
  source: VariableSource | undefined,
  variable: Variable,
  tell: Tell,
): readonly Value[] {
  const none = (): readonly Value[] => new Array<null>(data.rows).fill(null);
  if (source === undefined) {
    tell(
      null,
      "not-mapped",
      `The mapping does not say where \`${variable.name}\` is; it is missing in all rows.`,
      "Add it to the mapping of this data set if the trial has it.",
    );
    return none();
  }
  const { from, constant, recode, factor = 1, offset = 0 } = source;
  if (constant !== undefined) {
    const value = fitted(constant, variable, (code, message, remedy) => tell(null, code, message, remedy));
    return new Array<Value>(data.rows).fill(value);
  }
  const column = data.columns.find((one) => one.variable.name === from);
  if (column === undefined) {
    tell(
      null,
      "missing-column",
      `The data set has no variable \`${from}\`.`,
      `Name one of: ${data.columns.map((one) => one.variable.name).join(", ")}.`,
    );
    return none();
  }
  const recodes = recode === undefined ? null : new Map(Object.entries(recode));
  return column.values.map((value, row): Value => {
    if (value === null) return null;
    const line = data.lines[row]!;
    if (recodes !== null && !recodes.has(String(value))) {
      tell(
        line,
        "not-recoded",
        `\`${String(value)}\` of \`${from}\` has no common value.`,
        "Add it to `recode`.",
      );
      return null;
    }
    const own = recodes?.get(String(value)) ?? value;
    return fitted(
      own,
      variable,
      (...rest) => tell(line, ...rest),
      (number) => number * factor + offset,
    );
  });
}

/** A value in the type of the common variable. */
function fitted(
  value: string | number,
  variable: Variable,
  tell: (code: string, message: string, remedy: string) => void,
  convert: (value: number) => number = (number) => number,
): Value {
  if (variable.type === "number") {
    const number =
      typeof value === "number" ? value : readNumber(plainMinus(value), { comma: true, point: true });
    if (typeof number === "number") return convert(number);
    tell("not-a-number", `\`${String(value)}\` is not a number.`, "Recode it, or correct the type.");
    return null;
  }
  const text = String(value);
  if (variable.type === "date") {
    const read = readDate(text);
    if ("date" in read) return read.date;
    tell("impossible-date", `\`${text}\` is not a date.`, "Correct the type or the data.");
    return null;
  }
  if (variable.type !== "category") return text;
  const known = variable.levels ?? (variable.coding === undefined ? null : Object.values(variable.coding));
  if (known === null || known.includes(text)) return text;
  const meaning = variable.coding?.[text];
  if (meaning !== undefined) return meaning;
  tell(
    "wrong-code",
    `\`${text}\` is no category of \`${variable.name}\`.`,
    `Recode it to one of: ${known.join(", ")}.`,
  );
  return null;
}

function columnOf(variable: Variable, values: readonly Value[]): ParticipantColumn {
  if (variable.type === "number")
    return { variable, kind: "number", values: values as readonly (number | null)[] };
  const texts = values as readonly (string | null)[];
  const stated =
    variable.levels ?? (variable.coding === undefined ? undefined : Object.values(variable.coding));
  const seen = variable.type === "category" ? [...new Set(texts.filter((text) => text !== null))] : [];
  return { variable, kind: "text", levels: stated ?? seen, values: texts };
}
