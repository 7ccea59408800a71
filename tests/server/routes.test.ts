import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { EvidensError } from "#kernel";
import type { FakeMethods } from "../support/fake-workbench.ts";
import { errorOf, openClient } from "./client.ts";

const VOTE = { stage: "title-abstract", report: "r1", decision: "include" };
const ENTRIES = [{ field: "n", value: "12", confidence: "read-in-source" }];

interface Read {
  readonly path: string;
  readonly method: keyof FakeMethods;
  readonly args: readonly unknown[];
  readonly bad?: string;
}

const PAGE = { after: 0, limit: 100 };
const READS: readonly Read[] = [
  { path: "/api/session", method: "session", args: ["kari"] },
  { path: "/api/overview", method: "overview", args: ["kari", "en"], bad: "/api/overview?language=sv" },
  { path: "/api/overview?language=nb", method: "overview", args: ["kari", "nb"] },
  { path: "/api/protocol", method: "protocol", args: [] },
  { path: "/api/records", method: "records", args: [PAGE], bad: "/api/records?limit=0" },
  {
    path: "/api/records?after=5&limit=2&text=a%20b&stage=full-text&status=maybe&source=s",
    method: "records",
    args: [{ after: 5, limit: 2, text: "a b", stage: "full-text", status: "maybe", source: "s" }],
    bad: "/api/records?colour=red",
  },
  {
    path: "/api/records/r%2F1",
    method: "report",
    args: ["kari", "r/1"],
    bad: `/api/records/${"x".repeat(201)}`,
  },
  { path: "/api/imports", method: "imports", args: [] },
  { path: "/api/imports/progress", method: "importProgress", args: [] },
  {
    path: "/api/duplicates",
    method: "duplicates",
    args: [{ state: "ask", after: 0, limit: 10 }],
    bad: "/api/duplicates?state=maybe",
  },
  {
    path: "/api/duplicates/merged?after=4&limit=2",
    method: "merged",
    args: [{ after: 4, limit: 2 }],
    bad: "/api/duplicates/merged?limit=1000",
  },
  {
    path: "/api/records?missing=abstract&only=linked&yearFrom=1990&yearTo=2000",
    method: "records",
    args: [{ ...PAGE, missing: "abstract", only: "linked", yearFrom: 1990, yearTo: 2000 }],
    bad: "/api/records?missing=colour",
  },
  {
    path: "/api/screening/full-text/next?after=3",
    method: "next",
    args: ["kari", "full-text", { after: 3, limit: 3 }],
    bad: "/api/screening/third/next",
  },
  {
    path: "/api/screening/title-abstract/conflicts",
    method: "conflicts",
    args: ["kari", "title-abstract"],
    bad: "/api/screening/x/conflicts",
  },
  {
    path: "/api/screening/full-text/progress",
    method: "progress",
    args: ["kari", "full-text"],
    bad: "/api/screening/third/progress",
  },
  {
    path: "/api/screening/title-abstract/explain/r%2F1",
    method: "explain",
    args: ["kari", "title-abstract", "r/1"],
    bad: "/api/screening/title-abstract/explain/%0a",
  },
  {
    path: "/api/screening/title-abstract/setup",
    method: "setup",
    args: ["kari", "title-abstract"],
    bad: "/api/screening/x/setup",
  },
  {
    path: "/api/screening/title-abstract/samples/audit-1",
    method: "sample",
    args: ["kari", "title-abstract", "audit-1"],
    bad: `/api/screening/title-abstract/samples/${"x".repeat(201)}`,
  },
  {
    path: "/api/screening/title-abstract/agreement?round=pilot-1",
    method: "agreement",
    args: ["kari", "title-abstract", { round: "pilot-1" }],
    bad: "/api/screening/title-abstract/agreement?rounds=1",
  },
  {
    path: "/api/screening/full-text/agreement",
    method: "agreement",
    args: ["kari", "full-text", {}],
  },
  { path: "/api/highlights", method: "highlights", args: ["kari"] },
  {
    path: "/api/records/r1/discussion",
    method: "discussion",
    args: ["kari", "r1"],
    bad: `/api/records/${"x".repeat(201)}/discussion`,
  },
  { path: "/api/extraction", method: "extraction", args: [] },
  {
    path: "/api/extraction/f/s",
    method: "studyForm",
    args: ["kari", "f", "s"],
    bad: "/api/extraction/f/%00",
  },
  { path: "/api/appraisals", method: "appraisals", args: [] },
  { path: "/api/analyses", method: "analyses", args: [] },
  { path: "/api/analyses/main", method: "analysis", args: ["main"], bad: "/api/analyses/%0a" },
  {
    path: "/api/analyses/main/material?outcome=score&needs=means",
    method: "analysisMaterial",
    args: ["main", { outcome: "score", needs: "means" }],
    bad: "/api/analyses/main/material?needs=words",
  },
  {
    path: "/api/analyses/main/network?outcome=score&needs=counts",
    method: "analysisNetwork",
    args: ["main", { outcome: "score", needs: "counts" }],
    bad: "/api/analyses/main/network?needs=words",
  },
  { path: "/api/mechanisms", method: "mechanisms", args: [] },
  { path: "/api/themes", method: "themes", args: [] },
  { path: "/api/statements", method: "statements", args: [] },
  { path: "/api/reports", method: "reports", args: [] },
  { path: "/api/log?limit=7", method: "log", args: ["kari", { limit: 7 }], bad: "/api/log?limit=many" },
];

