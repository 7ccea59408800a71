// Time of one REML fit at k = 10 to 10 000, beside the same fit written with k x k matrices.
import { pool } from "#synthesis";

/** The portable generator of the reference timings: x <- 16807 x mod 2147483647. */
function uniform(seed: number): () => number {
  let x = seed;
  return () => {
    x = (16807 * x) % 2147483647;
    return x / 2147483647;
  };
}

function effects(k: number): { y: Float64Array; v: Float64Array } {
  const next = uniform(2026 + k);
  const v = Float64Array.from({ length: k }, () => 0.02 + 0.2 * next());
  const y = v.map((vi) => {
    const normal = Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
    return 0.3 + Math.sqrt(vi + 0.1) * normal;
  });
  return { y, v };
}

/** Fisher scoring with P = W - W1(1'W1)^-1 1'W as a dense matrix: the textbook way, O(k^2) a step, O(k^3) for tr(PP). */
function naiveReml(y: Float64Array, v: Float64Array): number {
  const k = y.length;
  let tau2 = 0.05;
  for (let step = 0; step < 100; step++) {
    const w = v.map((vi) => 1 / (vi + tau2));
    const total = w.reduce((a, b) => a + b, 0);
    const p = Array.from({ length: k }, (_, i) =>
      Float64Array.from({ length: k }, (_, j) => (i === j ? w[i]! : 0) - (w[i]! * w[j]!) / total),
    );
    const pp = p.map((row) => p.map((column) => row.reduce((sum, value, i) => sum + value * column[i]!, 0)));
    const py = p.map((row) => row.reduce((sum, value, i) => sum + value * y[i]!, 0));
    const squares = py.reduce((sum, value) => sum + value * value, 0);
    const change =
      (squares - p.reduce((s, row, i) => s + row[i]!, 0)) / pp.reduce((s, row, i) => s + row[i]!, 0);
    tau2 = Math.max(0, tau2 + change);
    if (Math.abs(change) < 1e-10) break;
  }
  return tau2;
}

/** Median milliseconds of a call, over enough calls to fill the time. */
function milliseconds(run: () => unknown, budget: number): number {
  const times: number[] = [];
  const end = performance.now() + budget;
  do {
    const start = performance.now();
    run();
    times.push(performance.now() - start);
  } while (performance.now() < end && times.length < 20_000);
  return times.sort((a, b) => a - b)[times.length >> 1]!;
}

function main(): void {
  console.log("REML fit, median ms          ours   ours with intervals   naive matrices   ratio");
  for (const k of [10, 100, 1000, 10_000]) {
    const { y, v } = effects(k);
    const ours = milliseconds(() => pool(y, v, { heterogeneityInterval: false }), 400);
    const whole = milliseconds(() => pool(y, v), 400);
    // At 1 000 the matrices take tens of seconds, at 10 000 gigabytes: not run.
    const naive = k <= 100 ? milliseconds(() => naiveReml(y, v), 400) : null;
    const compared =
      naive === null ? "not run" : `${naive.toFixed(3).padStart(9)}   ${(naive / ours).toFixed(0)} x`;
    console.log(
      `  k = ${String(k).padEnd(8)} ${ours.toFixed(4).padStart(16)} ${whole.toFixed(4).padStart(21)}        ${compared}`,
    );
    if (naive !== null && Math.abs(naiveReml(y, v) - pool(y, v).tau2!) > 1e-7)
      throw new Error(`The baseline and pool() disagree at k = ${k}.`);
  }
}

main();
