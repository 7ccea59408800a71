import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { EvidensError } from "#kernel";
import { fakeWorkbench } from "../support/fake-workbench.ts";
import { run, runFake, temporaryFolder } from "./run.ts";

const COMMANDS =
  "init check amend import dedupe duplicates rank screen fulltext extract analyse report figure log undo rebuild merge export open serve doctor convert simulate".split(
    " ",
  );
const SCREENING =
  "progress stop agreement setup order allocate sample samples audit comment label discussion".split(" ");

describe("help", () => {
  it("lists every command and the exit codes", async () => {
    const { code, stdout } = await run(["--help"]);
    expect(code).toBe(0);
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${command} `, "m"));
    expect(stdout).toMatch(/Exit codes:\n {2}0 {2}done[\s\S]*8 {2}disk/);
  });
  it.each(COMMANDS)("of %s shows an example", async (command) => {
    const { code, stdout, stderr } = await run([command, "--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain(`$ evidens ${command}`);
    expect(stderr).toBe("");
  });
  it.each(SCREENING)("of screen %s shows an example", async (command) => {
    const { code, stdout, stderr } = await run(["screen", command, "--help"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(`$ evidens screen ${command}`);
  });
  it("of screen lists what it holds", async () => {
    const { stdout } = await run(["screen", "--help"]);
    for (const command of SCREENING) expect(stdout).toMatch(new RegExp(`^  ${command} `, "m"));
  });
});

describe("a command line that makes no sense", () => {
  it.each([
    [["frobnicate"]],
    [["chek"]],
    [["log", "--limit", "many"]],
    [["log", "--limit", "501"]],
    [["log", "--nonsense"]],
    [["import"]],
    [["screen", "--vote", "perhaps", "--report", "r"]],
    [["screen", "frobnicate"]],
    [["screen", "order", "sideways"]],
    [["screen", "order", "ranked", "--target", "95"]],
    [["screen", "sample", "calibration"]],
    [["screen", "sample", "luck", "--size", "3"]],
    [["screen", "audit", "a", "--report", "r", "--relevant", "perhaps"]],
    [["screen", "comment", "x"]],
    [["rank", "--limit", "0"]],
    [["simulate"]],
    [["simulate", "x.csv", "--jobs", "0"]],
    [["simulate", "x.csv", "--target", "0.9"]],
    [["fulltext"]],
    [["fulltext", "x.pdf", "--list"]],
    [["fulltext", "--open-access", "me"]],
    [["report", "--format", "pdf"]],
    [["--language", "sv", "log"]],
    [[]],
  ])("ends with 2: %j", async (args) => {
    const { code, stdout, stderr } = await run(args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^Error: .+\nWhat to do: /s);
  });
  it("is told in the language asked for", async () => {
    expect((await run(["--language", "nb", "chek"])).stderr).toMatch(/^Feil: .+\nGjør dette: /s);
    expect((await run(["chek"], { env: { LANG: "nb_NO.UTF-8" } })).stderr).toMatch(/^Feil: /);
  });
  it("is told as JSON with --json", async () => {
    const { code, stderr } = await run(["chek", "--json"]);
    expect(code).toBe(2);
    expect(JSON.parse(stderr)).toMatchObject({ error: { kind: "usage", exitCode: 2 } });
  });
});

describe("which review", () => {
  const dedupe = async (): Promise<object> => ({ clusters: 0, removed: 0, eventId: "e" });
  const opening = (paths: string[]) => ({
    openReview: async (path: string) => {
      paths.push(path);
      return fakeWorkbench({ dedupe });
    },
  });
  it("is the only one of the folder", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "one.evidens"), "");
    const paths: string[] = [];
    expect((await run(["dedupe"], { cwd, services: opening(paths) })).code).toBe(0);
    expect(paths).toEqual([join(cwd, "one.evidens")]);
  });
  it("is the one named, before or after the command", async () => {
    const cwd = temporaryFolder();
    const paths: string[] = [];
    await run(["--review", "a.evidens", "dedupe"], { cwd, services: opening(paths) });
    await run(["dedupe", "--review", "postgres://db/reviews#b"], { cwd, services: opening(paths) });
    expect(paths).toEqual([join(cwd, "a.evidens"), "postgres://db/reviews#b"]);
  });
  it("must be said when there are several, and they are listed", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, "one.evidens"), "");
    writeFileSync(join(cwd, "two.evidens"), "");
    const { code, stderr } = await run(["dedupe"], { cwd });
    expect(code).toBe(3);
    expect(stderr).toContain("one.evidens, two.evidens");
  });
  it("is missed clearly when there is none", async () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, "sub"));
    const { code, stderr } = await run(["dedupe"], { cwd });
    expect(code).toBe(4);
    expect(stderr).toContain(cwd);
    expect(stderr).toContain("evidens init");
  });
});

describe("an error of the review", () => {
  const failing = (kind: EvidensError["kind"]) => ({
    dedupe: async () => {
      throw new EvidensError({
        code: "room/what",
        kind,
        message: "Title \u001b[2Jx is wrong.",
        remedy: "Correct it.",
        problems: [{ code: "p", message: "bad", file: "a.ris", line: 7 }],
      });
    },
  });
  it.each([
    ["invalid", 3],
    ["missing", 4],
    ["conflict", 5],
    ["unsupported", 6],
    ["numerical", 7],
    ["storage", 8],
  ] as const)(
    "of kind %s ends with %i, says where and what to do, and closes the review",
    async (kind, wanted) => {
      const { code, stdout, stderr, workbench } = await runFake(["dedupe"], failing(kind));
      expect([code, stdout]).toEqual([wanted, ""]);
      expect(stderr).toBe("Error: Title [2Jx is wrong.\n  a.ris:7 bad\nWhat to do: Correct it.\n");
      expect(workbench.calls.at(-1)?.method).toBe("close");
    },
  );
  it("comes as JSON with --json", async () => {
    const { stderr } = await runFake(["dedupe", "--json"], failing("conflict"));
    expect(JSON.parse(stderr)).toEqual({
      error: {
        code: "room/what",
        kind: "conflict",
        message: "Title \u001b[2Jx is wrong.",
        remedy: "Correct it.",
        problems: [{ code: "p", message: "bad", file: "a.ris", line: 7 }],
        exitCode: 5,
      },
    });
  });
  it("that nobody foresaw ends with 1 and shows its stack on request only", async () => {
    const methods = {
      dedupe: async () => {
        throw new TypeError("oh");
      },
    };
    const plain = await runFake(["dedupe"], methods);
    expect(plain.code).toBe(1);
    expect(plain.stderr).not.toContain("    at ");
    const debug = await runFake(["dedupe"], methods, { env: { EVIDENS_DEBUG: "1" } });
    expect(debug.stderr).toContain("TypeError: oh\n    at ");
  });
});

describe("output", () => {
  const dedupe = async (): Promise<object> => ({ clusters: 2, removed: 3, ask: 1, links: 4, eventId: "e" });
  it("is text or one JSON document", async () => {
    expect((await runFake(["dedupe"], { dedupe })).stdout).toBe(
      "Groups of duplicates: 2. Records that joined an earlier one: 3.\nPairs that wait for a person: 1. Linked: 4.\nSee them with `evidens duplicates`, or in the app.\n",
    );
    expect(JSON.parse((await runFake(["--json", "dedupe"], { dedupe })).stdout)).toEqual({
      clusters: 2,
      removed: 3,
      ask: 1,
      links: 4,
      eventId: "e",
    });
  });
  it("names what was found at opening on stderr, not with --quiet", async () => {
    const methods = { dedupe, openingProblems: [{ code: "p", message: "Clock moved back." }] };
    expect((await runFake(["dedupe"], methods)).stderr).toContain("Clock moved back.");
    expect((await runFake(["dedupe", "--quiet"], methods)).stderr).toBe("");
  });
  it("has colour on a terminal, and none with NO_COLOR", async () => {
    const check = async () => ({ ok: true, problems: [] });
    expect((await runFake(["check"], { check }, { tty: true })).stdout).toContain("\u001b[32m");
    const plain = await runFake(["check"], { check }, { tty: true, env: { NO_COLOR: "1" } });
    expect(plain.stdout).toBe("No errors.\n");
  });
});

describe("who acts", () => {
  it("is --as, else the default of the review", async () => {
    const undo = async () => ({
      eventId: "u",
      undone: { type: "screening.voted", id: "e", at: "t" },
      report: null,
    });
    const named = await runFake(["undo", "e", "--as", "ola", "--reason", "why"], { undo });
    expect(named.workbench.calls.find((call) => call.method === "undo")?.args).toEqual([
      { by: "ola", eventId: "e", reason: "why" },
    ]);
    const unnamed = await runFake(["undo"], { undo });
    expect(unnamed.workbench.calls.find((call) => call.method === "undo")?.args).toEqual([{ by: "kari" }]);
  });
});
