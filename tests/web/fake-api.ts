import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import type {
  AmendRequest,
  BulkJudgeRequest,
  JudgeRequest,
  LogEntry,
  ReportResponse,
  VoteRequest,
} from "#contract";
import { type FakeDuplicates, fakeDuplicates } from "./fake-duplicates.ts";
import {
  APPRAISALS,
  analysis,
  EXTRACTION,
  LOG,
  MECHANISMS,
  overview,
  STATEMENTS,
  STATUS,
  STUDIES,
  studyForm,
  THEMES,
} from "./fake-evidence.ts";
import { type FakeFullTexts, fakeFullTexts, Refused } from "./fake-full-texts.ts";
import { type FakeImports, fakeImports } from "./fake-imports.ts";
import { type FakeParticipants, fakeParticipants } from "./fake-participants.ts";
import { PROTOCOL, REPORTS } from "./fake-reports.ts";
import { type FakeScreening, fakeScreening } from "./fake-screening.ts";
import { type FakeSetup, fakeSetup } from "./fake-screening-setup.ts";
import { fakeMaterial, fakeNetwork } from "./fake-synthesis.ts";

/** A small stand-in for the server, with simulated data and votes that count. */
export interface FakeApi {
  readonly url: string;
  /** Votes taken, in order. */
  readonly votes: VoteRequest[];
  readonly duplicates: FakeDuplicates;
  readonly imports: FakeImports;
  readonly screening: FakeScreening;
  readonly fullTexts: FakeFullTexts;
  readonly setup: FakeSetup;
  readonly participants: FakeParticipants;
  /** Corrections taken, in order. */
  readonly amended: Amendment[];
  /** What goes wrong next: refuse votes on a report, break every connection, or be slow (ms). */
  readonly trouble: { refuse: string | null; broken: boolean; delay: number; importDelay: number };
  reset(): void;
  close(): Promise<void>;
}

type Amendment = ReportResponse["records"][number]["amended"][number];
/** What a test sets up and looks at. */
type World = Pick<
  FakeApi,
  | "votes"
  | "trouble"
  | "duplicates"
  | "imports"
  | "screening"
  | "fullTexts"
  | "setup"
  | "participants"
  | "amended"
>;

const TOKEN = "simulated-token-of-a-test";
/** The policy of the real server. */
const POLICY =
  "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; frame-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'";
/** What the real server lets a browser keep: files with a content hash in their names. */
const HASHED = /-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$/;
const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".pfb": "application/octet-stream",
  ".ttf": "font/ttf",
  ".bcmap": "application/octet-stream",
};

