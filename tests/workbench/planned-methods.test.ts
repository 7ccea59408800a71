import { afterEach, expect, test } from "vitest";
import { buildReport, plainText } from "#report";
import { mantelHaenszel, peto, revmanPool } from "#synthesis";
import { loadCslAssets } from "../../src/workbench/csl-assets.ts";
import { importRis, protocolText, reportIds, type TestReview, testReview } from "../support/review.ts";

// Simulated; the last two have no events in one group or in both.
const COUNTS = [
  [4, 20, 1, 20],
  [6, 30, 2, 30],
  [9, 40, 5, 41],
  [3, 25, 0, 24],
  [0, 12, 0, 13],
] as const;
const tables = (list: readonly (readonly number[])[]) => ({
  events1: list.map((one) => one[0]!),
  n1: list.map((one) => one[1]!),
  events2: list.map((one) => one[2]!),
  n2: list.map((one) => one[3]!),
});
const planned = (choices: string): string =>
  protocolText
    .replace(
      "analyses:",
      "  - {id: about, label: About, kind: study, fields: [{id: setting, label: Setting}]}\nanalyses:",
    )
    .replace("measure: SMD, model: random, tau2: REML, test: knha}", `${choices}}`);

let review: TestReview;
afterEach(() => review.drop());

async function start(choices: string, counts: readonly (readonly number[])[] = COUNTS): Promise<void> {
  review = await testReview({}, planned(choices));
  await importRis(review.workbench, counts.length);
  const reports = await reportIds(review.workbench);
  const value = (field: string, arm: string, n: number): string =>
    `          - {field: ${field}, arm: ${arm}, outcome: score, timepoint: end, value: "${n}", confidence: unverified}`;
  const studies = counts.map(
    (
      [a, n1, c, n2],
      at,
    ) => `  - study: {id: s${at}, label: Study ${at}, reports: ["${reports[at]}"], questions: [Q1], tags: []}
    arms: [{id: e, label: It, role: experimental}, {id: c, label: Nothing, role: comparator}]
    forms:
      - form: effect
        entries:
${[value("events", "e", a!), value("total", "e", n1!), value("events", "c", c!), value("total", "c", n2!)].join("\n")}
      - form: about
        entries: [{field: setting, value: ${at % 2 === 0 ? "even" : "odd"}, confidence: unverified}]
`,
  );
  await review.workbench.applyFile({
    by: "ann",
    text: `studies:\n${studies.join("")}`,
    file: "studies.yaml",
  });
}
const outcome = async () => (await review.workbench.snapshot()).analyses[0]!;

async function reportText(language: "en" | "nb"): Promise<string> {
  const document = buildReport(await review.workbench.snapshot(), language, await loadCslAssets());
  const texts: string[] = [];
  for (const block of document.blocks) {
    if ("runs" in block) texts.push(plainText(block.runs));
    if (block.kind === "list") texts.push(...block.items.map(plainText));
    if (block.kind === "figure") texts.push(...block.parts.map(({ svg }) => svg.replace(/<[^>]+>/g, " ")));
  }
  return texts.join("\n");
}

test("Mantel-Haenszel is pooled, weighed and recorded as planned, and said in both languages", async () => {
  await start("measure: OR, method: mantel-haenszel, model: common");
  const expected = mantelHaenszel(tables(COUNTS), "OR");
  const { pooled, effects, leaveOneOut } = await outcome();
  expect(pooled).toMatchObject({
    k: 5,
    estimate: expected.estimate,
    se: expected.se,
    p: expected.p,
    tau2: 0,
    predictionLow: null,
  });
  expect(effects.map(({ weight }) => weight)).toEqual(expected.weights);
  expect(leaveOneOut[1]!.estimate).toBe(mantelHaenszel(tables(COUNTS.toSpliced(1, 1)), "OR").estimate);
  await review.workbench.runAnalyses({ by: "ann" });
  const { run, stale } = await outcome();
  expect(stale).toBe(false);
  expect(run!.specification).toMatchObject({ method: "mantel-haenszel", model: "common" });
  const english = await reportText("en");
  expect(english).toContain("Mantel–Haenszel, common effect, intervals from the normal distribution.");
  expect(english).toContain("M-H, Common");
  expect(english).not.toContain("Hartung");
  const norwegian = await reportText("nb");
  expect(norwegian).toContain("Mantel–Haenszel, felles effekt");
  expect(norwegian).toContain("i summene legges ingenting til");
  // The protocol changes its mind: the recorded result is not what is planned.
  const text = planned("measure: OR, method: peto, model: common");
  await review.workbench.setProtocol({ by: "ann", text, file: "p.yaml", reason: "Simulated" });
  const found = (await review.workbench.check("en")).problems.filter(
    ({ code }) => code === "check/departs-from-plan",
  );
  expect(found).toMatchObject([
    { message: expect.stringContaining("method mantel-haenszel (planned: peto)") },
  ]);
});

test("Mantel-Haenszel with random effects is Review Manager's", async () => {
  await start("measure: RR, method: mantel-haenszel");
  const expected = revmanPool(tables(COUNTS), { measure: "RR", method: "MH", effects: "random" });
  const { pooled } = await outcome();
  expect(pooled).toMatchObject({
    estimate: expected.estimate,
    se: expected.se,
    tau2: expected.tau2,
    q: expected.chi2,
  });
  const text = await reportText("en");
  expect(text).toContain("Mantel–Haenszel, random effects as in Review Manager (DL)");
  expect(text).toContain("M-H, Random");
});

test("Peto, and otherwise in sensitivity analyses; groups say that they use inverse variance", async () => {
  await start(`measure: OR, method: peto, model: common,
    subgroups: [{id: by-setting, label: By setting, by: about.setting}],
    sensitivity: [{id: mh, label: MH, method: mantel-haenszel}, {id: iv, label: IV, method: inverse-variance, test: z}]`);
  const expected = peto(tables(COUNTS));
  const { pooled, parts } = await outcome();
  expect(pooled).toMatchObject({ estimate: expected.estimate, se: expected.se });
  const of = (id: string) => parts.find((part) => part.id === id)!.result as { pooled: { estimate: number } };
  expect(of("mh").pooled.estimate).toBe(mantelHaenszel(tables(COUNTS), "OR").estimate);
  expect(of("iv").pooled.estimate).not.toBe(expected.estimate);
  const groups = parts.find((part) => part.kind === "subgroups")!;
  if (groups.result === null || !("groups" in groups.result)) throw new Error("not carried out");
  expect(groups.result.groups).toHaveLength(2);
  expect(groups.result.remarks[0]).toEqual({
    en: "This part uses weights of inverse variance: the model nearest to the one planned.",
    nb: expect.stringContaining("inverse varianser"),
  });
});

test("where no study has events, there is no result, and why is told", async () => {
  await start("measure: OR, method: mantel-haenszel, model: common", [
    [0, 12, 0, 13],
    [0, 20, 0, 21],
  ]);
  const { pooled, problems } = await outcome();
  expect(pooled).toBeNull();
  expect(problems).toMatchObject([{ code: "synthesis/not-estimable" }]);
});
