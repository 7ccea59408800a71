import { factorBlock, invertBlock } from "./block-cholesky.ts";
import type { SamplingCovariance } from "./multilevel.types.ts";
import { refuse } from "./refuse.ts";

/** Checked covariances of the sampling errors. */
export interface SamplingErrors {
  readonly n: number;
  readonly variances: Float64Array;
  /** Groups of rows that share covariances; empty when all are independent. */
  readonly blocks: readonly ErrorBlock[];
}

interface ErrorBlock {
  readonly rows: Int32Array;
  /** Row after row. */
  readonly values: Float64Array;
}

const WHOLE = "Pass sampling variances above 0 and covariances of a positive definite matrix.";

function checkVariances(variances: Float64Array): void {
  for (const [i, v] of variances.entries()) {
    if (!(v > 0 && v < Number.POSITIVE_INFINITY)) {
      refuse("bad-effects", `Sampling variance ${i + 1} of ${variances.length} is ${v}.`, WHOLE);
    }
  }
}

/** Rows joined by covariances that are not 0, from a whole matrix. */
function splitMatrix(v: readonly (readonly number[])[], n: number): ErrorBlock[] {
  const group = new Int32Array(n).fill(-1);
  const blocks: ErrorBlock[] = [];
  for (let start = 0; start < n; start++) {
    if (group[start] !== -1) continue;
    const rows = [start];
    group[start] = start;
    for (let at = 0; at < rows.length; at++) {
      const row = v[rows[at]!]!;
      for (let j = 0; j < n; j++) {
        if (group[j] !== -1 || row[j] === 0) continue;
        group[j] = start;
        rows.push(j);
      }
    }
    if (rows.length < 2) continue;
    rows.sort((a, b) => a - b);
    blocks.push({
      rows: Int32Array.from(rows),
      values: Float64Array.from(rows.flatMap((i) => rows.map((j) => v[i]![j]!))),
    });
  }
  return blocks;
}

function checkBlock({ rows, values }: ErrorBlock): void {
  const m = rows.length;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j <= i; j++) {
      const [a, b] = [values[i * m + j]!, values[j * m + i]!];
      const scale = Math.sqrt(Math.abs(values[i * m + i]! * values[j * m + j]!));
      if (!(Math.abs(a - b) <= 1e-8 * scale)) {
        refuse(
          "bad-effects",
          `The covariance of rows ${rows[i]! + 1} and ${rows[j]! + 1} is both ${a} and ${b}.`,
          WHOLE,
        );
      }
    }
  }
  if (!factorBlock(values.slice(), 0, m)) {
    const shown = Array.from(rows.subarray(0, 8), (row) => row + 1).join(", ");
    refuse(
      "sampling-covariance",
      `The sampling covariances of rows ${shown}${m > 8 ? ", …" : ""} are not positive definite.`,
      "Check the correlations assumed within this group: they cannot all hold at once, or one is 1.",
    );
  }
}

/**
 * Checks sampling variances or covariances and splits them into independent blocks.
 *
 * @param n number of effects
 * @throws EvidensError `synthesis/bad-effects`, `synthesis/sampling-covariance`
 */
export function readSamplingErrors(v: SamplingCovariance, n: number): SamplingErrors {
  if (v instanceof Float64Array) {
    if (v.length !== n)
      refuse(
        "bad-effects",
        `There are ${n} effects but ${v.length} variances.`,
        "Pass one variance for each effect.",
      );
    checkVariances(v);
    return { n, variances: v, blocks: [] };
  }
  if ("blocks" in v) {
    const variances = new Float64Array(n).fill(Number.NaN);
    const blocks = v.blocks.map(({ rows, values }) => ({ rows: Int32Array.from(rows), values }));
    for (const { rows, values } of blocks) {
      const m = rows.length;
      if (values.length !== m * m)
        refuse(
          "bad-effects",
          `A block of ${m} rows has ${values.length} covariances.`,
          `Pass ${m * m} values, row after row.`,
        );
      for (const [i, row] of rows.entries()) {
        if (!(row >= 0 && row < n) || !Number.isNaN(variances[row]!))
          refuse(
            "bad-effects",
            `Row ${row + 1} is in no place of ${n} effects, or in two blocks.`,
            "Put each row in one block.",
          );
        variances[row] = values[i * m + i]!;
      }
    }
    checkVariances(variances);
    const joined = blocks.filter(({ rows }) => rows.length > 1);
    for (const block of joined) checkBlock(block);
    return { n, variances, blocks: joined };
  }
  if (v.length !== n || v.some((row) => row.length !== n)) {
    refuse(
      "bad-effects",
      `There are ${n} effects but the covariances are ${v.length} x ${v[0]?.length ?? 0}.`,
      "Pass a square matrix with a row for each effect.",
    );
  }
  for (const [i, row] of v.entries()) {
    if (!row.every(Number.isFinite))
      refuse("bad-effects", `Row ${i + 1} of the sampling covariances is not finite.`, WHOLE);
  }
  const variances = Float64Array.from(v, (row, i) => row[i]!);
  checkVariances(variances);
  const blocks = splitMatrix(v, n);
  for (const block of blocks) checkBlock(block);
  return { n, variances, blocks };
}

/** The same in other units: every covariance times `factor`. */
export function scaleErrors(errors: SamplingErrors, factor: number): SamplingErrors {
  return {
    n: errors.n,
    variances: errors.variances.map((v) => v * factor),
    blocks: errors.blocks.map(({ rows, values }) => ({ rows, values: values.map((v) => v * factor) })),
  };
}

/** The diagonal of the inverse of the sampling covariance. */
export function inverseDiagonal(errors: SamplingErrors): Float64Array {
  const diagonal = errors.variances.map((v) => 1 / v);
  for (const { rows, values } of errors.blocks) {
    const m = rows.length;
    const factor = values.slice();
    factorBlock(factor, 0, m);
    const inverse = new Float64Array(m * m);
    invertBlock(factor, 0, m, inverse);
    for (const [i, row] of rows.entries()) diagonal[row] = inverse[i * m + i]!;
  }
  return diagonal;
}
