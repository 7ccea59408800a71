import { describe, expect, it } from "vitest";
import { readDictionary, simulateParticipants } from "#participants";
import {
  categoriesOf,
  type Dictionary,
  faultsOf,
  missingOf,
  rangeOf,
  withCategories,
  withPart,
  withRole,
  withType,
  yamlOf,
} from "../../src/web/participants/dictionary-draft.ts";
import { specificationFrom } from "../../src/web/participants/model-draft.ts";

const simulated = readDictionary(simulateParticipants().dictionary).dictionary!;
const variable = (dictionary: Dictionary, name: string) =>
  dictionary.variables.find((one) => one.name === name)!;
const problems = (dictionary: Dictionary) => readDictionary(yamlOf(dictionary)).problems;

describe("a dictionary as it is changed in the table", () => {
  it("is written as it is read", () => {
    expect(readDictionary(yamlOf(simulated)).dictionary).toEqual(simulated);
  });

  it("takes along to another type only what fits it", () => {
    const text = withType(simulated, "sex", "text");
    expect(variable(text, "sex")).not.toHaveProperty("coding");
    expect(problems(text)).toEqual([]);
    const category = withType(simulated, "age", "category");
    expect(variable(category, "age")).not.toHaveProperty("range");
    expect(problems(category)).toEqual([]);
  });

  it("lets one variable alone have a role that is for one, and gives it the type that the role asks for", () => {
    const moved = withRole(simulated, "dose_mg", "arm");
    expect(variable(moved, "dose_mg")).toMatchObject({ role: "arm", type: "category" });
    expect(variable(moved, "arm")).not.toHaveProperty("role");
    expect(problems(moved)).toEqual([]);
    const several = withRole(simulated, "dose_mg", "outcome");
    expect(variable(several, "caps_iv").role).toBe("outcome");
  });

  it("reads ranges with a decimal comma, and finds the ones that are none", () => {
    expect(rangeOf("0,5", "136", "number")).toEqual([0.5, 136]);
    expect(rangeOf("−3", "3", "number")).toEqual([-3, 3]);
    expect(rangeOf(" ", "", "number")).toBeUndefined();
    for (const range of [
      rangeOf("9", "1", "number"),
      rangeOf("a", "1", "number"),
      rangeOf("", "1", "number"),
    ])
      expect(faultsOf(withPart(simulated, "age", { range }))).toEqual([{ code: "range", variable: "age" }]);
    const dates = rangeOf("2010-01-01", "2009-01-01", "date");
    expect(faultsOf(withPart(simulated, "visit_date", { range: dates }))).toHaveLength(1);
    expect(faultsOf(simulated)).toEqual([]);
  });

  it("puts categories in order and gives codes their meanings", () => {
    const before = categoriesOf(variable(simulated, "sex"), []);
    expect(before.map(({ code }) => code)).toEqual(["F", "M"]);
    const turned = withCategories(simulated, "sex", before.toReversed());
    expect(variable(turned, "sex").levels).toEqual(["male", "female"]);
    expect(problems(turned)).toEqual([]);
    const visits = categoriesOf(variable(simulated, "visit"), []);
    const plain = withCategories(simulated, "visit", visits);
    expect(variable(plain, "visit").coding).toBeUndefined();
    const same = withCategories(
      simulated,
      "sex",
      before.map(({ code }) => ({ code, meaning: "one" })),
    );
    expect(faultsOf(same)).toEqual([{ code: "categories", variable: "sex" }]);
  });

  it("keeps the reasons of codes for missing, and asks for somebody to be a participant", () => {
    expect(missingOf("-9; not done, ", { "-9": "refused" })).toEqual({
      "-9": "refused",
      "not done": "missing",
    });
    expect(missingOf(" , ", undefined)).toBeUndefined();
    expect(faultsOf(withRole(simulated, "participant", null))).toEqual([
      { code: "no-participant", variable: null },
    ]);
  });
});

describe("a specification from a file", () => {
  const dataSet = { id: "trials" } as Parameters<typeof specificationFrom>[1];
  const text = "{ id: a, dataSet: trials, formula: y ~ arm, visit: visit, subject: id, arm: arm }";

  it("gets the usual choices where it makes none", () => {
    expect(specificationFrom(text, dataSet)).toMatchObject({
      likelihood: "REML",
      structures: expect.any(Array),
    });
  });

  it.each(["", "[", "- a", text.replace("trials", "others"), "id: a"])("is none: %s", (bad) => {
    expect(specificationFrom(bad, dataSet)).toBeNull();
  });
});
