import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { callOf, run, runFake, temporaryFolder } from "./run.ts";

describe("check", () => {
  const problems = [
    { code: "a", severity: "note", message: "A note." },
    { code: "b", severity: "error", message: "Does not add up.", file: "p.yaml", line: 3, column: 5 },
  ];
  it("groups problems by severity, worst first, and ends with 3 on errors", async () => {
    const { code, stdout } = await runFake(["check"], { check: async () => ({ ok: false, problems }) });
    expect(code).toBe(3);
    expect(stdout).toBe(
      "Errors (1)\n  p.yaml:3:5 Does not add up.\nNotes (1)\n  A note.\nThere are errors.\n",
    );
  });
  it("asks for the words of the language and gives JSON", async () => {
    const ran = await runFake(["check", "--language", "nb", "--json"], {
      check: async () => ({ ok: true, problems: [] }),
    });
    expect(callOf(ran, "check")).toEqual(["nb"]);
    expect(JSON.parse(ran.stdout)).toEqual({ ok: true, problems: [] });
  });
  it("warns when protocol.yaml was edited and not put into force", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "protocol.yaml"), "title: other\n");
    const { code, stdout } = await runFake(
      ["check"],
      { check: async () => ({ ok: true, problems: [] }) },
      { cwd },
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/Warnings \(1\)\n.*differs from the protocol in force.*evidens amend/s);
  });
});

describe("import", () => {
  const done = {
    import: {
      fileName: "a.ris",
      format: "ris",
      encoding: "utf-8",
      counts: { entries: 3, records: 2, problems: 1 },
      problems: [{ code: "x", line: 9, message: "stray line" }],
    },
    already: false,
  };
  const sources = { protocol: async () => ({ protocol: { sources: [{ id: "pubmed" }, { id: "embase" }] } }) };
  it("reads each file and tells what was kept and what was not", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "a.ris"), "TY  - JOUR\n");
    const ran = await runFake(
      ["import", "a.ris", "--source", "pubmed"],
      { importFile: async () => done },
      { cwd },
    );
    expect(ran.code).toBe(0);
    expect(ran.stdout).toBe(
      "a.ris: 2 records of 3 entries (ris, utf-8)\nProblems in the file: 1\n  a.ris:9 stray line\n",
    );
    expect(callOf(ran, "importFile")?.[0]).toMatchObject({
      by: "kari",
      sourceId: "pubmed",
      fileName: "a.ris",
    });
  });
  it("needs --source when the protocol names several", async () => {
    const { code, stderr } = await runFake(["import", "a.ris"], sources);
    expect(code).toBe(2);
    expect(stderr).toContain("--source: pubmed, embase");
  });
  it.each([
    ["nowhere.ris", 4],
    [".", 3],
  ])("says what is wrong with %s", async (file, wanted) => {
    const { code, stderr } = await runFake(["import", file, "--source", "s"], {});
    expect(code).toBe(wanted);
    expect(stderr).toContain(file);
  });
});

describe("extract", () => {
  it("applies a file whole and says what was written", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "s.yaml"), "studies: []\n");
    const ran = await runFake(
      ["extract", "s.yaml"],
      { applyFile: async () => ({ written: { "study.defined": 2 } }) },
      { cwd },
    );
    expect(ran.stdout).toBe("Applied s.yaml:\n  study.defined: 2\n");
    expect(callOf(ran, "applyFile")).toEqual([{ by: "kari", text: "studies: []\n", file: "s.yaml" }]);
  });
  it("refuses what is not UTF-8", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "s.yaml"), new Uint8Array([0xff, 0xfe, 0x41]));
    const { code, stderr } = await runFake(["extract", "s.yaml"], {}, { cwd });
    expect(code).toBe(3);
    expect(stderr).toContain("UTF-8");
  });
  it("prints values with their place and how sure they are", async () => {
    const entry = {
      field: "n",
      arm: "a",
      outcome: "o",
      timepoint: "t",
      value: "12",
      place: "Table 2",
      confidence: "unverified",
      by: "ola",
    };
    const studyForm = async () => ({
      study: { label: "Smith 2020" },
      form: { label: { en: "Effect" } },
      entries: [entry, { field: "sd", value: null, confidence: "read-in-source", by: "ola" }],
      sealed: 4,
    });
    const { stdout } = await runFake(["extract", "--study", "s", "--form", "f"], { studyForm });
    expect(stdout).toContain("Smith 2020: Effect");
    expect(stdout).toMatch(/n +a \/ o \/ t +12 +Table 2 +unverified +ola/);
    expect(stdout).toContain("(not reported)");
    expect(stdout).toContain("sealed until yours are in: 4");
  });
  it("needs study and form together", async () => {
    expect((await runFake(["extract", "--study", "s"], {})).code).toBe(2);
    expect((await runFake(["extract", "x.yaml", "--study", "s"], {})).code).toBe(2);
  });
});

