import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, expectTypeOf, test } from "vitest";
import type { RecordFact } from "#records";
import { type PooledResult, pool } from "#synthesis";

const root = fileURLToPath(new URL("../../", import.meta.url));
const { exports } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as {
  exports: Record<string, unknown>;
};

const opened = new Map<string, string[]>();

/** What another program gets by `import("evidens/…")`, from the built package; each door is opened once. */
function doorOf(path: string): string[] {
  const known = opened.get(path);
  if (known !== undefined) return known;
  const name = `evidens${path.slice(1)}`;
  const script = `console.log(JSON.stringify(Object.keys(await import(${JSON.stringify(name)}))))`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: root,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  const offered = JSON.parse(stdout) as string[];
  opened.set(path, offered);
  return offered;
}

test.each([
  [".", "openReview"],
  ["./records", "readRecords"],
  ["./screening", "statusOf"],
  ["./synthesis", "pool"],
  ["./figures", "forestFigure"],
  ["./report", "buildReport"],
  ["./review", "parseProtocol"],
])("%s is a door of the package and offers %s", (path, name) => {
  expect(doorOf(path)).toContain(name);
});

test("every door of the package opens", () => {
  for (const path of Object.keys(exports)) expect(doorOf(path), path).toBeInstanceOf(Array);
});

test("doors keep their types", () => {
  expectTypeOf(pool).returns.toEqualTypeOf<PooledResult>();
  expectTypeOf<RecordFact["ids"]["doi"]>().toEqualTypeOf<readonly string[]>();
});
