/** How early the relevant records came. All are taken over the records that were not known beforehand. */
export interface ScreeningMetrics {
  readonly records: number;
  readonly relevant: number;
  /** 0: all relevant records first, 1: all last, .5: as by chance. */
  readonly loss: number;
  readonly ndcg: number;
  /** Mean place of a relevant record. */
  readonly atd: number;
  /** Work saved over sampling at 95 % and 100 % recall. */
  readonly wss95: number;
  readonly wss100: number;
  /** Share of the relevant records among the first tenth. */
  readonly rrf10: number;
}

/**
 * Measures of one order. Records never shown count as shown last.
 *
 * Loss is the area between the best curve and this one over that between the best and the worst. WSS@r
 * is 1 - k/N - (1 - r) with k the records read to reach ceil(r relevant); NDCG has gains of 1 and base 2.
 *
 * @param labels 1 relevant, 0 not, in the order shown, without records known beforehand
 * @param records N, a whole number >= `labels.length`
 * @param relevant relevant records among the N, >= those in `labels`
 * @returns NaN nowhere: without relevant or without irrelevant records loss is 0 and NDCG 1
 * Source: loss and NDCG as `asreview.metrics` of ASReview LAB 3; WSS after Cohen et al. 2006,
 * doi:10.1197/jamia.M1929; ATD after Ferdinands et al. 2023, doi:10.1186/s13643-023-02257-7.
 * Checked: tests/screening/simulation-metrics.test.ts.
 */
export function screeningMetrics(labels: Uint8Array, records: number, relevant: number): ScreeningMetrics {
  let found = 0;
  let area = 0;
  let gain = 0;
  let places = 0;
  let k95 = records;
  let k100 = records;
  let early = 0;
  // ceil, but not one more for a product that is whole and comes out a hair above.
  const most = Math.ceil(0.95 * relevant - 1e-9);
  const tenth = Math.floor(0.1 * records);
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] === 1) {
      found += 1;
      gain += 1 / Math.log2(i + 2);
      places += i + 1;
      if (found === most) k95 = i + 1;
      if (found === relevant) k100 = i + 1;
    }
    area += found;
    if (i < tenth) early = found;
  }
  area += found * (records - labels.length);
  const missing = relevant - found;
  // Those never shown come last, in the worst places.
  for (let i = 0; i < missing; i++) {
    const place = records - missing + i + 1;
    places += place;
    gain += 1 / Math.log2(place + 1);
    area += records - place + 1;
  }
  let ideal = 0;
  for (let i = 0; i < relevant; i++) ideal += 1 / Math.log2(i + 2);
  const room = relevant * (records - relevant);
  return {
    records,
    relevant,
    loss: room === 0 ? 0 : (relevant * (records - (relevant - 1) / 2) - area) / room,
    ndcg: ideal === 0 ? 1 : gain / ideal,
    atd: relevant === 0 ? 0 : places / relevant,
    wss95: records === 0 ? 0 : 1 - k95 / records - 0.05,
    wss100: records === 0 ? 0 : 1 - k100 / records,
    rrf10: relevant === 0 ? 0 : early / relevant,
  };
}
