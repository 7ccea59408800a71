import { describe, expect, it } from "vitest";
import {
  effectFromStatistics,
  eggerTest,
  gosh,
  leaveOneOut,
  mantelHaenszel,
  metaRegression,
  permutationTest,
  peto,
  pool,
  revmanPool,
  subgroupAnalysis,
} from "#synthesis";
import { compute, leftOutOnce } from "../../src/web/synthesis/compute.ts";
import { groupedBy, regressedOn, regressionLine } from "../../src/web/synthesis/groups.ts";
import { cautions, knownResults, missingTests, trimmed } from "../../src/web/synthesis/missing.ts";
import { runLongJob } from "../../src/web/synthesis/run-long-job.ts";
import { addedUp, influences } from "../../src/web/synthesis/sensitivity.ts";
import {
  atOutcome,
  differencesFrom,
  modelsFor,
  planned,
  readSpecification,
  type Specification,
  writeSpecification,
} from "../../src/web/synthesis/specification.ts";
import { variablesOf } from "../../src/web/synthesis/variables.ts";
import { analysis } from "./fake-evidence.ts";
import { fakeMaterial, manyStudies } from "./fake-synthesis.ts";

const material = fakeMaterial({});
const counts = fakeMaterial({ outcome: "response", needs: "counts" });
const plan = planned(analysis().set.analysis);
const words = { named: (_: string, id: string) => id, local: (text: { en: string }) => text.en };
const with_ = (change: Partial<Specification>): Specification => ({ ...plan, ...change });
const all = compute(material, plan);
const variables = variablesOf(material, material.set.rows, words);
const variable = (id: string) => variables.find((one) => one.id === id)!;

describe("the result", () => {
  it("is what the library pools from what the library makes of the values", () => {
    const effects = material.set.rows.map(({ experimentalValues: a, comparatorValues: b }) =>
      effectFromStatistics("SMD", {
        experimental: { n: a.n!.number, mean: a.mean!.number, sd: a.sd!.number },
        comparator: { n: b.n!.number, mean: b.mean!.number, sd: b.sd!.number },
        contrast: {},
      }),
    );
    const y = Float64Array.from(effects, (one) => one.y!);
    const v = Float64Array.from(effects, (one) => one.v!);
    expect(all.pooled).toEqual(
      pool(y, v, { model: "random", tau2: "REML", test: "knha", prediction: "test" }),
    );
    for (const tau2 of ["DL", "PM", "PMM", "ML", "EB", "HE", "HS", "HSk", "SJ", "DLIT", "SJIT"] as const) {
      const found = compute(material, with_({ tau2, test: "z", prediction: "riley" })).pooled;
      expect(found).toEqual(pool(y, v, { tau2, test: "z", prediction: "riley" }));
    }
  });

  it("pools counts by Mantel and Haenszel, Peto, and as Review Manager does", () => {
    const tables = {
      events1: counts.set.rows.map((row) => row.experimentalValues.events!.number),
      n1: counts.set.rows.map((row) => row.experimentalValues.total!.number),
      events2: counts.set.rows.map((row) => row.comparatorValues.events!.number),
      n2: counts.set.rows.map((row) => row.comparatorValues.total!.number),
    };
    const by = (model: Specification["model"], measure: Specification["measure"] = "OR") =>
      compute(counts, with_({ outcome: "response", measure, model })).pooled!;
    expect(by("mh").estimate).toBe(mantelHaenszel(tables, "OR").estimate);
    expect(by("mh", "RD").ciHigh).toBe(mantelHaenszel(tables, "RD").ciHigh);
    expect(by("peto").se).toBe(peto(tables).se);
    const revman = revmanPool(tables, { measure: "RR", method: "MH", effects: "random" });
    expect(by("mh-random", "RR")).toMatchObject({
      estimate: revman.estimate,
      tau2: revman.tau2,
      q: revman.chi2,
    });
  });

  it("leaves out by hand, by risk of bias and for want of appraisal, and says which", () => {
    const out = (change: Partial<Specification>) =>
      compute(material, with_(change)).out.map(({ row, out: why }) => [row.studyId, why]);
    expect(out({ without: ["s1"] })).toEqual([["s1", "by-hand"]]);
    expect(out({ risk: "not-high" })).toEqual([
      ["s3", "risk"],
      ["s5", "not-appraised"],
    ]);
    expect(out({ risk: "low" })).toEqual([
      ["s2", "risk"],
      ["s3", "risk"],
      ["s5", "not-appraised"],
    ]);
  });

  it("has a retracted study only where it is asked for, and flags it", () => {
    expect(all.effects.some(({ retracted }) => retracted)).toBe(false);
    const kept = compute(material, with_({ retracted: "flagged" }));
    expect(kept.effects.filter(({ retracted }) => retracted).map(({ row }) => row.studyId)).toEqual(["r1"]);
    expect(kept.pooled?.k).toBe(7);
  });

  it("says which study has no numbers for a measure, or bad ones, and pools nothing then", () => {
    const odds = compute(material, with_({ measure: "OR" }));
    expect(odds.pooled).toBeNull();
    expect(odds.failed.map(({ why }) => why.code)).toEqual(Array(6).fill("web/no-numbers"));
    const row = material.set.rows[0]!;
    const sd = { ...row.experimentalValues.sd!, number: -1 };
    const rows = [
      { ...row, experimentalValues: { ...row.experimentalValues, sd } },
      ...material.set.rows.slice(1),
    ];
    const bad = compute({ ...material, set: { ...material.set, rows } }, plan);
    expect(bad.pooled?.k).toBe(5);
    expect(bad.failed[0]?.why.code).toBe("synthesis/bad-means");
  });

  it("shows one study as itself, and none as nothing", () => {
    const ids = material.set.rows.map(({ studyId }) => studyId);
    expect(compute(material, with_({ without: ids.slice(1) })).pooled).toMatchObject({ k: 1, tau2: null });
    expect(compute(material, with_({ without: ids })).pooled).toBeNull();
  });
});