/** Serves `webRoot` and the fake API on a free port of this machine. */
export async function startFakeApi(webRoot: string): Promise<FakeApi> {
  const world: World = {
    votes: [],
    trouble: { refuse: null, broken: false, delay: 0, importDelay: 0 },
    duplicates: fakeDuplicates(),
    imports: fakeImports(),
    screening: fakeScreening(),
    fullTexts: fakeFullTexts(),
    setup: fakeSetup(),
    participants: fakeParticipants(),
    amended: [],
  };
  const server = createServer((request, response) => {
    void answer(request, response, webRoot, world).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...world,
    reset: () => {
      world.votes.length = 0;
      world.amended.length = 0;
      world.duplicates.reset();
      world.imports.reset();
      world.screening.reset();
      world.fullTexts.reset();
      world.setup.reset();
      world.participants.reset();
      Object.assign(world.trouble, { refuse: null, broken: false, delay: 0, importDelay: 0 });
    },
    close: () => closed(server),
  };
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  webRoot: string,
  world: World,
): Promise<void> {
  const { trouble } = world;
  const url = new URL(request.url ?? "/", "http://localhost");
  if (!url.pathname.startsWith("/api/")) return page(url.pathname, response, webRoot);
  if (trouble.broken) return void request.socket.destroy();
  if (trouble.delay > 0) await new Promise((resolve) => setTimeout(resolve, trouble.delay));
  const path = url.pathname.slice(5);
  if (path === "imports" && request.method === "POST" && trouble.importDelay > 0) {
    await new Promise((resolve) => setTimeout(resolve, trouble.importDelay));
  }
  if (/^reports\/..\/(html|docx)$/.test(path)) {
    response.writeHead(200, { "Content-Type": "text/html", "Content-Security-Policy": "sandbox" });
    return void response.end(
      "<!doctype html><html lang=en><title>Simulated</title><h1>Simulated report</h1>",
    );
  }
  const file = request.method === "GET" ? world.fullTexts.file(path) : null;
  if (file !== null) {
    response.writeHead(200, { "Content-Type": "application/pdf", "Content-Security-Policy": "sandbox" });
    return void response.end(file);
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const result =
    request.method === "POST"
      ? post(path, url.searchParams, request, Buffer.concat(chunks).toString(), world)
      : get(path, url.searchParams, world);
  response.writeHead(result.status, { "Content-Type": "application/json" });
  response.end(JSON.stringify(result.body));
}

async function page(path: string, response: ServerResponse, webRoot: string): Promise<void> {
  const type = TYPES[extname(path)];
  const file = join(webRoot, type === undefined ? "index.html" : path);
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null) return void response.writeHead(404).end();
  response.writeHead(200, {
    "Content-Type": type ?? "text/html",
    "Content-Security-Policy": POLICY,
    "Cache-Control": HASHED.test(path) ? "public, max-age=31536000, immutable" : "no-cache",
  });
  response.end(
    type === undefined
      ? bytes
          .toString()
          .replace(/<meta name="evidens-token"[^>]*>/, `<meta name="evidens-token" content="${TOKEN}">`)
      : bytes,
  );
}

interface Result {
  readonly status: number;
  readonly body: unknown;
}
const data = (body: unknown): Result => ({ status: 200, body: { data: body } });
const asResult = (answer: unknown): Result =>
  answer instanceof Refused ? refusal(422, answer.message, undefined, answer.code) : data(answer);
const refusal = (status: number, message: string, field?: string, code?: string): Result => ({
  status,
  body: {
    error: {
      code: code ?? "simulated/refusal",
      kind: "invalid",
      message,
      remedy: "Simulated remedy.",
      problems: field === undefined ? [] : [{ code: "simulated/problem", message, field }],
    },
  },
});

const SESSION = {
  programVersion: "0",
  review: { id: "simulated", title: "Simulated review", location: "nowhere" },
  shortTitle: PROTOCOL.protocol.shortTitle,
  person: PROTOCOL.protocol.people[0],
  people: PROTOCOL.protocol.people,
  readOnly: false,
  problems: [],
};

function get(path: string, search: URLSearchParams, world: World): Result {
  const { votes, duplicates, imports, screening, fullTexts, setup } = world;
  const [first, second, third] = path.split("/").map(decodeURIComponent);
  const fixed: Readonly<Record<string, unknown>> = {
    session: SESSION,
    protocol: PROTOCOL,
    appraisals: APPRAISALS,
    mechanisms: MECHANISMS,
    themes: THEMES,
    statements: STATEMENTS,
    analyses: { analyses: [{ analysis: PROTOCOL.protocol.analyses[0], rows: 3, stale: true, ran: true }] },
    extraction: EXTRACTION,
    imports: imports.list(),
    "imports/progress": {
      running: { fileName: "slow.ris", records: 12_000, bytes: 3_000_000, totalBytes: 8_000_000 },
    },
    duplicates: duplicates.get(search),
    "duplicates/merged": duplicates.merged(),
    log: { entries: LOG, total: 120, next: "log-29" },
    overview: overview(search.get("language") === "nb" ? "nb" : "en", votes.length),
    reports: {
      reports: [
        { language: "en", format: "html", hash: "ab".repeat(32), at: "2026-03-01T10:00:00Z", stale: true },
      ],
    },
  };
  const screened = screening.get(path, votes);
  if (screened !== null) return data(screened);
  const text = fullTexts.get(path, search) ?? setup.get(path, search) ?? world.participants.get(path, search);
  if (text !== null) return asResult(text);
  if (path === "records") return data(records(search));
  if (first === "records") return report(second ?? "", world.amended);
  if (first === "screening" && third === "next") {
    const stage = second === "full-text" ? "full-text" : "title-abstract";
    return data(screening.next(stage, Number(search.get("after")), Number(search.get("limit") ?? 3), votes));
  }
  if (first === "extraction" && third !== undefined) return data(studyForm(second ?? "", third));
  if (first === "analyses" && third === "material") return data(fakeMaterial(Object.fromEntries(search)));
  if (first === "analyses" && third === "network") return data(fakeNetwork(Object.fromEntries(search)));
  if (first === "analyses" && second !== undefined) return data(analysis());
  return path in fixed ? data(fixed[path]) : refusal(404, `Nothing answers ${path}.`);
}

function post(
  path: string,
  search: URLSearchParams,
  request: IncomingMessage,
  text: string,
  world: World,
): Result {
  const { votes, trouble, duplicates, imports, screening, fullTexts, setup, amended } = world;
  if (request.headers["x-evidens-token"] !== TOKEN) return refusal(403, "The token is missing.");
  if (path === "imports/preview") {
    const preview = imports.preview(search);
    return preview === null ? refusal(422, "The file is a PDF.") : data(preview);
  }
  if (path === "imports") return data(imports.take(search));
  const attached = fullTexts.post(path, search, text);
  if (attached !== null) return asResult(attached);
  const taken = world.participants.post(path, search, text);
  if (taken !== null) return asResult(taken);
  const body = JSON.parse(text) as Record<string, unknown>;
  if (path === "votes") {
    const vote = body as unknown as VoteRequest;
    if (vote.report === trouble.refuse) return refusal(409, "Simulated: the vote is refused.");
    votes.push(vote);
    const position = REPORTS.find((one) => one.id === vote.report)?.position ?? 0;
    return data({ eventId: `vote-${votes.length}`, ...screening.next(vote.stage, position, 3, votes) });
  }
  if (path === "duplicates") return data(duplicates.judge(body as unknown as JudgeRequest));
  if (path === "duplicates/bulk") return data(duplicates.bulk(body as unknown as BulkJudgeRequest));
  const said = screening.post(path, body) ?? setup.post(path, body);
  if (said !== null) return asResult(said);
  const [, record, act] = path.split("/").map(decodeURIComponent);
  if (act === "separate") return data(duplicates.separate(record ?? ""));
  if (act === "amend") return amend(record ?? "", body as unknown as AmendRequest, amended);
  if (path === "undo" && typeof body["eventId"] === "string") {
    const { eventId } = body as { readonly eventId: string };
    const at = amended.findIndex((one) => one.eventId === eventId);
    if (at >= 0) amended.splice(at, 1);
    const elsewhere = [duplicates, imports, screening, fullTexts, setup];
    if (at >= 0 || elsewhere.some((one) => one.undo(eventId))) {
      return data({ eventId: "u", undone: LOG[0], report: null });
    }
  }
  if (path === "undo") {
    const vote = votes.pop();
    const undone: LogEntry = LOG[0]!;
    return data({ eventId: "u", undone, report: REPORTS.find((one) => one.id === vote?.report) ?? null });
  }
  if (path.startsWith("extraction/")) {
    const entries = body["entries"] as readonly { readonly value: string | null }[];
    return entries[0]?.value === "bad"
      ? refusal(422, "“bad” is not a number.", "entries[0].value")
      : data({ eventId: "x" });
  }
  if (path === "dedupe") return data({ clusters: 1, removed: 1, ask: 30, links: 0, eventId: "d" });
  return data({});
}

function records(search: URLSearchParams): unknown {
  const text = (search.get("text") ?? "").toLowerCase();
  const status = search.get("status");
  const fits = REPORTS.filter(
    (one) =>
      (one.title.toLowerCase().includes(text) || one.doi === text) &&
      (status === null || one.titleAbstract === status) &&
      (search.get("source") === null || one.sources.includes(search.get("source")!)) &&
      (search.get("missing") !== "abstract" || one.abstract === null) &&
      (search.get("only") !== "merged" || one.records.length > 1) &&
      (one.year ?? 0) >= Number(search.get("yearFrom") ?? 0) &&
      (one.year ?? 0) <= Number(search.get("yearTo") ?? 9_999),
  );
  const rows = fits
    .filter((one) => one.position > Number(search.get("after")))
    .slice(0, Number(search.get("limit")));
  const last = rows.at(-1);
  return {
    rows,
    total: fits.length,
    next: last === undefined || last === fits.at(-1) ? null : last.position,
  };
}

function amend(record: string, request: AmendRequest, amended: Amendment[]): Result {
  const bad = request.changes.find(
    ({ field, value }) => field === "doi" && value?.startsWith("10.") === false,
  );
  if (bad !== undefined) return refusal(422, `“${bad.value}” is not a DOI.`, "doi");
  const eventId = `amend-${amended.length + 1}`;
  amended.push({ ...request, record, by: "ada", at: "2026-03-01T10:00:00.000Z", eventId });
  return data({ eventId, report: REPORTS[0] });
}

function report(id: string, amended: readonly Amendment[]): Result {
  const found = REPORTS.find((one) => one.records.includes(id));
  if (found === undefined) return refusal(404, "No such report.");
  return data({
    report:
      found.records.length === 1
        ? found
        : { ...found, takenFrom: { title: "imp1-2", year: "imp1-2", abstract: "imp2-1" } },
    links:
      found.position === 2
        ? [{ report: "imp1-5", title: REPORTS[4]!.title, relation: "preprint", forward: false }]
        : [],
    records: found.records.map((record, at) => ({
      ...found,
      id: record,
      sourceId: at === 0 ? "base-a" : "base-b",
      importId: "imp1",
      ordinal: 1,
      line: 1,
      publisher: null,
      place: null,
      edition: null,
      keywords: [],
      language: null,
      url: null,
      ids: {
        doi: found.doi === null ? [] : [found.doi],
        pmid: [],
        pmcid: [],
        source: [],
        issn: [],
        isbn: [],
      },
      labels: ["simulated label"],
      decisions: [
        { tool: "rayyan", by: "Bo", stage: "title-abstract", decision: "exclude", reasons: ["wrong dose"] },
      ],
      raw: `TY  - JOUR\nTI  - ${found.title}\nER  - `,
      amended: amended.filter((one) => one.record === record),
    })),
    studies: STUDIES.slice(0, 1),
    status: id === STATUS.report ? STATUS : null,
    retrieval:
      found.position === 2 ? { by: "ada", at: STATUS.at, eventId: "r", report: id, retrieved: true } : null,
    screening: [
      {
        stage: "title-abstract",
        report: id,
        votes: conflict().votes,
        adjudication: null,
        status: "conflict",
        sealed: 1,
      },
    ],
  });
}

function conflict() {
  const vote = { exclusionReason: null, note: "Simulated note", at: "2026-03-01T10:00:00.000Z" };
  return {
    report: REPORTS[8]!,
    kind: "conflict" as const,
    votes: [
      { ...vote, reviewer: "ada", decision: "include" as const, eventId: "v1" },
      { ...vote, reviewer: "bo", decision: "exclude" as const, eventId: "v2" },
    ],
  };
}