describe("reading routes", () => {
  for (const { path, method, args, bad } of READS) {
    it(`GET ${path} answers with what the workbench says`, async () => {
      const client = await openClient({
        [method]: async () => ({ mark: method, people: [], protocol: { people: [] } }),
      });
      const answer = await client.send(path);
      expect(answer.status).toBe(200);
      expect(await answer.json()).toMatchObject({ data: { mark: method } });
      expect(answer.headers.get("cache-control")).toBe("no-store");
      expect(client.workbench.calls.filter((call) => call.method === method).at(-1)?.args).toEqual(args);
    });
    it(`GET ${path} passes a refusal on`, async () => {
      const refuse = async (): Promise<never> => {
        throw new EvidensError({
          code: "test/gone",
          kind: "missing",
          message: "It is gone.",
          remedy: "Look.",
        });
      };
      const client = await openClient(method === "protocol" ? { protocol: refuse } : { [method]: refuse });
      expect(await errorOf(await client.send(path))).toMatchObject({ status: 404, code: "test/gone" });
    });
    if (bad !== undefined) {
      it(`GET ${bad.slice(0, 60)} is refused`, async () => {
        const client = await openClient({ [method]: async () => ({}) });
        const { status, code } = await errorOf(await client.send(bad));
        expect(status).toBe(400);
        expect(code).toMatch(/^server\/bad-(query|path)$/);
        expect(client.workbench.calls.some((call) => call.method === method)).toBe(false);
      });
    }
  }
});

interface Write {
  readonly path: string;
  readonly method: keyof FakeMethods;
  readonly body: unknown;
  readonly arg: unknown;
  readonly bad: unknown;
  readonly fields: readonly string[];
}

