import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { startServer } from "#server";
import { makeWebRoot } from "../server/client.ts";
import { type Ran, run, temporaryFolder } from "./run.ts";

// Invented records, for counting only.
const RIS = `TY  - JOUR
ID  - first2001
TI  - A <b>first</b> invented title
AU  - One, Ann
PY  - 2001
DO  - 10.5555/first
AB  - An invented abstract.
ER  -

TY  - JOUR
ID  - second2002
TI  - A second invented title
AU  - Two, Bob
PY  - 2002
DO  - 10.5555/second
ER  -

TY  - JOUR
ID  - again2001
TI  - A first invented title, found again
DO  - https://doi.org/10.5555/FIRST
ER  -
`;

/** The real review, on disk, from nothing to report; each step builds on the one before. */
describe("a review by commands", () => {
  const home = temporaryFolder();
  const cwd = join(home, "demo");
  const env = { EVIDENS_HOME: home };
  const evidens = (...args: string[]): Promise<Ran> => run(args, { cwd, env });
  const json = async (...args: string[]): Promise<Record<string, unknown>> => {
    const { code, stdout, stderr } = await evidens(...args, "--json");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    return JSON.parse(stdout) as Record<string, unknown>;
  };

  beforeAll(async () => {
    expect(await run(["init", "demo", "--title", "A demo"], { cwd: home, env })).toMatchObject({
      code: 0,
      stderr: "",
    });
    writeFileSync(join(cwd, "hits.ris"), RIS);
  });

  it("begins with a protocol that holds, and not twice", async () => {
    expect(existsSync(join(cwd, "demo.evidens"))).toBe(true);
    expect(await json("check")).toMatchObject({ ok: true });
    expect((await run(["init", "demo"], { cwd: home, env })).code).toBe(5);
  });

  it("imports a file whole, and the same file once", async () => {
    const first = await json("import", "hits.ris");
    expect(first).toMatchObject({
      imports: [{ already: false, import: { counts: { entries: 3, records: 3 } } }],
    });
    expect(await json("import", "hits.ris")).toMatchObject({ imports: [{ already: true }] });
    writeFileSync(join(cwd, "empty.ris"), "");
    const empty = await evidens("import", "empty.ris");
    expect(empty.code).toBe(3);
    expect(empty.stderr).toContain("empty.ris");
  });

  it("finds duplicates and takes them back", async () => {
    expect(await json("dedupe")).toMatchObject({ clusters: 1, removed: 1 });
    expect(await json("undo")).toMatchObject({ undone: { type: "records.deduplicated" } });
    expect(await json("dedupe")).toMatchObject({ clusters: 1, removed: 1 });
  });

  it("screens: reads, votes by key, refuses what is not there", async () => {
    expect(await json("screen", "--next")).toMatchObject({ progress: { read: 0, inStage: 2 } });
    expect((await evidens("screen", "--vote", "include", "--report", "first2001")).code).toBe(0);
    expect((await evidens("screen", "--vote", "exclude", "--report", "10.5555/second")).code).toBe(0);
    expect((await evidens("screen", "--vote", "include", "--report", "nobody1999")).code).toBe(4);
    const { stdout } = await evidens("screen", "--next");
    expect(stdout).toContain("Nothing is left to read at this stage.");
    const noReason = await evidens(
      "screen",
      "--stage",
      "full-text",
      "--vote",
      "exclude",
      "--report",
      "first2001",
    );
    expect(noReason.code).toBe(3);
  });

  it("screens by keys on the real review, and undoes", async () => {
    const fullText = ["screen", "--stage", "full-text"];
    const { code, stdout } = await run(fullText, { cwd, env: { ...env, NO_COLOR: "1" }, keys: "x1uiq" });
    expect(code).toBe(0);
    expect(stdout).toContain("→ exclude (population)");
    expect(stdout).toContain("Undone.");
    expect(stdout).toContain("→ include");
  });

  it("says who did what", async () => {
    const { entries } = await json("log", "--limit", "100");
    const types = (entries as { type: string; by: string }[]).map(({ type }) => type);
    expect(types.filter((type) => type === "screening.voted")).toHaveLength(4);
    expect(types.at(-1)).toBe("review.created");
  });

  it("amends the protocol with a reason, and says when the file is ahead", async () => {
    const file = join(cwd, "protocol.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace("First reviewer", "Kari Nordmann"));
    expect((await evidens("check")).stdout).toContain("evidens amend");
    expect(await json("amend", "--reason", "Name known")).toMatchObject({ number: 2, unchanged: false });
    expect((await evidens("check")).stdout).not.toContain("evidens amend");
    writeFileSync(join(cwd, "bad.yaml"), "title: x\nunknownKey: 1\n");
    const bad = await evidens("amend", "bad.yaml", "--reason", "r");
    expect(bad.code).toBe(3);
    expect(bad.stderr).toMatch(/bad\.yaml:2.*unknownKey/);
  });

  it("rebuilds to the same and is whole", async () => {
    expect(await json("rebuild")).toMatchObject({ changed: [] });
    const { stdout } = await evidens("doctor");
    expect(stdout).toContain("is whole");
  });

  it("exports, and merges a copy that went its own way", async () => {
    cpSync(join(cwd, "demo.evidens"), join(home, "copy.evidens"));
    await run(
      [
        "screen",
        "--stage",
        "full-text",
        "--vote",
        "maybe",
        "--report",
        "first2001",
        "--review",
        join(home, "copy.evidens"),
      ],
      { cwd, env },
    );
    expect(await json("merge", join(home, "copy.evidens"))).toMatchObject({ events: 1 });
    expect(await json("merge", join(home, "copy.evidens"))).toMatchObject({ events: 0 });
    expect(await json("export", "records.csv")).toMatchObject({ rows: 2 });
    expect(readFileSync(join(cwd, "records.csv"), "utf8")).toContain("second invented");
  });

  it("writes reports in both languages", async () => {
    const { reports } = await json("report");
    expect((reports as { path: string }[]).map(({ path }) => existsSync(path))).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  it("opens for a browser, takes a vote over HTTP and ends when stopped", async () => {
    let stop: () => void = () => undefined;
    let votes: Promise<unknown> = Promise.resolve();
    const { code } = await run(["open", "--port", "0", "--no-browser", "--json"], {
      cwd,
      env,
      onStart: (end) => {
        stop = end;
      },
      services: {
        startServer: async (options) => {
          const server = await startServer({ ...options, webRoot: makeWebRoot() });
          votes = vote(server.url).finally(() => stop());
          return server;
        },
      },
    });
    expect(code).toBe(0);
    expect(await votes).toMatchObject({ data: { progress: { read: 2 } } });
    const { entries } = await json("log", "--limit", "1");
    expect(entries).toMatchObject([{ type: "screening.voted", by: "reviewer1" }]);
  });
});

/** What the app does in a browser: enter, load the page, vote. */
async function vote(url: string): Promise<unknown> {
  const entered = await fetch(url, { redirect: "manual" });
  const cookie = entered.headers.getSetCookie()[0]!.split(";")[0]!;
  const page = await (await fetch(new URL("/", url), { headers: { cookie } })).text();
  const token = /evidens-token" content="([^"]+)"/.exec(page)![1]!;
  const found = await fetch(new URL("/api/records?text=second", url), { headers: { cookie } });
  const { data } = (await found.json()) as { data: { rows: { id: string }[] } };
  const answer = await fetch(new URL("/api/votes", url), {
    method: "POST",
    headers: { cookie, "x-evidens-token": token, "content-type": "application/json" },
    body: JSON.stringify({ stage: "title-abstract", report: data.rows[0]!.id, decision: "maybe" }),
  });
  return answer.json();
}
