// A review of 100,000 synthetic records through the program as a user meets it: import, opening, and
// vote to next record through HTTP. Baseline: the same HTTP server answering a request that does nothing.
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServer } from "#server";
import { createReview, keepHeapSmall, openReview } from "#workbench";
import { syntheticRis } from "./synthetic-records.ts";

// As the command line does at its start.
keepHeapSmall();

const RECORDS = Number(process.env.RECORDS ?? 100_000);
const VOTES = 2_000;
const protocol = `title: Synthetic benchmark review
shortTitle: Synthetic
authors: [Benchmark]
people: [{id: ann, name: Ann, initials: AN, roles: [lead, reviewer, extractor]}]
questions: [{id: Q1, kind: effect, text: None, population: a, intervention: b, comparator: c, outcomes: [o]}]
criteria: [{id: I1, kind: include, text: Any}]
sources: [{id: synthetic, kind: database, name: Synthetic}]
exclusionReasons: [{id: other, label: Other, stages: [full-text]}]
outcomes: [{id: o, label: Outcome, kind: continuous, better: lower}]
timepoints: [{id: t, label: End}]
`;

const seconds = (from: number) => ((performance.now() - from) / 1000).toFixed(2);
/** The highest resident memory of this process so far. */
const peak = () => `${Math.round(process.resourceUsage().maxRSS / 1024)} MB`;
const folder = mkdtempSync(join(tmpdir(), "evidens-bench-"));
const path = join(folder, "big.evidens");
const pageFolder = join(folder, "web");
mkdirSync(pageFolder);
writeFileSync(join(pageFolder, "index.html"), '<head><meta name="evidens-token" content=""></head>');

const agent = new Agent({ keepAlive: true });
function send(
  url: URL,
  method: string,
  headers: Record<string, string>,
  body?: unknown,
): Promise<{ status: number; json: never; cookie: string }> {
  return new Promise((resolve, reject) => {
    const req = request(url, { method, headers, agent }, (res) => {
      const chunks: Buffer[] = [];
      res.on("data", (chunk: Buffer) => chunks.push(chunk));
      res.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        const cookie = (res.headers["set-cookie"] ?? []).map((one) => one.split(";", 1)[0]).join("; ");
        resolve({
          status: res.statusCode ?? 0,
          json: (text.startsWith("{") ? JSON.parse(text) : text) as never,
          cookie,
        });
      });
    });
    req.on("error", reject);
    req.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
interface Next {
  readonly data: {
    readonly items: readonly { readonly report: { readonly id: string } }[];
    readonly ranking: { readonly state: string; readonly trainedOn: number };
  };
}
const percentile = (values: number[], p: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * p))]!;

try {
  console.log(`synthetic records: ${RECORDS}`);
  const file = join(folder, "synthetic.ris");
  const out = openSync(file, "w");
  for (const chunk of syntheticRis(RECORDS, 1)) writeSync(out, chunk);
  closeSync(out);
  let begun = performance.now();
  const bytes = readFileSync(file);
  const made = await createReview({ path, title: "Synthetic", by: "ann", protocolText: protocol });
  await made.importFile({ by: "ann", sourceId: "synthetic", fileName: "synthetic.ris", bytes });
  console.log(
    `import of ${(bytes.length / 2 ** 20).toFixed(0)} MB RIS: ${seconds(begun)} s, peak memory ${peak()} (bar 20 s, 1,000 MB)`,
  );
  begun = performance.now();
  const { removed } = await made.dedupe({ by: "ann" });
  console.log(`duplicates found and merged: ${seconds(begun)} s, ${removed} removed, peak memory ${peak()}`);
  await made.close();

  begun = performance.now();
  const workbench = await openReview(path, { learn: true });
  const server = await startServer({ workbench, port: 0, webRoot: pageFolder });
  const base = new URL(server.address);
  const { cookie } = await send(new URL(server.url), "GET", {});
  // The page knows the token that writes need.
  const page = (await send(base, "GET", { Cookie: cookie })).json as string;
  const token = /name="evidens-token" content="([^"]+)"/.exec(page)?.[1] ?? "";
  const headers = {
    Cookie: cookie,
    "X-Evidens-Token": token,
    "Content-Type": "application/json",
    Origin: base.origin,
  };
  const overview = await send(new URL("/api/overview?language=en", base), "GET", headers);
  console.log(
    `open and first overview through HTTP: ${seconds(begun)} s, status ${overview.status} (bar 1 s)`,
  );
  const timed = async (act: () => Promise<{ status: number }>) => {
    const from = performance.now();
    const { status } = await act();
    if (status >= 400) throw new Error(`status ${status}`);
    return performance.now() - from;
  };
  const idle: number[] = [];
  for (let i = 0; i < 500; i++)
    idle.push(await timed(() => send(new URL("/api/session", base), "GET", headers)));
  const votes: number[] = [];
  const nextUrl = new URL("/api/screening/title-abstract/next?limit=3", base);
  let next = (await send(nextUrl, "GET", headers)).json as Next;
  begun = performance.now();
  while (next.data.ranking.state === "preparing") {
    await new Promise((resolve) => setTimeout(resolve, 100));
    next = (await send(nextUrl, "GET", headers)).json as Next;
  }
  console.log(
    `learner ready after ${seconds(begun)} s: ${next.data.ranking.state}; peak memory of program and learner ${peak()} (bar 1,000 MB)`,
  );
  for (let i = 0; i < VOTES; i++) {
    const report = next.data.items[0]!.report.id;
    votes.push(
      await timed(async () => {
        const answer = await send(new URL("/api/votes", base), "POST", headers, {
          stage: "title-abstract",
          report,
          decision: i % 3 === 0 ? "include" : "exclude",
        });
        next = answer.json;
        return answer;
      }),
    );
  }
  const [p50, p99] = [percentile(votes, 0.5), percentile(votes, 0.99)];
  const baseline = percentile(idle, 0.5);
  console.log(
    `vote to next record: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms over ${VOTES} votes (bar 50 ms)`,
  );
  const { trainedOn } = next.data.ranking;
  console.log(
    `the learner ran beside: its last order took in ${trainedOn} of ${VOTES} votes cast in ${(votes.reduce((sum, one) => sum + one, 0) / 1000).toFixed(1)} s`,
  );
  console.log(
    `baseline (GET /api/session): p50 ${baseline.toFixed(1)} ms; ratio p50 ${(p50 / baseline).toFixed(1)}`,
  );
  const pages: number[] = [];
  for (let i = 0; i < 50; i++)
    pages.push(
      await timed(() => send(new URL(`/api/records?after=${i * 1000}&limit=100`, base), "GET", headers)),
    );
  console.log(
    `page of 100 records: p50 ${percentile(pages, 0.5).toFixed(1)} ms, p99 ${percentile(pages, 0.99).toFixed(1)} ms`,
  );
  console.log(
    `overview: ${(await timed(() => send(new URL("/api/overview?language=en", base), "GET", headers))).toFixed(0)} ms`,
  );
  console.log(`peak memory of the whole run: ${peak()}`);
  agent.destroy();
  await server.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
