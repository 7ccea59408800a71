// Compiles the rooms to dist/, bundles the program to dist/program and the web application to dist/web; does
// nothing that is done already.
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { bundleProgram, isBundleOld } from "./program.mjs";
import { newest, root, run } from "./run.mjs";

export async function build() {
  if (!existsSync(join(root, "node_modules", ".bin", "tsc"))) {
    console.error("The packages are not installed. Run: npm ci");
    return 1;
  }
  const compiled = await run("tsc", ["-b", "src/cli", "src/web"]);
  if (compiled !== 0) return compiled;
  if (isBundleOld()) await bundleProgram();
  const page = join(root, "dist", "web", "index.html");
  const sources = ["src", "vite.config.ts", "package-lock.json"].map((path) => newest(join(root, path)));
  if (existsSync(page) && statSync(page).mtimeMs >= Math.max(...sources)) return 0;
  return run("vite", ["build", "--logLevel", "warn"]);
}

if (process.argv[1]?.endsWith("build.mjs")) process.exit(await build());
