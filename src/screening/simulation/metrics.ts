import { EvidensError } from "#kernel";
import { portableLn } from "#numerics";

/** How well an order found the relevant records. */
export interface ScreeningMetrics {
  /** Records beside the priors, and the relevant ones among them. */
  readonly records: number;
  readonly relevant: number;
  /** 0 best, 1 worst, .5 expected of a random order; 0 where all or none are relevant. */
  readonly loss: number;
  /** 1 where none is relevant. */
  readonly ndcg: number;
  /** Mean position, from 1, of the relevant records found; 0 when none was found. */
  readonly atd: number;
  /** 1 - read / records - (1 - recall), read until `ceil(recall * relevant)` were found (all if they were not). */
  readonly wss95: number;
  readonly wss100: number;
  /** Recall after a tenth of the records. */
  readonly rrf10: number;
}

/**
 * Measures of an order of screening. Priors are not counted; what was not screened counts as irrelevant.
 *
 * @param labels 1 relevant, 0 not, in the order screened, priors left out
 * @param records records beside the priors, >= labels.length
 * @param relevant relevant records beside the priors, >= those in `labels`, <= records
 * @returns NaN nowhere
 * @throws EvidensError `screening/metrics-input` counts that cannot be
 * Source: loss and NDCG, asreview/metrics.py of ASReview LAB 3.0.5; ATD, Ferdinands et al. 2023,
 * doi:10.1186/s13643-023-02257-7; WSS, Cohen et al. 2006, doi:10.1197/jamia.M1929.
 * Checked: tests/screening/simulation-metrics.test.ts (by hand).
 */
export function screeningMetrics(labels: Uint8Array, records: number, relevant: number): ScreeningMetrics {
  let found = 0;
  let sum = 0;
  let gain = 0;
  let positions = 0;
  let at95 = records;
  let at100 = records;
  let inTenth = 0;
  // Free of the error of .95 as a binary number: 19 of 20, not 20.
  const most = Math.ceil((95 * relevant) / 100);
  const tenth = Math.floor(records / 10);
  checkCounts(labels, records, relevant);
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] === 1) {
      found += 1;
      gain += 1 / log2(i + 2);
      positions += i + 1;
      if (found === most) at95 = i + 1;
      if (found === relevant) at100 = i + 1;
      if (i < tenth) inTenth += 1;
    }
    sum += found;
  }
  sum += found * (records - labels.length);
  let ideal = 0;
  for (let i = 0; i < relevant; i++) ideal += 1 / log2(i + 2);
  const some = relevant > 0;
  return {
    records,
    relevant,
    loss:
      some && relevant < records
        ? (relevant * (records - (relevant - 1) / 2) - sum) / (relevant * (records - relevant))
        : 0,
    ndcg: some ? gain / ideal : 1,
    atd: found > 0 ? positions / found : 0,
    wss95: some ? 1 - at95 / records - 0.05 : 0,
    wss100: some ? 1 - at100 / records : 0,
    rrf10: some ? inTenth / relevant : 0,
  };
}

const LN2 = portableLn(2);
const log2 = (x: number): number => portableLn(x) / LN2;

function checkCounts(labels: Uint8Array, records: number, relevant: number): void {
  let found = 0;
  for (const label of labels) found += label === 1 ? 1 : 0;
  const whole = Number.isInteger(records) && Number.isInteger(relevant);
  if (whole && labels.length <= records && found <= relevant && relevant - found <= records - labels.length)
    return;
  throw new EvidensError({
    code: "screening/metrics-input",
    kind: "invalid",
    message: `${found} relevant of ${labels.length} screened cannot be part of ${relevant} relevant of ${records}.`,
    remedy: "Give the counts of the set without its priors.",
  });
}