describe("the specification", () => {
  it("comes back from the address, whatever was chosen, and is as planned without it", () => {
    const chosen = with_({
      outcome: "response",
      measure: "OR",
      model: "peto",
      test: "t",
      prediction: "riley",
      without: ["s1", "a,b"],
      risk: "low",
      retracted: "flagged",
      groups: "country",
      groupTau2: "common",
      moderators: ["form.dose", "year"],
    });
    expect(readSpecification(writeSpecification(chosen, plan), plan)).toEqual(chosen);
    expect(readSpecification({}, plan)).toEqual(plan);
    expect(Object.values(writeSpecification(plan, plan)).every((one) => one === undefined)).toBe(true);
  });

  it("ignores what an address says wrongly", () => {
    expect(readSpecification({ model: "peto", tau2: "GENQ", test: "x", risk: "none" }, plan)).toEqual(plan);
  });

  it("tells a departure from the plan by what has a say", () => {
    const of = (change: Partial<Specification>) => differencesFrom(with_(change), plan);
    expect(of({})).toEqual([]);
    for (const change of [
      { test: "z" },
      { tau2: "DL" },
      { measure: "MD" },
      { prediction: "riley" },
      { without: ["s1"] },
      { risk: "low" },
      { retracted: "flagged" },
      { groups: "country" },
      { moderators: ["year"] },
      { outcome: "response" },
      { timepoint: "later" },
    ] as const)
      expect(of(change), JSON.stringify(change)).toEqual(Object.keys(change));
    // With a common effect the estimator and the prediction interval have no say.
    expect(of({ model: "common", tau2: "PM", prediction: "riley" })).toEqual(["model"]);
    expect(of({ groupTau2: "common" })).toEqual([]);
  });

  it("takes the measure that the numbers of another place allow", () => {
    expect(atOutcome(plan, "response", material.places, plan)).toMatchObject({
      timepoint: "end",
      measure: "RR",
    });
    expect(modelsFor("SMD")).toEqual(["random", "common"]);
    expect(modelsFor("RR")).not.toContain("peto");
  });
});

