import { expect, test } from "vitest";
import { applyDictionary, type DataDictionary, readParticipantTable, type Variable } from "#participants";

const id: Variable = { name: "id", type: "text", role: "participant" };

function apply(csv: string, ...variables: readonly Variable[]) {
  const dictionary: DataDictionary = { name: "t", variables: [id, ...variables] };
  return applyDictionary(readParticipantTable(csv).table, dictionary, "t.csv");
}

test("numbers: decimal comma, U+2212, missing codes with reasons, what is none", () => {
  const y: Variable = { name: "y", type: "number", missing: { "-9": "not done" } };
  const { data, problems } = apply("id;y\n1;2,5\n2;\u22123\n3;-9\n4;−9,0\n5;\n6;high\n7;1e2\n", y);
  expect(data.columns[1]!.values).toEqual([2.5, -3, null, null, null, null, 100]);
  expect(problems.map(({ code, line, field, file }) => [code, line, field, file])).toEqual([
    ["participants/not-a-number", 7, "y", "t.csv"],
  ]);
});

test("1,234 is a thousand or one and a bit: only the column can tell", () => {
  const y: Variable = { name: "y", type: "number" };
  expect(apply("id;y\n1;1,234\n2;7\n", y).problems.map(({ code }) => code)).toEqual([
    "participants/ambiguous-number",
  ]);
  expect(apply("id;y\n1;1,234\n2;7,5\n", y).data.columns[1]!.values).toEqual([1.234, 7.5]);
  expect(apply("id;y\n1;1.234\n2;7,5\n", y).data.columns[1]!.values).toEqual([null, 7.5]);
  expect(apply("id,y\n1,1.234\n2,7\n", y).data.columns[1]!.values).toEqual([1.234, 7]);
});

test("categories hold meanings; a wrong code is named with the codes there are", () => {
  const arm: Variable = {
    name: "arm",
    type: "category",
    role: "arm",
    coding: { "0": "placebo", "1": "drug" },
  };
  const { data, problems } = apply("id,arm\n1,1\n2,0\n3,2\n4,1.0\n5,drug\n", arm);
  expect(data.columns[1]!).toMatchObject({
    levels: ["placebo", "drug"],
    values: ["drug", "placebo", null, "drug", null],
  });
  expect(problems.map(({ line }) => line)).toEqual([4, 6]);
  expect(problems[0]!.remedy).toContain("0 (placebo), 1 (drug)");
});

test("dates: impossible days and forms that can be read in two ways", () => {
  const seen: Variable = { name: "seen", type: "date" };
  const { data, problems } = apply(
    "id,seen\n1,2020-02-29\n2,29.02.2019\n3,1.3.2020\n4,03/04/2020\n5,2020-01-02T10:00\n",
    seen,
  );
  expect(data.columns[1]!.values).toEqual(["2020-02-29", null, "2020-03-01", null, "2020-01-02"]);
  expect(problems.map(({ code, line }) => [code, line])).toEqual([
    ["participants/impossible-date", 3],
    ["participants/date-format", 5],
  ]);
});

test("columns that are not described and variables without a column", () => {
  const { data, problems } = apply("id,extra\n1,2\n", { name: "age", type: "number" });
  expect(problems.map(({ code, field }) => [code, field])).toEqual([
    ["participants/undescribed-column", "extra"],
    ["participants/missing-column", "age"],
  ]);
  expect(data.columns.length).toBe(1);
  expect(data.rows).toBe(1);
});

test("thousands of bad cells: two hundred are named, all are counted, no row is lost", () => {
  const csv = `id,y\n${Array.from({ length: 5000 }, (_, i) => `${i},x`).join("\n")}`;
  const { data, problems } = apply(csv, { name: "y", type: "number" });
  expect(data.rows).toBe(5000);
  expect(problems.length).toBe(201);
  expect(problems.at(-1)).toMatchObject({ code: "participants/more-cells", line: 5001 });
  expect(problems.at(-1)!.message).toContain("5000");
});
