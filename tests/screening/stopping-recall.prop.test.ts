import fc from "fast-check";
import { expect, it } from "vitest";
import { hypergeometricTails } from "#numerics";
import { claimedRecall, earliestStop, recallTest } from "#screening";

const run = { seed: 20261126, numRuns: 400 };
const state = fc
  .record({
    blocks: fc.array(fc.tuple(fc.constantFrom(0, 0, 1), fc.integer({ min: 1, max: 30 })), { maxLength: 14 }),
    unread: fc.integer({ min: 0, max: 400 }),
  })
  .map(({ blocks, unread }) => {
    const labels = Uint8Array.from(blocks.flatMap(([label, times]) => Array<number>(times).fill(label)));
    return { labels, total: labels.length + unread };
  });
const target = fc.constantFrom(0.5, 0.8, 0.9, 0.95, 1);

/** All urns, as the paper writes them. */
function allUrns({ labels, total }: { labels: Uint8Array; total: number }, tau: number): number {
  const n = labels.length;
  const r = labels.reduce((sum, label) => sum + label, 0);
  if (n === total) return 0;
  let p = 1;
  let x = 0;
  for (let i = 1; i <= n; i++) {
    x += labels[n - i]!;
    const marked = Math.floor(r / tau + 1e-9) + 1 - (r - x);
    const population = total - (n - i);
    p = Math.min(
      p,
      marked - x > total - n ? 0 : hypergeometricTails(x, { population, marked, draws: i }).lower,
    );
  }
  return p;
}

it("the few urns that are looked at hold the smallest p of all", () => {
  fc.assert(
    fc.property(state, target, (screened, tau) => {
      const got = recallTest({ target: tau }).judge(screened).values["p"]!;
      const want = allUrns(screened, tau);
      // Where no record at all was read the paper has no urn; a set too small to miss the target has p = 0.
      if (screened.labels.length > 0) expect(Math.abs(got - want)).toBeLessThanOrEqual(1e-9 * want + 1e-14);
    }),
    { ...run, numRuns: 2000 },
  );
});

it("one more irrelevant record never raises p", () => {
  fc.assert(
    fc.property(state, target, fc.constantFrom(1, 5), (screened, tau, bias) => {
      if (screened.labels.length === screened.total) return;
      const rule = recallTest({ target: tau, bias });
      const longer = { ...screened, labels: Uint8Array.of(...screened.labels, 0) };
      const before = rule.judge(screened).values["p"]!;
      expect(rule.judge(longer).values["p"]!).toBeLessThanOrEqual(before * (1 + 1e-9));
    }),
    run,
  );
});

it("the earliest stop is where reading on one by one stops", () => {
  fc.assert(
    fc.property(state, target, fc.constantFrom(0.6, 0.9, 0.95), (screened, tau, confidence) => {
      const options = { target: tau, confidence };
      const rule = recallTest(options);
      const { labels, total } = screened;
      const unread = total - labels.length;
      let more = 0;
      while (
        more < unread &&
        !rule.judge({ labels: Uint8Array.of(...labels, ...new Uint8Array(more)), total }).stop
      )
        more += 1;
      expect(earliestStop(screened, options)).toBe(unread > 0 && more === unread ? null : more);
    }),
    { ...run, numRuns: 100 },
  );
});

it("the test stops at each target up to the claim and at none above", () => {
  fc.assert(
    fc.property(state, fc.constantFrom(0.8, 0.95), (screened, confidence) => {
      const { recall, missedAtMost } = claimedRecall(screened, { confidence });
      if (recall === 0) return;
      const stop = (tau: number) => recallTest({ target: tau, confidence }).judge(screened).stop;
      expect(stop(recall)).toBe(true);
      if (missedAtMost > 0) expect(stop(recall + 1e-9)).toBe(false);
    }),
    run,
  );
});
