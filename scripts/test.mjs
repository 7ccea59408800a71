// `npm test`: sets up and runs everything, and ends with one line `N passed, N failed`.
// Arguments are passed to vitest, as in `npm test -- tests/records`; then the checks are left out.
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.mjs";
import { checks, runChecks } from "./check.mjs";
import { root, run } from "./run.mjs";

const chosen = process.argv.slice(2);
const failed = [];
let passed = 0;

if ((await build()) !== 0) failed.push("build");
else passed += 1;
if (chosen.length === 0) {
  const broken = await runChecks();
  failed.push(...broken);
  passed += checks.length - broken.length;
}

const results = join(root, "dist", "test-results.json");
mkdirSync(join(root, "dist"), { recursive: true });
rmSync(results, { force: true });
const code = await run("vitest", [
  "run",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${results}`,
  ...chosen,
]);
try {
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(results, "utf8"));
  passed += numPassedTests;
  // A file that breaks before its tests begin fails no test, yet it is a failure.
  const broken = testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.every((t) => t.status !== "failed"),
  );
  for (let i = 0; i < numFailedTests; i++) failed.push("test");
  for (const { name } of broken) failed.push(name);
  if (code !== 0 && failed.length === 0) failed.push("vitest");
} catch {
  failed.push("vitest wrote no results");
}
console.log(`${passed} passed, ${failed.length} failed`);
process.exit(failed.length === 0 ? 0 : 1);
