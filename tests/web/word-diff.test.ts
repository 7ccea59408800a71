import { describe, expect, it } from "vitest";
import { type DiffPart, diffWords } from "../../src/web/duplicates/word-diff.ts";

const changed = (parts: readonly DiffPart[]): readonly string[] =>
  parts.filter((part) => part.changed).map((part) => part.text.trim());
const whole = (parts: readonly DiffPart[]): string => parts.map((part) => part.text).join("");

describe("word diff", () => {
  it.each([
    ["the same text", "the same text", [], []],
    ["Sham therapy, a trial", "sham  Therapy: a trial.", [], []],
    ["sham therapy in adults", "sham therapy in children", ["adults"], ["children"]],
    ["a trial of sham therapy", "a randomised trial of sham therapy", [], ["randomised"]],
    ["part 1: sham", "part 2: sham", ["1:"], ["2:"]],
    ["", "only here", [], ["only here"]],
    ["ÆØÅ og sham", "æøå og Sham", [], []],
    ["± 2", "+ 2", ["±"], ["+"]],
  ])("marks what differs between %j and %j", (left, right, inLeft, inRight) => {
    const diff = diffWords(left, right);
    expect(changed(diff.left)).toEqual(inLeft);
    expect(changed(diff.right)).toEqual(inRight);
  });

  it("keeps each text whole, and never puts two parts alike beside each other", () => {
    const words = ["a", "trial", "of", "sham", "Therapy.", "\n", "x", "<b>"];
    let seed = 7;
    const pick = (): string => {
      seed = (seed * 16_807) % 2_147_483_647;
      return words[seed % words.length]!;
    };
    for (let round = 0; round < 200; round++) {
      const [left, right] = [0, 1].map(() => Array.from({ length: round % 12 }, pick).join(" "));
      const diff = diffWords(left!, right!);
      expect(whole(diff.left)).toBe(left);
      expect(whole(diff.right)).toBe(right);
      for (const side of [diff.left, diff.right])
        for (const [at, part] of side.entries()) expect(part.changed).not.toBe(side[at + 1]?.changed);
      const same = (parts: readonly DiffPart[]): string =>
        whole(parts.filter((part) => !part.changed))
          .toLowerCase()
          .replace(/[.\s]+/g, " ")
          .trim();
      expect(same(diff.left)).toBe(same(diff.right));
    }
  });

  it("finds the longest run in common, not the first", () => {
    const diff = diffWords("b a c d e f", "a b c d e f");
    expect(
      whole(diff.left.filter((part) => !part.changed))
        .split(/\s+/)
        .filter(Boolean),
    ).toHaveLength(5);
  });

  it("is bounded: two texts of 200,000 words that have nothing in common are marked whole at once", () => {
    const left = "left ".repeat(200_000).trim();
    const right = "right ".repeat(200_000).trim();
    const start = performance.now();
    const diff = diffWords(`same ${left}`, `same ${right}`);
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(changed(diff.left)).toEqual([left]);
    expect(changed(diff.right)).toEqual([right]);
  }, 30_000);
});
