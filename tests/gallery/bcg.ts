/**
 * Thirteen trials of BCG vaccine against tuberculosis, as in R's metadat dat.bcg (Colditz et al. 1994,
 * doi:10.1001/jama.1994.03510330076038): label, year, events and people vaccinated and not, latitude.
 */
const ROWS = [
  ["Aronson 1948", 1948, 4, 123, 11, 139, 44],
  ["Ferguson & Simes 1949", 1949, 6, 306, 29, 303, 55],
  ["Rosenthal et al. 1960", 1960, 3, 231, 11, 220, 42],
  ["Hart & Sutherland 1977", 1977, 62, 13598, 248, 12867, 52],
  ["Frimodt-Møller et al. 1973", 1973, 33, 5069, 47, 5808, 13],
  ["Stein & Aronson 1953", 1953, 180, 1541, 372, 1451, 44],
  ["Vandiviere et al. 1973", 1973, 8, 2545, 10, 629, 19],
  ["TPT Madras 1980", 1980, 505, 88391, 499, 88391, 13],
  ["Coetzee & Berjak 1968", 1968, 29, 7499, 45, 7277, 27],
  ["Rosenthal et al. 1961", 1961, 17, 1716, 65, 1665, 42],
  ["Comstock et al. 1974", 1974, 186, 50634, 141, 27338, 18],
  ["Comstock & Webster 1969", 1969, 5, 2498, 3, 2341, 33],
  ["Comstock et al. 1976", 1976, 27, 16913, 29, 17854, 33],
] as const;

export const bcg = ROWS.map(([label, year, events1, n1, events2, n2, latitude]) => {
  const y = Math.log(events1 / n1 / (events2 / n2));
  const v = 1 / events1 - 1 / n1 + 1 / events2 - 1 / n2;
  return { label, year, events1, n1, events2, n2, latitude, y, v, se: Math.sqrt(v) };
});

/** DerSimonian-Laird in four lines, for pictures only. */
export function pooled(set: readonly { readonly y: number; readonly v: number }[]) {
  const sums = (tau2: number) => {
    const w = set.map(({ v }) => 1 / (v + tau2));
    const total = w.reduce((a, b) => a + b, 0);
    const mean = set.reduce((sum, { y }, i) => sum + w[i]! * y, 0) / total;
    return { w, total, mean, q: set.reduce((sum, { y }, i) => sum + w[i]! * (y - mean) ** 2, 0) };
  };
  const fixed = sums(0);
  const df = set.length - 1;
  const c = fixed.total - fixed.w.reduce((sum, w) => sum + w * w, 0) / fixed.total;
  const tau2 = df === 0 ? 0 : Math.max(0, (fixed.q - df) / c);
  const { mean, total } = sums(tau2);
  const half = 1.959964 / Math.sqrt(total);
  return {
    estimate: mean,
    low: mean - half,
    high: mean + half,
    tau2,
    i2: fixed.q > df ? (100 * (fixed.q - df)) / fixed.q : 0,
  };
}
