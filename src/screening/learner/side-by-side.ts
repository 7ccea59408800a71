import type { FeatureExtraction, Features, LearnerDocument } from "./learner.types.ts";
import type { SparseMatrix } from "./sparse-matrix.ts";

/**
 * Features of several kinds side by side, rows scaled to unit length, what is in no column included (give parts
 * that are `raw`, or each part has a length of its own within it). Latent features and the place of a text are
 * those of the first.
 *
 * Checked: tests/screening/learner-features.test.ts.
 */
export function sideBySide(id: string, parts: readonly FeatureExtraction[]): FeatureExtraction {
  return {
    id,
    extract: (documents) => {
      // Read once for each kind.
      const all: readonly LearnerDocument[] = Array.isArray(documents) ? documents : [...documents];
      return joined(parts.map((part) => part.extract(all)));
    },
  };
}

function joined(parts: readonly Features[]): Features {
  const [first] = parts as [Features, ...Features[]];
  const offsets: number[] = [];
  let columns = 0;
  for (const { words } of parts) {
    offsets.push(columns);
    columns += words.columns;
  }
  const partOf = (column: number): number => {
    let part = parts.length - 1;
    while (offsets[part]! > column) part--;
    return part;
  };
  const own = new Float64Array(first.own.length);
  for (const part of parts) for (let row = 0; row < own.length; row++) own[row]! += part.own[row]!;
  const words = concatenated(
    parts.map((part) => part.words),
    offsets,
    columns,
  );
  const scales = scaleRows(words, own);
  const { latent } = first;
  return {
    words,
    own,
    // Loadings meet words that are now shorter, so what they are multiplied by is larger.
    latent:
      latent === null
        ? null
        : {
            ...latent,
            scales: latent.scales.map((scale, row) => (scales[row] === 0 ? 0 : scale / scales[row]!)),
          },
    term: (column) => {
      const part = partOf(column);
      return parts[part]!.term(column - offsets[part]!);
    },
    place: first.place,
  };
}

function concatenated(
  parts: readonly SparseMatrix[],
  offsets: readonly number[],
  columns: number,
): SparseMatrix {
  const rows = parts[0]!.rows;
  const size = parts.reduce((sum, { indices }) => sum + indices.length, 0);
  const starts = new Uint32Array(rows + 1);
  const indices = new Int32Array(size);
  const values = new Float32Array(size);
  let end = 0;
  for (let row = 0; row < rows; row++) {
    for (const [at, part] of parts.entries()) {
      const to = part.starts[row + 1]!;
      for (let from = part.starts[row]!; from < to; from++) {
        indices[end] = part.indices[from]! + offsets[at]!;
        values[end++] = part.values[from]!;
      }
    }
    starts[row + 1] = end;
  }
  return { rows, columns, starts, indices, values };
}

/** Scales each row, and its own features, to unit length in place; gives the factors. */
function scaleRows({ rows, starts, values }: SparseMatrix, own: Float64Array): Float64Array {
  const scales = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let squares = own[row]!;
    for (let at = starts[row]!; at < starts[row + 1]!; at++) squares += values[at]! * values[at]!;
    const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    scales[row] = scale;
    own[row]! *= scale * scale;
    for (let at = starts[row]!; at < starts[row + 1]!; at++) values[at]! *= scale;
  }
  return scales;
}
