// `npm run conformance -- formats|dedup|screening|golden DIR`: builds the rooms and measures them on outside files.
import { join } from "node:path";
import { root, run } from "./run.mjs";

const built =
  (await run("tsc", ["-b", "src/records", "src/screening", "src/synthesis", "src/numerics"])) ||
  (await run("tsc", ["-p", "conformance"]));
if (built !== 0) process.exit(built);
process.exit(await run("node", [join(root, "dist", "conformance", "main.js"), ...process.argv.slice(2)]));
