import { expect, test } from "vitest";
import { readParticipantTable } from "#participants";

const codes = (text: string): readonly string[] =>
  readParticipantTable(text).problems.map(({ code }) => code);

test("separators, byte-order mark, sep= line, quotes and blanks around cells", () => {
  for (const [separator, text] of [
    [",", "id,arm,y\n1,A,2.5\n2,B,3\n"],
    [";", "\ufeffid;arm;y\r\n1;A;2,5\r\n2;B;3\r\n"],
    ["\t", "id\tarm\ty\n1\t A \t2.5\n2\tB\t3"],
    [";", 'sep=;\nid;arm;y\n1;"A";2.5\n2;B;3'],
  ] as const) {
    const { table, separator: found, problems } = readParticipantTable(text);
    expect(problems).toEqual([]);
    expect(found).toBe(separator);
    expect(table.columns).toEqual(["id", "arm", "y"]);
    expect(table.rows.map((row) => row[1])).toEqual(["A", "B"]);
  }
});

test("lines are those of the file, also after cells over several lines", () => {
  const { table } = readParticipantTable('id,note\n1,"a\nb"\n\n2,c\n');
  expect(table.lines).toEqual([2, 5]);
  expect(table.rows[0]![1]).toBe("a\nb");
});

test("rows that cannot be read are named and counted, never lost in silence", () => {
  const text = "id,arm,y\n1,A\n2,B,3\n3,A,1,9\n,,\n4,B,2,\n";
  const { table, problems } = readParticipantTable(text, "trial.csv");
  expect(table.rows.map((row) => row[0])).toEqual(["2", "4"]);
  expect(problems.map(({ code, line }) => [code, line])).toEqual([
    ["participants/row-width", 2],
    ["participants/row-width", 4],
    ["participants/empty-rows", 5],
  ]);
  expect(problems.every(({ file }) => file === "trial.csv")).toBe(true);
});

test("a quotation mark that is never closed costs one row, not the rest", () => {
  const { table, problems } = readParticipantTable('id,arm\n1,"A\n2,B\n3,A\n');
  expect(problems.map(({ code, line }) => [code, line])).toEqual([["participants/quote-not-closed", 2]]);
  expect(table.rows).toEqual([
    ["2", "B"],
    ["3", "A"],
  ]);
  expect(table.lines).toEqual([3, 4]);
});

test("empty files, headings alone, headings twice or missing, bytes that are no text", () => {
  expect(codes("  \n")).toEqual(["participants/empty-file"]);
  expect(codes("id,arm\n")).toEqual(["participants/no-rows"]);
  expect(codes("id,id,\n1,2,3\n")).toEqual(["participants/heading-twice", "participants/no-heading"]);
  expect(codes("id\n\u0000\n")).toEqual(["participants/not-text"]);
});

test("a million rows are read without quadratic work", () => {
  const rows = 1_000_000;
  const text = `id;visit;y\n${Array.from({ length: rows }, (_, i) => `${i >> 2};${i & 3};${i % 97},5`).join("\n")}`;
  const { table, problems } = readParticipantTable(text);
  expect(problems).toEqual([]);
  expect(table.rows.length).toBe(rows);
  expect(table.lines.at(-1)).toBe(rows + 1);
}, 60_000);
