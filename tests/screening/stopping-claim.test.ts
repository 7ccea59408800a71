import { describe, expect, it } from "vitest";
import { claimedRecall, claimText, claimWords, recallClaim } from "#screening";
import { order } from "./stopping-support.ts";

const state = { labels: order([1, 40], [0, 60], [1, 5], [0, 400]), total: 1000 };
const sampled = { labels: order([1, 40], [0, 60], [0, 300]), random: order([0, 100], [1, 300]), total: 1000 };

describe("the recall claim", () => {
  it("rests on the order: a lower bound, no estimate", () => {
    const claim = recallClaim(state);
    const { recall, missedAtMost, p } = claimedRecall(state);
    expect(claim).toMatchObject({
      basis: "order",
      low: recall,
      missedAtMost,
      p,
      estimate: null,
      sample: null,
    });
  });

  it("rests on the sample: exact bound and estimate", () => {
    const claim = recallClaim(sampled, { by: "sample", planned: true });
    expect(claim).toMatchObject({
      basis: "sample",
      estimate: 1,
      sample: { size: 300, found: 0, planned: true },
    });
    // d relevant among 900, none in 300 drawn: about (2/3)^d; .05 between 7 and 8.
    expect(claim.missedAtMost).toBe(7);
    expect(claim.low).toBe(40 / 47);
    expect(recallClaim(state, { by: "sample" }).basis).toBe("none");
  });

  it("is complete at the end and none for nothing found", () => {
    expect(recallClaim({ labels: order([1, 2], [0, 8]), total: 10 })).toMatchObject({
      basis: "complete",
      low: 1,
    });
    expect(recallClaim({ labels: order([0, 8]), total: 10 })).toMatchObject({ basis: "none", low: null });
  });
});

describe("its words", () => {
  const holes = (template: string) => [...template.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort();

  it("are the same sentences with the same numbers in both languages", () => {
    expect(Object.keys(claimWords.nb)).toEqual(Object.keys(claimWords.en));
    for (const key of Object.keys(claimWords.en))
      expect(holes(claimWords.nb[key]!)).toEqual(holes(claimWords.en[key]!));
  });

  it("state numbers and assumptions, bounds to the careful side", () => {
    const claim = { ...recallClaim(state), low: 0.89999, p: 0.04401, missedAtMost: 5, unread: 12345 };
    const en = claimText(claim, "en");
    expect(en).toContain("505 of 1,000 records were screened and 45 were relevant.");
    expect(en).toContain("6 or more relevant records remain among the 12,345 unread");
    expect(en).toContain("p =\u00a0.045");
    expect(en).toContain("with 95% confidence, and recall is at least 89.9%.");
    expect(en).toContain("no worse than random and the decisions were right");
    expect(en).toContain("the confidence is not exact");
    const nb = claimText(claim, "nb");
    expect(nb).toContain("p =\u00a00,045");
    expect(nb).toContain("12\u00a0345");
    expect(nb).toContain("89,9\u00a0%");
    expect(nb).not.toMatch(/\b(?:the|recall|sample|records|confidence|unread)\b/i);
  });

  it("leave no hole open for any claim", () => {
    const claims = [
      recallClaim(state),
      recallClaim(state, { bias: 5 }),
      recallClaim(sampled, { by: "sample" }),
      recallClaim(sampled, { by: "sample", planned: true }),
      recallClaim({ labels: order([1, 2], [0, 8]), total: 10 }),
      recallClaim({ labels: order([0, 8]), total: 10 }),
      recallClaim({ labels: order([1, 1]), total: 10 }),
    ];
    for (const claim of claims)
      for (const language of ["en", "nb"] as const) {
        const text = claimText(claim, language);
        expect(text).not.toMatch(/[{}]|NaN|undefined/);
        expect(text.endsWith(".")).toBe(true);
      }
    expect(claimText(claims[1]!, "en")).toContain("5 times as likely");
    expect(claimText(claims[2]!, "en")).toContain("not chosen beforehand");
    expect(claimText(claims[3]!, "en")).toContain("The size of the sample was chosen beforehand.");
    expect(claimText(claims[6]!, "en")).toContain("cannot rule out that all 9 unread records are relevant");
  });
});
