import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Problem } from "#kernel";
import { type MethodKind, selectionModel, smallNumberRemarks } from "#synthesis";
import { attempt, compute, type Trouble } from "../../src/web/synthesis/compute.ts";
import { groupedBy, regressedOn } from "../../src/web/synthesis/groups.ts";
import { missingTests, trimmed } from "../../src/web/synthesis/missing.ts";
import { networkOf } from "../../src/web/synthesis/network.ts";
import { runGlmm, runLevels } from "../../src/web/synthesis/run-models.ts";
import { planned, type Specification } from "../../src/web/synthesis/specification.ts";
import { problemSaid, type Said, type StudyNames, troubleSaid } from "../../src/web/synthesis/trouble.ts";
import type { Variable } from "../../src/web/synthesis/variables.ts";
import { en } from "../../src/web/text/en.ts";
import { nb } from "../../src/web/text/nb.ts";
import { catalogue } from "./catalogue-words.ts";
import { analysis } from "./fake-evidence.ts";
import { fakeMaterial, fakeNetwork } from "./fake-synthesis.ts";

const norwegian: Readonly<Record<string, string>> = nb;
const english: Readonly<Record<string, string>> = en;
const material = fakeMaterial({});
const plan = planned(analysis().set.analysis);
const ENGLISH = /\b(?:the|and|with|of|is|are|was|were|not|must|but|study|arm is|has|cannot|there|needs?)\b/i;

/** Says it in Norwegian and fails where any of it is English. */
function inNorwegian(said: Said): string {
  expect(said.english, said.text).toBeNull();
  expect(said.text).not.toMatch(ENGLISH);
  return said.text;
}
const trouble = (why: Trouble): string => inNorwegian(troubleSaid(why, catalogue("nb")));
const problem = (one: Problem, names: StudyNames = material): string =>
  inNorwegian(problemSaid(one, names, catalogue("nb")));

