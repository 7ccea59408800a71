// `npm run conformance -- formats|dedup DIR`: builds the records room and measures it on outside files.
import { join } from "node:path";
import { root, run } from "./run.mjs";

const built = (await run("tsc", ["-b", "src/records"])) || (await run("tsc", ["-p", "conformance"]));
if (built !== 0) process.exit(built);
process.exit(await run("node", [join(root, "dist", "conformance", "main.js"), ...process.argv.slice(2)]));