const WRITES: readonly Write[] = [
  {
    path: "/api/votes",
    method: "vote",
    body: { ...VOTE, note: "why" },
    arg: { ...VOTE, note: "why", by: "kari" },
    bad: { stage: "third", report: "", decision: "perhaps" },
    fields: ["stage", "report", "decision"],
  },
  {
    path: "/api/adjudications",
    method: "adjudicate",
    body: VOTE,
    arg: { ...VOTE, by: "kari" },
    bad: { ...VOTE, decision: "maybe" },
    fields: ["decision"],
  },
  {
    path: "/api/undo",
    method: "undo",
    body: {},
    arg: { by: "kari" },
    bad: { eventId: 7 },
    fields: ["eventId"],
  },
  {
    path: "/api/extraction/f/s",
    method: "extract",
    body: { entries: ENTRIES },
    arg: { entries: ENTRIES, by: "kari", formId: "f", studyId: "s" },
    bad: { entries: [{ field: "n", value: 12, confidence: "sure" }] },
    fields: ["entries[0].value", "entries[0].confidence"],
  },
  {
    path: "/api/duplicates",
    method: "judge",
    body: { a: "x-1", b: "y-2", verdict: "linked", relation: "preprint" },
    arg: { a: "x-1", b: "y-2", verdict: "linked", relation: "preprint", by: "kari" },
    bad: { a: "", b: "y-2", verdict: "perhaps", relation: "cousin" },
    fields: ["a", "verdict", "relation"],
  },
  {
    path: "/api/duplicates/bulk",
    method: "judgeGroup",
    body: { group: "title-equal", count: 2, verdict: "same" },
    arg: { group: "title-equal", count: 2, verdict: "same", by: "kari" },
    bad: { group: "title-equal", count: 0, verdict: "same" },
    fields: ["count"],
  },
  {
    path: "/api/records/x-1/separate",
    method: "separate",
    body: {},
    arg: { recordId: "x-1", by: "kari" },
    bad: { record: "y-1" },
    fields: [""],
  },
  {
    path: "/api/records/x-1/amend",
    method: "amend",
    body: { changes: [{ field: "year", value: "2001" }], source: "page 1" },
    arg: { changes: [{ field: "year", value: "2001" }], source: "page 1", recordId: "x-1", by: "kari" },
    bad: { changes: [{ field: "colour", value: "" }], source: " " },
    fields: ["changes[0].field", "changes[0].value", "source"],
  },
];

const LEVELS = { rule: "recall-test", target: 0.95, confidence: 0.95 };
const ORDER = { order: "ranked", model: "evidens", seed: 1, start: "words", relevant: [], stopping: LEVELS };

const SCREENING_WRITES: readonly Write[] = [
  {
    path: "/api/screening/title-abstract/order",
    method: "setOrder",
    body: ORDER,
    arg: { ...ORDER, stage: "title-abstract", by: "kari" },
    bad: { ...ORDER, order: "best", seed: -1, stopping: { ...LEVELS, target: 0, confidence: 1 } },
    fields: ["order", "seed", "stopping.target", "stopping.confidence"],
  },
  {
    path: "/api/screening/full-text/allocation",
    method: "allocate",
    body: { shares: [{ person: "ola", weight: 2 }], seed: 3 },
    arg: { shares: [{ person: "ola", weight: 2 }], seed: 3, stage: "full-text", by: "kari" },
    bad: { shares: [{ person: "", weight: 0 }], seed: 3 },
    fields: ["shares[0].person", "shares[0].weight"],
  },
  {
    path: "/api/screening/title-abstract/samples",
    method: "drawSample",
    body: { purpose: "audit", size: 5 },
    arg: { purpose: "audit", size: 5, stage: "title-abstract", by: "kari" },
    bad: { purpose: "fun", size: 0, seed: 2 ** 32 },
    fields: ["purpose", "size", "seed"],
  },
  {
    path: "/api/screening/title-abstract/audits",
    method: "audit",
    body: { sample: "s", report: "r", relevant: true },
    arg: { sample: "s", report: "r", relevant: true, stage: "title-abstract", by: "kari" },
    bad: { sample: "", report: "r", relevant: "yes" },
    fields: ["sample", "relevant"],
  },
  {
    path: "/api/screening/title-abstract/stop",
    method: "stop",
    body: {},
    arg: { anyway: false, stage: "title-abstract", by: "kari" },
    bad: { anyway: "yes" },
    fields: ["anyway"],
  },
  {
    path: "/api/highlights",
    method: "setHighlights",
    body: { highlights: [{ kind: "outcome", terms: ["pain"] }] },
    arg: { highlights: [{ kind: "outcome", terms: ["pain"] }], by: "kari" },
    bad: { highlights: [{ kind: "colour", terms: [" "] }] },
    fields: ["highlights[0].kind", "highlights[0].terms[0]"],
  },
  {
    path: "/api/records/r1/comments",
    method: "comment",
    body: { stage: "title-abstract", text: "Is it?" },
    arg: { stage: "title-abstract", text: "Is it?", reportId: "r1", by: "kari" },
    bad: { stage: "title-abstract", text: " " },
    fields: ["text"],
  },
  {
    path: "/api/records/r1/labels",
    method: "label",
    body: { stage: "full-text", label: "rat", on: false },
    arg: { stage: "full-text", label: "rat", on: false, reportId: "r1", by: "kari" },
    bad: { stage: "full-text", label: "x".repeat(101), on: 1 },
    fields: ["label", "on"],
  },
];

