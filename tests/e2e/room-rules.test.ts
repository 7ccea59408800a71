import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const copy = mkdtempSync(join(tmpdir(), "evidens-rooms-"));

beforeAll(() => {
  for (const path of ["package.json", "tsconfig.base.json", "src/kernel", "src/numerics", "src/synthesis"])
    cpSync(join(root, path), join(copy, path), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Compiles `numerics` with one more file in it. */
function compileWith(source: string): string {
  writeFileSync(join(copy, "src/numerics/intruder.ts"), source);
  const tsc = join(root, "node_modules", ".bin", "tsc");
  return spawnSync(tsc, ["-b", "src/numerics"], { cwd: copy, encoding: "utf8" }).stdout;
}

test("a room that keeps to the rules compiles", () => {
  expect(compileWith('import { EvidensError } from "#kernel";\nexport type Fault = EvidensError;\n')).toBe(
    "",
  );
});

test("an import that rooms.json does not allow is a compile error", () => {
  const said = compileWith('import { pool } from "#synthesis";\nexport const mine: typeof pool = pool;\n');
  expect(said).toMatch(/intruder\.ts.*error TS6307/s);
});

test.each([
  [
    "files",
    'import { readFileSync } from "node:fs";\nexport const read: typeof readFileSync = readFileSync;\n',
  ],
  ["the console", 'console.log("numerics");\n'],
  ["the page", "export const title: string = document.title;\n"],
])("a pure room knows nothing of %s", (_what, source) => {
  expect(compileWith(source)).toMatch(/intruder\.ts.*error TS/s);
});
