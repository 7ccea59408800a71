import { beforeAll, expect, test } from "vitest";
import {
  type AnalysisPart,
  type Block,
  buildReport,
  type CslAssets,
  plainText,
  type ReviewSnapshot,
  type TableBlock,
} from "#report";
import { loadCslAssets } from "../../src/workbench/csl-assets.ts";
import { rebuiltSnapshot } from "../support/snapshot.ts";

let csl: CslAssets;
beforeAll(async () => {
  csl = await loadCslAssets();
});

const POOLED = rebuiltSnapshot().analyses[0]!.pooled!;
const ANALYSIS = rebuiltSnapshot().analyses[0]!.set.analysis.id;
const base = { problems: [], unplaced: [] };
const PARTS: readonly AnalysisPart[] = [
  {
    ...base,
    kind: "subgroups",
    id: "g",
    label: { en: "By phase", nb: "Etter fase" },
    unplaced: ["Delta 2022"],
    result: {
      variable: { en: "Phase", nb: "Fase" },
      tau2: "common",
      groups: [
        {
          group: { en: "Second" },
          k: 1,
          estimate: -0.8,
          se: 0.2,
          low: -1.2,
          high: -0.4,
          p: 0.02,
          tau2: 0.01,
          i2: 12.4,
          predictionLow: null,
          predictionHigh: null,
        },
      ],
      between: { statistic: 1.5, df: 1, denominatorDf: 3, p: 0.31 },
      remarks: [],
    },
  },
  {
    ...base,
    kind: "moderators",
    id: "m",
    label: { en: "By dose" },
    result: {
      k: 2,
      variables: [
        { name: "about.dose", label: { en: "Dose" }, as: "continuous", reference: null },
        { name: "about.set", label: { en: "Setting" }, as: "categorical", reference: "Clinic" },
      ],
      coefficients: [
        { name: "intercept", estimate: -0.5, se: 0.1, low: -0.7, high: -0.3, p: 0.001 },
        { name: "about.dose", estimate: 0.012, se: 0.1, low: -0.2, high: 0.2, p: 0.6 },
        { name: "about.set=Home", estimate: 0.1, se: 0.1, low: -0.1, high: 0.3, p: 0.7 },
      ],
      tau2: 0.02,
      i2: 10,
      r2: 33,
      test: { statistic: 2.2, df: 2, denominatorDf: null, p: 0.33 },
      residual: { statistic: 1, df: 1, p: 0.3 },
    },
  },
  {
    ...base,
    kind: "sensitivity",
    id: "f",
    label: { en: "Common effect" },
    result: { measure: "SMD", pooled: { ...POOLED, estimate: -0.71 }, studies: [] },
  },
  {
    ...base,
    kind: "sensitivity",
    id: "x",
    label: { en: "Without Zulu", nb: "Uten Zulu" },
    result: null,
    problems: [{ code: "workbench/unknown-study", message: 'There is no study "zulu".' }],
  },
];

const judged = (part: object) => ({
  studyId: "s-c",
  outcome: "caps",
  status: "missing" as const,
  reason: "selective" as const,
  by: "thesis",
  at: "2026-01-05T10:00:00.000Z",
  eventId: "e9",
  ...part,
});

function withParts(change: object = {}): ReviewSnapshot {
  const snapshot = rebuiltSnapshot();
  const [first] = snapshot.analyses;
  const { outcome, timepoint, question } = first!.set.analysis;
  const result = { label: "Charlie 2019", detail: "", outcome };
  return {
    ...snapshot,
    analyses: [
      {
        ...first!,
        parts: PARTS,
        set: { ...first!.set, analysis: { ...first!.set.analysis, ...change } },
      },
    ],
    availability: [
      {
        question,
        timepoint,
        analyses: [first!.set.analysis.id],
        outcomes: [outcome, "response"],
        results: [
          { ...result, studyId: "a", extracted: "known", judged: judged({}) },
          {
            ...result,
            studyId: "a",
            outcome: "response",
            extracted: "none",
            judged: judged({
              note: "Registered, never reported.",
              quote: "Primary: response",
              place: "registry",
            }),
          },
          { ...result, studyId: "b", label: "Delta 2022", extracted: "none", judged: null },
          {
            ...result,
            studyId: "b",
            label: "Delta 2022",
            outcome: "response",
            extracted: "known",
            judged: null,
          },
        ],
      },
    ],
  };
}

const made = (language: "en" | "nb", change: object = {}) =>
  buildReport(withParts(change), language, csl).blocks;
