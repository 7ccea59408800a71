import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import type { GoldenFamily, GoldenFile } from "../../conformance/golden/golden.types.ts";
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
 * @param known by file and case the results in which the reference itself is off, and we therefore differ; one in
 *   which we do not differ fails, so that the list stays true
 */
export function testGoldenFamily(
  family: GoldenFamily,
  known: Readonly<Record<string, readonly string[]>> = {},
): void {
  const files = folders
    .flatMap((folder) => readdirSync(folder))
    .map((name) => basename(name, ".json"))
    .filter((name) => family.owns(name));
  it(`has reference values for ${family.name}`, () => expect(files).not.toEqual([]));
  describe.each(files)("%s", (name) => {
    const results = runGolden(open(name), family);
    it.each(results.map((one) => [one.id, one] as const))("%s", (_, one) => {
      const names = one.wrong.map((text) => text.split(/[:[]/)[0]!);
      expect({ names: [...new Set(names)].sort(), wrong: one.wrong }).toEqual({
        names: [...(known[`${name} ${one.id}`] ?? [])].sort(),
        wrong: names.length === 0 ? [] : one.wrong,
      });
    });
  });
}
