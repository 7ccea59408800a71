import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { claimedRecall, earliestStop, recallFrontier, recallTest } from "#screening";
import { order } from "./stopping-support.ts";

const golden = JSON.parse(
  readFileSync(new URL("../golden/screening/stopping.json", import.meta.url), "utf8"),
) as {
  readonly tolerance: { readonly relative: number };
  readonly app: readonly { args: [number, number, number, number, number]; k: number; p: number }[];
  readonly h0: readonly {
    seq: string;
    pattern: [number, number][];
    n: number;
    total: number;
    target: number;
    p: number | null;
    biased10: number | null;
  }[];
};
const close = (got: number, want: number) => {
  if (got !== want) expect(Math.abs(got - want) / Math.abs(want)).toBeLessThan(golden.tolerance.relative);
};

describe("the recall test", () => {
  it.each(golden.app)("equals the authors' calculator at $args", ({ args, k, p }) => {
    const [total, screened, found, row, percent] = args;
    // Before the row of irrelevant records only relevant ones: the row is then the urn of the smallest p.
    const labels = order([0, screened - found - row], [1, found], [0, row]);
    const { values } = recallTest({ target: percent / 100 }).judge({ labels, total });
    expect(values["missing"]).toBe(k);
    const alone = recallTest({ target: percent / 100 }).judge({
      labels: order([1, found], [0, row]),
      total: total - (screened - found - row),
    });
    close(alone.values["p"]!, p);
    expect(values["p"]!).toBeLessThanOrEqual(p * (1 + 1e-9));
  });

  it.each(golden.h0)("equals the authors' program: $seq, N $total, target $target", (one) => {
    const labels = order(...one.pattern);
    expect(labels.length).toBe(one.n);
    const state = { labels, total: one.total };
    const { p } = recallTest({ target: one.target }).judge(state).values;
    // Where it has no number everything is screened.
    close(p!, one.p ?? 0);
    if (one.biased10 !== null)
      close(recallTest({ target: one.target, bias: 10 }).judge(state).values["p"]!, one.biased10);
  });

  it("is as by hand on a small set", () => {
    // 10 records, 1 0 0 0 read: for recall .9 one of the unread 6 must be relevant; it escaped 3 draws of 9.
    const state = { labels: order([1, 1], [0, 3]), total: 10 };
    const { values, stop, rule } = recallTest({ target: 0.9 }).judge(state);
    expect(rule).toBe("recall-test");
    expect(values["missing"]).toBe(1);
    expect(values["p"]).toBeCloseTo(6 / 9, 12);
    expect(values["urn"]).toBe(3);
    expect(stop).toBe(false);
    // One unread of 9 after 5 more: 1/9; never below .05 before the end.
    expect(earliestStop(state, { target: 0.9 })).toBeNull();
    expect(recallTest({ target: 0.9 }).judge(state).unsupported).toBe("screening/stopping-no-early-stop");
    expect(earliestStop(state, { target: 0.9, confidence: 0.8 })).toBe(5);
  });

  it("takes a whole quotient as whole", () => {
    // 57 / .95 is 60: four missing is recall 57/61, three is just 60.
    for (let found = 19; found <= 1900; found += 19) {
      const { values } = recallTest({ target: 0.95 }).judge({
        labels: order([1, found], [0, 1]),
        total: 100_000,
      });
      expect(values["missing"]).toBe(found / 19 + 1);
    }
  });

  it("stops at the end of the set, and where too few records are left to miss the target", () => {
    const whole = recallTest().judge({ labels: order([0, 50], [1, 10]), total: 60 });
    expect(whole).toMatchObject({ stop: true, unsupported: null, values: { p: 0, unread: 0 } });
    const nearly = recallTest().judge({ labels: order([1, 95], [0, 1]), total: 101 });
    expect(nearly).toMatchObject({ stop: true, values: { p: 0, missing: 6, unread: 5 } });
  });

  it("says that nothing was found, or that nothing was read", () => {
    const none = recallTest().judge({ labels: order([0, 900]), total: 1000 });
    expect(none).toMatchObject({ stop: false, unsupported: "screening/stopping-none-found" });
    const unread = recallTest().judge({ labels: new Uint8Array(), total: 1000 });
    expect(unread).toMatchObject({
      stop: false,
      unsupported: "screening/stopping-none-found",
      values: { p: 1 },
    });
    expect(recallTest().judge({ labels: new Uint8Array(), total: 0 })).toMatchObject({ stop: true });
    expect(earliestStop({ labels: order([0, 900]), total: 1000 })).toBeNull();
  });

  it("refuses what is no state of screening and no level", () => {
    expect(() => recallTest().judge({ labels: order([1, 5]), total: 4 })).toThrow(/5 records .* set of 4/);
    expect(() => recallTest().judge({ labels: Uint8Array.of(2), total: 4 })).toThrow(/Label 1 is 2/);
    expect(() => recallTest().judge({ labels: order([1, 2]), random: order([1, 1]), total: 4 })).toThrow(
      /drawn/,
    );
    expect(() => recallTest({ target: 1.1 })).toThrow(/target is 1.1/);
    expect(() => recallTest({ confidence: 1 })).toThrow(/confidence is 1/);
    expect(() => recallTest({ bias: 0 })).toThrow(/bias is 0/);
    expect(() => recallFrontier({ labels: order([1, 2]), total: 4 }, [0])).toThrow(/target is 0/);
  });
});

describe("what may be claimed", () => {
  const state = { labels: order([1, 40], [0, 60], [1, 5], [0, 400]), total: 1000 };

  it("p grows with the recall that is asked for", () => {
    const frontier = recallFrontier(state);
    expect(frontier.length).toBe(51);
    expect(frontier[0]!.target).toBe(0.5);
    expect(frontier.at(-1)!.target).toBe(1);
    for (let i = 1; i < frontier.length; i++)
      expect(frontier[i]!.p).toBeGreaterThanOrEqual(frontier[i - 1]!.p);
    close(frontier.find(({ target }) => target === 0.9)!.p, 0.02823430904001752);
  });

  it("claims the largest recall the test stops at", () => {
    const claim = claimedRecall(state);
    expect(claim.recall).toBe(45 / (45 + claim.missedAtMost));
    expect(claim.p).toBeLessThan(0.05);
    expect(recallTest({ target: claim.recall }).judge(state).stop).toBe(true);
    expect(recallTest({ target: claim.recall + 1e-6 }).judge(state).stop).toBe(false);
  });

  it("claims nothing for nothing found, and everything at the end", () => {
    expect(claimedRecall({ labels: order([0, 10]), total: 100 }).recall).toBe(0);
    expect(claimedRecall({ labels: order([1, 3], [0, 7]), total: 10 })).toEqual({
      recall: 1,
      missedAtMost: 0,
      p: 0,
    });
  });
});
