import { addMultiple, addMultiples } from "./add-multiples.ts";
import type { Features } from "./learner.types.ts";
import type { RowProducts } from "./row-products.ts";

/** Scores of rows under weights that are a sum of rows; both ways give the same scores up to rounding. */
export interface SvmScores {
  /** Before a fit: the rows whose scores will be asked for. */
  begin(rows: Int32Array): void;
  /** Score of one of these rows. */
  of(row: number): number;
  /** Adds a multiple of one of these rows to the weights. */
  add(row: number, by: number): void;
  /** After a fit, before other rows are asked for. */
  end(): void;
  /** Writes the score of every row. */
  all(out: Float64Array): void;
}

/** The weights themselves: a score is a product of the row with them. */
export interface Weights extends SvmScores {
  readonly words: Float64Array;
  readonly latent: Float64Array;
  readonly bias: () => number;
}

const NO_LATENT = new Float32Array(0);

/** Keeps one weight per column. A score costs the row's length. */
export function weightsOf(features: Features): Weights {
  const { starts, indices, values, columns, rows } = features.words;
  const words = new Float64Array(columns);
  const dimensions = features.latent?.dimensions ?? 0;
  const dense = features.latent?.values ?? NO_LATENT;
  const latent = new Float64Array(dimensions);
  let bias = 0;
  const of = (row: number): number => {
    let sum = bias;
    const end = starts[row + 1]!;
    for (let at = starts[row]!; at < end; at++) sum += words[indices[at]!]! * values[at]!;
    for (let k = 0, at = row * dimensions; k < dimensions; k++, at++) sum += latent[k]! * dense[at]!;
    return sum;
  };
  const add = (row: number, by: number): void => {
    const end = starts[row + 1]!;
    for (let at = starts[row]!; at < end; at++) words[indices[at]!]! += by * values[at]!;
    for (let k = 0, at = row * dimensions; k < dimensions; k++, at++) latent[k]! += by * dense[at]!;
    bias += by;
  };
  return {
    words,
    latent,
    bias: () => bias,
    begin: () => {},
    of,
    add,
    end: () => {},
    all: (out) => {
      for (let row = 0; row < rows; row++) out[row] = of(row);
    },
  };
}

/**
 * Keeps the score of every row, and products of the rows of a fit with all: a fit costs additions alone. During
 * a fit the products of its rows with one another are read side by side; all other rows follow at its end.
 */
export function keptScores(rows: number, products: RowProducts): SvmScores {
  const scores = new Float64Array(rows);
  const slotOf = new Int32Array(rows).fill(-1);
  let among = createProductsAmong(64);
  let length = 0;
  const give = (row: number): void => {
    if (length === among.size) among = grown(among);
    const { rowOf, products: between, size } = among;
    const product = products.of(row);
    slotOf[row] = length;
    rowOf[length] = row;
    for (let slot = 0; slot <= length; slot++) {
      between[length * size + slot] = product[rowOf[slot]!]!;
      between[slot * size + length] = product[rowOf[slot]!]!;
    }
    length += 1;
  };
  return {
    begin: (asked) => {
      for (const row of asked) if (slotOf[row]! < 0) give(row);
      for (let slot = 0; slot < length; slot++) among.scores[slot] = scores[among.rowOf[slot]!]!;
    },
    of: (row) => among.scores[slotOf[row]!]!,
    add: (row, by) => {
      const slot = slotOf[row]!;
      among.pending[slot]! += by;
      addMultiple(among.scores, among.products, slot * among.size, length, by);
    },
    end: () => {
      const changed: number[] = [];
      for (let slot = 0; slot < length; slot++) if (among.pending[slot] !== 0) changed.push(slot);
      addMultiples(
        scores,
        changed.map((slot) => products.of(among.rowOf[slot]!)),
        changed.map((slot) => among.pending[slot]!),
      );
      among.pending.fill(0);
    },
    all: (out) => out.set(scores),
  };
}

/** Rows that were ever in a fit, numbered as they came, and their products with one another. */
interface ProductsAmong {
  readonly size: number;
  readonly rowOf: Int32Array;
  readonly scores: Float64Array;
  /** What was added to the weights and is not yet in the scores of all rows, in multiples of each row. */
  readonly pending: Float64Array;
  /** `size` times `size`. */
  readonly products: Float32Array;
}

function createProductsAmong(size: number): ProductsAmong {
  return {
    size,
    rowOf: new Int32Array(size),
    scores: new Float64Array(size),
    pending: new Float64Array(size),
    products: new Float32Array(size * size),
  };
}

function grown({ size, rowOf, scores, pending, products }: ProductsAmong): ProductsAmong {
  const larger = createProductsAmong(Math.ceil(1.5 * size));
  larger.rowOf.set(rowOf);
  larger.scores.set(scores);
  larger.pending.set(pending);
  for (let row = 0; row < size; row++)
    larger.products.set(products.subarray(row * size, (row + 1) * size), row * larger.size);
  return larger;
}
