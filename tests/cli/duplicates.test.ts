import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { callOf, runFake, temporaryFolder } from "./run.ts";

const record = (id: string, title: string) => ({
  id,
  sourceId: "pubmed",
  reportId: id,
  title,
  authors: [{ family: "Alpha", given: "A." }],
  journal: "J Sim",
  year: 2001,
  volume: null,
  pages: "1-2",
});
const answer = {
  counts: { records: 4, reports: 4, ask: 2, judged: 0, linked: 0, merged: 0 },
  run: { method: "m", thresholds: null, at: "2026-01-01T00:00:00.000Z", stale: true },
  groups: [],
  overlap: [],
  total: 2,
  pairs: [
    {
      a: record("x-1", "One \u001b[31mtitle"),
      b: record("y-2", "One title."),
      score: 24.31,
      evidence: [
        { field: "title", agreement: "similar", points: 12.3, reason: "title-similar" },
        { field: "year", agreement: "different", points: -2, reason: "year-differs" },
        { field: "doi", agreement: "missing", points: 0, reason: "" },
      ],
      group: "title-similar",
      verdict: null,
      relation: null,
      judgedBy: null,
      judgedAt: null,
      eventId: null,
    },
  ],
};

describe("duplicates", () => {
  it("lists waiting pairs with their evidence, and says when records came after the run", async () => {
    const ran = await runFake(["duplicates"], { duplicates: async () => answer });
    expect(ran.code).toBe(0);
    expect(callOf(ran, "duplicates")).toEqual([{ state: "ask", after: 0, limit: 10 }]);
    expect(ran.stdout).toContain("run `evidens dedupe` again");
    expect(ran.stdout).toContain("24.3 bits");
    expect(ran.stdout).toContain("x-1 (pubmed)");
    expect(ran.stdout).toContain("title-similar +12.3, year-differs −2.0");
    expect(ran.stdout).toContain("Pairs 1–1 of 2 that wait");
    expect(ran.stdout).not.toContain("\u001b");
    const nb = await runFake(["duplicates", "--language", "nb"], { duplicates: async () => answer });
    expect(nb.stdout).toContain("Par 1–1 av 2 som venter");
  });

  it("judges two records by their ids", async () => {
    const judge = async () => ({ eventId: "e1", judged: 1, ask: 1 });
    const ran = await runFake(
      ["duplicates", "--judge", "x-1", "y-2", "linked", "--relation", "preprint", "--note", "Same trial"],
      { judge },
    );
    expect(ran.code).toBe(0);
    expect(callOf(ran, "judge")).toEqual([
      { by: "kari", a: "x-1", b: "y-2", verdict: "linked", relation: "preprint", note: "Same trial" },
    ]);
    expect(ran.stdout).toContain("x-1 and y-2: linked");
  });

  it.each([
    [["--judge", "x-1", "y-2"]],
    [["--judge", "x-1", "y-2", "perhaps"]],
    [["--limit", "1000"]],
    [["--after", "-1"]],
  ])("refuses %j and asks nothing", async (args) => {
    const ran = await runFake(["duplicates", ...args], {});
    expect(ran.code).toBe(2);
    expect(ran.stderr).not.toBe("");
  });
});

describe("the import's report", () => {
  const report = {
    fill: { title: 2, abstract: 1 },
    types: { JOUR: 2 },
    years: { from: 1999, to: 2003 },
    decisions: { "rayyan include": 1 },
    odd: [{ code: "no-abstract", count: 1, first: [2] }],
    lines: { total: 9, blank: 1, kept: 7, outside: 1 },
  };
  const done = {
    import: {
      fileName: "a.csv",
      format: "table",
      encoding: "utf-8",
      counts: { entries: 2, records: 2, problems: 0 },
      problems: [],
      report,
    },
    already: false,
  };
  it("says fill, types, years, decisions, odd things and lines, in two languages", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "a.csv"), "Who,Work\n");
    const args = ["import", "a.csv", "--source", "s", "--column", "Who=authors", "Work=title"];
    const ran = await runFake(args, { importFile: async () => done }, { cwd });
    expect(ran.code).toBe(0);
    expect(callOf(ran, "importFile")?.[0]).toMatchObject({
      path: join(cwd, "a.csv"),
      columns: { Who: "authors", Work: "title" },
    });
    for (const line of [
      "Abstract        1   50.0",
      "Types: JOUR 2",
      "Years: 1999–2003",
      "Decisions from other programs: rayyan include 1",
      "  No abstract: 1 (records 2)",
      "Lines: 9 = 7 in records + 1 outside + 1 blank",
    ])
      expect(ran.stdout).toContain(line);
    const nb = await runFake([...args, "--language", "nb"], { importFile: async () => done }, { cwd });
    expect(nb.stdout).toContain("Sammendrag");
    expect(nb.stdout).toContain("50,0");
  });
});
