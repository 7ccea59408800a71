import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { stringify } from "yaml";
import { createReview, starterProtocol } from "#workbench";
import { pooledTrialsCsv, pooledTrialsDictionary, pooledTrialsModel } from "../support/participants.ts";
import { type Ran, run } from "./run.ts";

let cwd = "";
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), "evidens-cli-participants-"));
  writeFileSync(join(cwd, "pooled.csv"), pooledTrialsCsv());
  writeFileSync(join(cwd, "pooled.yaml"), pooledTrialsDictionary);
  writeFileSync(join(cwd, "primary.yaml"), stringify(pooledTrialsModel));
  const workbench = await createReview({
    path: join(cwd, "review.evidens"),
    title: "Simulated review",
    by: "reviewer1",
    protocolText: starterProtocol("Simulated review"),
  });
  await workbench.close();
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const participants = (...args: readonly string[]): Promise<Ran> => run(["participants", ...args], { cwd });

it("takes a file with its dictionary, and says where it is and is not", async () => {
  const ran = await participants("import", "pooled.csv", "--dictionary", "pooled.yaml");
  expect(ran.stderr).toBe("");
  expect(ran.stdout).toContain("206 rows of pooled.csv are kept apart from the review as pooled-trials.");
  expect(ran.stdout).toContain("SIMULATED");
  const list = await participants("--json");
  expect(JSON.parse(list.stdout)).toMatchObject({ dataSets: [{ id: "pooled-trials", here: true }] });
});

it.each([
  [["check", "pooled-trials"], "Checks"],
  [["baseline", "pooled-trials", "--per-trial"], "Trial MP1"],
  [["flow", "pooled-trials", "--outcome", "CHG"], "Randomised"],
])("answers %j, and names the simulation", async (args, text) => {
  const ran = await participants(...args);
  expect(ran.stderr).toBe("");
  expect(ran.code).toBe(0);
  expect(ran.stdout).toContain(text);
  expect(ran.stdout).toContain("SIMULATED");
});

it("fits a model from its file, in both languages, and records it", async () => {
  const ran = await participants("model", "primary.yaml", "--record");
  expect(ran.stderr).toBe("");
  expect(ran.stdout).toContain("ACT − CTRL, V2");
  expect(ran.stdout).toContain("The model primary is in the review.");
  const norwegian = await participants("model", "primary.yaml", "--language", "nb");
  expect(norwegian.stdout).toContain("SIMULERTE deltakere");
  const list = await participants("--json");
  expect((JSON.parse(list.stdout) as { models: unknown[] }).models).toHaveLength(1);
});

it("refuses a specification by line, and an unknown data set", async () => {
  writeFileSync(join(cwd, "bad.yaml"), "id: primary\ndataSet: pooled-trials\nformla: y ~ x\n");
  const bad = await participants("model", "bad.yaml");
  expect(bad.code).not.toBe(0);
  expect(bad.stderr).toContain("bad.yaml:3");
  const none = await participants("check", "nothing");
  expect(none.code).not.toBe(0);
  expect(none.stderr).toContain("pooled-trials");
});

it("deletes the participants on request", async () => {
  expect((await participants("forget", "pooled-trials")).stdout).toContain("were deleted here");
  const gone = await participants("baseline", "pooled-trials");
  expect(gone.code).not.toBe(0);
  expect(gone.stderr).toContain("not on this machine");
});
