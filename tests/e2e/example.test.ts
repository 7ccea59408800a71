import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ReviewSnapshot } from "#report";
import { buildFromRecipe, exampleFolder, openReview, type Workbench } from "#workbench";
import { seededRng } from "../support/events.ts";
import { tickingClock } from "../support/review.ts";

const folder = mkdtempSync(join(tmpdir(), "evidens-example-"));
const options = () => ({
  clock: tickingClock(),
  rng: seededRng(1),
  device: "example-device",
  programVersion: "0.0.0-test",
});
let workbench: Workbench;
let snapshot: ReviewSnapshot;
let hashes: readonly string[];

beforeAll(async () => {
  const built = await buildFromRecipe(
    exampleFolder(),
    join(folder, "one.evidens"),
    join(folder, "one"),
    options(),
  );
  workbench = built.workbench;
  hashes = built.reports.map(({ hash }) => hash);
  snapshot = await workbench.snapshot();
});
afterAll(async () => {
  await workbench?.close();
  rmSync(folder, { recursive: true, force: true });
});

const analysis = (measure: string, tag = "update-2026") =>
  snapshot.analyses.find(({ set }) => set.analysis.measure === measure && set.analysis.tags.includes(tag))!
    .pooled!;

describe("the living update, pooled by our engine from the open trial data", () => {
  // Expected values: the published result of the SYPRES analysis, and the same from its means, SDs and ns.
  test("from g and SE as coded: −0.7119 [−0.9534; −0.4704], I² 0", () => {
    const pooled = analysis("GEN");
    expect(pooled.k).toBe(6);
    expect(pooled.estimate).toBeCloseTo(-0.7119, 4);
    expect(pooled.low).toBeCloseTo(-0.9534, 4);
    expect(pooled.high).toBeCloseTo(-0.4704, 4);
    expect(pooled.i2).toBe(0);
  });

  test("from means, SDs and ns with the exact correction: −0.7126 [−0.9545; −0.4707], Q 2.440", () => {
    const pooled = analysis("SMD");
    expect(pooled.k).toBe(6);
    expect(pooled.estimate).toBeCloseTo(-0.7126, 4);
    expect(pooled.low).toBeCloseTo(-0.9545, 4);
    expect(pooled.high).toBeCloseTo(-0.4707, 4);
    expect(pooled.q).toBeCloseTo(2.44, 3);
  });
});

describe("the sensitivity analyses that the published living analysis reports", () => {
  const sensitivity = (id: string) => {
    const part = snapshot.analyses.flatMap(({ parts }) => parts).find((one) => one.id === id);
    if (part?.kind !== "sensitivity" || part.result === null) throw new Error(`${id} was not carried out`);
    return part.result.pooled;
  };
  const rounded = ({ estimate, low, high }: { estimate: number; low: number; high: number }) =>
    [estimate, low, high].map((one) => Number(one.toFixed(2)));

  // Expected values: as published, two decimals.
  test("a common effect: −0.71 [−0.98; −0.45]; without Mithoefer 2011: −0.67 [−0.90; −0.45]", () => {
    expect(rounded(sensitivity("common-effect"))).toEqual([-0.71, -0.98, -0.45]);
    expect(rounded(sensitivity("without-mp1"))).toEqual([-0.67, -0.9, -0.45]);
  });

  test("response by Paule and Mandel: 1.349 [1.099; 1.658], the fourth decimal differs by the empty cell", () => {
    const { estimate, low, high } = sensitivity("paule-mandel");
    expect(Math.exp(estimate)).toBeCloseTo(1.3494, 3);
    expect(Math.exp(low)).toBeCloseTo(1.0985, 2);
    expect(Math.exp(high)).toBeCloseTo(1.6577, 2);
  });
});

