import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { ris } from "../support/review.ts";

const program = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "evidens-one-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function evidens(cwd: string, ...args: string[]): number | null {
  return spawnSync(process.execPath, [program, ...args], { cwd, encoding: "utf8" }).status;
}

const own = ["mine.evidens", "protocol.yaml", "search.ris"];

test("the built program leaves one file per review after every command that writes", () => {
  expect(evidens(folder, "init", "mine")).toBe(0);
  const review = join(folder, "mine");
  writeFileSync(join(review, "search.ris"), ris(3));
  expect(readdirSync(review).sort()).toEqual(own);
  for (const args of [["import", "search.ris", "--source", "pubmed"], ["dedupe"], ["rebuild"]]) {
    expect(evidens(review, ...args), args.join(" ")).toBe(0);
    expect(readdirSync(review).sort(), args.join(" ")).toEqual(own);
  }
  // A command that only reads may not take SQLite's side files away; nothing is in them.
  expect(evidens(review, "log")).toBe(0);
  const log = join(review, "mine.evidens-wal");
  expect(existsSync(log) ? statSync(log).size : 0).toBe(0);
  expect(evidens(review, "undo")).toBe(0);
  expect(readdirSync(review).sort()).toEqual(own);
});
