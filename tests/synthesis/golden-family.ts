import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import type { Correction, GoldenFamily, GoldenFile } from "../../conformance/golden/golden.types.ts";
import { runGolden } from "../../conformance/golden/run-golden.ts";

const folders = [
  new URL("../golden/synthesis/", import.meta.url),
  new URL("../golden/numerics/", import.meta.url),
];

const open = (file: string): GoldenFile => {
  const at = folders.map((folder) => new URL(`${file}.json`, folder));
  for (const url of at) {
    try {
      return { ...JSON.parse(readFileSync(url, "utf8")), file, open };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
  throw new Error(`no golden file ${file}`);
};

/**
 * One test per case of every golden file of a family; a family without files fails.
 *
 * @param corrections where the reference itself is off; one of these files that is not needed fails
 */
export function testGoldenFamily(family: GoldenFamily, corrections: readonly Correction[] = []): void {
  const files = folders
    .flatMap((folder) => readdirSync(folder))
    .map((name) => basename(name, ".json"))
    .filter((name) => family.owns(name));
  it(`has reference values for ${family.name}`, () => expect(files).not.toEqual([]));
  describe.each(files)("%s", (name) => {
    const results = runGolden(open(name), family, corrections);
    it.each(results.map((one) => [one.id, one] as const))("%s", (_, one) => expect(one.wrong).toEqual([]));
    it("needs every correction of its reference", () => {
      const used = results.flatMap(({ id, corrected }) => corrected.map(({ path }) => `${id} ${path}`));
      const known = corrections.filter(({ file }) => file === name).map((one) => `${one.case} ${one.path}`);
      expect(used.sort()).toEqual(known.sort());
    });
  });
}
