import { addMultiple, addMultiples, type Multiples } from "./add-multiples.ts";
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
  /**
   * The unlabelled row (label -1) with the highest score in single precision, the first of equals; -1 when all are
   * labelled.
   */
  highest(labels: Int8Array): number;
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
    highest: (labels) => {
      const scores = new Float64Array(rows);
      for (let row = 0; row < rows; row++) scores[row] = of(row);
      return highestOf(labels, scores);
    },
  };
}

/** The first of the unlabelled rows with the highest score in single precision. */
function highestOf(labels: Int8Array, scores: Float64Array): number {
  let best = -1;
  let most = 0;
  for (let row = 0; row < scores.length; row++) {
    if (labels[row] !== -1) continue;
    const score = Math.fround(scores[row]!);
    if (best >= 0 && score <= most) continue;
    best = row;
    most = score;
  }
  return best;
}

/** More than rounding could make of a score, for each unit of change. */
const SLACK = 1e-5;
/**
 * Changes of a dual variable above this, few but most of the change of the weights, are added to the scores of all
 * rows at once.
 */
const AT_ONCE = 0.002;

/**
 * Keeps the score of every row, and products of the rows of a fit with all: a fit costs additions alone. During
 * a fit the products of its rows with one another are read side by side. Most of what it changed is small, and is
 * added to the scores of all rows when those are asked for. The highest score needs few of them: no score changes
 * by more than the length of the row times that of the change of the weights, so rows well below the highest are
 * not looked at.
 *
 * @param longest length of the longest row, without the bias and what only one row has
 */
export function keptScores(rows: number, products: RowProducts, longest: number): SvmScores {
  const scores = new Float64Array(rows);
  const slotOf = new Int32Array(rows).fill(-1);
  const changes: Multiples = { what: [], by: [], count: 0 };
  const nearest = new Int32Array(rows);
  let among = createProductsAmong(64);
  let length = 0;
  let looked = 0;
  const give = (row: number): void => {
    if (length === among.size) among = grown(among);
    slotOf[row] = length;
    among.rowOf[length] = row;
    among.scores[length] = scores[row]! + partOf(changesOf(among, length, products, 0, changes), row);
    placeProducts(among, length, products.of(row));
    length += 1;
  };
  /** Adds to the scores of all rows what is not yet in them, multiples above `least` alone. */
  const settle = (least: number): void => {
    changesOf(among, length, products, least, changes);
    addMultiples(scores, changes);
    drop(among.pending, length, least);
  };
  return {
    begin: (asked) => {
      for (let i = 0; i < asked.length; i++) if (slotOf[asked[i]!]! < 0) give(asked[i]!);
    },
    of: (row) => among.scores[slotOf[row]!]!,
    add: (row, by) => {
      const slot = slotOf[row]!;
      among.pending[slot]! += by;
      addMultiple(among.scores, among.products, slot * among.size, length, by);
    },
    end: () => settle(AT_ONCE),
    all: (out) => {
      settle(0);
      looked = 0;
      out.set(scores);
    },
    highest: (labels) => {
      const lead = highestOf(labels, scores);
      if (lead < 0) return -1;
      const pending = changesOf(among, length, products, 0, changes);
      const score = scores[lead]! + partOf(pending, lead);
      const near = nearRows(labels, scores, score - growthOf(among, length, scores, longest), nearest);
      looked += near.length;
      // Looking at a fifth of the rows costs about what adding to all does.
      if (5 * looked > rows) {
        settle(0);
        looked = 0;
        return highestOf(labels, scores);
      }
      return highestNear(near, scores, pending);
    },
  };
}

/** What is not yet in the scores of all rows, multiples above `least` alone: products of rows and their multiples. */
function changesOf(
  { pending, rowOf }: ProductsAmong,
  length: number,
  products: RowProducts,
  least: number,
  out: Multiples,
): Multiples {
  out.count = 0;
  for (let slot = 0; slot < length; slot++) {
    if (Math.abs(pending[slot]!) <= least) continue;
    out.what[out.count] = products.of(rowOf[slot]!);
    out.by[out.count++] = pending[slot]!;
  }
  return out;
}

function drop(pending: Float64Array, length: number, least: number): void {
  for (let slot = 0; slot < length; slot++) if (Math.abs(pending[slot]!) > least) pending[slot] = 0;
}

/** What changes add to the score of one row. */
function partOf({ what, by, count }: Multiples, row: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += by[i]! * what[i]![row]!;
  return sum;
}

/** By how much at most the score of any row has grown. */
function growthOf(
  { pending, scores, rowOf }: ProductsAmong,
  length: number,
  before: Float64Array,
  longest: number,
): number {
  let squared = 0;
  let bias = 0;
  let size = 1;
  for (let slot = 0; slot < length; slot++) {
    squared += pending[slot]! * (scores[slot]! - before[rowOf[slot]!]!);
    bias += pending[slot]!;
    size += Math.abs(pending[slot]!);
  }
  const slack = SLACK * size;
  return bias + longest * Math.sqrt(Math.max(0, squared - bias * bias) + slack * slack) + slack;
}

/** Unlabelled rows whose score is not below `least`, in `near`. */
function nearRows(labels: Int8Array, scores: Float64Array, least: number, near: Int32Array): Int32Array {
  let count = 0;
  for (let row = 0; row < labels.length; row++)
    if (labels[row] === -1 && scores[row]! >= least) near[count++] = row;
  return near.subarray(0, count);
}

function highestNear(near: Int32Array, scores: Float64Array, pending: Multiples): number {
  let best = near[0]!;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < near.length; i++) {
    const score = Math.fround(scores[near[i]!]! + partOf(pending, near[i]!));
    if (score <= most) continue;
    best = near[i]!;
    most = score;
  }
  return best;
}

/** Writes the products of the row of a new slot with those of the others. */
function placeProducts({ rowOf, products, size }: ProductsAmong, slot: number, product: Float32Array): void {
  for (let other = 0; other <= slot; other++) {
    products[slot * size + other] = product[rowOf[other]!]!;
    products[other * size + slot] = product[rowOf[other]!]!;
  }
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