describe("codes of what is refused", () => {
  // What the page never calls: repeated measures, tests of one sample, pooling of participants, effects from statistics.
  const OTHERS = /\/(?:mmrm|classic|participant-pooling)\//;
  const codesIn = (folder: string, pattern: RegExp, skip = OTHERS): readonly string[] =>
    sources(folder)
      .filter((file) => !skip.test(file))
      .flatMap((file) => [...readFileSync(file, "utf8").matchAll(pattern)].map(([, code]) => code!));
  const missing = (prefix: string, codes: readonly string[]): readonly string[] =>
    [...new Set(codes)].filter(
      (code) => norwegian[`${prefix}.${code}`] === undefined || english[`${prefix}.${code}`] === undefined,
    );

  it("have words in both languages, those of the numerics and the figures too", () => {
    const codes = [
      ...codesIn("src/synthesis", /"synthesis\/([a-z-]+)"/g),
      ...codesIn("src/synthesis/multilevel", /refuse\(\s*"([a-z-]+)"/g),
      ...codesIn("src/synthesis/network", /problem\(\s*"([a-z-]+)"/g).map((code) => `network-${code}`),
      ...codesIn("src/numerics", /"numerics\/([a-z-]+)"/g),
      ...codesIn("src/figures", /"figures\/([a-z-]+)"/g),
      ...codesIn("src/web/synthesis", /"web\/([a-z-]+)"/g).filter((code) => !code.startsWith("no-")),
    ];
    expect(new Set(codes).size).toBeGreaterThan(70);
    expect(missing("trouble", codes)).toEqual([]);
  });

  it("about extracted numbers and planned parts have words in both languages", () => {
    const files = /analysis-set|traced-statistics|parse-number|planned-parts|pool-rows/;
    const others = new RegExp(`^(?!.*(?:${files.source})).*$`);
    const codes = [
      ...codesIn("src/extraction", /"extraction\/([a-z-]+)"/g, others),
      ...codesIn("src/workbench", /"workbench\/([a-z-]+)"/g, others),
      ...["n", "mean", "sd", "events", "total", "estimate", "se"].map((statistic) => `bad-${statistic}`),
      ...codesIn("src/synthesis/network", /"synthesis\/(network-[a-z-]+)"/g).filter(
        (code) => code !== "network-too-small",
      ),
    ];
    expect(new Set(codes).size).toBeGreaterThan(25);
    expect(missing("problem", codes)).toEqual([]);
  });

  it("are not all that is Norwegian: every remark of the library has its text", () => {
    for (const file of sources("src/synthesis").filter((path) => !OTHERS.test(path))) {
      const text = readFileSync(file, "utf8");
      const told = (language: string): number =>
        [...text.matchAll(new RegExp(`\\b${language}:\\s*["\`]`, "g"))].length;
      expect(told("nb"), file).toBeGreaterThanOrEqual(told("en"));
    }
    const kinds: readonly MethodKind[] = [
      ...(["pooling", "leaving-out", "influence", "permutation", "small-study-test"] as const),
      ...(["trim-and-fill", "excess-significance", "fail-safe"] as const),
    ];
    for (const kind of kinds)
      for (const k of [1, 2, 3, 4, 8])
        for (const { text } of smallNumberRemarks(kind, k)) expect(text.nb, kind).toMatch(/\S/);
  });
});

describe("what the page's own ways refuse, in Norwegian", () => {
  const rows = material.set.rows;
  const [first] = rows;
  const spec = (change: Partial<Specification>): Specification => ({ ...plan, ...change });
  const of = (kept: typeof rows, change: Partial<Specification> = {}) =>
    compute({ ...material, set: { ...material.set, rows: kept } }, spec(change));
  const value = (number: number) => ({ ...first!.experimentalValues.n!, number });
  const variable = (levels: readonly (string | number)[], numeric: boolean): Variable => ({
    id: "x",
    label: "X",
    numeric,
    values: new Map(
      rows.map(({ studyId }, at) => [
        studyId,
        {
          text: String(levels[at % levels.length]),
          number: numeric ? Number(levels[at % levels.length]) : null,
        },
      ]),
    ),
  });

  it("numbers that cannot be, and numbers that are not there", () => {
    const wrong = { ...first!, experimentalValues: { n: value(30), mean: value(1), sd: value(-2) } };
    const none = { ...first!, experimentalValues: {} };
    const counts = fakeMaterial({ needs: "counts" }).set.rows[0]!;
    const many = { ...counts, experimentalValues: { events: value(40), total: value(30) } };
    const empty = {
      ...counts,
      experimentalValues: { events: value(0), total: value(30) },
      comparatorValues: { events: value(0), total: value(30) },
    };
    const all = [
      ...of([wrong, none]).failed,
      ...of([many, empty], { measure: "OR", model: "common", zeroTo: "none" }).failed,
    ];
    expect(all.length).toBe(4);
    for (const { why } of all) expect(trouble(why)).not.toBe("");
  });

  it("too few studies for a test, and tests that are not defined", () => {
    const found = [0, 1, 2].flatMap((k) => {
      const computed = of(rows.slice(0, k));
      const tests = missingTests(computed, "sei");
      return [
        ...[tests.egger, tests.eggerMixed, tests.rank, tests.excess, tests.petPeese],
        ...tests.failSafe.map((one) => one.found),
        trimmed(computed, "L0"),
      ].filter((one): one is Trouble => "code" in one && "text" in one);
    });
    expect(found.length).toBeGreaterThan(5);
    for (const one of found) expect(trouble(one)).not.toBe("");
  });

  it("groups and moderators that tell nothing", () => {
    const computed = of(rows);
    const found = [
      groupedBy(computed, variable(["a"], false)),
      regressedOn(computed, [variable([3], true)]),
      regressedOn(of(rows.slice(0, 2)), [variable([1, 2, 3], true)]),
      regressedOn(of([]), [variable([1, 2], true)]),
    ].filter((one): one is Trouble => "code" in one);
    expect(found.length).toBeGreaterThan(1);
    for (const one of found) expect(trouble(one)).not.toBe("");
  });

  it("models of counts, of selection and of levels", () => {
    const tables = { events1: [0, 0], n1: [10, 12], events2: [0, 0], n2: [10, 11] };
    const silent = (): void => undefined;
    const glmm = [
      runGlmm({ kind: "glmm", family: "binomial", tables, effects: "random" }, silent),
      runGlmm({ kind: "glmm", family: "poisson", tables, effects: "common" }, silent),
      runGlmm(
        { kind: "glmm", family: "binomial", tables: { ...tables, n1: [0, -1] }, effects: "random" },
        silent,
      ),
    ].flatMap(({ models }) => models.flatMap(({ found }) => ("code" in found ? [found] : [])));
    const y = Float64Array.of(0.1, 0.2);
    const v = Float64Array.of(0.1, 0.2);
    // The step function alone: the others, fitted to two studies, take their time.
    const selection = attempt(() =>
      selectionModel(y, v, { type: "step", alternative: "less", steps: [0.01, 0.05, 0.5] }),
    );
    const robust = runLevels({
      ...{ kind: "levels", y: Float64Array.of(0.1, 0.2, 0.3), v: Float64Array.of(0.1, 0.2, 0.1) },
      ...{ study: ["a", "a", "b"], outer: ["x", "x", "x"], rho: 0.5, names: ["o", "s", "e"] },
    }).robust;
    expect(glmm.length).toBeGreaterThan(5);
    const others = [selection, robust].filter((one): one is Trouble => "code" in one);
    expect(others.length).toBeGreaterThan(0);
    for (const one of [...glmm, ...others]) expect(trouble(one)).not.toBe("");
  });

  it("networks, each study by its name", () => {
    const network = fakeNetwork({});
    const [one] = network.arms;
    const names = {
      set: { rows: [] },
      studies: network.arms.map(({ studyId, study }) => ({ studyId, label: study })),
    };
    const refused = (arms: typeof network.arms) => {
      const found = networkOf({ ...network, arms }, material.studies, plan, true);
      if (found.is !== "refused") throw new Error(found.is);
      return found.why;
    };
    const bad = [
      refused([...network.arms, { ...one!, arm: "again" }]),
      refused([...network.arms, { ...one!, studyId: "s5", study: "Fir 2007" }]),
      refused([{ ...one!, numbers: { ...one!.numbers, sd: -1 } }, ...network.arms.slice(1)]),
    ];
    const texts = bad.map(({ problems }) => problems.map((each) => problem(each, names)).join(" "));
    expect(texts[0]).toContain("Alder 2001: to armer");
    const single = bad[1]!.problems[0]!;
    expect(problem(single, { ...names, studies: [{ studyId: "s5", label: "Fir 2007" }] })).toBe(
      "Fir 2007: bare én arm har tall her, så ingenting kan sammenliknes.",
    );
    expect(problemSaid(single, { ...names, studies: [] }, catalogue("en")).text).toBe(
      "s5: only one arm has numbers here, so nothing can be compared.",
    );
    expect(texts[2]).toContain("Alder 2001: et gjennomsnitt");
    for (const why of bad) trouble(why);
  });
});

describe("what nobody has translated", () => {
  const unheard = { code: "synthesis/never-heard-of", text: { en: "Some new refusal." } };

  it("is said in general, with the English beside it, to be marked as English", () => {
    const said = troubleSaid(unheard, catalogue("nb"));
    expect(said.text).toContain("synthesis/never-heard-of");
    expect(said.english).toBe("Some new refusal.");
    expect(troubleSaid(unheard, catalogue("en"))).toEqual({ text: "Some new refusal.", english: null });
    const one = { code: "extraction/never-heard-of", field: "analysis main, part", message: "New." };
    const about = problemSaid(one, material, catalogue("nb"));
    expect(about.english).toBe("New.");
    expect(about.text).not.toMatch(/analysis/);
  });

  it("names variables and studies of planned parts, and refusals of the library there", () => {
    const field = "analysis main, by-country";
    expect(
      problem({ code: "workbench/unknown-variable", field, message: "x", values: { name: "colour" } }),
    ).toContain("«colour»");
    expect(
      problem({
        code: "workbench/study-not-in-analysis",
        field,
        message: "x",
        values: { study: "Oak 2000" },
      }),
    ).toContain("Oak 2000");
    expect(problem({ code: "synthesis/bad-design", field, message: "x" })).toBe(nb["trouble.bad-design"]);
    expect(problem({ code: "synthesis/bad-options", field: "s1", message: "x" })).toBe(
      `Alder 2001: ${nb["trouble.bad-options"]}`,
    );
  });
});

function sources(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => `${folder}/${name}`);
}
