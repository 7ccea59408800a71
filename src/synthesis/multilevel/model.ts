import { matrix, type PivotedQr, pivotedQr } from "#numerics";
import type { Remark } from "../types.ts";
import { chooseEngine } from "./choose-engine.ts";
import type { Engine } from "./engine.types.ts";
import type { MultilevelData } from "./multilevel.types.ts";
import { refuse } from "./refuse.ts";
import { remarks as texts } from "./remarks.ts";
import { readSamplingErrors, type SamplingErrors, scaleErrors } from "./sampling-errors.ts";
import { readTerms, type Term } from "./terms.ts";
import { readWeights, type Weights } from "./user-weights.ts";

/** A checked model in units of its own spread, with an orthonormal design. */
export interface Model {
  readonly n: number;
  readonly p: number;
  /** Effects less their least squares fit, in units of `unit`. */
  readonly y: Float64Array;
  readonly unit: number;
  /** Orthonormal columns that span the design, n x p. */
  readonly basis: Float64Array;
  /** Design = basis x triangle; p x p, upper. */
  readonly triangle: Float64Array;
  /** Least squares coefficients on the basis, in the units of the data. */
  readonly start: Float64Array;
  /** The columns kept, n x p, as given. */
  readonly design: Float64Array;
  readonly kept: readonly number[];
  readonly names: readonly string[];
  /** Place among the kept columns of the one that is all ones; -1 without. */
  readonly intercept: number;
  readonly terms: readonly Term[];
  /** In units of `unit` squared. */
  readonly errors: SamplingErrors;
  /** The user's, where there are any. */
  readonly weights: Weights | null;
  readonly engine: Engine;
  readonly remarks: readonly Remark[];
}

function readDesign(
  data: MultilevelData,
  n: number,
): { rows: readonly (readonly number[])[]; names: readonly string[] } {
  const rows = data.x ?? Array.from({ length: n }, () => [1]);
  if (rows.length !== n)
    refuse(
      "bad-effects",
      `There are ${n} effects but ${rows.length} rows of the design.`,
      "Pass one row for each effect.",
    );
  const columns = rows[0]?.length ?? 0;
  if (columns === 0) refuse("bad-effects", "The design has no column.", "Pass at least the intercept.");
  for (const [i, row] of rows.entries()) {
    if (row.length !== columns || !row.every(Number.isFinite)) {
      refuse(
        "bad-effects",
        `Row ${i + 1} of the design has ${row.length} of ${columns} columns, or one that is no finite number.`,
        "Leave out effects whose moderators are missing.",
      );
    }
  }
  const only = columns === 1 && rows.every((row) => row[0] === 1);
  const names = data.columns ?? Array.from({ length: columns }, (_, j) => (only ? "intercept" : `x${j + 1}`));
  if (names.length !== columns)
    refuse(
      "bad-effects",
      `There are ${columns} columns but ${names.length} names.`,
      "Name each column of the design.",
    );
  return { rows, names };
}

function leastSquares(qr: PivotedQr, y: Float64Array): { start: Float64Array; rest: Float64Array } {
  const p = qr.rank;
  const rest = y.slice();
  const start = new Float64Array(p);
  // Twice: the second pass removes what rounding left of the first.
  for (let pass = 0; pass < 2; pass++) {
    for (let j = 0; j < p; j++) {
      let dot = 0;
      for (let i = 0; i < y.length; i++) dot += qr.q.values[i * p + j]! * rest[i]!;
      start[j]! += dot;
      for (let i = 0; i < y.length; i++) rest[i]! -= dot * qr.q.values[i * p + j]!;
    }
  }
  return { start, rest };
}

/** A factor with one level says nothing about a variance between levels: its variance is held at 0, with a remark. */
function holdConstantFactors(terms: readonly Term[], remarks: Remark[]): Term[] {
  return terms.map((term) => {
    if (term.structure !== "intercept" || term.outerLabels.length > 1 || term.fixedVariances[0] !== null)
      return term;
    remarks.push(texts.constantFactor(term.name));
    return { ...term, fixedVariances: [0] };
  });
}

/**
 * Checks the data of a multilevel model and brings them to its inner form.
 *
 * @throws EvidensError `synthesis/bad-effects`, `synthesis/bad-options`, `synthesis/sampling-covariance`,
 * `synthesis/unidentified-component`, `synthesis/bad-weights`
 */
export function readModel(data: MultilevelData): Model {
  const n = data.y.length;
  if (n === 0) refuse("bad-effects", "There is no effect to model.", "Pass at least two effects.");
  const wrong = data.y.findIndex((effect) => !Number.isFinite(effect));
  if (wrong >= 0)
    refuse(
      "bad-effects",
      `Effect ${wrong + 1} of ${n} is ${data.y[wrong]}.`,
      "Leave out studies without a finite effect.",
    );
  const errors = readSamplingErrors(data.v, n);
  const { rows, names } = readDesign(data, n);
  const qr = pivotedQr(matrix(n, rows[0]!.length, rows.flat()));
  const p = qr.rank;
  if (p === 0) refuse("bad-effects", "Every column of the design is 0.", "Pass at least the intercept.");
  if (n <= p)
    refuse(
      "too-few-effects",
      `${n} effects cannot tell ${p} coefficients and a variance.`,
      "Use fewer moderators, or add studies.",
    );
  const remarks: Remark[] = [];
  const kept = [...qr.pivot.subarray(0, p)];
  const dropped = [...qr.pivot.subarray(p)].map((j) => names[j]!);
  if (dropped.length > 0) remarks.push(texts.droppedColumns(dropped));
  const { start, rest } = leastSquares(qr, data.y);
  const spread = rest.reduce((sum, r) => sum + r * r, 0) / (n - p);
  const unit = Math.sqrt(Math.max(spread, errors.variances.reduce((sum, v) => sum + v, 0) / n));
  const scaled = scaleErrors(errors, 1 / unit ** 2);
  const terms = holdConstantFactors(readTerms(data.random, n), remarks);
  return {
    n,
    p,
    y: rest.map((r) => r / unit),
    unit,
    basis: qr.q.values,
    triangle: Float64Array.from(
      { length: p * p },
      (_, cell) => qr.r.values[Math.floor(cell / p) * qr.r.columns + (cell % p)]!,
    ),
    start,
    design: Float64Array.from(rows.flatMap((row) => kept.map((j) => row[j]!))),
    kept,
    names: kept.map((j) => names[j]!),
    intercept: kept.findIndex((j) => rows.every((row) => row[j] === 1)),
    terms,
    errors: scaled,
    weights: data.weights === undefined ? null : readWeights(data.weights, n),
    engine: chooseEngine(terms, scaled),
    remarks,
  };
}

/** A term's held variances in the units of the model. */
export function inUnits(term: Term, unit: number): Term {
  return {
    ...term,
    fixedVariances: term.fixedVariances.map((value) => (value === null ? null : value / unit ** 2)),
  };
}
