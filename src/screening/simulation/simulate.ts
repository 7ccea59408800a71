import { EvidensError } from "#kernel";
import type { ColdStart, LearnerDocument, LearnerModel } from "../learner/learner.types.ts";
import { createRanker, type LearnerCorpus, prepareLearner } from "../learner/ranker.ts";
import { type ScreeningMetrics, screeningMetrics } from "./metrics.ts";

export interface SimulationOptions {
  readonly model: LearnerModel;
  /** Ids of records whose labels are known at the start. */
  readonly priors: { readonly relevant: readonly string[]; readonly irrelevant: readonly string[] };
  readonly seed: number;
  readonly start?: ColdStart;
  /** Go on after the last relevant record until all are read; default false. */
  readonly readAll?: boolean;
}

/** One reading of a labelled set in the order of a model. */
export interface SimulationRun {
  /** Rows in the order shown, without those known beforehand. */
  readonly order: Uint32Array;
  /** Their labels: 1 relevant, 0 not. */
  readonly labels: Uint8Array;
  /** Labels known beforehand, relevant first. */
  readonly known: Uint8Array;
  readonly metrics: ScreeningMetrics;
}

/**
 * Reads a labelled set as a reviewer would who follows the model: it learns after every record. Ends
 * when all relevant records are found, when the model's stopping rule says so, or when all are read.
 *
 * @param documents the set, or what `prepareLearner` made of it for the same model
 * @param labels 1 relevant, 0 not, one for each document
 * @throws EvidensError `screening/simulation-input` for labels of another length or other values, an
 *   unknown or doubled id among the priors, or one whose label is not what the priors say
 * Source: the simulation mode of ASReview LAB 3.0.5 (one record per query, a fit per label).
 * Checked: tests/screening/simulation.test.ts.
 */
export function simulate(
  documents: readonly LearnerDocument[] | LearnerCorpus,
  labels: Uint8Array,
  options: SimulationOptions,
): SimulationRun {
  const { model, seed, start, readAll = false } = options;
  const rows = "ids" in documents ? documents.ids.length : documents.length;
  if (labels.length !== rows) throw badInput(`${labels.length} labels for ${rows} records`);
  if (labels.some((label) => label > 1)) throw badInput("a label that is neither 0 nor 1");
  const ids = "ids" in documents ? documents.ids : documents.map(({ id }) => id);
  const known = knownRows(ids, labels, options.priors);
  const corpus = "ids" in documents ? documents : prepareLearner(documents, model);
  const ranker = createRanker(corpus, model, { seed, ...(start === undefined ? {} : { start }) });
  const seen = new Int8Array(rows).fill(-1);
  for (const row of known) seen[row] = labels[row]!;
  let left = 0;
  for (let row = 0; row < rows; row++) if (seen[row] === -1) left += labels[row]!;
  const relevant = left;
  const order = new Uint32Array(rows - known.length);
  const shown = new Uint8Array(rows - known.length);
  let read = 0;
  while (read < order.length && (left > 0 || readAll)) {
    ranker.train(seen);
    const row = ranker.next();
    if (row < 0) break;
    seen[row] = labels[row]!;
    order[read] = row;
    shown[read] = labels[row]!;
    left -= labels[row]!;
    read += 1;
    if (model.stop?.judge({ labels: shown.subarray(0, read), total: order.length }).stop === true) break;
  }
  const inOrder = shown.slice(0, read);
  return {
    order: order.slice(0, read),
    labels: inOrder,
    known: Uint8Array.from(known, (row) => labels[row]!),
    metrics: screeningMetrics(inOrder, order.length, relevant),
  };
}

function knownRows(
  ids: readonly string[],
  labels: Uint8Array,
  priors: SimulationOptions["priors"],
): readonly number[] {
  const rowOf = new Map<string, number>();
  for (const [row, id] of ids.entries()) if (!rowOf.has(id)) rowOf.set(id, row);
  const known = new Set<number>();
  const take = (id: string, label: number): void => {
    const row = rowOf.get(id);
    if (row === undefined) throw badInput(`no record "${id}", which is among the priors`);
    if (labels[row] !== label)
      throw badInput(
        `record "${id}" among the ${label === 1 ? "relevant" : "irrelevant"} priors with another label`,
      );
    if (known.has(row)) throw badInput(`record "${id}" twice among the priors`);
    known.add(row);
  };
  for (const id of priors.relevant) take(id, 1);
  for (const id of priors.irrelevant) take(id, 0);
  return [...known];
}

function badInput(what: string): EvidensError {
  return new EvidensError({
    code: "screening/simulation-input",
    kind: "invalid",
    message: `The simulation was given ${what}.`,
    remedy: "Give one label, 0 or 1, for each record, and priors that name records by their ids.",
  });
}
