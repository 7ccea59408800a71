// `npm run dev`: server on the example review and the web application with live reload, together.
import { build } from "./build.mjs";
import { run } from "./run.mjs";

const built = await build();
if (built !== 0) process.exit(built);
await Promise.race([
  run("vite", []),
  run("tsc", ["-b", "--watch", "src/cli"]),
  run("node", ["scripts/start.mjs", "--no-browser", "--port", "4747"]),
]);