describe("analyse", () => {
  const outcome = (measure: string) => ({
    set: {
      analysis: { id: "main", label: { en: "Main", nb: "Hoved" }, measure },
      leftOut: [{ label: "Jones 2019", why: "no-values", detail: "" }],
    },
    effects: [{ row: { label: "Smith 2020" }, y: -0.5, low: -1, high: 0, weight: 100 }],
    pooled: {
      k: 1,
      estimate: -0.5,
      se: 0.2551,
      low: -1,
      high: 0,
      statistic: -1.96,
      df: null,
      p: 0.0499,
      tau2: null,
      tau2Low: null,
      tau2High: null,
      i2: null,
      q: 0,
      qDf: 0,
      qP: null,
      predictionLow: null,
      predictionHigh: null,
    },
    parts: [] as unknown[],
    problems: [],
  });
  it("prints the planned parts, and why one was not carried out", async () => {
    const { pooled } = outcome("RR");
    const parts = [
      {
        kind: "subgroups",
        id: "by-setting",
        label: { en: "By setting" },
        unplaced: ["Lee 2021"],
        problems: [],
        result: {
          variable: { en: "Setting" },
          groups: [{ group: { en: "Clinic" }, k: 2, estimate: 0, low: -1, high: 1, p: 0.5 }],
          between: { statistic: 1.5, df: 1, denominatorDf: null, p: 0.22 },
        },
      },
      {
        kind: "moderators",
        id: "by-dose",
        label: { en: "By dose" },
        unplaced: [],
        problems: [],
        result: {
          k: 4,
          coefficients: [{ name: "about.dose", estimate: 0.01, low: -0.02, high: 0.04, p: 0.3 }],
          test: { statistic: 1.1, df: 1, denominatorDf: 2, p: 0.4 },
          tau2: 0.02,
        },
      },
      {
        kind: "sensitivity",
        id: "fixed",
        label: { en: "Common effect" },
        unplaced: [],
        problems: [],
        result: { measure: "OR", pooled, studies: [] },
      },
      {
        kind: "sensitivity",
        id: "typo",
        label: { en: "Typo" },
        unplaced: [],
        problems: [{ code: "x", message: 'There is no "thre".' }],
        result: null,
      },
    ];
    const ran = await runFake(["analyse"], { runAnalyses: async () => [{ ...outcome("RR"), parts }] });
    expect(ran.stdout).toContain("Planned subgroups: By setting (by-setting)");
    expect(ran.stdout).toMatch(/Clinic +2 +1\.0000 +\[0\.3679; 2\.7183\] +\.50/);
    expect(ran.stdout).toContain("Without a value, and not in: Lee 2021");
    expect(ran.stdout).toContain("Between the groups: χ²(1) 1.500, p");
    expect(ran.stdout).toMatch(/about\.dose +4 +0\.0100 +\[-0\.0200; 0\.0400\]/);
    expect(ran.stdout).toContain("All moderators: F(1; 2) 1.100");
    expect(ran.stdout).toMatch(/Common effect +1 +0\.6065/);
    expect(ran.stdout).toMatch(/Typo \(typo\)\n {2}Not carried out\.\n {2}! There is no "thre"\./);
  });
  it.each([
    [{ method: "peto", model: "common" }, "en", "Main (OR, Peto’s method, common effect)"],
    [{ method: "mantel-haenszel", model: "common" }, "nb", "Hoved (OR, Mantel–Haenszel, felles effekt)"],
    [
      { method: "mantel-haenszel", model: "random" },
      "en",
      "Main (OR, Mantel–Haenszel, random effects as in Review Manager 5)",
    ],
    [{ method: "UM.RS", model: "random" }, "en", "Main (OR, binomial–normal model UM.RS, random effects)"],
    [{ method: "CM.AL", model: "common" }, "nb", "Hoved (OR, binomial–normal modell CM.AL, felles effekt)"],
    [{ method: "inverse-variance", model: "random" }, "en", "Main (OR)"],
  ])("names how counts are pooled: %o, %s", async (choices, language, head) => {
    const { set, ...rest } = outcome("OR");
    const planned = { ...rest, set: { ...set, analysis: { ...set.analysis, ...choices } } };
    const ran = await runFake(["analyse", "--language", language], { runAnalyses: async () => [planned] });
    expect(ran.stdout).toContain(`main: ${head}\n`);
  });
  it("prints effects and the pooled result, and dashes for what is not defined", async () => {
    const ran = await runFake(["analyse", "main"], { runAnalyses: async () => [outcome("SMD")] });
    expect(callOf(ran, "runAnalyses")).toEqual([{ by: "kari", analysisId: "main" }]);
    expect(ran.stdout).toContain("main: Main (SMD)");
    expect(ran.stdout).toMatch(/Smith 2020 +-0\.5000 +\[-1\.0000; 0\.0000\] +100\.0 %/);
    expect(ran.stdout).toMatch(/Estimate +-0\.5000 \(SE 0\.2551\)/);
    expect(ran.stdout).toMatch(/95% prediction interval +–/);
    expect(ran.stdout).toMatch(/τ² +–\nI² +–/);
    expect(ran.stdout).toContain("Left out: Jones 2019: no values for this outcome and time");
  });
  it("prints ratios as ratios, and Norwegian with decimal commas", async () => {
    const ran = await runFake(["analyse", "--language", "nb"], { runAnalyses: async () => [outcome("RR")] });
    expect(ran.stdout).toContain("main: Hoved (RR)");
    expect(ran.stdout).toMatch(/Smith 2020 +0,6065 +\[0,3679; 1,0000\]/);
  });
});

