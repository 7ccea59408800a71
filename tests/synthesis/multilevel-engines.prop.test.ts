import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blockEngine, connectedRows } from "../../src/synthesis/multilevel/block-engine.ts";
import { chooseEngine } from "../../src/synthesis/multilevel/choose-engine.ts";
import type { Engine } from "../../src/synthesis/multilevel/engine.types.ts";
import { lowRankEngine } from "../../src/synthesis/multilevel/low-rank-engine.ts";
import { nestingOf } from "../../src/synthesis/multilevel/nested-engine.ts";
import { readSamplingErrors, type SamplingErrors } from "../../src/synthesis/multilevel/sampling-errors.ts";
import { readTerms, type Term } from "../../src/synthesis/multilevel/terms.ts";
import { type Dense, inverse, times, totalCovariance } from "./naive-dense.ts";

const rows = fc.array(
  fc.record({
    a: fc.integer({ min: 0, max: 4 }),
    b: fc.integer({ min: 0, max: 2 }),
    c: fc.integer({ min: 0, max: 3 }),
    v: fc.double({ min: 0.01, max: 2, noNaN: true }),
    x: fc.double({ min: -3, max: 3, noNaN: true }),
  }),
  { minLength: 3, maxLength: 14 },
);
const variance = fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 50, noNaN: true }));

/** Factor, solve and level sums against an inverse taken entry by entry. */
function compare(
  engine: Engine,
  terms: readonly Term[],
  errors: SamplingErrors,
  v: Dense,
  g: readonly Float64Array[],
): void {
  const n = errors.n;
  const total = totalCovariance(
    v,
    terms.map((term, t) => {
      const m = term.innerLabels.length;
      return {
        outer: [...term.outer],
        inner: [...term.inner],
        g: Array.from({ length: m }, (_, i) => Array.from(g[t]!.subarray(i * m, i * m + m))),
      };
    }),
  );
  const naive = inverse(total);
  const factored = engine.factor(g)!;
  expect(factored.logDeterminant).toBeCloseTo(naive.logDeterminant, 8);
  const b = Array.from({ length: n }, (_, i) => [Math.sin(i), 1]);
  const solved = factored.solve(Float64Array.from(b.flat()), 2);
  const size = Math.max(...naive.inverse.flat().map(Math.abs));
  for (const [i, row] of times(naive.inverse, b).entries()) {
    for (const [j, value] of row.entries())
      expect(Math.abs(solved[i * 2 + j]! - value) / size).toBeLessThan(1e-9);
  }
  for (const [t, { outer, inner, innerLabels, outerLabels }] of terms.entries()) {
    const m = innerLabels.length;
    const want = new Float64Array(outerLabels.length * m * m);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        if (outer[i] === outer[j])
          want[(outer[i]! * m + inner[i]!) * m + inner[j]!]! += naive.inverse[i]![j]!;
      }
    }
    const got = factored.outerSums(t);
    for (const [cell, value] of want.entries())
      expect(Math.abs(got[cell]! - value) / size).toBeLessThan(1e-9);
  }
}

const diagonal = (v: Float64Array): Dense =>
  Array.from(v, (value, i) => Array.from(v, (_, j) => (i === j ? value : 0)));

