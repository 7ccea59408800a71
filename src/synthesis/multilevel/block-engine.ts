import { factorBlock, invertBlock, logDeterminantOfBlock, solveBlock } from "./block-cholesky.ts";
import type { Engine } from "./engine.types.ts";
import type { SamplingErrors } from "./sampling-errors.ts";
import type { Term } from "./terms.ts";

/** Rows that share a level of some term or a sampling covariance, directly or through others. */
export function connectedRows(terms: readonly Term[], errors: SamplingErrors): Int32Array[] {
  const parent = Int32Array.from({ length: errors.n }, (_, i) => i);
  const rootOf = (i: number): number => {
    let at = i;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  const join = (i: number, j: number): void => {
    parent[rootOf(j)] = rootOf(i);
  };
  for (const { outer, inner, innerLabels, outerLabels, relation } of terms) {
    const first = new Int32Array(relation === undefined ? outerLabels.length : innerLabels.length).fill(-1);
    for (const [row, at] of (relation === undefined ? outer : inner).entries()) {
      const level = relation === undefined ? at : relation.group[at]!;
      if (first[level] === -1) first[level] = row;
      else join(first[level]!, row);
    }
  }
  for (const { rows } of errors.blocks) for (const row of rows) join(rows[0]!, row);
  const groups = new Map<number, number[]>();
  for (let i = 0; i < errors.n; i++) {
    const group = groups.get(rootOf(i));
    if (group === undefined) groups.set(rootOf(i), [i]);
    else group.push(i);
  }
  return [...groups.values()].map((rows) => Int32Array.from(rows));
}

/**
 * Any model, each block of connected rows factored on its own. Cost O(sum n_b^3).
 * Checked: tests/synthesis/multilevel-engines.prop.test.ts.
 */
export function blockEngine(
  terms: readonly Term[],
  errors: SamplingErrors,
  blocks: readonly Int32Array[],
): Engine {
  const starts = new Int32Array(blocks.length);
  let size = 0;
  for (const [b, { length }] of blocks.entries()) {
    starts[b] = size;
    size += length * length;
  }
  const sampling = samplingCells(errors, blocks, starts, size);
  return {
    name: "blocks",
    factor: (covariances) => {
      const l = sampling.slice();
      let logDeterminant = 0;
      for (const [b, rows] of blocks.entries()) {
        const [at, n] = [starts[b]!, rows.length];
        for (const [t, term] of terms.entries()) addTerm(l, at, rows, term, covariances[t]!);
        if (!factorBlock(l, at, n)) return null;
        logDeterminant += logDeterminantOfBlock(l, at, n);
      }
      let inverse: Float64Array | undefined;
      return {
        logDeterminant,
        solve: (b, c) => solveBlocks(l, blocks, starts, b, c),
        outerSums: (term) => {
          inverse ??= invertAll(l, blocks, starts);
          return sumInverse(inverse, blocks, starts, terms[term]!);
        },
      };
    },
  };
}

function samplingCells(
  errors: SamplingErrors,
  blocks: readonly Int32Array[],
  starts: Int32Array,
  size: number,
): Float64Array {
  const cells = new Float64Array(size);
  const place = new Int32Array(errors.n);
  const blockOf = new Int32Array(errors.n);
  for (const [b, rows] of blocks.entries()) {
    for (const [i, row] of rows.entries()) {
      place[row] = i;
      blockOf[row] = b;
      cells[starts[b]! + i * rows.length + i] = errors.variances[row]!;
    }
  }
  for (const { rows, values } of errors.blocks) {
    const b = blockOf[rows[0]!]!;
    const n = blocks[b]!.length;
    for (const [i, row] of rows.entries()) {
      for (const [j, column] of rows.entries())
        cells[starts[b]! + place[row]! * n + place[column]!] = values[i * rows.length + j]!;
    }
  }
  return cells;
}

/** Adds a term's covariances to the lower triangle of a block. */
function addTerm(
  cells: Float64Array,
  at: number,
  rows: Int32Array,
  { outer, inner, innerLabels }: Term,
  g: Float64Array,
): void {
  const [n, m] = [rows.length, innerLabels.length];
  for (let i = 0; i < n; i++) {
    const [level, from] = [outer[rows[i]!]!, inner[rows[i]!]! * m];
    for (let j = 0; j <= i; j++)
      if (outer[rows[j]!] === level) cells[at + i * n + j]! += g[from + inner[rows[j]!]!]!;
  }
}

function solveBlocks(
  l: Float64Array,
  blocks: readonly Int32Array[],
  starts: Int32Array,
  b: Float64Array,
  c: number,
): Float64Array {
  const x = new Float64Array(b.length);
  let room = new Float64Array(0);
  for (const [block, rows] of blocks.entries()) {
    const n = rows.length;
    if (room.length < n * c) room = new Float64Array(n * c);
    for (let i = 0; i < n; i++) for (let j = 0; j < c; j++) room[i * c + j] = b[rows[i]! * c + j]!;
    solveBlock(l, starts[block]!, n, room, 0, c);
    for (let i = 0; i < n; i++) for (let j = 0; j < c; j++) x[rows[i]! * c + j] = room[i * c + j]!;
  }
  return x;
}

function invertAll(l: Float64Array, blocks: readonly Int32Array[], starts: Int32Array): Float64Array {
  const inverse = new Float64Array(l.length);
  for (const [b, rows] of blocks.entries()) invertBlock(l, starts[b]!, rows.length, inverse);
  return inverse;
}

function sumInverse(
  inverse: Float64Array,
  blocks: readonly Int32Array[],
  starts: Int32Array,
  term: Term,
): Float64Array {
  const { outer, inner, innerLabels, outerLabels } = term;
  const m = innerLabels.length;
  const sums = new Float64Array(outerLabels.length * m * m);
  for (const [b, rows] of blocks.entries()) {
    const [at, n] = [starts[b]!, rows.length];
    for (let i = 0; i < n; i++) {
      const level = outer[rows[i]!]!;
      const to = (level * m + inner[rows[i]!]!) * m;
      for (let j = 0; j < n; j++)
        if (outer[rows[j]!] === level) sums[to + inner[rows[j]!]!]! += inverse[at + i * n + j]!;
    }
  }
  return sums;
}
