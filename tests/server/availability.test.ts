import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createApp } from "#server";
import { importRis, reportIds, type TestReview, testReview } from "../support/review.ts";

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

test("what is known of a result is judged through the door, with its reasons when it is refused", async () => {
  await importRis(review.workbench, 1);
  const [report] = await reportIds(review.workbench);
  const post = await pageOf();
  const study = await post("/api/studies", { label: "One", reports: [report], questions: ["Q1"] });
  const { studyId } = ((await study.json()) as { data: { studyId: string } }).data;
  const path = `/api/studies/${studyId}/availability`;
  const saved = await post(path, {
    outcome: "score",
    timepoint: "end",
    status: "missing",
    reason: "selective",
    quote: " Primary outcome: score ",
    place: "registry",
  });
  expect(saved.status).toBe(201);
  const [result] = (await review.workbench.analysisMaterial("main", {})).results;
  expect(result?.judged).toMatchObject({ reason: "selective", quote: "Primary outcome: score", by: "ann" });

  const refused = await post(path, { outcome: "score", status: "missing" });
  expect(refused.status).toBe(400);
  expect(((await refused.json()) as { error: { code: string } }).error.code).toBe(
    "workbench/availability-refused",
  );
  expect((await post(path, { outcome: "score", status: "lost" })).status).toBe(400);
  expect((await post(path, { outcome: "score", status: "known", by: "bob" })).status).toBe(400);
  const nowhere = { outcome: "score", status: "known" };
  expect((await post("/api/studies/none/availability", nowhere)).status).toBe(404);
  expect((await post(path, nowhere, {})).status).toBe(403);
});