describe("report, log, rebuild, merge, export", () => {
  it("report writes beside the review in both languages, or as told", async () => {
    const cwd = temporaryFolder();
    const buildReports = async () => [
      { language: "en", format: "html", path: "/x/report.en.html", hash: "h" },
    ];
    const plain = await runFake(["report"], { buildReports }, { cwd });
    expect(plain.stdout).toBe("/x/report.en.html\n");
    expect(callOf(plain, "buildReports")?.[0]).toEqual({
      by: "kari",
      languages: ["en", "nb"],
      formats: ["html", "docx"],
      folder: join(cwd, "reports"),
    });
    const told = await runFake(
      ["report", "--language", "nb", "--format", "docx", "--out", "o"],
      { buildReports },
      { cwd },
    );
    expect(callOf(told, "buildReports")?.[0]).toMatchObject({
      languages: ["nb"],
      formats: ["docx"],
      folder: join(cwd, "o"),
    });
  });
  it("log prints who, when, what and why", async () => {
    const entry = {
      id: "e1",
      type: "screening.voted",
      at: "2026-11-26T09:00:00.000Z",
      by: "kari",
      reason: "because",
      undoneBy: null,
      sealed: true,
    };
    const ran = await runFake(["log", "--limit", "1", "--before", "e9"], {
      log: async () => ({ entries: [entry], total: 7, next: "e1" }),
    });
    expect(callOf(ran, "log")).toEqual(["kari", { limit: 1, before: "e9" }]);
    expect(ran.stdout).toMatch(/2026-11-26 09:00:00 +kari +screening\.voted \(sealed\) +because +e1/);
    expect(ran.stdout).toContain("1 of 7 events");
    expect(ran.stdout).toContain("--before e1");
  });
  it("rebuild names what was different", async () => {
    const rebuild = async () => ({ documents: 5, changed: ["screening/a"], digest: "d" });
    expect((await runFake(["rebuild"], { rebuild })).stdout).toContain(
      "Different from before: 1\n  screening/a\n",
    );
  });
  it("merge needs a file that exists", async () => {
    const cwd = temporaryFolder();
    const merge = async () => ({ events: 3, records: 0 });
    expect((await runFake(["merge", "other.evidens"], { merge }, { cwd })).code).toBe(4);
    writeFileSync(join(cwd, "other.evidens"), "");
    expect((await runFake(["merge", "other.evidens"], { merge }, { cwd })).stdout).toContain("3 events");
  });
  it.each([
    ["copy.evidens", "review"],
    ["r.CSV", "records-csv"],
    ["r.ris", "records-ris"],
    ["l.jsonl", "log-jsonl"],
  ])("export knows by the ending of %s that it is %s", async (file, format) => {
    const cwd = temporaryFolder();
    const ran = await runFake(["export", file], { exportTo: async () => ({ path: "p", rows: 2 }) }, { cwd });
    expect(callOf(ran, "exportTo")).toEqual([{ path: join(cwd, file), format }]);
  });
  it("export does not guess and does not overwrite", async () => {
    const cwd = temporaryFolder();
    const exportTo = async () => ({ path: "p", rows: null });
    expect((await runFake(["export", "x.pdf"], { exportTo }, { cwd })).code).toBe(2);
    writeFileSync(join(cwd, "x.csv"), "mine");
    expect((await runFake(["export", "x.csv"], { exportTo }, { cwd })).code).toBe(5);
    expect((await runFake(["export", "x.csv", "--force"], { exportTo }, { cwd })).code).toBe(0);
  });
});

describe("amend", () => {
  it("puts a file into force with its reason", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "protocol.yaml"), "title: x\n");
    const ran = await runFake(
      ["amend", "--reason", "why"],
      { setProtocol: async () => ({ number: 2, hash: "h", unchanged: false }) },
      { cwd },
    );
    expect(ran.stdout).toBe("Protocol version 2 is in force.\n");
    expect(callOf(ran, "setProtocol")).toEqual([
      { by: "kari", text: "title: x\n", file: join(cwd, "protocol.yaml"), reason: "why" },
    ]);
  });
});

describe("init", () => {
  const failing = {
    createReview: async () => {
      throw new Error("no");
    },
  };
  it("leaves nothing behind when it fails", async () => {
    const cwd = temporaryFolder();
    expect((await run(["init", "r"], { cwd, services: failing })).code).toBe(1);
    expect(existsSync(join(cwd, "r"))).toBe(false);
  });
  it("touches no protocol that is there", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "protocol.yaml"), "mine");
    expect((await run(["init", "r", "--here"], { cwd, services: failing })).code).toBe(5);
    expect(readFileSync(join(cwd, "protocol.yaml"), "utf8")).toBe("mine");
  });
  it.each(["../..", "-x", "a/CON:b", "\u001b[2J"])("refuses the name %j", async (name) => {
    expect([2, 3]).toContain((await run(["init", name], { services: failing })).code);
  });
});
