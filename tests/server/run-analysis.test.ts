import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { AnalysisResponse } from "#contract";
import { createApp } from "#server";
import { type TestReview, testReview } from "../support/review.ts";

const HOST = "127.0.0.1:4000";
const TOKEN = "0123456789abcdef0123";
let review: TestReview;
beforeEach(async () => {
  review = await testReview();
});
afterEach(() => review.drop());

/** A page of the app on the real workbench. */
async function pageOf() {
  writeFileSync(join(review.folder, "index.html"), '<head><meta name="evidens-token" content=""></head>');
  const app = createApp({
    workbench: review.workbench,
    token: TOKEN,
    webRoot: review.folder,
    allowedHosts: [HOST],
  });
  const get = (path: string, headers: Record<string, string> = {}) =>
    app.request(`http://${HOST}${path}`, { headers: { Host: HOST, ...headers } });
  const opened = await get(`/?token=${TOKEN}`);
  const Cookie = opened.headers
    .getSetCookie()
    .map((one) => one.split(";", 1)[0])
    .join("; ");
  const token = /content="([^"]+)"/.exec(await (await get("/", { Cookie })).text())![1]!;
  return (path: string, body: unknown, headers: Record<string, string> = { "X-Evidens-Token": token }) =>
    app.request(`http://${HOST}${path}`, {
      method: "POST",
      headers: { Host: HOST, Cookie, "Content-Type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
}

const arm = (role: string, mean: string) =>
  [
    ["n", "20"],
    ["mean", mean],
    ["sd", "2"],
  ].map(([field, value]) => ({
    field,
    value,
    arm: role,
    outcome: "score",
    timepoint: "end",
    confidence: "unverified",
  }));

test("an analysis runs when its values are in, is recorded, and goes stale when one of them changes", async () => {
  const post = await pageOf();
  const early = await post("/api/analyses/main/run", {});
  expect(early.status).toBe(400);
  expect(((await early.json()) as { error: { code: string } }).error.code).toBe("workbench/no-data");

  const study = (id: string) => `  - study: {id: ${id}, label: ${id}, reports: [], questions: [Q1], tags: []}
    arms: [{id: e, label: It, role: experimental}, {id: c, label: Nothing, role: comparator}]
`;
  const text = `studies:\n${study("one")}${study("two")}`;
  await review.workbench.applyFile({ by: "ann", text, file: "studies.yaml" });
  for (const [id, mean] of [
    ["one", "10"],
    ["two", "11"],
  ] as const) {
    const saved = await post(`/api/extraction/effect/${id}`, {
      entries: [...arm("e", mean), ...arm("c", "12")],
    });
    expect(saved.status).toBe(201);
  }
  expect((await post("/api/analyses/main/run", {}, {})).status).toBe(403);
  const ran = await post("/api/analyses/main/run", {});
  expect(ran.status).toBe(201);
  const { outcome } = ((await ran.json()) as { data: AnalysisResponse }).data;
  expect(outcome.pooled?.k).toBe(2);
  expect(outcome.stale).toBe(false);

  await post("/api/extraction/effect/one", { entries: arm("e", "9.5").slice(1, 2) });
  expect((await review.workbench.analyses()).analyses[0]).toMatchObject({ ran: true, stale: true });
  const impossible = await post("/api/extraction/effect/one", {
    entries: [{ ...arm("e", "9")[2], value: "-2" }],
  });
  expect(impossible.status).toBe(400);
  expect(
    ((await impossible.json()) as { error: { problems: { message: string }[] } }).error.problems[0]!.message,
  ).toMatch(/SD|sd/);
});
