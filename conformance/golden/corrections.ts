import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Correction } from "./golden.types.ts";

const FOLDER = "conformance/golden/corrections";

/** The folder in the sources, whether this runs from them or from what was built of them. */
function folderOfCorrections(): string {
  for (let at = new URL(".", import.meta.url); ; at = new URL("..", at)) {
    const folder = fileURLToPath(new URL(FOLDER, at));
    if (existsSync(folder)) return folder;
    if (at.pathname === "/") throw new Error(`There is no folder ${FOLDER} above ${import.meta.url}.`);
  }
}

/** Every correction of reference values, from the files that the programs beside them wrote. */
export function readCorrections(): readonly Correction[] {
  const folder = folderOfCorrections();
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .flatMap((name) => JSON.parse(readFileSync(join(folder, name), "utf8")).corrections as Correction[]);
}

/**
 * What a reference value should be: only where file, case, place and the reference's own number are exactly those of
 * a correction.
 */
export function correctionFor(
  corrections: readonly Correction[],
  at: Pick<Correction, "file" | "case" | "path" | "reference">,
): Correction | undefined {
  return corrections.find(
    (one) =>
      one.file === at.file && one.case === at.case && one.path === at.path && one.reference === at.reference,
  );
}
