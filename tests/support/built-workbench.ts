import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

/**
 * A module of the compiled workbench, which runs threads and processes of its own as people have them;
 * from the sources they run in place.
 *
 * @param path below `src/workbench`, without its ending
 */
export async function builtWorkbench<T>(path: string): Promise<T> {
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const built = spawnSync(process.execPath, [tsc, "-b", "src/workbench"], { cwd: root, encoding: "utf8" });
  const file = join(root, "dist/workbench", `${path}.js`);
  if (!existsSync(file)) throw new Error(`The workbench did not compile:\n${built.stdout}${built.stderr}`);
  return (await import(/* @vite-ignore */ pathToFileURL(file).href)) as T;
}
