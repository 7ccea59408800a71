import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PooledResult, type PoolOptions, pool, type Tau2Method } from "#synthesis";

const METHODS = ["DL", "HE", "HS", "HSk", "SJ", "ML", "REML", "EB", "PM", "PMM", "DLIT", "SJIT"] as const;
const study = fc.record({
  y: fc.double({ min: -3, max: 3, noNaN: true }),
  v: fc.double({ min: 0.005, max: 2, noNaN: true }),
});
const studies = fc.array(study, { minLength: 2, maxLength: 20 });
const options: fc.Arbitrary<PoolOptions> = fc.oneof(
  fc.constant<PoolOptions>({ model: "common" }),
  fc.record({
    tau2: fc.constantFrom<Tau2Method>(...METHODS),
    test: fc.constantFrom("z" as const, "t" as const, "knha" as const, "adhoc" as const),
  }),
);
const run = { seed: 20261126, numRuns: 300 };

const poolOf = (set: readonly { y: number; v: number }[], o: PoolOptions) =>
  pool(
    Float64Array.from(set, (s) => s.y),
    Float64Array.from(set, (s) => s.v),
    o,
  );
const near = (a: number | null, b: number | null, scale = 1) =>
  (a === null && b === null) || Math.abs(a! - b!) <= 1e-7 * Math.max(scale, Math.abs(b!));

describe("pooling", () => {
  it("does not depend on the order of studies", () => {
    fc.assert(
      fc.property(studies, options, (set, o) => {
        const [a, b] = [poolOf(set, o), poolOf([...set].reverse(), o)];
        for (const field of ["estimate", "se", "ciLow", "ciHigh", "tau2", "q", "i2", "tau2High"] as const)
          expect(near(a[field], b[field]), `${field}: ${a[field]} ${b[field]}`).toBe(true);
        expect([...b.weights].reverse().every((w, i) => near(w, a.weights[i]!))).toBe(true);
      }),
      run,
    );
  });

  it("moves with a shift of every effect and nothing else changes", () => {
    fc.assert(
      fc.property(studies, options, fc.double({ min: -50, max: 50, noNaN: true }), (set, o, by) => {
        const a = poolOf(set, o);
        const b = poolOf(
          set.map((s) => ({ ...s, y: s.y + by })),
          o,
        );
        for (const field of ["estimate", "ciLow", "ciHigh", "predictionLow", "predictionHigh"] as const)
          expect(near(a[field] === null ? null : a[field] + by, b[field]), field).toBe(true);
        for (const field of ["se", "tau2", "q", "i2", "h2"] as const)
          expect(near(a[field], b[field]), field).toBe(true);
      }),
      run,
    );
  });

  it("scales with the unit", () => {
    fc.assert(
      fc.property(studies, options, fc.double({ min: 0.01, max: 100, noNaN: true }), (set, o, by) => {
        const a = poolOf(set, o);
        const b = poolOf(
          set.map((s) => ({ y: s.y * by, v: s.v * by * by })),
          o,
        );
        const pairs: [number | null, number | null, number][] = [
          [a.estimate * by, b.estimate, by],
          [a.se * by, b.se, by],
          [a.tau2! * by * by, b.tau2, by * by],
          [a.q, b.q, 1],
          [a.i2, b.i2, 1],
          [a.p, b.p, 1],
        ];
        for (const [x, y, scale] of pairs) expect(near(x, y, scale), `${x} ${y}`).toBe(true);
      }),
      run,
    );
  });

  it("keeps its promises: weights, order of limits, convergence", () => {
    fc.assert(
      fc.property(studies, options, (set, o) => {
        const r: PooledResult = poolOf(set, o);
        expect(Math.abs(r.weights.reduce((x, y) => x + y, 0) - 100)).toBeLessThan(1e-9);
        expect(r.weights.every((w) => w > 0)).toBe(true);
        expect(r.converged).toBe(true);
        expect(r.ciLow <= r.estimate && r.estimate <= r.ciHigh).toBe(true);
        if (r.predictionLow !== null)
          expect(r.predictionLow <= r.ciLow && r.ciHigh <= r.predictionHigh!).toBe(true);
        if (r.tau2Low !== null) expect(r.tau2Low <= r.tau2High!).toBe(true);
        expect(r.i2! >= 0 && r.i2! <= 100).toBe(true);
        expect(JSON.stringify(r)).toBe(JSON.stringify(poolOf(set, o)));
        for (const value of Object.values(r))
          if (typeof value === "number") expect(Number.isFinite(value)).toBe(true);
      }),
      run,
    );
  });
});
