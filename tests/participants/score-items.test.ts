import { expect, test } from "vitest";
import {
  applyDictionary,
  columnOf,
  type DataDictionary,
  instrumentById,
  instruments,
  readParticipantTable,
  scoredVariables,
  scoreInstrument,
  scoreItems,
} from "#participants";

/** Simulated answers to GAD-7: seven items, 0 to 3. */
const gad = instrumentById("gad-7")!;
const names = gad.items.map(({ id }) => id);
const dictionary: DataDictionary = {
  name: "Simulated",
  simulated: true,
  variables: [
    { name: "id", type: "text", role: "participant" },
    ...names.map((item) => ({ name: `g${item}`, type: "number" as const, instrument: "gad-7", item })),
  ],
};
const rows = [
  ["a", 3, 3, 3, 3, 3, 3, 3],
  ["b", 0, 1, 2, 3, 0, 1, 2],
  ["c", 0, 1, "", 3, 0, 1, 2],
  ["d", "", "", "", "", "", "", ""],
  ["e", 0, 1, 9, 3, 0, 1, 2],
];
const csv = [["id", ...names.map((item) => `g${item}`)], ...rows].map((row) => row.join(",")).join("\n");
const { data } = applyDictionary(readParticipantTable(csv).table, dictionary);
const { data: scored, scored: told, problems } = scoreItems(data, instruments);

test("totals are the instrument's own, row by row; nothing answered has none", () => {
  const total = columnOf(scored, "gad_7_total")!;
  const expected = [
    21,
    9,
    scoreInstrument(gad, {
      ...Object.fromEntries(
        names.map((n, i) => [n, rows[2]![i + 1] === "" ? null : Number(rows[2]![i + 1])]),
      ),
    }).total.score,
    null,
    null,
  ];
  expect(total.values).toEqual(expected);
  expect(total.variable).toMatchObject({ role: "outcome", instrument: "gad-7", range: gad.total.range });
});

test("which variables will be added is known before the data are read", () => {
  expect(scoredVariables(dictionary.variables, instruments).map(({ name }) => name)).toEqual(told[0]!.added);
});

test("what was added is told, and an impossible item is named with its line", () => {
  expect(told).toMatchObject([{ instrument: "gad-7", added: expect.arrayContaining(["gad_7_total"]) }]);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatchObject({ line: 6, field: "gad-7" });
});

test("a score that the file holds is never written over, and data without items stay as they are", () => {
  const own = applyDictionary(readParticipantTable(csv.replace("id,", "gad_7_total,")).table, {
    ...dictionary,
    variables: [{ name: "gad_7_total", type: "text" }, ...dictionary.variables.slice(1)],
  }).data;
  expect(columnOf(scoreItems(own, instruments).data, "gad_7_total")!.values[0]).toBe("a");
  const plain = { ...data, columns: data.columns.slice(0, 1) };
  expect(scoreItems(plain, instruments).data).toBe(plain);
});
