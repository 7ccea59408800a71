/**
 * `npm run conformance -- screening DIR [--model=ID]`: simulates screening on every labelled set of a folder and
 * prints what was reached, beside the reference program's results where the folder has them, then the stopping
 * rules along the same orders. Exits non-zero below the bars.
 */

import { runSets, type SetRun } from "./screening-runs.ts";
import { meanOf, type Reference, readReference } from "./screening-sets.ts";
import { checkStopping } from "./stopping.ts";

/** Means over sets; they were set on the eleven sets that have a file of results. */
const BARS = { loss: 0.078, wss95: 0.61, ndcg: 0.76 };
/** How much a single set may be worse than the reference. */
const WORSE = 0.01;
/** How much less processor time than the reference, on sets of more than so many records. */
const FASTER = 5;
const LARGE = 800;
const GIVEN_SETS = 11;

export async function checkScreening(folder: string, model: string): Promise<boolean> {
  const runs = await runSets(folder, { model });
  if (runs.length === 0) {
    console.error(`No CSV of ${folder} has the columns id, title, abstract and label.`);
    return false;
  }
  const reference = readReference(folder);
  const names = [...new Set(runs.map(({ set }) => set))];
  console.log(
    `Model ${model}; means over the starts; in brackets the reference program from the same starts.\n`,
  );
  console.log(HEAD);
  const ours: Reference[] = [];
  const theirs: Reference[] = [];
  const complaints: string[] = [];
  for (const name of names) {
    const own = runs.filter(({ set }) => set === name);
    const mean = meanOf(own.map(({ metrics }) => metrics));
    const peer = reference.get(name);
    ours.push(mean);
    if (peer !== undefined) theirs.push(peer);
    console.log(line(name, own[0]!, mean, peer));
    if (peer !== undefined && mean.loss > peer.loss + WORSE)
      complaints.push(
        `${name}: loss ${mean.loss.toFixed(4)}, more than ${WORSE} above ${peer.loss.toFixed(4)}`,
      );
    if (peer !== undefined && own[0]!.records > LARGE && mean.cpu * FASTER > peer.cpu)
      complaints.push(
        `${name}: ${(peer.cpu / mean.cpu).toFixed(1)} times less processor time, not ${FASTER}`,
      );
  }
  const mean = meanOf(ours);
  const peer = theirs.length === names.length ? meanOf(theirs) : undefined;
  console.log(line(`mean of ${names.length}`, null, mean, peer));
  complaints.push(...belowBars(mean, peer, names.length));
  for (const complaint of complaints) console.log(`below the bar: ${complaint}`);
  console.log("");
  const stopping = await checkStopping(folder, async () => runs);
  return complaints.length === 0 && stopping;
}

/** On the given sets the bars are fixed; on others as far beyond the reference, and without one there are none. */
function belowBars(mean: Reference, peer: Reference | undefined, sets: number): string[] {
  if (peer === undefined) {
    console.log("No results of the reference program for all of these sets: no bars.");
    return [];
  }
  const given = sets === GIVEN_SETS && Math.abs(peer.loss - 0.086) < 5e-4;
  const bars = given
    ? BARS
    : { loss: peer.loss * (BARS.loss / 0.086), wss95: peer.wss95 + 0.03, ndcg: peer.ndcg + 0.01 };
  console.log(
    `\nBars${given ? "" : " (as far beyond the reference as on the given sets)"}: loss <= ${bars.loss.toFixed(4)}, WSS@95 >= ${bars.wss95.toFixed(3)}, NDCG >= ${bars.ndcg.toFixed(3)}, no set worse by more than ${WORSE} loss, ${FASTER} times less processor time above ${LARGE} records.`,
  );
  const wrong: string[] = [];
  if (mean.loss > bars.loss) wrong.push(`mean loss ${mean.loss.toFixed(4)}`);
  if (mean.wss95 < bars.wss95) wrong.push(`mean WSS@95 ${mean.wss95.toFixed(3)}`);
  if (mean.ndcg < bars.ndcg) wrong.push(`mean NDCG ${mean.ndcg.toFixed(3)}`);
  return wrong;
}

const COLUMNS = [
  ["loss", 4],
  ["wss95", 3],
  ["wss100", 3],
  ["rrf10", 3],
  ["atd", 0],
  ["ndcg", 3],
  ["cpu", 2],
] as const;
const TITLES = ["loss", "WSS@95", "WSS@100", "RRF@10", "ATD", "NDCG", "CPU s"];
const HEAD = [
  "set".padEnd(26),
  "N".padStart(6),
  "rel".padStart(4),
  ...TITLES.map((title) => title.padStart(15)),
  "less CPU".padStart(9),
].join(" ");

/** One row of the table. */
export function line(name: string, size: SetRun | null, ours: Reference, theirs?: Reference): string {
  return [
    name.padEnd(26),
    String(size?.records ?? "").padStart(6),
    String(size?.relevant ?? "").padStart(4),
    ...COLUMNS.map(([key, digits]) => {
      const peer = theirs === undefined ? "" : ` (${theirs[key].toFixed(digits)})`;
      return `${ours[key].toFixed(digits)}${peer}`.padStart(15);
    }),
    (theirs === undefined ? "" : `${(theirs.cpu / ours.cpu).toFixed(1)} x`).padStart(9),
  ].join(" ");
}
