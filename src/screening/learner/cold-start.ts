import { seededRng } from "#numerics";
import type { ColdStart, Features } from "./learner.types.ts";

/**
 * Scores before both classes are known: likeness to the start's words, and to what has been labelled so far
 * (Rocchio's rule with weight 1 for relevant and .5 for irrelevant records).
 *
 * @param out one entry per row; written
 * Source: Rocchio 1971, in Salton (ed.), The SMART Retrieval System, chapter 14.
 * Checked: tests/screening/learner-ranker.test.ts.
 */
export function coldScores(
  features: Features,
  labels: Int8Array,
  start: ColdStart,
  seed: number,
  out: Float64Array,
): void {
  const { starts, indices, values, rows, columns } = features.words;
  out.fill(0);
  if (start.kind === "random") {
    const rng = seededRng(`start ${seed}`);
    // Too small to matter beside any likeness.
    for (let row = 0; row < rows; row++) out[row] = 1e-6 * rng.next();
  }
  const profile = profileOf(features, labels, start);
  if (profile === null) return;
  const weights = new Float64Array(columns);
  for (const [column, weight] of profile) weights[column] = weight;
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    for (let at = starts[row]!; at < starts[row + 1]!; at++) sum += weights[indices[at]!]! * values[at]!;
    out[row]! += sum;
  }
}

/** What a wanted record looks like, as weights of columns; null when nothing is known. */
function profileOf(features: Features, labels: Int8Array, start: ColdStart): Map<number, number> | null {
  const { starts, indices, values } = features.words;
  const profile = new Map<number, number>();
  const add = (column: number, by: number): void => {
    profile.set(column, (profile.get(column) ?? 0) + by);
  };
  if (start.kind === "words") {
    const query = features.place(start.words.join(" "));
    for (const [i, column] of query.columns.entries()) add(column, query.values[i]!);
  }
  let relevant = 0;
  let irrelevant = 0;
  for (const label of labels) {
    if (label === 1) relevant += 1;
    else if (label === 0) irrelevant += 1;
  }
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row]!;
    if (label === -1) continue;
    const by = label === 1 ? 1 / relevant : -0.5 / irrelevant;
    for (let at = starts[row]!; at < starts[row + 1]!; at++) add(indices[at]!, by * values[at]!);
  }
  return profile.size === 0 ? null : profile;
}

/** What each column adds to the score of a row before both classes are known. */
export function coldContributions(
  features: Features,
  labels: Int8Array,
  start: ColdStart,
  row: number,
): { readonly columns: Int32Array; readonly values: Float64Array } {
  const { starts, indices, values } = features.words;
  const profile = profileOf(features, labels, start);
  const from = starts[row]!;
  const columns = indices.slice(from, starts[row + 1]!);
  return {
    columns,
    values: Float64Array.from(columns, (column, i) => (profile?.get(column) ?? 0) * values[from + i]!),
  };
}
