import { type CorrectedValue, compareValues } from "./compare-values.ts";
import { correctionFor } from "./corrections.ts";
import type { Correction, GoldenFamily, GoldenFile } from "./golden.types.ts";

/** One case, compared. */
export interface CaseResult {
  readonly id: string;
  readonly method: string;
  readonly relative: number;
  /** Values that are the corrected reference's, not the reference's. */
  readonly corrected: readonly CorrectedValue[];
  /** Empty when it passed. */
  readonly wrong: readonly string[];
}

/**
 * Runs every case of a file through our functions and compares every result that is expected.
 *
 * @param corrections of reference values; none, unless given
 */
export function runGolden(
  file: GoldenFile,
  family: GoldenFamily,
  corrections: readonly Correction[] = [],
): CaseResult[] {
  return file.cases.map((one) => {
    const method = family.method(one, file);
    const correct = (path: string, reference: number): number | undefined =>
      correctionFor(corrections, { file: file.file, case: one.id, path, reference })?.corrected;
    try {
      const ours = family.run(one, file);
      let relative = 0;
      const wrong: string[] = [];
      const corrected: CorrectedValue[] = [];
      for (const [name, expected] of Object.entries(one.expected)) {
        if (name in family.leftOut) continue;
        if (!(name in ours)) {
          wrong.push(`${name}: not given`);
          continue;
        }
        const tolerance = family.tolerance(one, name, file);
        const difference = compareValues(name, ours[name], expected, tolerance, correct);
        relative = Math.max(relative, difference.relative);
        wrong.push(...difference.wrong);
        corrected.push(...difference.corrected);
      }
      return { id: one.id, method, relative, corrected, wrong };
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      return { id: one.id, method, relative: Number.NaN, corrected: [], wrong: [`failed: ${what}`] };
    }
  });
}
