import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ChecksResponse, DataSetResponse, ModelResponse, ParticipantsResponse } from "#contract";
import { createApp } from "#server";
import { pooledTrialsCsv, pooledTrialsDictionary, pooledTrialsModel } from "../support/participants.ts";
import { type TestReview, testReview } from "../support/review.ts";

const HOST = "127.0.0.1:4000";
const TOKEN = "0123456789abcdef0123";
let review: TestReview;
let send: (path: string, init?: RequestInit) => Promise<Response>;

beforeAll(async () => {
  review = await testReview();
  writeFileSync(join(review.folder, "index.html"), '<head><meta name="evidens-token" content=""></head>');
  const app = createApp({
    workbench: review.workbench,
    token: TOKEN,
    webRoot: review.folder,
    allowedHosts: [HOST],
  });
  const get = (path: string, headers: Record<string, string> = {}) =>
    app.request(`http://${HOST}${path}`, { headers: { Host: HOST, ...headers } });
  const Cookie = (await get(`/?token=${TOKEN}`)).headers
    .getSetCookie()
    .map((one) => one.split(";", 1)[0])
    .join("; ");
  const token = /content="([^"]+)"/.exec(await (await get("/", { Cookie })).text())![1]!;
  send = async (path, init = {}) =>
    await app.request(`http://${HOST}/api/${path}`, {
      ...init,
      headers: { Host: HOST, Cookie, "X-Evidens-Token": token, ...(init.headers as Record<string, string>) },
    });
});
afterAll(() => review.drop());

const post = (path: string, body: unknown): Promise<Response> =>
  send(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
const dataOf = async <T>(response: Promise<Response>): Promise<T> =>
  ((await (await response).json()) as { data: T }).data;
const codeOf = async (response: Promise<Response>): Promise<string> =>
  ((await (await response).json()) as { error: { code: string } }).error.code;

test("a file goes in as bytes, gets a proposed dictionary, and then the person's own", async () => {
  const kept = await send("participants?file=Pooled%20trials.csv", {
    method: "POST",
    headers: { "Content-Type": "application/octet-stream" },
    body: pooledTrialsCsv(),
  });
  expect(kept.status).toBe(201);
  const { dataSet, dictionary } = ((await kept.json()) as { data: DataSetResponse }).data;
  expect(dataSet).toMatchObject({ id: "pooled-trials", name: "Pooled trials", rows: 206, here: true });
  expect(dictionary).toContain("Check every line");
  const described = await dataOf<DataSetResponse>(
    post("participants/pooled-trials/dictionary", { dictionary: pooledTrialsDictionary }),
  );
  expect(described.dataSet.simulated).toBe(true);
  expect(described.doubts).toEqual([]);
});

test("a bad dictionary is refused with its lines, and the one before stays", async () => {
  const bad = await post("participants/pooled-trials/dictionary", {
    dictionary: pooledTrialsDictionary.replace("role: arm", "role: amr"),
  });
  expect(bad.status).toBe(400);
  const { error } = (await bad.json()) as { error: { code: string; problems: { line: number }[] } };
  expect(error.code).toBe("workbench/bad-dictionary");
  expect(error.problems[0]!.line).toBe(7);
  const now = await dataOf<DataSetResponse>(send("participants/pooled-trials"));
  expect(now.dictionary).toBe(pooledTrialsDictionary);
});

test("checks, tables, flow and course are answered", async () => {
  const checks = await dataOf<ChecksResponse>(send("participants/pooled-trials/checks"));
  expect(checks.report.participants).toBe(103);
  for (const [path, body] of [
    ["baseline", { perTrial: true }],
    ["trajectories", { outcome: "CHG" }],
  ] as const)
    expect((await post(`participants/pooled-trials/${path}`, body)).status, path).toBe(200);
  expect((await send("participants/pooled-trials/flow?outcome=CHG")).status).toBe(200);
});

test("a model is fitted without being kept, and kept when asked", async () => {
  const fitted = await dataOf<ModelResponse>(
    post("participants/models", { specification: pooledTrialsModel }),
  );
  expect(fitted.eventId).toBeNull();
  expect(fitted.model.differences).toHaveLength(2);
  const before = await dataOf<ParticipantsResponse>(send("participants"));
  expect(before.models).toEqual([]);
  const recorded = await post("participants/models/record", { specification: pooledTrialsModel });
  expect(recorded.status).toBe(201);
  const after = await dataOf<ParticipantsResponse>(send("participants"));
  expect(after.models.map(({ specification }) => specification.id)).toEqual(["primary"]);
});

test("what cannot be is refused in words", async () => {
  expect(
    await codeOf(
      post("participants/models", {
        specification: { ...pooledTrialsModel, formula: "CHG ~ NOBODY" },
      }),
    ),
  ).toMatch(/^synthesis\//);
  expect(await codeOf(send("participants/none/checks"))).toBe("workbench/unknown-data-set");
  expect((await post("participants/models", { specification: { id: "x" } })).status).toBe(400);
  expect(
    (await send("participants/pooled-trials/forget", { method: "POST", body: "{}" })).status,
  ).toBeGreaterThanOrEqual(400);
});
