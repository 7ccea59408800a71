/**
 * How many excluded reports to read again so that, when none of them should have been included, no more
 * than the tolerated number is among all of them, at the confidence.
 *
 * @param excluded reports to draw from, a whole number >= 0
 * @param tolerated relevant ones among them that may be missed, a whole number >= 0
 * @param confidence in (0, 1)
 * Source: acceptance number 0 of the exact hypergeometric test; the chance of drawing none of m marked
 * ones in n draws from N is the product of (N - n - j) / (N - j) over j < m.
 * Checked: tests/web/screening-setup-numbers.prop.test.ts, against the program's own.
 */
export function auditSize(excluded: number, tolerated: number, confidence: number): number {
  if (tolerated >= excluded) return 0;
  const none = (draws: number): number => {
    let chance = 1;
    for (let marked = 0; marked <= tolerated; marked++) {
      chance *= Math.max(0, excluded - draws - marked) / (excluded - marked);
    }
    return chance;
  };
  let low = 1;
  let high = excluded;
  while (low < high) {
    const middle = low + Math.floor((high - low) / 2);
    if (none(middle) < 1 - confidence - 1e-12) high = middle;
    else low = middle + 1;
  }
  return low;
}
