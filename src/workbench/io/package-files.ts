import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { EvidensError } from "#kernel";

/** The folder of the installed package, found upwards from this file (the same from `src` and `dist`). */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "rooms.json")) && !existsSync(join(folder, "assets", "csl"))) {
    const parent = dirname(folder);
    if (parent === folder) {
      throw new EvidensError({
        code: "workbench/broken-install",
        kind: "missing",
        message: "The files that belong to Evidens were not found beside the program.",
        remedy: "Install Evidens again.",
      });
    }
    folder = parent;
  }
  return folder;
}

/** Version of this program, from its package.json. */
export function programVersion(): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8")) as {
    version: string;
  };
  return version;
}

/** Folder of the worked example that comes with the program. */
export function exampleFolder(): string {
  return join(packageRoot(), "examples", "mdma-ptsd");
}