const tableOf = (blocks: readonly Block[], id: string): TableBlock => {
  const found = blocks.find((block) => block.kind === "table" && block.id === id);
  if (found?.kind !== "table") throw new Error(`no table ${id}`);
  return found;
};
const cells = (table: TableBlock) => table.rows.map((row) => row.map((one) => plainText(one.runs)));
const notes = (table: TableBlock) => table.notes.map(plainText).join(" ");
const items = (blocks: readonly Block[]) =>
  blocks.flatMap((block) => (block.kind === "list" ? block.items.map(plainText) : []));

test("planned parts stand beside their analysis and say that they are planned", () => {
  const blocks = made("en");
  const groups = tableOf(blocks, `table-part-${ANALYSIS}-g`);
  expect(cells(groups)[0]?.slice(0, 2)).toEqual(["Second", "1"]);
  expect(cells(groups)[0]?.[2]).toContain("−0.80");
  expect(notes(groups)).toContain("Planned in the protocol. One τ² is estimated within all groups.");
  expect(notes(groups)).toMatch(/F\(1; 3\) = 1\.50, p\s=\s\.31/);
  expect(notes(groups)).toContain("Without a value, and not in: Delta 2022.");
  const regression = tableOf(blocks, `table-part-${ANALYSIS}-m`);
  expect(cells(regression).map(([name]) => name)).toEqual(["Intercept", "Dose", "Setting: Home"]);
  expect(notes(regression)).toContain("Compared with Setting: Clinic.");
  const sensitivity = cells(tableOf(blocks, `table-part-${ANALYSIS}-sensitivity`));
  expect(sensitivity.map(([what]) => what)).toEqual(["The analysis as planned", "Common effect"]);
  expect(sensitivity[1]?.[2]).toContain("−0.71");
});

test("results without one study are exploratory unless they are planned", () => {
  expect(notes(tableOf(made("en"), `table-effects-${ANALYSIS}`))).toContain("are exploratory");
  const planned = tableOf(made("en", { leaveOneOut: true }), `table-effects-${ANALYSIS}`);
  expect(notes(planned)).toContain("one study at a time are planned in the protocol");
});

test("what was planned and not carried out is listed with why, in both languages", () => {
  expect(items(made("en"))).toContainEqual(
    expect.stringContaining('Without Zulu: There is no study "zulu".'),
  );
  expect(items(made("nb"))).toContainEqual(expect.stringContaining('Uten Zulu: There is no study "zulu".'));
  const whole = buildReport({ ...withParts(), analyses: rebuiltSnapshot().analyses }, "en", csl).blocks;
  expect(
    whole.some(
      (one) => one.kind === "paragraph" && plainText(one.runs) === "Every planned analysis was carried out.",
    ),
  ).toBe(true);
});

test("the methods name restriction, empty cells and what is planned besides", () => {
  const snapshot = withParts();
  const { protocol } = snapshot.protocol;
  const analyses = protocol.analyses.map((one) => ({
    ...one,
    risk: "not-high" as const,
    prediction: "riley" as const,
    zeroCells: { to: "all" as const, add: 0.25, doubleZero: "drop" as const },
    subgroups: [{ id: "g", label: { en: "By phase" }, by: "year" }],
  }));
  const planned = {
    ...snapshot,
    protocol: { ...snapshot.protocol, protocol: { ...protocol, analyses } },
  };
  const said = items(buildReport(planned, "nb", csl).blocks).join(" ");
  expect(said).toContain("Studier med høy samlet risiko for skjevhet er ikke med.");
  expect(said).toContain("Alle tabeller får 0,25 i alle fire celler.");
  expect(said).toContain("Planlagt i tillegg: By phase.");
});

test("the table of missing evidence shows what is known, why another result is not, and who says so on what", () => {
  const blocks = made("en");
  const matrix = tableOf(blocks, "table-missing-1");
  expect(cells(matrix).map((row) => row.slice(1))).toEqual([
    // Numbers that are extracted make it known, whatever was judged before.
    ["Result known", "Result missing. Probably because of its p value, size or direction."],
    ["Not yet judged", "Result known"],
  ]);
  expect(notes(matrix)).toMatch(/Of 4 results 1 may be missing/);
  const [line] = items(blocks).filter((one) => one.includes("Registered, never reported."));
  expect(line).toMatch(/Charlie 2019, .*: result missing \(probably because of/);
  expect(line).toContain("Primary: response");
  expect(line).toContain("(registry)");
  expect(line).toMatch(/2026/);
  expect(plainText(tableOf(made("nb"), "table-missing-1").caption)).toContain(
    "Kjente og manglende resultater",
  );
});
