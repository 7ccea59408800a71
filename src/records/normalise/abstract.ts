/** Lengths at which programs and spreadsheets cut texts. */
const LIMITS: ReadonlySet<number> = new Set([
  250, 254, 255, 256, 500, 511, 512, 999, 1000, 1023, 1024, 1500, 1999, 2000, 2047, 2048, 2500, 3000, 3999,
  4000, 4095, 4096, 5000, 8000, 8192, 10_000, 32_000, 32_758, 32_759, 32_766, 32_767,
]);

/**
 * Whether an abstract seems to have been cut off: it says so, ends in dots, or stops inside a sentence
 * at a length at which programs cut.
 *
 * Checked: tests/records/import-report.test.ts.
 */
export function isCutOff(abstract: string): boolean {
  const end = abstract.slice(-60).trimEnd();
  if (
    /(?:…|\.\.\.|\[…\]|\[\.\.\.\]|\[truncated\]|\(truncated\)|abstract truncated(?: at \d+ words)?\)?\]?\.?)$/i.test(
      end,
    )
  )
    return true;
  return LIMITS.has(abstract.length) && !/[.!?)\]"”»。]$/.test(end);
}
