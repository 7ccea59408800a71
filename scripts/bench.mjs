// `npm run bench [NAME]`: runs the benchmarks of benchmarks/, each in a process of its own.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.mjs";
import { root, run } from "./run.mjs";

const built = (await build()) || (await run("tsc", ["-p", "benchmarks"]));
if (built !== 0) process.exit(built);
const wanted = process.argv.slice(2);
for (const file of readdirSync(join(root, "benchmarks")).filter((name) => /^[a-z-]+\.ts$/.test(name))) {
  const name = file.slice(0, -3);
  if (name.startsWith("synthetic-") || (wanted.length > 0 && !wanted.includes(name))) continue;
  console.log(`\n── ${name}`);
  const code = await run("node", ["--expose-gc", join("dist", "benchmarks", `${name}.js`)]);
  if (code !== 0) process.exit(code);
}
