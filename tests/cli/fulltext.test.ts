import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { EvidensError } from "#kernel";
import { callOf, runFake, temporaryFolder } from "./run.ts";

const report = { id: "r1", title: "A trial", authors: [], year: 2020, doi: "10.1000/x", pmid: null };
const other = { ...report, id: "r2" };
const nothing = { attached: null, report: null, already: false, candidates: [], problems: [] };
const file = { fileName: "a.pdf" };

describe("fulltext", () => {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, "pdfs", "deep"), { recursive: true });
  for (const name of ["b.PDF", "a.pdf", "notes.txt", "deep/c.pdf"])
    writeFileSync(join(cwd, "pdfs", name), "x");
  const answers: Record<string, () => object> = {
    "a.pdf": () => ({ ...nothing, attached: file, report }),
    "b.PDF": () => ({ ...nothing, candidates: [report, other] }),
    "c.pdf": () => {
      throw new EvidensError({
        code: "workbench/not-a-pdf",
        kind: "invalid",
        message: "c.pdf: this is HTML",
        remedy: "Download the PDF.",
      });
    },
  };
  const attachFullText = async ({ fileName }: { fileName: string }) => answers[fileName]!();

  it("takes every PDF of a folder by name; a bad one keeps no other out", async () => {
    const ran = await runFake(["fulltext", "pdfs"], { attachFullText }, { cwd });
    expect(ran.workbench.calls.filter(({ method }) => method === "attachFullText")).toMatchObject([
      { args: [{ by: "kari", fileName: "a.pdf", path: join(cwd, "pdfs", "a.pdf"), origin: "folder" }] },
      { args: [{ fileName: "b.PDF" }] },
      { args: [{ fileName: "c.pdf", path: join(cwd, "pdfs", "deep", "c.pdf") }] },
    ]);
    expect(ran.stdout).toBe(
      [
        "a.pdf: attached to A trial [10.1000/x]",
        "b.PDF: fits several reports: r1, r2. Name one with --report.",
        "c.pdf: not taken: c.pdf: this is HTML",
        "Attached: 1. There before: 0. Left out: 2.",
        "",
      ].join("\n"),
    );
    expect(ran.code).toBe(3);
  });
  it("puts one file beside the report that is named, and says what is odd about it", async () => {
    const scanned = { code: "workbench/pdf-scanned", message: "It holds pictures of pages." };
    const ran = await runFake(
      ["fulltext", "pdfs/a.pdf", "--report", "10.1000/x", "--json"],
      {
        report: async () => ({ report }),
        attachFullText: async () => ({
          ...nothing,
          attached: file,
          report,
          already: true,
          problems: [scanned],
        }),
      },
      { cwd },
    );
    expect(callOf(ran, "attachFullText")).toMatchObject([{ reportId: "r1", origin: "file" }]);
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      attached: 0,
      already: 1,
      left: 0,
      files: [{ file: "a.pdf", problems: [scanned] }],
    });
  });
  it.each([
    [["fulltext", "missing.pdf"], 4],
    [["fulltext", "pdfs/a.pdf", "pdfs/b.PDF", "--report", "r1"], 2],
    [["fulltext", "pdfs", "--report", "r1"], 2],
    [["fulltext", "--not-retrieved", "Gone"], 2],
  ] as const)("%j ends with %i and attaches nothing", async (args, code) => {
    expect((await runFake([...args], {}, { cwd })).code).toBe(code);
  });
  it("stops when the review cannot be written", async () => {
    const full = async () => {
      throw new EvidensError({
        code: "store/full",
        kind: "storage",
        message: "Disk full.",
        remedy: "Free some.",
      });
    };
    expect((await runFake(["fulltext", "pdfs"], { attachFullText: full }, { cwd })).code).toBe(8);
  });
  it("lists what there is, page by page", async () => {
    const counts = { total: 3, withFile: 1, notRetrieved: 1, openAccess: false };
    const row = (id: string, more: object) => ({
      report: { ...report, id },
      screening: "pending",
      file: null,
      retrieval: null,
      status: null,
      stated: null,
      ...more,
    });
    const fullTexts = async ({ after }: { after: number }) =>
      after === 0
        ? { ...counts, rows: [row("r1", { file }), row("r2", {})], next: 2 }
        : { ...counts, rows: [row("r3", { retrieval: { retrieved: false, why: "Lost" } })], next: null };
    const { stdout } = await runFake(["fulltext", "--list"], { fullTexts });
    expect(stdout).toBe(
      [
        "Report  State                Title",
        "r1      a.pdf                A trial",
        "r2      missing              A trial",
        "r3      not retrieved: Lost  A trial",
        "Reports at full text: 3. With a file: 1. Not retrieved: 1.",
        "",
      ].join("\n"),
    );
  });
  it("notes what could not be had", async () => {
    const ran = await runFake(["fulltext", "--not-retrieved", " Not held ", "--report", "r1"], {
      report: async () => ({ report }),
      setRetrieval: async () => ({ eventId: "e" }),
    });
    expect(callOf(ran, "setRetrieval")).toEqual([
      { by: "kari", reportId: "r1", retrieved: false, why: "Not held" },
    ]);
  });
  it("looks up copies only with the address given, for all that have none", async () => {
    const opened: unknown[] = [];
    const none = { ...nothing, report, problems: [{ code: "p", message: "No copy is known." }] };
    const page = { rows: [{ report }, { report: other }], next: null };
    const { fakeWorkbench } = await import("../support/fake-workbench.ts");
    const ran = await runFake(
      ["fulltext", "--open-access", "kari@example.org"],
      {},
      {
        services: {
          openReview: async (_path, options) => {
            opened.push(options);
            return fakeWorkbench({
              fullTexts: async () => page,
              findOpenAccess: async ({ reportId }: { reportId: string }) =>
                reportId === "r1" ? none : { ...nothing, attached: file, report: other },
            });
          },
        },
      },
    );
    expect(opened).toEqual([{ openAccess: { email: "kari@example.org" } }]);
    expect(ran.stdout).toBe(
      "A trial: no copy: No copy is known.\nA trial: attached to A trial [10.1000/x]\nAttached: 1. There before: 0. Left out: 1.\n",
    );
    expect(ran.code).toBe(0);
  });
});
