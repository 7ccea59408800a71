import { afterEach, beforeEach, expect, test } from "vitest";
import { pool, subgroupAnalysis } from "#synthesis";
import { importRis, protocolText, reportIds, type TestReview, testReview } from "../support/review.ts";

const STUDIES = [
  { id: "one", setting: "clinic", dose: "10", risk: "low", counts: [4, 20, 1, 20] },
  { id: "two", setting: "clinic", dose: "20", risk: "low", counts: [6, 30, 2, 30] },
  { id: "three", setting: "home", dose: "30", risk: "some-concerns", counts: [3, 25, 0, 24] },
  { id: "four", setting: "home", dose: "40", risk: "high", counts: [9, 40, 5, 41] },
  { id: "five", setting: "home", dose: null, risk: null, counts: [7, 22, 3, 21] },
] as const;

const planned = (more: string): string =>
  protocolText
    .replace(
      "analyses:",
      `  - id: about
    label: About
    kind: study
    fields:
      - {id: dose, label: Dose, type: number}
      - {id: setting, label: Setting, type: choice, choices: [{id: clinic, label: {en: Clinic, nb: Klinikk}}, {id: home, label: Home}]}
analyses:`,
    )
    .replace("measure: SMD, model: random, tau2: REML, test: knha}", `measure: OR, tau2: REML${more}}`);

const WHOLE = planned(`, leaveOneOut: true,
    zeroCells: {to: only0, add: 0.25},
    subgroups: [{id: by-setting, label: By setting, by: about.setting, tau2: common}],
    moderators: [{id: by-dose, label: By dose, variables: [about.dose]}, {id: by-risk, label: By risk, variables: [risk-of-bias]}],
    sensitivity: [{id: fixed, label: Common effect, model: common, test: z}, {id: low, label: Low risk, risk: not-high}, {id: without, label: Without one, without: [one]}]`);

let review: TestReview;
async function start(text: string): Promise<void> {
  review = await testReview({}, text);
  await importRis(review.workbench, STUDIES.length);
  await fill();
}
beforeEach(() => start(WHOLE));
afterEach(() => review.drop());

async function fill(): Promise<void> {
  const reports = await reportIds(review.workbench);
  const studies = STUDIES.map(({ id, setting, dose, risk, counts }, at) => {
    const value = (field: string, arm: string, n: number): string =>
      `          - {field: ${field}, arm: ${arm}, outcome: score, timepoint: end, value: "${n}", confidence: unverified}`;
    const judged =
      risk === null
        ? ""
        : `    appraisals:
      - {tool: rob2, toolVersion: "2019-08-22", domains: {D1: {judgement: ${risk}}, D2: {judgement: low}, D3: {judgement: low}, D4: {judgement: low}, D5: {judgement: low}}, overall: {judgement: ${risk}}}
`;
    return `  - study: {id: ${id}, label: Study ${id}, reports: ["${reports[at]}"], questions: [Q1], tags: []}
    arms: [{id: e, label: It, role: experimental}, {id: c, label: Nothing, role: comparator}]
    forms:
      - form: effect
        entries:
${[value("events", "e", counts[0]), value("total", "e", counts[1]), value("events", "c", counts[2]), value("total", "c", counts[3])].join("\n")}
      - form: about
        entries:
          - {field: setting, value: ${setting}, confidence: unverified}
${dose === null ? "" : `          - {field: dose, value: "${dose}", confidence: unverified}\n`}${judged}`;
  });
  const text = `studies:\n${studies.join("\n")}\n`;
  await review.workbench.applyFile({ by: "ann", text, file: "studies.yaml" });
}

/** Log odds ratios by hand, 0.25 in every cell of a table with an empty one. */
function byHand(list: readonly (typeof STUDIES)[number][]) {
  const cells = list.map(({ counts: [a, n1, c, n2] }) => {
    const raw = [a, n1 - a, c, n2 - c];
    return raw.includes(0) ? raw.map((one) => one + 0.25) : raw;
  });
  return {
    y: Float64Array.from(cells, ([a, b, c, d]) => Math.log((a! * d!) / (b! * c!))),
    v: Float64Array.from(cells, (each) => each.reduce((sum, one) => sum + 1 / one, 0)),
  };
}

const outcomeOf = async () => (await review.workbench.snapshot()).analyses[0]!;
const partOf = async (id: string) => {
  const found = (await outcomeOf()).parts.find((part) => part.id === id);
  if (found === undefined) throw new Error(`no part ${id}`);
  return found;
};

test("the main result follows the planned rule for empty cells", async () => {
  const { y, v } = byHand(STUDIES);
  const { pooled } = await outcomeOf();
  const expected = pool(y, v, { model: "random", tau2: "REML", test: "knha" });
  expect(pooled?.estimate).toBeCloseTo(expected.estimate, 12);
  expect(pooled?.se).toBeCloseTo(expected.se, 12);
});

