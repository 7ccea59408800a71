import { describe, expect, it } from "vitest";
import type { Words } from "../../src/web/app/text.ts";
import { availabilityRequestOf, CHOICES, choiceOf } from "../../src/web/synthesis/availability-choices.ts";
import { compute } from "../../src/web/synthesis/compute.ts";
import { regressedOn } from "../../src/web/synthesis/groups.ts";
import { knownResults } from "../../src/web/synthesis/missing.ts";
import { departures, exploratoryLabel, planTag } from "../../src/web/synthesis/plan-words.ts";
import { plannedCounts } from "../../src/web/synthesis/planned-counts.ts";
import { nearestPlan, variantsOf, withPlannedKinds } from "../../src/web/synthesis/planned-variants.ts";
import {
  planned,
  readSpecification,
  type Specification,
  writeSpecification,
} from "../../src/web/synthesis/specification.ts";
import { variablesOf } from "../../src/web/synthesis/variables.ts";
import { analysis as fakeAnalysis } from "./fake-evidence.ts";
import { fakeMaterial } from "./fake-synthesis.ts";

const label = (en: string) => ({ en });
const analysis = {
  ...fakeAnalysis().set.analysis,
  risk: "not-high" as const,
  subgroups: [{ id: "g", label: label("By country"), by: "country", tau2: "common" as const }],
  moderators: [
    { id: "m", label: label("By dose"), variables: [{ variable: "form.dose" }, { variable: "year" }] },
    {
      id: "c",
      label: label("Dose groups"),
      variables: [{ variable: "form.dose", as: "categorical" as const }],
    },
  ],
  sensitivity: [
    { id: "f", label: label("Common effect"), model: "common" as const, test: "z" as const },
    { id: "w", label: label("Without Alder"), without: ["s1"] },
    {
      id: "z",
      label: label("Odds"),
      measure: "OR" as const,
      zeroCells: { to: "all" as const, add: 1, doubleZero: "drop" as const },
    },
  ],
};
const material = fakeMaterial({});
const variants = variantsOf(analysis);
const main = planned(analysis);
const plain = { named: (_: string, id: string) => id, local: (text: { en: string }) => text.en };
const variables = withPlannedKinds(variablesOf(material, material.set.rows, plain), analysis);
const words = {
  ...plain,
  t: (key: string, more: Readonly<Record<string, string>> = {}) => `${key}(${Object.values(more).join("|")})`,
} as unknown as Words;
const of = (change: Partial<Specification>) => {
  const spec = { ...main, ...change };
  const found = nearestPlan(spec, variants);
  const naming = {
    words,
    variants,
    variables,
    protocol: { outcomes: [], timepoints: [] } as never,
    studies: new Map([["s1", "Alder"]]),
    measure: ({ measure }: Pick<Specification, "measure">) => measure,
  };
  return { found, departed: departures(spec, found.spec, naming) };
};
const texts = (change: Partial<Specification>) => of(change).departed.map(({ text }) => text);

describe("what is planned", () => {
  it("is pooled as the protocol says, under the page's name for it", () => {
    const model = (method: "peto" | "mantel-haenszel" | "inverse-variance", of: "common" | "random") =>
      planned({ ...analysis, measure: "OR", method, model: of }).model;
    expect(model("peto", "common")).toBe("peto");
    expect(model("mantel-haenszel", "common")).toBe("mh");
    expect(model("mantel-haenszel", "random")).toBe("mh-random");
    expect(model("inverse-variance", "random")).toBe("random");
    const odds = { ...analysis, measure: "OR" as const, method: "peto" as const, model: "common" as const };
    const parts = variantsOf({
      ...odds,
      sensitivity: [{ id: "mh", label: label("MH"), method: "mantel-haenszel" as const }],
    });
    // Neither the estimator nor the test has a say, so that neither makes it exploratory.
    expect(nearestPlan({ ...planned(odds), test: "t", tau2: "PM" }, parts).parts).toEqual([]);
    expect(nearestPlan({ ...planned(odds), model: "mh" }, parts).parts).toMatchObject([
      { part: { id: "mh" } },
    ]);
  });
  it("may be a model of the counts, which stands beside the sentence", () => {
    const odds = { ...analysis, measure: "OR" as const, method: "CM.EL" as const, model: "random" as const };
    const plan = planned(odds);
    expect(plan).toMatchObject({ model: "random", counts: "CM.EL" });
    const parts = variantsOf({
      ...odds,
      sensitivity: [
        { id: "iv", label: label("IV"), method: "inverse-variance" as const },
        { id: "fs", label: label("FS"), method: "UM.FS" as const, model: "common" as const },
      ],
    });
    const spec = readSpecification({}, plan);
    expect(spec.counts).toBeNull();
    // The sentence is the planned sensitivity analysis, and the main result is told beside it.
    expect(nearestPlan(spec, parts).parts).toMatchObject([{ part: { id: "iv" } }]);
    const alone = variantsOf({ ...odds, sensitivity: [] });
    const found = nearestPlan(spec, alone);
    const naming = {
      ...{ words, variants: alone, variables, protocol: { outcomes: [], timepoints: [] } as never },
      ...{ studies: new Map<string, string>(), measure: () => "" },
    };
    expect(departures(spec, found.spec, naming)).toEqual([
      { part: "counts", text: "departure.counts(CM.EL)" },
    ]);
    const both = [
      { model: "CM.EL", effects: "random" },
      { model: "UM.FS", effects: "common" },
    ];
    expect(plannedCounts(spec, parts)).toEqual(both);
    // What has no say in them may be otherwise; what has may not.
    expect(plannedCounts({ ...spec, tau2: "DL", test: "z", zeroTo: "none" }, parts)).toEqual(both);
    expect(plannedCounts({ ...spec, without: ["s1"] }, parts)).toEqual([]);
    expect(plannedCounts({ ...spec, measure: "RR" }, parts)).toEqual([]);
    expect(plannedCounts(main, variants)).toEqual([]);
  });
  it("is the main result with its restriction, and each part as it is planned", () => {
    expect(main.risk).toBe("not-high");
    for (const change of [
      {},
      { groups: "country", groupTau2: "common" as const },
      { moderators: ["year", "form.dose"] },
      { moderators: ["form.dose"] },
      { groups: "country", groupTau2: "common" as const, moderators: ["form.dose"] },
      { model: "common" as const, test: "z" as const },
      { without: ["s1"] },
      { measure: "OR" as const, zeroTo: "all" as const, zeroAdd: "1", zeroDrop: "drop" as const },
    ])
      expect(texts(change), JSON.stringify(change)).toEqual([]);
    expect(exploratoryLabel(of({ without: ["s1"] }).departed, words)).toEqual([]);
  });

  it("is named in the tag: the part, or nothing for the main result", () => {
    expect(planTag(of({}).found, words)).toBeNull();
    expect(planTag(of({ without: ["s1"] }).found, words)).toBe("plan.follows-part(Without Alder)");
  });

  it("survives the way into the address and back, also a number that is not offered", () => {
    for (const { spec } of variants)
      expect(readSpecification(writeSpecification(spec, main), main)).toEqual(spec);
  });
});

