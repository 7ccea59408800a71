import { KERNEL_BYTES } from "./kernel-bytes.ts";

/** Addresses are bytes into `memory`, whose buffer is another one after any call that takes more of it. */
export interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer };

  prepareTerms(): void;
  inWordAt(): number;
  textAt(length: number): number;
  readText(length: number, known: number): number;
  numbersAt(): number;
  termCount(): number;
  termStart(term: number): number;
  lastUnit(term: number): number;
  lettersAt(): number;

  prepareSpace(
    terms: number,
    stems: number,
    given: number,
    givenRows: number,
    longest: number,
    buckets: number,
    leastPair: number,
  ): void;
  /** 1 or 0 each. */
  readKinds(
    stems: number,
    spellings: number,
    titles: number,
    names: number,
    pairsOfText: number,
    pairsOfNames: number,
    joined: number,
  ): void;
  stemOfAt(): number;
  aloneAt(): number;
  tokensAt(): number;
  boundsAt(): number;
  countPairs(rows: number): void;
  beginPairs(): void;
  pairCount(): number;
  pairWordsAt(): number;
  countDocuments(rows: number, from: number): void;
  endFeatures(): number;
  documentsAt(): number;
  prepareWeights(rows: number, small: number, least: number): void;
  chooseColumns(from: number, to: number, least: number): number;
  featureOfAt(): number;
  entryCount(): number;
  raritiesAt(): number;
  sublinearAt(): number;
  setWeights(
    most: number,
    stem: number,
    alone: number,
    spelling: number,
    title: number,
    name: number,
    pair: number,
  ): void;
  weigh(rows: number, middle: number): number;
  outEndsAt(): number;
  outColumnsAt(): number;
  outValuesAt(): number;
  outOwnAt(): number;

  prepareProducts(rows: number, columns: number, entries: number, given: number, dimensions: number): void;
  givenColumnsAt(): number;
  givenValuesAt(): number;
  startsAt(): number;
  latentAt(): number;
  countColumns(count: number): void;
  beginColumns(): void;
  fillColumns(from: number, to: number): void;
  endColumns(dense: number): void;

  prepareSvm(longest: number): void;
  alphaAt(): number;
  signAt(): number;
  squaresAt(): number;
  ownAt(): number;
  scoresAt(): number;
  givenRowsAt(): number;
  labelsAt(): number;
  give(row: number, entries: number): void;
  release(row: number): void;
  fit(length: number, ofRelevant: number, ofIrrelevant: number, tolerance: number, mostPasses: number): void;
  settleAll(): void;
  scoreOf(row: number): number;
  highest(): number;

  prepareDirections(rows: number, columns: number, entries: number, directions: number): void;
  rowStartsAt(): number;
  rowIndicesAt(): number;
  rowValuesAt(): number;
  rowLengthsAt(): number;
  squareOf(direction: number): number;
  factorAt(): number;
  turnAt(): number;
  loadingsAt(): number;
  centreAt(): number;
  placesAt(): number;
  findDirections(times: number): void;
  turnDirections(directions: number): void;
  placeRows(count: number): void;
}

// Part of every engine, though not of the language.
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

let compiled: object | null = null;

/**
 * Inner loops of the learner (kernels/screening) with memory of their own, which goes when nothing refers to it.
 * IEEE arithmetic in a fixed order: the same results on every engine.
 */
export function createKernel(): Kernel {
  compiled ??= new WebAssembly.Module(KERNEL_BYTES);
  return new WebAssembly.Instance(compiled).exports as Kernel;
}

type View<T> = new (buffer: ArrayBuffer, at: number, length: number) => T;

/** A part of the kernel's memory, until the next call that takes more of it. */
export function viewOf<T>({ memory }: Kernel, Kind: View<T>, at: number, length: number): T {
  return new Kind(memory.buffer, at >>> 0, length);
}
