import { describe, expect, it } from "vitest";
import { countedStudies, formProgress } from "#extraction";
import { armEntry, arms, effectForm, entry, inForce, study, studyForm, valuesDoc } from "./support.ts";

describe("countedStudies", () => {
  it("does not count pooled analyses", () => {
    const studies = [study("s1"), study("pool", { pools: ["s1"] })];
    expect(countedStudies(studies).map((one) => one.studyId)).toEqual(["s1"]);
  });
});

describe("formProgress", () => {
  it("counts an arm field only when every arm has it, and takes 'not reported' as filled", () => {
    const one = valuesDoc("s1", [inForce(armEntry("n", "mdma", "12"))]);
    expect(formProgress(effectForm, "s1", arms, one)).toMatchObject({
      filled: 0,
      required: 2,
      state: "begun",
    });
    const all = valuesDoc(
      "s1",
      arms.flatMap(({ id }) => [inForce(armEntry("n", id, "12")), inForce(armEntry("mean", id, null))]),
    );
    expect(formProgress(effectForm, "s1", arms, all)).toMatchObject({ filled: 2, state: "complete" });
    expect(formProgress(effectForm, "s1", [], all)).toMatchObject({ filled: 0, state: "begun" });
  });

  it("is empty without values and counts study fields once", () => {
    expect(formProgress(studyForm, "s1", [], null)).toMatchObject({ filled: 0, required: 2, state: "empty" });
    const doc = { formId: "mechanism", studyId: "s1", entries: [inForce(entry("sample", "16 people"))] };
    expect(formProgress(studyForm, "s1", [], doc)).toMatchObject({ filled: 1, state: "begun" });
  });
});
