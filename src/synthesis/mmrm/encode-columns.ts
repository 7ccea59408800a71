import type { Problem } from "#kernel";
import type { Frame, FrameColumn } from "./frame.types.ts";
import { refuseAll, refuseModel } from "./refuse-model.ts";

/** A column as numbers: values with NaN, or codes with −1, where it is missing. */
export type EncodedColumn =
  | { readonly kind: "numeric"; readonly name: string; readonly values: Float64Array }
  | {
      readonly kind: "factor";
      readonly name: string;
      readonly levels: readonly string[];
      readonly codes: Int32Array;
    };

const LISTED = 20;

function show(value: unknown): string {
  return typeof value === "string" ? `"${value}"` : String(value);
}

/** Collects problems of rows; counts all of them, keeps the first. */
function collector(name: string): {
  add: (row: number, value: unknown, needs: string) => void;
  problems: Problem[];
  count: () => number;
} {
  const problems: Problem[] = [];
  let count = 0;
  const add = (row: number, value: unknown, needs: string): void => {
    count++;
    if (problems.length < LISTED)
      problems.push({
        code: "synthesis/bad-frame",
        message: `${name} of row ${row} is ${show(value)} but must be ${needs}.`,
        field: `${name}[${row}]`,
      });
  };
  return { add, problems, count: () => count };
}

function encodeNumeric(name: string, values: ArrayLike<unknown>): EncodedColumn {
  const found = collector(name);
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value === null || value === undefined) out[i] = Number.NaN;
    else if (typeof value === "number" && Number.isFinite(value)) out[i] = value;
    else found.add(i + 1, value, "a finite number or null");
  }
  refuseAll(
    "bad-frame",
    found.count(),
    found.problems,
    `Correct ${name}, write null where it is missing, or give its levels to use it as categories.`,
  );
  return { kind: "numeric", name, values: out };
}

function encodeFactor(name: string, levels: readonly string[], values: ArrayLike<unknown>): EncodedColumn {
  const codeOf = new Map(levels.map((level, code) => [level, code]));
  if (codeOf.size < levels.length)
    refuseModel("bad-frame", `${name} has a level twice: ${levels.join(", ")}.`, "Give each level once.");
  const found = collector(name);
  const codes = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value === null || value === undefined) codes[i] = -1;
    else {
      const code = codeOf.get(value as string);
      if (code === undefined) found.add(i + 1, value, `one of its ${levels.length} levels`);
      else codes[i] = code;
    }
  }
  refuseAll(
    "bad-frame",
    found.count(),
    found.problems,
    `Correct ${name}, or add the value to its levels in the place it belongs.`,
  );
  return { kind: "factor", name, levels, codes };
}

function columnNamed(frame: Frame, name: string, use: string): FrameColumn {
  if (!Object.hasOwn(frame, name))
    refuseModel(
      "bad-frame",
      `There is no variable ${name}, which ${use}.`,
      `Choose from ${Object.keys(frame).slice(0, 30).join(", ")}.`,
    );
  return frame[name]!;
}

/**
 * Reads columns of a frame as numbers, refusing what is neither a value of its kind nor missing, with the row.
 *
 * @param uses what each name is used for, for messages
 * @throws EvidensError `synthesis/bad-frame`
 * Checked: tests/synthesis/mmrm-model-frame.test.ts. Cost O(rows) a column.
 */
export function encodeColumns(frame: Frame, uses: ReadonlyMap<string, string>): Map<string, EncodedColumn> {
  const encoded = new Map<string, EncodedColumn>();
  let rows: { length: number; name: string } | undefined;
  for (const [name, use] of uses) {
    const column = columnNamed(frame, name, use);
    const { length } = column.values;
    rows ??= { length, name };
    if (length !== rows.length)
      refuseModel(
        "bad-frame",
        `${name} has ${length} rows but ${rows.name} has ${rows.length}.`,
        "Pass columns of one length.",
      );
    encoded.set(
      name,
      "levels" in column
        ? encodeFactor(name, column.levels, column.values)
        : encodeNumeric(name, column.values),
    );
  }
  return encoded;
}

/** A numeric column as a factor, its values rising; factors as they are. */
export function asFactor(column: EncodedColumn): EncodedColumn & { readonly kind: "factor" } {
  if (column.kind === "factor") return column;
  const { name, values } = column;
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const codeOf = new Map<number, number>();
  for (const value of sorted) if (!codeOf.has(value)) codeOf.set(value, codeOf.size);
  const codes = new Int32Array(values.length);
  // Rows of one subject often follow each other.
  let [last, code] = [Number.NaN, -1];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value !== last) [last, code] = [value, codeOf.get(value) ?? -1];
    codes[i] = code;
  }
  return { kind: "factor", name, levels: Array.from(codeOf.keys(), String), codes };
}
