import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { contextOf } from "../../src/cli/context.ts";
import { cloudFolder, networkName, nodeVersion } from "../../src/cli/doctor/machine.ts";
import type { Io } from "../../src/cli/io.ts";
import { services } from "../../src/cli/services.ts";
import { run, runFake, temporaryFolder } from "./run.ts";

const callOf = (ran: Awaited<ReturnType<typeof runFake>>, method: string): readonly unknown[] | undefined =>
  ran.workbench.calls.find((call) => call.method === method)?.args;

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

describe("screen without a terminal", () => {
  const report = {
    id: "r1",
    position: 1,
    title: "A trial\u001b[2J of MDMA",
    authors: [{ family: "Smith", given: "J" }],
    year: 2020,
    journal: "J Test",
    abstract: null,
    doi: "10.1000/x",
    pmid: null,
    keys: ["smith2020"],
  };
  const next = async () => ({ items: [{ report, own: null }], progress: { read: 1, inStage: 9 } });
  it("says what to use instead", async () => {
    const { code, stderr } = await runFake(["screen"], {});
    expect(code).toBe(2);
    expect(stderr).toContain("--next");
  });
  it("shows the next report, cleaned", async () => {
    const { stdout } = await runFake(["screen", "--next"], { next });
    expect(stdout).toContain(
      "A trial[2J of MDMA\nSmith, J · 2020 · J Test · 10.1000/x\n\n(no abstract)\nReport: r1\nRead: 1 of 9\n",
    );
  });
  const byKey = {
    report: async () => {
      const { EvidensError } = await import("#kernel");
      throw new EvidensError({ code: "x", kind: "missing", message: "m", remedy: "r" });
    },
    records: async () => ({
      rows: [report, { ...report, id: "r2", doi: "10.1000/y", keys: [] }],
      total: 2,
      next: null,
    }),
    vote: async () => ({ eventId: "e1", items: [], progress: { read: 2, inStage: 9 } }),
  };
  it.each(["smith2020", "10.1000/X", "https://doi.org/10.1000/x"])(
    "votes on a report named %s",
    async (key) => {
      const args = [
        "screen",
        "--stage",
        "full-text",
        "--vote",
        "exclude",
        "--report",
        key,
        "--reason",
        "design",
      ];
      const ran = await runFake(args, byKey);
      expect(ran.code).toBe(0);
      expect(callOf(ran, "vote")).toEqual([
        { by: "kari", stage: "full-text", report: "r1", decision: "exclude", exclusionReason: "design" },
      ]);
    },
  );
  it("does not guess a report", async () => {
    expect((await runFake(["screen", "--vote", "include", "--report", "trial"], byKey)).code).toBe(4);
    const two = {
      ...byKey,
      records: async () => ({ rows: [report, { ...report, id: "r2" }], total: 2, next: null }),
    };
    const several = await runFake(["screen", "--vote", "include", "--report", "smith2020"], two);
    expect(several.code).toBe(3);
    expect(several.stderr).toContain("r1, r2");
  });
  it("needs to know which report, and does one thing at a time", async () => {
    expect((await runFake(["screen", "--vote", "include"], {})).code).toBe(2);
    expect((await runFake(["screen", "--next", "--conflicts"], {})).code).toBe(2);
  });
  it("lists conflicts and settles one", async () => {
    const votes = [{ reviewer: "kari", decision: "exclude", exclusionReason: "design", note: null }];
    const conflicts = async () => ({ conflicts: [{ report, kind: "conflict", votes }] });
    expect((await runFake(["screen", "--conflicts"], { conflicts })).stdout).toContain(
      "  kari: exclude (design)\n",
    );
    const ran = await runFake(["screen", "--settle", "include", "--report", "r1"], {
      report: async () => ({ report }),
      adjudicate: async () => ({ eventId: "e" }),
    });
    expect(callOf(ran, "adjudicate")).toEqual([
      { by: "kari", stage: "title-abstract", report: "r1", decision: "include" },
    ]);
  });

  describe("with keys", () => {
    const item = (n: number) => ({ report: { ...report, id: `r${n}`, position: n }, own: null });
    const answer = (n: number, last: number) => ({
      items: n > last ? [] : [item(n)],
      progress: { read: n - 1, inStage: last },
    });
    const reasons = [
      { id: "design", label: { en: "Design" }, stages: ["full-text"] },
      { id: "population", label: { en: "Population" }, stages: ["full-text"] },
    ];
    const methods = (last: number) => {
      let votes = 0;
      return {
        protocol: async () => ({ protocol: { criteria: [], exclusionReasons: reasons } }),
        next: async (_person: string, _stage: string, { after }: { after: number }) =>
          answer(after + 1, last),
        vote: async ({ report: id }: { report: string }) => ({
          eventId: `e${++votes}`,
          ...answer(Number(id.slice(1)) + 1, last),
        }),
        undo: async () => ({ eventId: "u", undone: {}, report: item(1).report }),
      };
    };
    const votesOf = (ran: Awaited<ReturnType<typeof runFake>>) =>
      ran.workbench.calls.filter(({ method }) => method === "vote").map(({ args }) => args[0]);
    it("votes by one key each, undoes its own votes only, and quits", async () => {
      const ran = await runFake(["screen"], methods(5), { keys: "uixz\u001b[Auq" });
      expect(ran.code).toBe(0);
      expect(votesOf(ran)).toMatchObject([
        { report: "r1", decision: "include", stage: "title-abstract" },
        { report: "r2", decision: "exclude" },
      ]);
      expect(ran.workbench.calls.filter(({ method }) => method === "undo").map(({ args }) => args)).toEqual([
        [{ by: "kari", eventId: "e2" }],
      ]);
      expect(ran.stdout).toContain("No decision of this session is left to undo.");
      expect(ran.stdout).toContain("Decisions in this session: 1");
    });
    it("asks for a reason at full text and takes no vote without one", async () => {
      const ran = await runFake(["screen", "--stage", "full-text"], methods(5), { keys: "x0x2q" });
      expect(votesOf(ran)).toMatchObject([
        { report: "r1", decision: "exclude", exclusionReason: "population" },
      ]);
    });
    it("ends well with Ctrl-C and at the end of the list", async () => {
      const ran = await runFake(["screen"], methods(1), { keys: "i\u0003" });
      expect(ran.code).toBe(0);
      expect(ran.workbench.calls.at(-1)?.method).toBe("close");
    });
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
    problems: [],
  });
  it("prints effects and the pooled result, and dashes for what is not defined", async () => {
    const ran = await runFake(["analyse", "main"], { runAnalyses: async () => [outcome("SMD")] });
    expect(callOf(ran, "runAnalyses")).toEqual([{ by: "kari", analysisId: "main" }]);
    expect(ran.stdout).toContain("main: Main (SMD)");
    expect(ran.stdout).toMatch(/Smith 2020 +-0\.5000 +\[-1\.0000; 0\.0000\] +100\.0 %/);
    expect(ran.stdout).toMatch(/Estimate +-0\.5000 \(SE 0\.2551\)/);
    expect(ran.stdout).toMatch(/95% prediction interval +–/);
    expect(ran.stdout).toMatch(/τ² +–\nI² +–/);
    expect(ran.stdout).toContain("Left out: Jones 2019: no-values");
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

describe("open and serve", () => {
  const server = (closed: string[]) => ({
    url: "http://127.0.0.1:4321/?token=secret",
    address: "http://127.0.0.1:4321/",
    port: 4321,
    close: async () => {
      closed.push("closed");
    },
  });
  const stopSoon = (stop: () => void): void => {
    setTimeout(stop, 10);
  };
  it("open prints the address, shows it in a browser and closes cleanly when stopped", async () => {
    const closed: string[] = [];
    const shown: string[] = [];
    const started: unknown[] = [];
    const { code, stdout } = await runFake(
      ["open"],
      {},
      {
        tty: true,
        env: { DISPLAY: ":0", NO_COLOR: "1" },
        onStart: stopSoon,
        services: {
          startServer: async (options) => {
            started.push(options);
            return server(closed);
          },
          openBrowser: async (url) => shown.push(url),
        },
      },
    );
    expect(code).toBe(0);
    expect(stdout).toContain("http://127.0.0.1:4321/?token=secret");
    expect(closed).toEqual(["closed"]);
    expect(started).toMatchObject([{ host: "127.0.0.1", port: 4321 }]);
    if (process.platform === "linux") expect(shown).toEqual(["http://127.0.0.1:4321/?token=secret"]);
  });
  it("open shows no browser with --no-browser", async () => {
    const { stdout } = await runFake(
      ["open", "--no-browser", "--json"],
      {},
      {
        tty: true,
        env: { DISPLAY: ":0" },
        onStart: stopSoon,
        services: {
          startServer: async () => server([]),
          openBrowser: async () => {
            throw new Error("should not open");
          },
        },
      },
    );
    expect(JSON.parse(stdout)).toEqual({ url: "http://127.0.0.1:4321/?token=secret", port: 4321 });
  });
  it("serve lets no other machine in without a secret", async () => {
    const ran = await runFake(["serve", "--host", "0.0.0.0"], {});
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain("--token-file");
    expect(ran.workbench.calls).toEqual([]);
  });
  it("serve takes its secret from a file, does not print it, and says what is not there yet", async () => {
    const cwd = temporaryFolder();
    const secret = "0123456789abcdef0123456789abcdef";
    writeFileSync(join(cwd, "token"), `${secret}\n`, { mode: 0o644 });
    const started: { token?: string | undefined }[] = [];
    const args = [
      "serve",
      "--host",
      "0.0.0.0",
      "--token-file",
      "token",
      "--allow-host",
      "review.example.org",
    ];
    const { code, stdout, stderr } = await runFake(
      args,
      {},
      {
        cwd,
        onStart: stopSoon,
        services: {
          startServer: async (options) => {
            started.push(options);
            return server([]);
          },
        },
      },
    );
    expect(code).toBe(0);
    expect(started).toMatchObject([{ token: secret, host: "0.0.0.0", allowedHosts: ["review.example.org"] }]);
    expect(stdout + stderr).not.toContain(secret);
    expect(stdout).not.toContain("token=secret");
    expect(stderr).toContain("no accounts yet");
    expect(stderr).toContain("not encrypted");
    if (process.platform !== "win32") expect(stderr).toContain("chmod 600");
  });
  it("serve refuses a short secret", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "token"), "short");
    expect((await runFake(["serve", "--token-file", "token"], {}, { cwd })).code).toBe(3);
    expect((await runFake(["serve", "--token-file", "nowhere"], {}, { cwd })).code).toBe(4);
  });
});

describe("doctor", () => {
  it("works without a review", async () => {
    const { code, stdout } = await run(["doctor", "--json"]);
    expect(code).toBe(0);
    const ids = (JSON.parse(stdout) as { findings: { id: string }[] }).findings.map(({ id }) => id);
    expect(ids).toEqual(["program", "node", "driver", "writable", "file-system", "space", "cloud", "review"]);
  });
  it("ends with 8 when the review is broken", async () => {
    const verify = async () => [{ code: "store/damaged", message: "Event 7 does not fit its chain." }];
    const { code, stdout } = await runFake(["doctor"], { verify });
    expect(code).toBe(8);
    expect(stdout).toContain("✗ Event 7 does not fit its chain.");
  });
  const context = contextOf({ env: {}, cwd: "/", stderr: {}, stdout: {} } as Io, services, { json: true });
  it("knows folders that copy files to a cloud", () => {
    for (const folder of [
      "/home/k/Dropbox/r",
      "/Users/k/OneDrive - UiO/r",
      "/Users/k/Library/Mobile Documents/r",
    ]) {
      expect(cloudFolder(context, folder).state).toBe("warning");
    }
    expect(cloudFolder(context, "/home/k/dropboxes/r").state).toBe("ok");
  });
  it("knows network file systems by number, signed or not", () => {
    expect(networkName(0x6969, "linux")).toBe("NFS");
    expect(networkName(0xff534d42 | 0, "linux")).toBe("CIFS");
    expect(networkName(0xef53, "linux")).toBeUndefined();
  });
  it("knows a Node that is too old", () => {
    expect(nodeVersion(context, "20.18.3").state).toBe("error");
    expect(nodeVersion(context, "20.19.0").state).toBe("ok");
    expect(nodeVersion(context, "24.1.0").state).toBe("ok");
  });
});
