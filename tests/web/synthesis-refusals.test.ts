import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Problem } from "#kernel";
import { type MethodKind, smallNumberRemarks } from "#synthesis";
import { compute, type Trouble } from "../../src/web/synthesis/compute.ts";
import { groupedBy, regressedOn } from "../../src/web/synthesis/groups.ts";
import { missingTests, trimmed } from "../../src/web/synthesis/missing.ts";
import { networkOf } from "../../src/web/synthesis/network.ts";
import { refusedNumbers, refusedValues } from "../../src/web/synthesis/refused-values.ts";
import { runGlmm, runLevels, runSelection } from "../../src/web/synthesis/run-models.ts";
import { planned, type Specification } from "../../src/web/synthesis/specification.ts";
import {
  leftOutSaid,
  problemSaid,
  type Said,
  type StudyNames,
  troubleSaid,
} from "../../src/web/synthesis/trouble.ts";
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
  const value = (number: number) => ({ ...first!.experimentalValues.n!, number, verbatim: String(number) });
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
    const said = all.map(({ row, why }) => [row.label, trouble(why), troubleSaid(why, catalogue("en")).text]);
    const treated = rows[0]!.experimental!.label;
    expect(said).toContainEqual([
      wrong.label,
      `Standardavvik i ${treated}: -2, som må være ${nb["must.sd"]}.`,
      `SD in ${treated}: -2, which must be ${en["must.sd"]}.`,
    ]);
    const arm = counts.experimental!.label;
    expect(said).toContainEqual([
      counts.label,
      `Hendelser i ${arm}: 40, som må være høyst antallet personer i gruppen.`,
      `Events in ${arm}: 40, which must be no more than the people of the group.`,
    ]);
  });

  it("every number of a study that cannot be, in each arm and of a comparison", () => {
    const row = {
      ...first!,
      experimentalValues: { n: value(1), mean: value(1), sd: value(0) },
      comparatorValues: { n: value(10), mean: value(Number.NaN), sd: value(1) },
      contrastValues: { estimate: value(0.3), se: value(-1) },
    };
    expect(refusedValues(row).map(({ statistic, arm, must }) => [statistic, arm, must])).toEqual([
      ["sd", row.experimental!.label, "sd"],
      ["n", row.experimental!.label, "n-2"],
      ["mean", row.comparator!.label, "mean"],
      ["se", "", "se"],
    ]);
    expect(refusedValues(first!)).toEqual([]);
    expect(refusedNumbers({ events: 1.5, total: 0 }, "A").map(({ must, value: was }) => [must, was])).toEqual(
      [
        ["total", "0"],
        ["events", "1.5"],
      ],
    );
  });

  it("a study that does not enter says why by code: what is missing, and what was entered", () => {
    const one = (details: readonly { code: string; values: Record<string, string | number> }[]) => ({
      ...{ studyId: "x", label: "X", why: "bad-value" as const, detail: "In English." },
      details,
    });
    const sd = { statistic: "sd", arm: "placebo", value: "0" };
    expect(inNorwegian(leftOutSaid(one([{ code: "bad-sd", values: sd }]), catalogue("nb")))).toBe(
      `Standardavvik i placebo: 0, som må være ${nb["must.sd"]}.`,
    );
    expect(
      inNorwegian(
        leftOutSaid(
          one([
            { code: "missing", values: { statistic: "sd", arm: "placebo" } },
            { code: "not-reported", values: { statistic: "se", arm: "" } },
            { code: "ambiguous-comma", values: { ...sd, value: "1,5" } },
            { code: "events-above-total", values: { arm: "placebo", events: 40, total: 30 } },
          ]),
          catalogue("nb"),
        ),
      ),
    ).toBe(
      "Mangler: standardavvik i placebo. Ikke rapportert: standardfeil. Et komma kan være desimaltegn eller skille tusener. Standardavvik i placebo: «1,5». Hendelser i placebo: 40, flere enn de 30 personene.",
    );
    expect(leftOutSaid(one([{ code: "pools", values: { studies: "A; B" } }]), catalogue("en")).text).toBe(
      "It pools the participants of A; B.",
    );
    // What no catalogue knows stays in English, marked.
    expect(leftOutSaid(one([{ code: "never-heard-of", values: {} }]), catalogue("nb"))).toEqual({
      text: "",
      english: "In English.",
    });
    const { details: _, ...older } = one([]);
    expect(leftOutSaid(older, catalogue("nb")).english).toBe("In English.");
  });

  it("something to settle names study, number and place", () => {
    const about = { code: "extraction/bad-sd", field: "s1 sd of e", message: "x" };
    const values = { statistic: "sd", arm: "placebo", value: "-2" };
    expect(problem({ ...about, values })).toBe(
      `Alder 2001: standardavvik i placebo: -2, som må være ${nb["must.sd"]}.`,
    );
    expect(problemSaid({ ...about, values }, material, catalogue("en")).text).toBe(
      `Alder 2001: SD in placebo: -2, which must be ${en["must.sd"]}.`,
    );
    expect(
      problem({
        ...{ code: "synthesis/bad-means", field: "Alder 2001", message: "x" },
        values: { study: "Alder 2001", statistic: "n", arm: "placebo", value: "1", must: "n-2" },
      }),
    ).toBe("Alder 2001: personer i placebo: 1, som må være et helt tall på 2 eller mer.");
    expect(
      problem({ ...about, code: "extraction/extractors-differ", values: { ...values, value: "1; 2" } }),
    ).toBe("To personer har hentet ut et tall for Alder 2001 ulikt. Standardavvik i placebo: «1; 2».");
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
    const chosen = { kind: "selection", y, v, effects: "random", steps: [0.025] } as const;
    const selection = (["less", "two.sided"] as const).flatMap((alternative) =>
      runSelection({ ...chosen, alternative }, silent).shapes.flatMap(({ found }) =>
        "code" in found ? [found] : [],
      ),
    );
    expect(selection.map(({ code }) => code)).toContain("synthesis/too-many-parameters");
    const robust = runLevels({
      ...{ kind: "levels", y: Float64Array.of(0.1, 0.2, 0.3), v: Float64Array.of(0.1, 0.2, 0.1) },
      ...{ study: ["a", "a", "b"], outer: ["x", "x", "x"], rho: 0.5, names: ["o", "s", "e"] },
    }).robust;
    expect(glmm.length).toBeGreaterThan(5);
    const others = [...selection, robust].filter((one): one is Trouble => "code" in one);
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
    expect(texts[2]).toContain(`Alder 2001: standardavvik i ${one!.label}: -1, som må være over 0`);
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
