import { compareValues } from "./compare-values.ts";
import type { GoldenFamily, GoldenFile } from "./golden.types.ts";

/** One case, compared. */
export interface CaseResult {
  readonly id: string;
  readonly method: string;
  readonly relative: number;
  /** Empty when it passed. */
  readonly wrong: readonly string[];
}

/** Runs every case of a file through our functions and compares every result that is expected. */
export function runGolden(file: GoldenFile, family: GoldenFamily): CaseResult[] {
  return file.cases.map((one) => {
    const method = family.method(one, file);
    try {
      const ours = family.run(one, file);
      let relative = 0;
      const wrong: string[] = [];
      for (const [name, expected] of Object.entries(one.expected)) {
        if (name in family.leftOut) continue;
        if (!(name in ours)) {
          wrong.push(`${name}: not given`);
          continue;
        }
        const difference = compareValues(name, ours[name], expected, family.tolerance(one, name, file));
        relative = Math.max(relative, difference.relative);
        wrong.push(...difference.wrong);
      }
      return { id: one.id, method, relative, wrong };
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      return { id: one.id, method, relative: Number.NaN, wrong: [`failed: ${what}`] };
    }
  });
}
