import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { SimulateFilesResult, SimulateInput } from "#workbench";
import { run, temporaryFolder } from "./run.ts";

const metrics = { loss: 0.04671, wss95: 0.798, wss100: 0.848, rrf10: 0.86, atd: 53.2, ndcg: 0.602 };
const stop = { reached: 1, recall: 1, lowest: 1, read: 700, saved: 0.26471 };
const set = { name: "a", records: 952, relevant: 20, runs: 1, metrics, stop: null, cpuSeconds: 0.251 };
const result: SimulateFilesResult = {
  model: "evidens",
  stop: null,
  runs: [],
  sets: [set],
  mean: { metrics, stop: null },
  written: [],
};

describe("simulate", () => {
  const cwd = temporaryFolder();
  for (const name of ["a.csv", "b.csv", "priors.json"]) writeFileSync(join(cwd, name), "");
  const simulate = async (args: readonly string[], answer = result) => {
    const given: SimulateInput[] = [];
    const ran = await run(["simulate", ...args], {
      cwd,
      services: {
        simulateFiles: async (input) => {
          given.push(input);
          return answer;
        },
        simulationModels: async () => ["evidens", "elas-u4"],
      },
    });
    return { ...ran, given: given[0] };
  };
  it("shows a table of what a set comes to", async () => {
    const { stdout, given } = await simulate(["a.csv"]);
    expect(stdout).toBe(
      [
        "Set    N  Relevant    Loss  WSS@95  WSS@100  RRF@10  ATD   NDCG  CPU s",
        "a    952        20  0.0467   0.798    0.848   0.860   53  0.602   0.25",
        "Model evidens. Readings: 1. Rule: –",
        "",
      ].join("\n"),
    );
    expect(given).toMatchObject({ paths: [join(cwd, "a.csv")], irrelevant: 1 });
    expect([given?.seeds, given?.stop, given?.out]).toEqual([undefined, undefined, undefined]);
  });
  it("shows means of several sets, and what a rule comes to", async () => {
    const { stdout } = await simulate(["a.csv", "b.csv"], {
      ...result,
      stop: { rule: "recall-test", target: 0.95, confidence: 0.95 },
      sets: [
        { ...set, stop },
        { ...set, name: "b", stop },
      ],
      mean: { metrics, stop: { ...stop, reached: 2 } },
      written: ["/out/metrics.csv"],
    });
    expect(stdout).toContain("Mean                 0.0467");
    expect(stdout).toContain("a            1/1           1.000   1.000   700  26.5 %\n");
    expect(stdout).toContain("Mean         2/2 ");
    expect(stdout).toContain("Written: /out/metrics.csv\n");
  });
  it("passes everything on", async () => {
    const args =
      "a.csv b.csv --priors priors.json --irrelevant 10 --model elas-u4 --seeds 1,5 --stop safe --target 0.9 --confidence 0.8 --out curves --force --jobs 3 --language nb";
    const { given } = await simulate(args.split(" "));
    expect(given).toMatchObject({
      priors: join(cwd, "priors.json"),
      irrelevant: 10,
      model: "elas-u4",
      seeds: [1, 5],
      stop: { rule: "safe", target: 0.9, confidence: 0.8 },
      out: join(cwd, "curves"),
      force: true,
      jobs: 3,
      language: "nb",
    });
    expect((await simulate(["a.csv", "--seeds", "3"])).given?.seeds).toEqual([1, 2, 3]);
    expect((await simulate(["a.csv", "--stop", "knee"])).given?.stop).toEqual({
      rule: "knee",
      target: 0.95,
      confidence: 0.95,
    });
  });
  it("gives everything as JSON, and lists models", async () => {
    expect(JSON.parse((await simulate(["a.csv", "--json"])).stdout)).toEqual(result);
    expect((await simulate(["--models"])).stdout).toBe("evidens\nelas-u4\n");
  });
  it.each(["0", "x", "1,x", "1,1", "-1", "1,4294967296", "99999", ""])(
    "refuses the seeds %j",
    async (seeds) => {
      const { code, given } = await simulate(["a.csv", "--seeds", seeds]);
      expect([code, given]).toEqual([2, undefined]);
    },
  );
  it("names a file that is not there", async () => {
    const { code, stderr } = await simulate(["c.csv"]);
    expect(code).toBe(4);
    expect(stderr).toContain("c.csv");
    expect((await simulate(["a.csv", "--priors", "none.json"])).code).toBe(4);
    expect((await simulate(["."])).code).toBe(3);
  });
});