describe("what the thesis reports, and what it does not", () => {
  test("21 reports included, 26 studies: six trials in one pooled report and twenty on mechanisms", async () => {
    expect(snapshot.flow.includedReports).toHaveLength(21);
    expect((await workbench.overview("example", "en")).counts.studies).toBe(26);
    const trials = snapshot.studies.filter(
      ({ tags, pools }) => tags.includes("thesis-effect") && pools.length === 0,
    );
    expect(trials).toHaveLength(6);
    const { rows, hypotheses } = await workbench.mechanisms();
    expect(rows).toHaveLength(20);
    expect(hypotheses.map(({ hypothesisId }) => hypothesisId)).toEqual(
      Array.from({ length: 10 }, (_, i) => `H${i + 1}`).sort(),
    );
  });

  test("the flow shows 135 as reported and leaves what is not reported open, with no arithmetic error", async () => {
    const { flowSvg, flowProblems, flowDescription } = await workbench.overview("example", "en");
    expect(flowProblems).toEqual([]);
    expect(flowSvg).toContain("135");
    expect(flowDescription).toMatch(/not reported/i);
  });

  test("the pooled report never enters a synthesis with the trials it contains", () => {
    const pooledReport = snapshot.studies.find(({ pools }) => pools.length > 0)!;
    for (const { set } of snapshot.analyses) {
      expect(set.rows.map(({ studyId }) => studyId)).not.toContain(pooledReport.studyId);
    }
  });

  test("the retraction is on the overview and in both reports", async () => {
    const { alerts } = await workbench.overview("example", "en");
    expect(alerts.map(({ status }) => [status.status, status.date])).toContainEqual([
      "retracted",
      "2024-08-10",
    ]);
    expect(readFileSync(join(folder, "one", "report.en.html"), "utf8")).toMatch(/retracted/i);
    expect(readFileSync(join(folder, "one", "report.nb.html"), "utf8")).toMatch(/trukket tilbake/i);
  });

  test("every extracted value says where it comes from and how sure it is", () => {
    for (const doc of snapshot.values) {
      for (const entry of doc.entries) {
        expect(entry.confidence, `${doc.studyId} ${entry.field}`).toMatch(/^(read-in-|unverified|derived)/);
        expect(Boolean(entry.place ?? entry.note ?? entry.report), `${doc.studyId} ${entry.field}`).toBe(
          true,
        );
      }
    }
  });
});

describe("the Norwegian report", () => {
  const html = () =>
    readFileSync(join(folder, "one", "report.nb.html"), "utf8").replace(/<style>[\s\S]*?<\/style>/, "");

  test("holds no English outside names, search strings, references and passages marked as English", () => {
    const shown = html()
      .replace(/<(span|em|strong|code)[^>]* lang="en">[\s\S]*?<\/\1>/g, "")
      .replace(
        /<ul class="references">[\s\S]*?<\/ul>|<code>[\s\S]*?<\/code>|<a class="cite"[\s\S]*?<\/a>/g,
        "",
      )
      .replace(/<[^>]+>/g, "\n");
    // No Norwegian word is spelt like one of these.
    const english =
      /\b(?:the|and|with|from|were|was|this|which|thesis|abstract|trials?|stud(?:y|ies)|reports?|judged|randomi[sz]ed|computed|memory)\b/i;
    // The name that the thesis got wrong, and the right one.
    const names = /Food and Drug Administration/g;
    expect(shown.split("\n").filter((line) => english.test(line.replace(names, "")))).toEqual([]);
  });

  test("marks as English only quotations and the name of the data set", () => {
    const marked = [...html().matchAll(/ lang="en">([^<]*)</g)].map((match) => match[1] ?? "");
    expect(marked.filter((text) => !/^«|^Metapsy data-ptsd-mdmactr/.test(text))).toEqual([]);
  });
});

describe("the same inputs give the same bytes", () => {
  test("reports written twice from one review are byte-identical", async () => {
    const again = await workbench.buildReports({
      by: "example",
      languages: ["en", "nb"],
      formats: ["html", "docx"],
      folder: join(folder, "again"),
    });
    expect(again.map(({ hash }) => hash)).toEqual(hashes);
  });

  test("a second build from the files gives the same ledger and the same reports", async () => {
    const built = await buildFromRecipe(
      exampleFolder(),
      join(folder, "two.evidens"),
      join(folder, "two"),
      options(),
    );
    expect(built.reports.map(({ hash }) => hash)).toEqual(hashes);
    const digest = (await built.workbench.rebuild()).digest;
    await built.workbench.close();
    const reopened = await openReview(join(folder, "two.evidens"), options());
    expect(reopened.openingProblems).toEqual([]);
    expect(await reopened.rebuild()).toMatchObject({ changed: [], digest });
    expect(await reopened.verify()).toEqual([]);
    await reopened.close();
  });
});
