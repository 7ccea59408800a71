import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { forestFigure } from "#figures";
import { compute } from "../../src/web/synthesis/compute.ts";
import { fileName, labelledSvg } from "../../src/web/synthesis/export-figure.ts";
import { csvOf } from "../../src/web/synthesis/export-lines.ts";
import { permutationLines, subsetLines } from "../../src/web/synthesis/export-long-jobs.ts";
import { glmmLines, levelsLines, selectionLines } from "../../src/web/synthesis/export-models.ts";
import { networkLines } from "../../src/web/synthesis/export-network.ts";
import { numbersCsv } from "../../src/web/synthesis/export-numbers.ts";
import { groupedBy, regressedOn } from "../../src/web/synthesis/groups.ts";
import { keepModel, keptModel } from "../../src/web/synthesis/kept-models.ts";
import { effectsAt, levelsJob } from "../../src/web/synthesis/levels.ts";
import type {
  GlmmJob,
  GoshFound,
  GoshJob,
  PermutationFound,
  PermutationJob,
  SelectionJob,
} from "../../src/web/synthesis/long-job.types.ts";
import { networkOf } from "../../src/web/synthesis/network.ts";
import { runLongJob } from "../../src/web/synthesis/run-long-job.ts";
import { runGlmm, runLevels, runSelection } from "../../src/web/synthesis/run-models.ts";
import { influences } from "../../src/web/synthesis/sensitivity.ts";
import { METHODS, planned, type Specification } from "../../src/web/synthesis/specification.ts";
import { variablesOf } from "../../src/web/synthesis/variables.ts";
import { catalogue } from "./catalogue-words.ts";
import { analysis } from "./fake-evidence.ts";
import { fakeMaterial, fakeNetwork, manyStudies } from "./fake-synthesis.ts";

const plan = planned(analysis().set.analysis);
const material = fakeMaterial({});
const variables = variablesOf(material, material.set.rows, catalogue("en"));
const country = variables.find(({ id }) => id === "country")!;
const year = variables.find(({ id }) => id === "year")!;
const silent = (): void => undefined;
const csv = (
  rows = material.set.rows,
  status: "planned" | "exploratory" = "planned",
  change: Partial<Specification> = {},
) =>
  numbersCsv({
    computed: compute({ ...material, set: { ...material.set, rows } }, { ...plan, ...change }),
    grouping: null,
    moderators: [],
    analysis: "Simulated analysis",
    status,
    departures: status === "planned" ? "" : "Model: common effect; planned: random effects.",
  });

type Read = Readonly<Record<string, string>>;
const read = (text: string): readonly Read[] =>
  Papa.parse<Read>(text.replace("\ufeff", ""), { header: true, skipEmptyLines: true }).data;
const find = (lines: readonly Read[], wanted: Partial<Read>): Read => {
  const found = lines.find((line) => Object.entries(wanted).every(([name, value]) => line[name] === value));
  if (found === undefined) throw new Error(`no line ${JSON.stringify(wanted)}`);
  return found;
};

it("writes every number with its place, and the status on every line", () => {
  const lines = csv(undefined, "exploratory").split("\r\n");
  expect(lines[0]).toMatch(/^\ufeffpart,item,status,departures/);
  const body = lines.slice(1).filter((line) => line !== "");
  expect(body.length).toBeGreaterThan(20);
  for (const line of body)
    expect(line).toContain("exploratory,Model: common effect; planned: random effects.");
  const pooled = body.find((line) => line.startsWith("pooled,"))!;
  expect(pooled).toContain(String(compute(material, plan).pooled!.estimate));
});