test("planned subgroups are pooled and tested, named in both languages", async () => {
  const part = await partOf("by-setting");
  if (part.kind !== "subgroups" || part.result === null) throw new Error("not carried out");
  const sorted = [...STUDIES];
  const { y, v } = byHand(sorted);
  const expected = subgroupAnalysis(
    y,
    v,
    sorted.map(({ setting }) => setting),
    { method: "REML", test: "knha", tau2: "common" },
  );
  expect(part.result.groups.map(({ group, k }) => [group.en, group.nb, k])).toEqual([
    ["Clinic", "Klinikk", 2],
    ["Home", undefined, 3],
  ]);
  expect(part.result.groups[1]?.estimate).toBeCloseTo(expected.groups[1]!.estimate, 10);
  expect(part.result.between.p).toBeCloseTo(expected.between.p!, 10);
});

test("a planned regression uses numbers as numbers, words as groups, and names studies without a value", async () => {
  const dose = await partOf("by-dose");
  if (dose.kind !== "moderators" || dose.result === null) throw new Error("not carried out");
  expect(dose.result).toMatchObject({ k: 4, variables: [{ as: "continuous", reference: null }] });
  expect(dose.result.coefficients.map(({ name }) => name)).toEqual(["intercept", "about.dose"]);
  expect(dose.unplaced).toEqual(["Study five"]);
  const risk = await partOf("by-risk");
  if (risk.kind !== "moderators" || risk.result === null) throw new Error("not carried out");
  expect(risk.result.variables).toMatchObject([{ as: "categorical", reference: "High" }]);
});

test("planned sensitivity analyses change what they name and nothing else", async () => {
  const result = async (id: string) => {
    const part = await partOf(id);
    if (part.kind !== "sensitivity" || part.result === null) throw new Error("not carried out");
    return part.result;
  };
  const all = byHand(STUDIES);
  const fixed = pool(all.y, all.v, { model: "common", test: "z" });
  expect((await result("fixed")).pooled.estimate).toBeCloseTo(fixed.estimate, 12);
  const low = await result("low");
  expect(low.studies.toSorted()).toEqual(["Study one", "Study three", "Study two"]);
  const some = byHand(STUDIES.slice(0, 3));
  expect(low.pooled.estimate).toBeCloseTo(pool(some.y, some.v, {}).estimate, 12);
  expect((await result("without")).studies).not.toContain("Study one");
});

test("a recorded run holds its parts, and is stale when a value they ask for changes", async () => {
  await review.workbench.runAnalyses({ by: "ann" });
  const run = (await outcomeOf()).run!;
  expect((run.output["parts"] as { id: string }[]).map(({ id }) => id)).toEqual([
    "by-setting",
    "by-dose",
    "by-risk",
    "fixed",
    "low",
    "without",
  ]);
  expect((await outcomeOf()).stale).toBe(false);
  await review.workbench.extract({
    by: "ann",
    formId: "about",
    studyId: "five",
    entries: [{ field: "dose", value: "50", confidence: "unverified" }],
  });
  expect((await outcomeOf()).stale).toBe(true);
});

test("a planned restriction keeps studies out of the result and names them, unappraised ones apart", async () => {
  await review.drop();
  await start(planned(", risk: not-high"));
  const { set, pooled } = await outcomeOf();
  expect(set.rows.map(({ studyId }) => studyId)).toEqual(["one", "three", "two"]);
  expect(set.leftOut.map(({ studyId, why }) => [studyId, why])).toEqual([
    ["five", "not-appraised"],
    ["four", "risk"],
  ]);
  expect(pooled?.k).toBe(3);
  // What a page computes from is not restricted: there the reader may lift it.
  expect((await review.workbench.analysisMaterial("main", {})).set.rows).toHaveLength(5);
});

test("check names what was planned and not done with its line, and the nearest study", async () => {
  const text = planned(`,
    subgroups: [{id: by-year, label: By year, by: year}],
    sensitivity: [{id: typo, label: Typo, without: [thre]}]`);
  const lineOf = (words: string): number => text.split("\n").findIndex((line) => line.includes(words)) + 1;
  await review.drop();
  await start(text);
  const { problems } = await review.workbench.check("en");
  const found = problems.filter(({ code }) => code === "check/planned-not-done");
  expect(found).toMatchObject([
    { severity: "warning", line: lineOf("by-year"), file: "protocol.yaml" },
    { line: lineOf("typo"), remedy: 'Did you mean "three"? Correct the protocol.' },
  ]);
  expect(found[0]?.message).toContain('"by-year" was not carried out');
});

test("check names a recorded result that departs from the protocol, and one that it no longer plans", async () => {
  await review.workbench.runAnalyses({ by: "ann" });
  const departures = async () =>
    (await review.workbench.check("en")).problems.filter(({ code }) =>
      ["check/departs-from-plan", "check/run-not-planned"].includes(code),
    );
  expect(await departures()).toEqual([]);
  const amended = WHOLE.replace("tau2: REML, leaveOneOut: true", "tau2: DL, leaveOneOut: true");
  await review.workbench.setProtocol({ by: "ann", text: amended, file: "p.yaml", reason: "Simulated" });
  expect(await departures()).toMatchObject([
    { code: "check/departs-from-plan", message: expect.stringContaining("tau2 REML (planned: DL)") },
  ]);
  const renamed = amended.replace("id: main", "id: other");
  await review.workbench.setProtocol({ by: "ann", text: renamed, file: "p.yaml", reason: "Simulated" });
  expect(await departures()).toMatchObject([{ code: "check/run-not-planned" }]);
});
