// The checks that are no tests: rooms, types, style, unused code. `npm test` runs them first.
import { run } from "./run.mjs";

export const checks = [
  ["rooms are as rooms.json says", "node", ["scripts/rooms.mjs", "--check"]],
  ["types and room rules (tsc)", "tsc", ["-b"]],
  ["types of tests and benchmarks (tsc)", "tsc", ["-p", "tests"]],
  ["the learner's kernel is compiled from kernels/", "node", ["scripts/kernels.mjs", "--check"]],
  ["style and lint (biome)", "biome", ["check", "--error-on-warnings", "."]],
  ["no unused code (knip)", "knip", ["--no-progress"]],
];

export async function runChecks() {
  const failed = [];
  for (const [name, program, args] of checks) {
    const code = await run(program, args);
    console.log(`${code === 0 ? "✓" : "✗"} ${name}`);
    if (code !== 0) failed.push(name);
  }
  return failed;
}

if (process.argv[1]?.endsWith("check.mjs")) process.exit((await runChecks()).length === 0 ? 0 : 1);