it("guards text that a spreadsheet would run, and leaves negative numbers numbers", () => {
  const [first, ...rest] = material.set.rows;
  const text = csv([{ ...first!, label: '=HYPERLINK("x")' }, ...rest]);
  expect(text).toContain(`"'=HYPERLINK(""x"")"`);
  expect(text).not.toMatch(/,'-0\./);
  expect(text).toMatch(/,-0\.\d+/);
  const small = csvOf([{ part: "x", estimate: -1e-7, note: "\n=1+1" }], {}, (value) => value);
  expect(small).toContain(",-1e-7,");
  expect(small).toContain(`"'\n=1+1"`);
});

it("says the specification first, each choice that has a say on a line", () => {
  const lines = read(csv(undefined, "exploratory", { without: ["s3"], risk: "all", prediction: "riley" }));
  const choice = (quantity: string): string => find(lines, { part: "specification", quantity })["value"]!;
  expect(lines[0]).toMatchObject({
    part: "specification",
    quantity: "analysis",
    value: "Simulated analysis",
  });
  expect(choice("measure")).toBe(plan.measure);
  expect(choice("tau2 estimator")).toBe(plan.tau2);
  expect(choice("left out by hand")).toBe("Cedar 2003");
  expect(choice("prediction interval")).toBe("riley");
  expect(choice("confidence level")).toBe("0.95");
  expect(lines.some(({ quantity }) => quantity?.startsWith("empty cells"))).toBe(false);
});

it("holds what every view shows: estimators, true effects, influence, tests, groups, moderators", () => {
  const computed = compute(material, plan);
  const lines = read(
    numbersCsv({
      ...{ computed, grouping: country, moderators: [year], analysis: "A" },
      ...{ status: "planned", departures: "" },
    }),
  );
  expect(lines.filter(({ part }) => part === "other estimators").map(({ item }) => item)).toEqual(METHODS);
  expect(lines.filter(({ part }) => part === "true effects").length).toBe(computed.effects.length);
  const study = influences(computed).influence.studies[2]!;
  const label = computed.effects[2]!.row.label;
  expect(find(lines, { part: "influence", item: label, quantity: "DFFITS" })["value"]).toBe(
    String(study.dffits),
  );
  for (const item of [
    "Egger, predictor sqrtninv",
    "Egger, mixed effects, predictor sei",
    "trim and fill, Q0",
  ])
    expect(find(lines, { part: "missing evidence", item })["estimate"]).not.toBe("");
  const grouped = groupedBy(computed, country);
  if ("code" in grouped) throw new Error(grouped.code);
  expect(find(lines, { part: "subgroup by country", item: "Norway" })["estimate"]).toBe(
    String(grouped.analysis.groups.find(({ group }) => group === "Norway")!.estimate),
  );
  const regressed = regressedOn(computed, [year]);
  if ("code" in regressed) throw new Error(regressed.code);
  expect(find(lines, { part: "meta-regression", item: "test of moderators" })).toMatchObject({
    statistic: String(regressed.fit.qm.statistic),
    df: String(regressed.fit.qm.df),
    df2: String(regressed.fit.qm.denominatorDf),
  });
  expect(find(lines, { quantity: "R2 percent" })["value"]).toBe(String(regressed.fit.r2 ?? ""));
});

it("holds 200 studies, each under every heading", () => {
  const many = manyStudies(200);
  const computed = compute(many, plan);
  const text = numbersCsv({
    ...{ computed, grouping: null, moderators: [], analysis: "A", status: "planned", departures: "" },
  });
  const lines = read(text);
  for (const part of ["study", "without one study", "cumulative by precision", "true effects"])
    expect(lines.filter((line) => line["part"] === part).length, part).toBe(200);
}, 60_000);

describe("further models", () => {
  const shown = (value: number): number => Math.exp(value);
  const through = (lines: Parameters<typeof csvOf>[0]): readonly Read[] => read(csvOf(lines, {}, shown));

  it("of the counts: every approach, on both scales, with its tests", () => {
    const job: GlmmJob = {
      ...{ kind: "glmm", family: "binomial", effects: "random" },
      tables: { events1: [9, 5, 22, 12], n1: [30, 20, 44, 60], events2: [3, 5, 8, 13], n2: [30, 22, 41, 58] },
    };
    const found = runGlmm(job, silent);
    const lines = through(glmmLines(found, job));
    for (const { model, found: one } of found.models) {
      if ("code" in one) throw new Error(one.code);
      expect(find(lines, { item: model, measure: "OR" })).toMatchObject({
        estimate: String(one.estimate),
        tau2: String(one.tau2),
        shown_estimate: String(Math.exp(one.estimate)),
      });
    }
    expect(find(lines, { item: "choices", quantity: "family" })["value"]).toBe("binomial");
    expect(find(lines, { item: "CM.EL: likelihood-ratio test of spread" })["p"]).not.toBe("");
    const marked = through(glmmLines(found, job, ["CM.EL"]));
    expect(find(marked, { item: "CM.EL", measure: "OR" })).toMatchObject({
      status: "planned",
      departures: "",
    });
    expect(find(marked, { item: "UM.FS", measure: "OR" })["status"]).not.toBe("planned");
    const refused = glmmLines(
      { ...found, models: [{ model: "UM.FS", found: { code: "x", text: { en: "No." } } }] },
      job,
    );
    expect(find(through(refused), { item: "UM.FS" })["note"]).toBe("not computed: No.");
  });

  it("of selection: effects, tests, parameters and chances of being seen", () => {
    const { y, v } = compute(material, plan);
    const job: SelectionJob = {
      ...{ kind: "selection", y, v, effects: "random", alternative: "less", steps: [0.025] },
    };
    const found = runSelection(job, silent);
    const lines = through(selectionLines(found, job));
    const step = found.shapes[0]!;
    if ("code" in step.found) throw new Error(step.found.code);
    expect(find(lines, { item: "step", quantity: "" })["estimate"]).toBe(String(step.found.estimate));
    expect(find(lines, { item: "step", quantity: "delta 2" })["value"]).toBe(String(step.found.delta[1]));
    expect(find(lines, { item: "step: test of selection" })["statistic"]).toBe(
      String(step.found.likelihoodRatio.statistic),
    );
    expect(find(lines, { item: "step", quantity: "relative chance of being seen at p = 0.5" })["value"]).toBe(
      String(step.weights[5]),
    );
    expect(find(lines, { quantity: "selection favours" })["value"]).toBe("less");
    const cut = found.shapes.find(({ shape }) => shape === "truncest")!;
    if ("code" in cut.found) throw new Error(cut.found.code);
    expect(find(lines, { item: "truncest", quantity: "cut point" })["value"]).toBe(
      String(cut.found.cut!.effect),
    );
    expect(find(lines, { item: "truncest", quantity: "delta 1" })["value"]).toBe(String(cut.found.delta[0]));
    expect(lines.some(({ item, quantity }) => item === "truncest" && quantity === "delta 2")).toBe(false);
  }, 60_000);

  it("of levels: mean, robust mean, and the spread of each level by its name", () => {
    const places = material.places.filter(({ needs }) => needs === "means");
    const effects = places.flatMap((place) => effectsAt(fakeMaterial(place), place, plan));
    const job = levelsJob(effects, null, 0.7, ["between studies", "within studies"])!;
    const found = runLevels(job);
    const choices = { span: "timepoints", places: ["scale, end", "scale, later"], outer: null };
    const lines = through(levelsLines(found, job, choices));
    expect(find(lines, { item: "multilevel", quantity: "" })["estimate"]).toBe(
      String(found.fit.coefficients[0]!.estimate),
    );
    expect(find(lines, { item: "multilevel, cluster-robust CR2" })["df"]).toMatch(/\d/);
    expect(find(lines, { item: "within studies" })["tau2"]).toBe(String(found.fit.components[1]!.value));
    expect(find(lines, { quantity: "assumed correlation of errors" })["value"]).toBe("0.7");
    expect(find(lines, { quantity: "outcomes and times" })["value"]).toBe("scale, end; scale, later");
  });

  it("of a network: comparisons, league table, P-scores and the parts of Q", () => {
    const found = networkOf(fakeNetwork({}), material.studies, plan, true);
    if (found.is !== "done") throw new Error(found.is);
    const lines = through(
      networkLines(found, { treatment: (id) => `T ${id}`, study: (id) => `Study ${id}` }),
    );
    const [split] = found.splits;
    const item = `T ${split!.treatment1} against T ${split!.treatment2}`;
    for (const [note, one] of [
      ["network", split!.network],
      ["direct", split!.direct!],
      ["indirect", split!.indirect!],
    ] as const)
      expect(find(lines, { part: "network: comparisons", item, note })).toMatchObject({
        estimate: String(one.estimate),
        low: String(one.low),
        p: String(one.p),
      });
    expect(lines.filter(({ part }) => part === "network: league table").length).toBe(6);
    expect(find(lines, { quantity: "P-score", item: `T ${found.league.treatments[0]}` })["value"]).toBe(
      String(found.league.pScores[0]),
    );
    expect(find(lines, { item: "Q between designs" })["statistic"]).toBe(String(found.designs.between.q));
    expect(lines.filter(({ part }) => part === "network: studies").length).toBe(
      found.result.contrasts.length,
    );
    expect(find(lines, { part: "network: studies" })["item"]).toMatch(/^Study s1: T /);
  });

  it("of all subsets: how many, and how their results spread", () => {
    const { y, v } = compute(material, plan);
    const job: GoshJob = { kind: "gosh", y, v, model: "random", tau2: "DL", most: 100_000 };
    const found = runLongJob(job, silent) as GoshFound;
    const lines = through(subsetLines(found, job));
    expect(find(lines, { item: "choices", quantity: "subsets" })["value"]).toBe(String(found.subsets));
    expect(find(lines, { quantity: "all subsets" })["value"]).toBe("yes");
    expect(find(lines, { item: "quantile 0" })["estimate"]).toBe(String(Math.min(...found.estimate)));
    expect(find(lines, { item: "quantile 1" })["i2_percent"]).toBe(
      String(Math.max(...found.i2.filter(Number.isFinite))),
    );
    const middle = [...found.estimate].sort((a, b) => a - b);
    const half = (middle.length - 1) / 2;
    expect(Number(find(lines, { item: "quantile 0.5" })["estimate"])).toBeCloseTo(
      (middle[Math.floor(half)]! + middle[Math.ceil(half)]!) / 2,
      12,
    );
  });

  it("of a permutation test: of the result, and of each moderator and all together", () => {
    const { y, v } = compute(material, plan);
    const job: PermutationJob = {
      ...{ kind: "permutation", y, v, design: null, method: "REML", test: "knha", permutations: 1000 },
    };
    const alone = runLongJob(job, silent) as PermutationFound;
    const lines = through(permutationLines(alone, job, []));
    expect(find(lines, { item: "pooled effect" })["p"]).toBe(String(alone.p[0]));
    expect(find(lines, { quantity: "permutations used" })["value"]).toBe(String(2 ** y.length));
    expect(find(lines, { quantity: "all permutations" })["value"]).toBe("yes");
    const regressed = regressedOn(compute(material, plan), [year]);
    if ("code" in regressed) throw new Error(regressed.code);
    const { columns, values } = regressed.design.matrix;
    const moderated = runLongJob({ ...job, design: { columns, values } }, silent) as PermutationFound;
    const names = regressed.fit.coefficients.map(({ name }) => name);
    const more = through(permutationLines(moderated, job, names));
    expect(find(more, { item: "year" })["p"]).toBe(String(moderated.p[1]));
    expect(find(more, { item: "moderators together" })).toMatchObject({
      statistic: String(moderated.omnibus),
      df: "1",
      p: String(moderated.omnibusP),
    });
  });

  it("are in the file once they were computed, and are missed by name until then", () => {
    const computed = compute(material, plan);
    const lines = () =>
      read(
        numbersCsv({
          ...{ computed, grouping: null, moderators: [], analysis: "A", status: "planned", departures: "" },
        }),
      );
    expect(find(lines(), { part: "network" })["note"]).toContain("not in this file");
    keepModel(computed, "network", () => [{ part: "network", item: "x", estimate: 1.25, effect: true }]);
    expect(find(lines(), { part: "network", item: "x" })).toMatchObject({
      estimate: "1.25",
      shown_estimate: "1.25",
      measure: plan.measure,
      status: "planned",
    });
    expect(find(lines(), { part: "selection models" })["note"]).toContain("not in this file");
    expect(find(lines(), { part: "permutation test" })["note"]).toContain("under Groups and moderators");
    expect(find(lines(), { part: "all subsets (GOSH)" })["note"]).toContain("under Sensitivity");
    expect(keptModel(compute(material, plan), "network")).toBeNull();
    keepModel(computed, "network", null);
    expect(keptModel(computed, "network")).toBeNull();
  });
});

it("writes the label above a figure and escapes it", () => {
  const drawn = forestFigure(
    {
      language: "en",
      title: "Simulated",
      scale: "identity",
      nullValue: 0,
      measure: "g",
      columns: [{ kind: "study" }, { kind: "plot" }],
      groups: [{ studies: [{ label: "A", estimate: 0, low: -1, high: 1, weight: 100 }] }],
      summaries: [],
    },
    { palette: "print" },
  );
  const plain = labelledSvg(drawn, []);
  const labelled = labelledSvg(drawn, ["Exploratory", "p < 0.05 & more"]);
  expect(labelled).toContain("p &lt; 0.05 &amp; more");
  const height = (svg: string): number => Number(/height="([\d.]+)"/.exec(svg)![1]);
  expect(height(labelled)).toBeGreaterThan(height(plain));
  expect(plain).not.toContain("Exploratory");
});

it("makes file names of words", () => {
  expect(fileName("Følsomhet: PTSD, CAPS", "utforskende")).toBe("folsomhet-ptsd-caps-utforskende");
  expect(fileName("…")).toBe("synthesis");
});