describe("writing routes", () => {
  for (const { path, method, body, arg, bad, fields } of [...WRITES, ...SCREENING_WRITES]) {
    it(`POST ${path} writes as the person of the session`, async () => {
      const client = await openClient({ [method]: async () => ({ eventId: "e1" }) });
      const answer = await client.json(path, body);
      expect(answer.status).toBe(201);
      expect(await answer.json()).toEqual({ data: { eventId: "e1" } });
      expect(client.workbench.calls.at(-1)).toEqual({ method, args: [arg] });
    });
    it(`POST ${path} names every field that is wrong, and writes nothing`, async () => {
      const client = await openClient({ [method]: async () => ({ eventId: "e1" }) });
      const answer = await client.json(path, bad);
      const { error } = (await answer.json()) as { error: { code: string; problems: { field: string }[] } };
      expect([answer.status, error.code]).toEqual([400, "server/bad-body"]);
      expect(error.problems.map((problem) => problem.field)).toEqual(fields);
      expect(client.workbench.calls.some((call) => call.method === method)).toBe(false);
    });
    it(`POST ${path} never lets the body name who acts`, async () => {
      const client = await openClient({ [method]: async () => ({ eventId: "e1" }) });
      const answer = await client.json(path, { ...(body as object), by: "ola" });
      expect(answer.status).toBe(400);
      expect(client.workbench.calls.some((call) => call.method === method)).toBe(false);
    });
  }

  it("POST /api/dedupe runs the duplicate finder", async () => {
    const client = await openClient({ dedupe: async () => ({ clusters: 2, removed: 3, eventId: "e" }) });
    const answer = await client.send("/api/dedupe", { method: "POST" });
    expect(answer.status).toBe(201);
    expect(client.workbench.calls.find(({ method }) => method === "dedupe")?.args).toEqual([{ by: "kari" }]);
  });

  it("POST /api/figures/pdf gives the figures of the page as one file, and what is to be told of it", async () => {
    const problems = [
      { code: "workbench/character-missing", message: "No 漢.", values: { character: "漢" } },
    ];
    const client = await openClient({
      figurePdf: async () => ({ bytes: new Uint8Array([37, 80, 68, 70, 255]), problems }),
    });
    const answer = await client.json("/api/figures/pdf", { pages: ["<svg/>", "<svg></svg>"] });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ data: { pdf: "JVBERv8=", problems } });
    expect(client.workbench.calls.at(-1)).toEqual({ method: "figurePdf", args: [["<svg/>", "<svg></svg>"]] });
    for (const bad of [{ pages: [] }, { pages: [1] }, { pages: Array(101).fill("<svg/>") }, {}])
      expect((await errorOf(await client.json("/api/figures/pdf", bad))).code).toBe("server/bad-body");
    expect(client.workbench.calls.filter(({ method }) => method === "figurePdf")).toHaveLength(1);
  });

  it("POST /api/imports passes the bytes on, with a name that is only a name", async () => {
    let got: Uint8Array | undefined;
    let path = "";
    const client = await openClient({
      importFile: async (input: { path: string }) => {
        path = input.path;
        got = readFileSync(path);
        return { import: {}, already: false };
      },
    });
    const answer = await client.send("/api/imports?source=pubmed&file=..%2F..%2Fetc%2Fa%20b.ris", {
      method: "POST",
      body: new Uint8Array([84, 89, 255, 0]),
      headers: { "content-type": "application/octet-stream" },
    });
    expect(answer.status).toBe(201);
    expect([...(got ?? [])]).toEqual([84, 89, 255, 0]);
    expect(existsSync(path)).toBe(false);
    const call = client.workbench.calls.find(({ method }) => method === "importFile");
    expect(call?.args[0]).toMatchObject({
      by: "kari",
      sourceId: "pubmed",
      fileName: "a b.ris",
    });
  });

  it("POST /api/imports says 200 when the file was there already", async () => {
    const client = await openClient({ importFile: async () => ({ import: {}, already: true }) });
    const headers = { "content-type": "application/octet-stream" };
    const answer = await client.send("/api/imports?source=s&file=f", { method: "POST", body: "x", headers });
    expect(answer.status).toBe(200);
  });

  it("POST /api/imports passes on what a person chose for the columns, and leaves no file behind when it fails", async () => {
    let path = "";
    const client = await openClient({
      importFile: async (input: { path: string }) => {
        path = input.path;
        throw new EvidensError({ code: "test/no", kind: "invalid", message: "No.", remedy: "None." });
      },
    });
    const headers = { "content-type": "application/octet-stream" };
    const send = (columns: string): Promise<Response> =>
      client.send(`/api/imports?source=s&file=f.csv&columns=${encodeURIComponent(columns)}`, {
        method: "POST",
        body: "a,b",
        headers,
      });
    expect((await send('{"Who":"authors","__proto__":"title"}')).status).toBe(400);
    const call = client.workbench.calls.find(({ method }) => method === "importFile");
    expect(call?.args[0]).toMatchObject({ columns: { Who: "authors" } });
    expect(path).not.toBe("");
    expect(existsSync(path)).toBe(false);
    for (const bad of ["[", "[1]", '{"a":1}'])
      expect((await errorOf(await send(bad))).code).toBe("server/bad-query");
  });

  it("POST /api/imports/preview takes bytes and keeps nothing", async () => {
    const client = await openClient({ previewFile: async () => ({ format: "ris", sample: [] }) });
    const headers = { "content-type": "application/octet-stream" };
    const answer = await client.send("/api/imports/preview?file=..%2Fa.csv", {
      method: "POST",
      body: new Uint8Array([97, 44]),
      headers,
    });
    expect(answer.status).toBe(200);
    expect(client.workbench.calls.at(-1)?.args[0]).toMatchObject({ fileName: "a.csv", columns: undefined });
    const json = await client.json("/api/imports/preview?file=a.csv", {});
    expect(json.status).toBe(415);
  });

  it("POST /api/imports needs a source and a file name", async () => {
    const client = await openClient();
    const headers = { "content-type": "application/octet-stream" };
    const { status, body } = await errorOf(
      await client.send("/api/imports?source=s", { method: "POST", body: "x", headers }),
    );
    expect(status).toBe(400);
    expect(body).toContain("file");
  });
});