describe("what is not planned", () => {
  it("is told against the nearest of the plan, never as if nothing were planned", () => {
    expect(texts({ risk: "all" })).toEqual(["departure.other(risk|all|not-high)"]);
    expect(texts({ groups: "year" })).toEqual(["departure.groups-other(year|country)"]);
    expect(texts({ moderators: ["country"] })).toEqual([
      "departure.moderators-other(country|dose, mg, year; dose, mg)",
    ]);
    // Nearest to the analysis without Alder, from which only the test departs.
    expect(of({ without: ["s1"], test: "t" }).departed.map(({ part }) => part)).toEqual(["test"]);
    expect(texts({ without: ["s2", "s1"] })).toEqual(
      ["departure.without(Alder; s2)"].map(() => expect.stringContaining("departure.without")),
    );
    expect(exploratoryLabel(of({ risk: "all" }).departed, words)[0]).toBe("plan.label()");
  });

  it("is another τ² within planned groups, and a planned sensitivity analysis in groups", () => {
    expect(of({ groups: "country" }).departed.map(({ part }) => part)).toEqual(["groupTau2"]);
    expect(of({ without: ["s1"], groups: "country", groupTau2: "common" }).departed.length).toBeGreaterThan(
      0,
    );
  });
});

describe("a planned regression", () => {
  it("uses a variable as the kind that is planned", () => {
    const dose = variables.find(({ id }) => id === "form.dose")!;
    expect(dose.numeric).toBe(false);
    const only = { ...analysis, moderators: [analysis.moderators[0]!] };
    const free = withPlannedKinds(variablesOf(material, material.set.rows, plain), only);
    const computed = compute(material, { ...main, risk: "all" });
    const fit = regressedOn(computed, [free.find(({ id }) => id === "form.dose")!]);
    expect("fit" in fit && fit.fit.p).toBe(2);
  });

  it("never takes a choice for a number", () => {
    const moderators = material.moderators.map((one) => ({ ...one, choice: true as const }));
    const found = variablesOf({ ...material, moderators }, material.set.rows, plain);
    expect(found.find(({ id }) => id === "form.dose")?.numeric).toBe(false);
  });
});

describe("what is known of a result", () => {
  it("is a choice of six, and of a reason where it is known in part", () => {
    for (const one of CHOICES) expect(choiceOf(one)).toBe(one);
    expect(choiceOf(null)).toBeNull();
    expect(choiceOf({ status: "partly-known", reason: "selective" })?.id).toBe("partly");
    const at = { outcome: "scale", timepoint: "end" };
    const blank = { note: " ", quote: "", place: "" };
    const partly = CHOICES.find(({ id }) => id === "partly")!;
    expect(availabilityRequestOf(at, partly, "selective", blank)).toEqual({
      ...at,
      status: "partly-known",
      reason: "selective",
    });
    expect(availabilityRequestOf(at, CHOICES[0]!, "unclear", { ...blank, note: "in the appendix" })).toEqual({
      ...at,
      status: "known",
      note: "in the appendix",
    });
  });

  it("fills the matrix where nothing was extracted, and never over what was", () => {
    const judged = {
      studyId: "s1",
      outcome: "response",
      status: "missing" as const,
      reason: "selective" as const,
      by: "ada",
      at: "2026-03-01T10:00:00.000Z",
      eventId: "e-1",
    };
    const matrix = knownResults({
      ...material,
      results: material.results.map((one) => ({ ...one, judged: { ...judged, ...one } as never })),
    });
    const cell = (study: string, outcome: string) =>
      matrix.cells.flat().find((one) => one.study === study && one.outcome === outcome);
    expect(cell("s1", "scale")).toMatchObject({ status: "known", reason: null });
    expect(cell("s2", "response")).toMatchObject({ status: "missing", reason: "selective", mayBias: true });
    expect(matrix.complete).toBe(true);
  });
});