describe("what is computed around the result", () => {
  it("leaves each study out, adds them by year, and measures their influence, as the library does", () => {
    expect(leftOutOnce(all).map(({ result }) => result.estimate)).toEqual(
      leaveOneOut(all.y, all.v).map(({ result }) => result.estimate),
    );
    const added = addedUp(all, "year");
    expect(added.map(({ added: { row } }) => row.studyId)).toEqual(["s1", "s2", "s3", "s4", "s5", "s6"]);
    expect(added.at(-1)!.result.estimate).toBeCloseTo(all.pooled!.estimate, 10);
    expect(addedUp(all, "precision")[0]!.added.row.studyId).toBe("s6");
    const tables = compute(counts, with_({ outcome: "response", measure: "RR", model: "mh" }));
    expect(leftOutOnce(tables)[0]!.result.estimate).toBe(
      compute(counts, with_({ outcome: "response", measure: "RR", model: "mh", without: ["s1"] })).pooled!
        .estimate,
    );
    expect(addedUp(tables, "year").at(-1)!.result.estimate).toBe(tables.pooled!.estimate);
    expect(influences(all).influence.studies).toHaveLength(6);
  });

  it("pools groups and regresses on moderators, as the library does", () => {
    const grouped = groupedBy(all, variable("country"));
    if ("code" in grouped) throw new Error(grouped.code);
    expect(grouped.analysis.groups.map(({ group, k }) => [group, k])).toEqual([
      ["Norway", 3],
      ["Sweden", 3],
    ]);
    const order = [0, 2, 4, 1, 3, 5];
    const expected = subgroupAnalysis(
      Float64Array.from(order, (at) => all.y[at]!),
      Float64Array.from(order, (at) => all.v[at]!),
      ["N", "N", "N", "S", "S", "S"],
    );
    expect(grouped.analysis.between.p).toBeCloseTo(expected.between.p!, 12);
    const regressed = regressedOn(all, [variable("form.dose")]);
    if ("code" in regressed) throw new Error(regressed.code);
    const doses = [10, 20, 30, 40, 55, 60];
    const fit = metaRegression({
      y: all.y,
      v: all.v,
      design: { rows: 6, columns: 2, values: Float64Array.from(doses.flatMap((dose) => [1, dose])) },
    });
    expect(regressed.fit.coefficients[1]!.b).toBeCloseTo(fit.coefficients[1]!.b, 12);
    const line = regressionLine(regressed);
    expect(line[0]!.y).toBeCloseTo(fit.coefficients[0]!.b + 10 * fit.coefficients[1]!.b, 10);
  });

  it("leaves studies without the value out, and names them", () => {
    const grouped = groupedBy(all, variable("risk-of-bias"));
    expect("code" in grouped ? null : grouped.unplaced.map(({ row }) => row.studyId)).toEqual(["s5"]);
  });

  it("says why a regression cannot be, instead of a number", () => {
    const two = compute(material, with_({ without: ["s3", "s4", "s5", "s6"] }));
    expect(regressedOn(two, [variable("form.dose")])).toMatchObject({ code: "synthesis/bad-design" });
  });

  it("tests for missing evidence as the library does, with its cautions", () => {
    const found = missingTests(all, "sei");
    expect("code" in found.egger ? null : found.egger.slope.p).toBe(eggerTest(all.y, all.v).slope.p);
    expect(found.failSafe.map(({ kind }) => kind)).toContain("orwin");
    expect("code" in trimmed(all, "L0")).toBe(false);
    expect(cautions(6).map(({ code }) => code)).toContain("few-studies-small-study-test");
    const two = compute(material, with_({ without: ["s3", "s4", "s5", "s6"] }));
    expect(missingTests(two, "sei").egger).toMatchObject({ code: "synthesis/too-few-studies" });
  });

  it("knows results that were extracted, and judges no other", () => {
    const matrix = knownResults(material);
    expect(matrix.outcomes).toEqual(["scale", "response"]);
    const statuses = new Set(matrix.cells.flat().map(({ status }) => status));
    expect([...statuses].sort()).toEqual(["known", "not-judged"]);
    expect(matrix.complete).toBe(false);
  });
});

describe("long work, in slices", () => {
  it("pools the same subsets as in one go", () => {
    const steps: number[] = [];
    const job = { kind: "gosh", y: all.y, v: all.v, model: "random", tau2: "DL", most: 100_000 } as const;
    const found = runLongJob(job, (done) => steps.push(done));
    if (found.kind !== "gosh") throw new Error(found.kind);
    const whole = gosh(all.y, all.v, { tau2: "DL", most: 100_000 });
    expect(found.exhaustive).toBe(true);
    expect(found.estimate).toEqual(whole.estimate);
    expect(found.members).toEqual(whole.members);
    expect(steps).toEqual([0]);
  });

  it("permutes all signs of few studies exactly", () => {
    const job = { kind: "permutation", y: all.y, v: all.v, design: null, method: "REML", test: "z" } as const;
    const found = runLongJob({ ...job, permutations: 10_000 }, () => undefined);
    const whole = permutationTest({ y: all.y, v: all.v }, { permutations: 10_000 });
    expect(found).toMatchObject({ exact: true, permutations: 64, p: whole.p });
  });

  it("counts the observed order once over all slices", () => {
    const { y, v } = compute(manyStudies(30), plan);
    const steps: number[] = [];
    const job = {
      kind: "permutation",
      y,
      v,
      design: null,
      method: "DL",
      test: "z",
      permutations: 2_000,
    } as const;
    const found = runLongJob(job, (done) => steps.push(done));
    if (found.kind !== "permutation") throw new Error(found.kind);
    expect(found).toMatchObject({ exact: false, permutations: 2_000 });
    expect(steps.length).toBeGreaterThan(3);
    const whole = permutationTest({ y, v }, { method: "DL", permutations: 20_000, seed: 5 });
    expect(found.p[0]!).toBeGreaterThanOrEqual(1 / 2_000);
    expect(Math.abs(found.p[0]! - whole.p[0]!)).toBeLessThan(0.03);
  });
});