describe("who acts", () => {
  it("is chosen among the protocol's people and kept in a cookie", async () => {
    const client = await openClient({ vote: async () => ({ eventId: "e1" }) });
    const chosen = await client.json("/api/session", { person: "ola" });
    expect(chosen.status).toBe(200);
    expect(await chosen.json()).toMatchObject({ data: { person: { id: "ola" } } });
    expect(chosen.headers.get("set-cookie")).toMatch(/evidens-person-4000=ola;.*HttpOnly.*SameSite=Strict/);
    await client.json("/api/votes", VOTE);
    expect(client.workbench.calls.at(-1)?.args).toEqual([{ ...VOTE, by: "ola" }]);
  });
  it("cannot be someone whom the protocol does not name", async () => {
    const client = await openClient({ overview: async () => ({}) });
    const refused = await errorOf(await client.json("/api/session", { person: "eve" }));
    expect(refused).toMatchObject({ status: 400, code: "server/unknown-person" });
    await client.send("/api/overview", {
      headers: { cookie: `${(await cookieOf(client)).join("; ")}; evidens-person-4000=eve` },
    });
    expect(client.workbench.calls.filter((call) => call.method === "overview").at(-1)?.args[0]).toBe("kari");
  });
  it("is the person named at the start until another is chosen", async () => {
    const client = await openClient({ overview: async () => ({}) }, { person: "ola" });
    await client.send("/api/overview");
    expect(client.workbench.calls.at(-1)?.args[0]).toBe("ola");
  });
});

async function cookieOf(client: Awaited<ReturnType<typeof openClient>>): Promise<string[]> {
  const { TOKEN } = await import("./client.ts");
  const answer = await client.raw(`/?token=${TOKEN}`);
  return answer.headers.getSetCookie().map((line) => line.split(";")[0]!);
}

