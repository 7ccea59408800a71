import { describe, expect, it } from "vitest";
import { matrix, seededRng } from "#numerics";
import { gosh, metaRegression, permutationTest, pool } from "#synthesis";

function randomSet(seed: number) {
  const rng = seededRng(`quick ${seed}`);
  const k = 4 + Math.floor(rng.next() * 12);
  const spread = 10 ** (rng.next() * 3 - 1.5);
  const y = Float64Array.from({ length: k }, () => (rng.next() - 0.5) * spread);
  const v = Float64Array.from({ length: k }, () => 10 ** (rng.next() * 4 - 3));
  const x = Array.from({ length: k }, () => [1, rng.next(), rng.next()]);
  return { k, y, v, x };
}

describe("the quick search for the likelihood's maximum finds the one of the full search", () => {
  it("for a mean: the last subset of GOSH is all studies", () => {
    for (let seed = 0; seed < 150; seed++) {
      const { k, y, v } = randomSet(seed);
      for (const tau2 of ["REML", "ML"] as const) {
        const all = gosh(y, v, { tau2, smallest: k }).tau2[0]!;
        const wanted = pool(y, v, { tau2, test: "z" }).tau2!;
        expect(Math.abs(all - wanted), `set ${seed} ${tau2}: ${all} ${wanted}`).toBeLessThan(
          1e-10 * wanted + 1e-14,
        );
      }
    }
  });

  it("with moderators: the observed statistics are those of the meta-regression", () => {
    for (let seed = 0; seed < 150; seed++) {
      const { k, y, v, x } = randomSet(seed);
      const p = Math.min(2 + (seed % 2), k - 2);
      const design = matrix(
        k,
        p,
        x.flatMap((row) => row.slice(0, p)),
      );
      for (const method of ["REML", "ML"] as const) {
        const { statistics } = permutationTest({ y, v, design }, { method, permutations: 2 });
        const { coefficients } = metaRegression({ y, v, design }, { method, test: "z" });
        coefficients.forEach(({ statistic }, j) => {
          const size = Math.abs(statistics[j]! - statistic!);
          expect(size, `set ${seed} ${method} ${j}`).toBeLessThan(1e-8 * (1 + Math.abs(statistic!)));
        });
      }
    }
  });

  it("where there are two maxima", () => {
    // From the search for sets on which the restricted likelihood has two modes.
    const y = Float64Array.of(0, 0, 0, 3, -3);
    const v = Float64Array.of(0.001, 0.001, 0.001, 1, 1);
    const wanted = pool(y, v, { test: "z" }).tau2!;
    expect(Math.abs(gosh(y, v, { smallest: 5 }).tau2[0]! - wanted)).toBeLessThan(1e-10 * wanted + 1e-14);
  });
});
