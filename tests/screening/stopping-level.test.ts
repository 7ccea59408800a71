import { expect, it } from "vitest";
import { seededRng } from "#numerics";
import { certification, firstStop, recallTest } from "#screening";

const [N, RELEVANT, RUNS] = [400, 40, 400];
const rng = seededRng("stopping level");

/** An order in which a relevant record is `odds` times as likely to be next as another. */
function draw(odds: number): Uint8Array {
  let relevant = RELEVANT;
  return Uint8Array.from({ length: N }, (_, i) => {
    const others = N - i - relevant;
    const hit = rng.next() * (relevant * odds + others) < relevant * odds;
    if (hit) relevant -= 1;
    return hit ? 1 : 0;
  });
}
const found = (labels: Uint8Array, n: number) => labels.subarray(0, n).reduce((sum, label) => sum + label, 0);

function early(odds: number, target: number): number {
  let runs = 0;
  for (let run = 0; run < RUNS; run++) {
    const labels = draw(odds);
    const stop = firstStop(recallTest({ target, confidence: 0.95 }), labels, N) ?? N;
    if (found(labels, stop) / RELEVANT < target) runs += 1;
  }
  return runs / RUNS;
}

it("an order better than random keeps the recall test's level, though it is asked after each record", () => {
  for (const odds of [5, 20]) expect(early(odds, 0.9)).toBeLessThanOrEqual(0.05);
});

it("a sample of planned size keeps its level exactly, whatever the ranking did", () => {
  let wrong = 0;
  for (let run = 0; run < 4 * RUNS; run++) {
    const labels = draw(1);
    const ranked = 100;
    const size = 240;
    const random = Uint8Array.from({ length: ranked + size }, (_, i) => (i < ranked ? 0 : 1));
    const state = { labels: labels.subarray(0, ranked + size), random, total: N };
    const { stop } = certification({ target: 0.8, confidence: 0.9, sample: size }).judge(state);
    if (stop && found(labels, ranked + size) / RELEVANT < 0.8) wrong += 1;
  }
  // Level .1 and three standard errors of 1600 runs.
  expect(wrong / (4 * RUNS)).toBeLessThanOrEqual(0.1 + 3 * Math.sqrt((0.1 * 0.9) / 1600));
});
