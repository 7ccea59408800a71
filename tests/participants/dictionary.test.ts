import { expect, test } from "vitest";
import { dictionaryYaml, readDictionary } from "#participants";

const good = `name: trial a
variables:
  - name: id
    type: text
    role: participant
  - name: arm
    type: category
    role: arm
    coding: { 1: drug, 0: placebo }
    levels: [placebo, drug]
  - name: age
    type: number
    range: [18, 90]
    missing: { -9: not asked }
  - name: seen
    type: date
    range: [2010-01-01, 2012-12-31]
`;

test("a dictionary is read, written and read again the same", () => {
  const { dictionary, problems } = readDictionary(good);
  expect(problems).toEqual([]);
  expect(dictionary!.variables[1]!.coding).toEqual({ "1": "drug", "0": "placebo" });
  expect(dictionary!.variables[2]!.missing).toEqual({ "-9": "not asked" });
  expect(readDictionary(dictionaryYaml(dictionary!)).dictionary).toEqual(dictionary);
});

test.each([
  ["type: number\n    range: [18, 90]", "type: text\n    range: [18, 90]", "participants/range-type", 13],
  ["range: [18, 90]", "range: [90, 18]", "participants/range-order", 13],
  ["range: [18, 90]", "range: [a, 18]", "participants/range-value", 13],
  ["range: [2010-01-01", "range: [2010-02-30", "participants/range-value", 17],
  ["role: arm", "role: participant", "participants/role-twice", 8],
  ["role: participant", "role: site", "participants/no-participant", 3],
  ["levels: [placebo, drug]", "levels: [placebo, other]", "participants/levels-coding", 10],
  ["coding: { 1: drug, 0: placebo }", "coding: { 1: drug, 0: drug }", "participants/coding-twice", 9],
  ["name: seen", "name: age", "participants/variable-twice", 15],
  ["type: date", "type: moment", "review/invalid-value", 16],
  ["role: arm", "rolle: arm", "review/unknown-key", 8],
] as const)("%s → %s is %s at line %i", (from, to, code, line) => {
  const { dictionary, problems } = readDictionary(good.replace(from, to), "d.yaml");
  expect(dictionary).toBeNull();
  expect(problems.map((problem) => [problem.code, problem.line])).toContainEqual([code, line]);
});
