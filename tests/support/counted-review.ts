import { afterEach } from "vitest";
import { buildReport, plainText } from "#report";
import { loadCslAssets } from "../../src/workbench/csl-assets.ts";
import { importRis, protocolText, reportIds, type TestReview, testReview } from "./review.ts";

// Simulated; the last two have no events in one group or in both.
export const COUNTS: readonly (readonly [number, number, number, number])[] = [
  [4, 20, 1, 20],
  [6, 30, 2, 30],
  [9, 40, 5, 41],
  [3, 25, 0, 24],
  [0, 12, 0, 13],
];
/** The counts by column, as the models take them. */
export const countTables = (
  list: readonly (readonly number[])[],
): Record<"events1" | "n1" | "events2" | "n2", number[]> => ({
  events1: list.map((one) => one[0]!),
  n1: list.map((one) => one[1]!),
  events2: list.map((one) => one[2]!),
  n2: list.map((one) => one[3]!),
});
/** A protocol that plans these counts. */
export const planned = (choices: string): string =>
  protocolText
    .replace(
      "analyses:",
      "  - {id: about, label: About, kind: study, fields: [{id: setting, label: Setting}]}\nanalyses:",
    )
    .replace("measure: SMD, model: random, tau2: REML, test: knha}", `${choices}}`);

/** Reviews of events in two groups, one for each test, and what becomes of their planned analysis. */
export function countedReviews() {
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
      if (block.kind === "table") texts.push(...block.notes.map(plainText));
      if (block.kind === "figure") texts.push(...block.parts.map(({ svg }) => svg.replace(/<[^>]+>/g, " ")));
    }
    return texts.join("\n");
  }
  return { start, outcome, reportText, review: () => review };
}
