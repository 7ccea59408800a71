import { describe, expect, it } from "vitest";
import { seededRng } from "#numerics";
import { pool } from "#synthesis";
import { expectClose } from "./golden.ts";

type Matrix = readonly (readonly number[])[];

const times = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((sum, value, i) => sum + value * b[i]![j]!, 0)));
const trace = (a: Matrix): number => a.reduce((sum, row, i) => sum + row[i]!, 0);

/** P = W - W 1 (1'W 1)^-1 1'W, written out as a matrix. */
function projection(v: readonly number[], tau2: number): Matrix {
  const w = v.map((vi) => 1 / (vi + tau2));
  const total = w.reduce((a, b) => a + b, 0);
  return w.map((wi, i) => w.map((wj, j) => (i === j ? wi : 0) - (wi * wj) / total));
}

function restrictedLogLikelihood(y: readonly number[], v: readonly number[], tau2: number): number {
  const w = v.map((vi) => 1 / (vi + tau2));
  const total = w.reduce((a, b) => a + b, 0);
  const mean = w.reduce((sum, wi, i) => sum + wi * y[i]!, 0) / total;
  const squares = w.reduce((sum, wi, i) => sum + wi * (y[i]! - mean) ** 2, 0);
  return (w.reduce((sum, wi) => sum + Math.log(wi), 0) - Math.log(total) - squares) / 2;
}

function randomSet(seed: number) {
  const rng = seededRng(`oracle ${seed}`);
  const k = 2 + Math.floor(rng.next() * 14);
  const spread = 10 ** (rng.next() * 3 - 1.5);
  const y = Array.from({ length: k }, () => (rng.next() - 0.5) * spread);
  const v = Array.from({ length: k }, () => 10 ** (rng.next() * 4 - 3));
  return { y, v };
}

describe("pooling against plain matrix algebra on random data", () => {
  it("DerSimonian-Laird, its mean and its standard errors", () => {
    for (let seed = 0; seed < 60; seed++) {
      const { y, v } = randomSet(seed);
      const got = pool(Float64Array.from(y), Float64Array.from(v), { tau2: "DL", test: "z" });
      const column = y.map((value) => [value]);
      const p0 = projection(v, 0);
      const q = times([y], times(p0, column))[0]![0]!;
      const tau2 = Math.max(0, (q - (y.length - 1)) / trace(p0));
      expectClose(got.q, q, 1e-9, `Q of set ${seed}`);
      expectClose(got.tau2, tau2, 1e-8, `tau2 of set ${seed}`);
      const w = v.map((vi) => 1 / (vi + got.tau2!));
      const total = w.reduce((a, b) => a + b, 0);
      expectClose(got.estimate, w.reduce((s, wi, i) => s + wi * y[i]!, 0) / total, 1e-9, `mean ${seed}`);
      expectClose(got.se, Math.sqrt(1 / total), 1e-12, `se ${seed}`);
    }
  });

  it("REML: the score is 0 or falls at 0, and no point of a fine grid has a higher likelihood", () => {
    let interior = 0;
    for (let seed = 0; seed < 60; seed++) {
      const { y, v } = randomSet(seed);
      const got = pool(Float64Array.from(y), Float64Array.from(v), { test: "z" });
      const tau2 = got.tau2!;
      const p = projection(v, tau2);
      const py = times(
        p,
        y.map((value) => [value]),
      ).map((row) => row[0]!);
      const squares = py.reduce((sum, value) => sum + value * value, 0);
      const tr = trace(p);
      if (tau2 > 0) {
        interior++;
        expect(Math.abs(squares - tr) / tr, `score of set ${seed}`).toBeLessThan(1e-9);
      } else expect(squares, `score at 0 of set ${seed}`).toBeLessThanOrEqual(tr);
      const best = restrictedLogLikelihood(y, v, tau2);
      for (let e = -8; e <= 4; e += 0.02)
        expect(restrictedLogLikelihood(y, v, 10 ** e), `set ${seed} at 1e${e}`).toBeLessThanOrEqual(
          best + 1e-10,
        );
      expectClose(got.seTau2, Math.sqrt(2 / trace(times(p, p))), 1e-9, `se tau2 ${seed}`);
    }
    expect(interior).toBeGreaterThan(20);
    expect(interior).toBeLessThan(60);
  });

  it("REML finds the higher of two modes", () => {
    // Two precise studies that agree and two vague ones far apart: the score falls, rises, falls.
    for (let seed = 0; seed < 400; seed++) {
      const rng = seededRng(`modes ${seed}`);
      const y = [0, 0.01 * rng.next(), 3 + 4 * rng.next(), -3 - 4 * rng.next()];
      const v = [1e-3, 1e-3 * (1 + rng.next()), 1 + rng.next(), 1 + rng.next()];
      const got = pool(Float64Array.from(y), Float64Array.from(v), { test: "z" });
      const best = restrictedLogLikelihood(y, v, got.tau2!);
      for (let e = -8; e <= 4; e += 0.1)
        expect(restrictedLogLikelihood(y, v, 10 ** e), `set ${seed} at 1e${e}`).toBeLessThanOrEqual(
          best + 1e-10,
        );
    }
  });
});