describe("reports", () => {
  const html = new TextEncoder().encode("<!doctype html><p>Report");
  it("shows HTML in a sandbox that can run nothing", async () => {
    const client = await openClient({ renderReport: async () => html });
    const answer = await client.send("/api/reports/nb/html");
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain("Report");
    const policy = answer.headers.get("content-security-policy") ?? "";
    for (const rule of [
      "sandbox",
      "default-src 'none'",
      "style-src 'unsafe-inline'",
      "img-src data:",
      "font-src data:",
      "frame-ancestors 'self'",
    ]) {
      expect(policy.split("; ")).toContain(rule);
    }
    expect(answer.headers.get("content-disposition")).toMatch(/^inline;/);
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(client.workbench.calls.find((call) => call.method === "renderReport")?.args).toEqual([
      "nb",
      "html",
    ]);
  });
  it("gives files to keep under a safe name", async () => {
    const session = async () => ({ review: { title: 'Ære"\r\n../x' }, person: undefined, people: [] });
    const client = await openClient({ renderReport: async () => html, session });
    const kept = await client.send("/api/reports/en/html?download=1");
    expect(kept.headers.get("content-disposition")).toMatch(/^attachment; filename="x en\.html"/);
    const docx = await client.send("/api/reports/en/docx");
    expect(docx.headers.get("content-type")).toContain("wordprocessingml");
    expect(docx.headers.get("content-disposition")).toMatch(/^attachment;/);
  });
  it("refuses an unknown language", async () => {
    const client = await openClient({ renderReport: async () => html });
    expect((await client.send("/api/reports/sv/html")).status).toBe(400);
  });
  it("builds into the folder of the review", async () => {
    const client = await openClient(
      { buildReports: async () => [], reports: async () => ({ reports: [] }) },
      { reportFolder: "/reviews/reports" },
    );
    const answer = await client.send("/api/reports/nb", { method: "POST" });
    expect(answer.status).toBe(201);
    expect(client.workbench.calls.find((call) => call.method === "buildReports")?.args).toEqual([
      { by: "kari", languages: ["nb"], formats: ["html", "docx"], folder: "/reviews/reports" },
    ]);
  });
  it("says so when there is no folder to build into", async () => {
    const client = await openClient();
    const refused = await errorOf(await client.send("/api/reports/nb", { method: "POST" }));
    expect(refused).toMatchObject({ status: 422, code: "server/no-report-folder" });
  });
});

describe("errors", () => {
  const cases = [
    ["invalid", 400, "room/x"],
    ["missing", 404, "room/x"],
    ["conflict", 409, "room/x"],
    ["unsupported", 422, "room/x"],
    ["numerical", 422, "room/x"],
    ["storage", 503, "store/io"],
    ["storage", 507, "store/disk-full"],
  ] as const;
  it.each(cases)("of kind %s have status %i (%s)", async (kind, status, code) => {
    const client = await openClient({
      imports: async () => {
        throw new EvidensError({
          code,
          kind,
          message: "m 7",
          remedy: "r",
          problems: [{ code: "p", message: "q" }],
        });
      },
    });
    const answer = await client.send("/api/imports");
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual({
      error: { code, kind, message: "m 7", remedy: "r", problems: [{ code: "p", message: "q" }] },
    });
    expect(client.errors).toEqual([]);
  });
  it("that nobody foresaw are told to the terminal and not to the browser", async () => {
    const client = await openClient({
      imports: async () => {
        throw new TypeError("secret path /home/kari");
      },
    });
    const { status, code, body } = await errorOf(await client.send("/api/imports"));
    expect([status, code]).toEqual([500, "server/unexpected"]);
    expect(body).not.toContain("secret");
    expect(client.errors).toHaveLength(1);
  });
  it("name a path that nothing answers", async () => {
    const client = await openClient();
    expect(await errorOf(await client.send("/api/nowhere"))).toMatchObject({
      status: 404,
      code: "server/no-route",
    });
    const wrongVerb = await errorOf(await client.send("/api/votes", { method: "DELETE" }));
    expect(wrongVerb).toMatchObject({ status: 404, code: "server/no-route" });
  });
});
