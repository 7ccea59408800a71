import { expect, test } from "vitest";
import { dictionaryYaml, proposeDictionary, readDictionary, readParticipantTable } from "#participants";

const csv = `SubjectID;Study;Arm;Visit;VisitDate;Age;BDI_II;Dropout;Note
1;A;0;base;2010-01-04;34;30;no;x1
1;A;0;end;2010-02-04;34;21;no;x2
2;A;1;base;2010-01-09;51;NA;yes;x3
2;A;1;end;2010-02-09;51;12;yes;x4
3;A;1;base;2010-01-11;-9;33;no;x5
3;A;1;end;2010-02-11;-9;14,5;no;x6
`;

test("types, roles, codes for missing and instruments are guessed, and every guess is a doubt", () => {
  const { dictionary, doubts } = proposeDictionary(readParticipantTable(csv).table, { name: "a" });
  const by = Object.fromEntries(dictionary.variables.map((one) => [one.name, one]));
  expect(by["SubjectID"]).toEqual({ name: "SubjectID", type: "text", role: "participant" });
  expect(by["Study"]).toMatchObject({ type: "category", role: "trial" });
  expect(by["Arm"]).toMatchObject({ type: "category", role: "arm", levels: ["0", "1"] });
  expect(by["Visit"]).toMatchObject({ type: "category", role: "visit", levels: ["base", "end"] });
  expect(by["VisitDate"]).toMatchObject({ type: "date", role: "visit-date" });
  expect(by["Age"]).toMatchObject({ type: "number", role: "baseline", missing: { "-9": "missing" } });
  expect(by["BDI_II"]).toMatchObject({
    type: "number",
    role: "outcome",
    range: [0, 63],
    instrument: "bdi-ii",
    missing: { NA: "missing" },
  });
  expect(by["Dropout"]).toMatchObject({ role: "withdrawn" });
  expect(by["Note"]!.role).toBeUndefined();
  expect(doubts.filter(({ code }) => code === "missing-guessed").map(({ variable }) => variable)).toEqual([
    "Age",
    "BDI_II",
  ]);
  expect(readDictionary(dictionaryYaml(dictionary)).problems).toEqual([]);
});

test("dates with the day or the month first are not guessed", () => {
  const { doubts } = proposeDictionary(readParticipantTable("id,d\n1,03/04/2020\n2,05/04/2020\n").table);
  expect(doubts.map(({ code }) => code)).toContain("day-or-month-first");
  expect(doubts.filter(({ code }) => code === "no-role").map(({ values }) => values["role"])).toEqual([
    "arm",
  ]);
});