describe("the engines against a dense inverse", () => {
  it("nested intercepts", () => {
    fc.assert(
      fc.property(rows, variance, variance, variance, (data, s1, s2, s3) => {
        const v = Float64Array.from(data, (row) => row.v);
        const terms = readTerms(
          [
            {
              nested: [data.map(({ a }) => a), data.map(({ b }) => b), data.map((_, i) => i)],
              variances: [s1, s2, s3],
            },
          ],
          data.length,
        );
        const errors = readSamplingErrors(v, data.length);
        const engine = chooseEngine(terms, errors);
        expect(engine.name).toBe("nested");
        compare(
          engine,
          terms,
          errors,
          diagonal(v),
          [[s1], [s2], [s3]].map((g) => Float64Array.from(g)),
        );
      }),
      { seed: 11, numRuns: 150 },
    );
  });

  it("crossed intercepts", () => {
    fc.assert(
      fc.property(rows, variance, variance, variance, (data, s1, s2, s3) => {
        const v = Float64Array.from(data, (row) => row.v);
        const list = [data.map(({ a }) => a), data.map(({ c }) => c), data.map((_, i) => i)];
        const terms = readTerms(
          list.map((labels, t) => ({ nested: [labels], variances: [[s1, s2, s3][t]!] })),
          data.length,
        );
        const errors = readSamplingErrors(v, data.length);
        const g = [[s1], [s2], [s3]].map((one) => Float64Array.from(one));
        const factor = (t: number) => ({
          term: t,
          outer: terms[t]!.outer,
          count: terms[t]!.outerLabels.length,
        });
        const nesting = nestingOf([factor(0), factor(2)], v)!;
        compare(lowRankEngine(nesting, [factor(1)]), terms, errors, diagonal(v), g);
        const empty = nestingOf([], v)!;
        compare(lowRankEngine(empty, [factor(0), factor(1), factor(2)]), terms, errors, diagonal(v), g);
        compare(blockEngine(terms, errors, connectedRows(terms, errors)), terms, errors, diagonal(v), g);
        compare(chooseEngine(terms, errors), terms, errors, diagonal(v), g);
      }),
      { seed: 12, numRuns: 150 },
    );
  });

  it("known correlations beside nested and crossed intercepts", () => {
    fc.assert(
      fc.property(rows, variance, variance, variance, (data, s1, s2, s3) => {
        const v = Float64Array.from(data, (row) => row.v);
        const c = data.map((row) => row.c);
        // Levels 0 and 1 are related, and 2 and 3: two groups of rows.
        const matrix = [0, 1, 2, 3].map((i) =>
          [0, 1, 2, 3].map((j) => (i === j ? 1 + 0.3 * i : i >> 1 === j >> 1 ? 0.5 + 0.1 * i + 0.1 * j : 0)),
        );
        const known = { levels: [0, 1, 2, 3], matrix, scale: "none" } as const;
        const terms = readTerms(
          [
            { nested: [data.map(({ a }) => a)], variances: [s1] },
            { nested: [c], known: [known], variances: [s2] },
            { nested: [data.map((_, i) => i)], variances: [s3] },
          ],
          data.length,
        );
        const errors = readSamplingErrors(v, data.length);
        const [one, related, three] = terms.map((term, t) => ({
          term: t,
          outer: term.relation === undefined ? term.outer : term.inner,
          count: term.relation === undefined ? term.outerLabels.length : term.innerLabels.length,
          ...(term.relation && { root: term.relation.root }),
        }));
        const g = [
          Float64Array.of(s1),
          terms[1]!.relation?.matrix.map((value) => value * s2) ?? Float64Array.of(s2),
          Float64Array.of(s3),
        ];
        const nesting = nestingOf([one!, three!], v)!;
        compare(lowRankEngine(nesting, [related!]), terms, errors, diagonal(v), g);
        compare(lowRankEngine(nestingOf([three!], v)!, [related!, one!]), terms, errors, diagonal(v), g);
        compare(blockEngine(terms, errors, connectedRows(terms, errors)), terms, errors, diagonal(v), g);
        compare(chooseEngine(terms, errors), terms, errors, diagonal(v), g);
      }),
      { seed: 13, numRuns: 150 },
    );
  });

  it("rows of unrelated levels are blocks of their own, many rows of few levels an update", () => {
    const n = 40;
    const labels = Array.from({ length: n }, (_, i) => i % 4);
    const matrix = [
      [1, 0.5, 0, 0],
      [0.5, 1, 0, 0],
      [0, 0, 1, 0.5],
      [0, 0, 0.5, 1],
    ];
    const known = { levels: [0, 1, 2, 3], matrix };
    const terms = readTerms([{ nested: [labels], known: [known] }], n);
    const errors = readSamplingErrors(new Float64Array(n).fill(0.1), n);
    expect(connectedRows(terms, errors).map(({ length }) => length)).toEqual([20, 20]);
    expect(chooseEngine(terms, errors).name).toBe("low-rank");
    const each = readTerms([{ nested: [[0, 1, 2, 3]], known: [known] }], 4);
    expect(chooseEngine(each, readSamplingErrors(new Float64Array(4).fill(0.1), 4)).name).toBe("blocks");
  });

  it("correlated effects and sampling errors in blocks", () => {
    fc.assert(
      fc.property(
        rows,
        variance,
        variance,
        fc.double({ min: -0.3, max: 0.9, noNaN: true }),
        (data, s1, s2, rho) => {
          const n = data.length;
          const v = data.map((one, i) =>
            data.map((other, j) =>
              i === j ? one.v : one.a === other.a ? 0.4 * Math.sqrt(one.v * other.v) : 0,
            ),
          );
          const terms = readTerms(
            [
              {
                inner: data.map(({ b }) => b),
                outer: data.map(({ a }) => a),
                structure: "CS",
                levels: [0, 1, 2],
                variances: [s1],
                correlations: data.every(({ b }) => b === data[0]!.b) ? [] : [rho],
              },
              { nested: [data.map((_, i) => i)], variances: [s2] },
            ],
            n,
          );
          const m = terms[0]!.innerLabels.length;
          const g = Float64Array.from(
            { length: m * m },
            (_, cell) => s1 * (Math.floor(cell / m) === cell % m ? 1 : rho),
          );
          const errors = readSamplingErrors(v, n);
          const engine = chooseEngine(terms, errors);
          expect(engine.name).toBe("blocks");
          compare(engine, terms, errors, v, [g, Float64Array.of(s2)]);
        },
      ),
      { seed: 13, numRuns: 100 },
    );
  });

  it("rows of different groups fall into blocks of their own", () => {
    const terms = readTerms([{ nested: [["a", "a", "b", "c", "c"]] }], 5);
    const errors = readSamplingErrors(new Float64Array(5).fill(1), 5);
    expect(connectedRows(terms, errors).map((block) => [...block])).toEqual([[0, 1], [2], [3, 4]]);
  });
});
