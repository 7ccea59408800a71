import { expect, test } from "vitest";
import { mapTrials, readMapping } from "#participants";
import { dataOf } from "./data.ts";

const yaml = `name: pooled
variables:
  - { name: id, type: text, role: participant }
  - { name: trial, type: category, role: trial }
  - { name: arm, type: category, role: arm, levels: [control, drug] }
  - { name: weight, type: number, unit: kg }
trials:
  - dataset: a
    variables:
      - { to: id, from: pid }
      - { to: trial, constant: A }
      - { to: arm, from: group, recode: { plac: control, act: drug } }
      - { to: weight, from: pounds, factor: 0.5, offset: 1 }
  - dataset: b
    variables:
      - { to: id, from: nr }
      - { to: trial, constant: B }
      - { to: arm, from: arm }
`;
const a = dataOf(
  "pid,group,pounds\n1,plac,100\n2,act,\n3,other,60\n",
  [
    { name: "pid", type: "text", role: "participant" },
    { name: "group", type: "text", role: "arm" },
    { name: "pounds", type: "number" },
  ],
  "a",
);
const b = dataOf(
  "nr,arm\n7,drug\n",
  [
    { name: "nr", type: "number", role: "participant" },
    { name: "arm", type: "category", role: "arm" },
  ],
  "b",
);

test("trials are joined with every row kept, its origin known and what cannot be mapped named", () => {
  const { mapping, problems } = readMapping(yaml);
  expect(problems).toEqual([]);
  const mapped = mapTrials([b, a], mapping!);
  expect(mapped.mapping).toBe(mapping);
  expect(mapped.data.rows).toBe(4);
  const values = Object.fromEntries(mapped.data.columns.map((one) => [one.variable.name, one.values]));
  expect(values).toEqual({
    id: ["1", "2", "3", "7"],
    trial: ["A", "A", "A", "B"],
    arm: ["control", "drug", null, "drug"],
    weight: [51, null, 31, null],
  });
  expect(mapped.origins).toEqual([
    { dataset: "a", line: 2 },
    { dataset: "a", line: 3 },
    { dataset: "a", line: 4 },
    { dataset: "b", line: 2 },
  ]);
  expect(mapped.problems.map(({ code, file, line, field }) => [code, file, line, field])).toEqual([
    ["participants/not-recoded", "a", 4, "arm"],
    ["participants/not-mapped", "b", undefined, "weight"],
  ]);
});

test("a data set that is not there", () => {
  const { mapping } = readMapping(yaml);
  expect(() => mapTrials([a], mapping!)).toThrow(
    expect.objectContaining({ code: "participants/no-dataset" }),
  );
  expect(() => mapTrials([a, a, b], mapping!)).toThrow(
    expect.objectContaining({ code: "participants/dataset-twice" }),
  );
});

test("simulated data stay simulated when they are joined", () => {
  const { mapping } = readMapping(yaml);
  const marked = { ...a, dictionary: { ...a.dictionary, simulated: true } };
  expect(mapTrials([marked, b], mapping!).data.dictionary.simulated).toBe(true);
});

test.each([
  ["to: weight, from: pounds", "to: wait, from: pounds", "participants/unknown-variable"],
  ["constant: B", "constant: B, from: x", "participants/from-or-constant"],
  ["factor: 0.5", "factor: 0", "participants/factor-zero"],
  ["dataset: b", "dataset: a", "participants/dataset-twice"],
] as const)("%s → %s is %s", (from, to, code) => {
  const { mapping, problems } = readMapping(yaml.replace(from, to));
  expect(mapping).toBeNull();
  expect(problems.map((problem) => problem.code)).toContain(code);
});
