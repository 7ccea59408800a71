import { describe, expect, it } from "vitest";
import { type MethodKind, smallNumberRemarks } from "#synthesis";

const codes = (method: MethodKind, k: number) => smallNumberRemarks(method, k).map(({ code }) => code);

describe("what must be said when studies are few", () => {
  it("each caution ends where its number is reached", () => {
    expect(codes("pooling", 2)).toEqual(["two-studies", "few-studies-tau2"]);
    expect(codes("pooling", 4)).toEqual(["few-studies-tau2"]);
    expect(codes("pooling", 5)).toEqual([]);
    expect(codes("small-study-test", 9)).toEqual([
      "few-studies-small-study-test",
      "asymmetry-has-other-causes",
    ]);
    expect(codes("small-study-test", 10)).toEqual(["asymmetry-has-other-causes"]);
    expect(codes("permutation", 5)).toEqual(["permutation-cannot-reject"]);
    expect(codes("permutation", 6)).toEqual([]);
    expect(codes("fail-safe", 50)).toEqual(["fail-safe-assumes-null"]);
  });

  it("the smallest p value of a sign-flip test is right and written as each language does", () => {
    const text = smallNumberRemarks("permutation", 5)[0]!.text;
    expect(text.en).toContain("0.0625");
    expect(text.nb).toContain("0,0625");
  });

  it("every text is there in both languages", () => {
    const methods: MethodKind[] = [
      "pooling",
      "leaving-out",
      "influence",
      "permutation",
      "small-study-test",
      "trim-and-fill",
      "excess-significance",
      "fail-safe",
    ];
    for (const method of methods)
      for (const { text } of smallNumberRemarks(method, 2)) {
        expect(text.en.length).toBeGreaterThan(20);
        expect(text.nb).not.toBe(text.en);
      }
  });
});
