import { expect, it } from "vitest";
import { highlight } from "../../src/web/screening/highlight.ts";

const TERMS = [
  { kind: "population", terms: ["PTSD", "post-traumatic stress"] },
  { kind: "intervention", terms: ["MDMA", "MDMA-assisted therapy"] },
  { kind: "design", terms: ["randomi*"] },
] as const;

it("gives back the text, character for character", () => {
  const text = "MDMA-assisted  therapy for PTSD; randomised. <b>øvrig</b> mdma";
  const pieces = highlight(text, TERMS);
  expect(pieces.map((piece) => piece.text).join("")).toBe(text);
  expect(pieces.filter((piece) => piece.kind !== null)).toEqual([
    { text: "MDMA-assisted  therapy", kind: "intervention" },
    { text: "PTSD", kind: "population" },
    { text: "randomised", kind: "design" },
    { text: "mdma", kind: "intervention" },
  ]);
});

it("marks whole words only, in any alphabet", () => {
  expect(highlight("PTSDs and åPTSD and PTSDø", TERMS).every((piece) => piece.kind === null)).toBe(true);
});

it("takes terms as words, not as patterns", () => {
  const terms = [{ kind: "outcome", terms: ["CAPS (total)", "a.b", "*", " "] }] as const;
  expect(highlight("axb a.b CAPS (total)", terms).filter((piece) => piece.kind === "outcome")).toEqual([
    { text: "a.b", kind: "outcome" },
    { text: "CAPS (total)", kind: "outcome" },
  ]);
});

it("leaves a text without terms whole", () => {
  expect(highlight("", TERMS)).toEqual([{ text: "", kind: null }]);
  expect(highlight("MDMA", [])).toEqual([{ text: "MDMA", kind: null }]);
});

it("takes the longest of terms that begin together, whatever their kind, and joins any white space", () => {
  const terms = [
    { kind: "population", terms: ["stress", "stress disorder*"] },
    { kind: "include", terms: ["Stress Disorders, severe"] },
    { kind: "exclude", terms: ["animal*", "rat"] },
  ] as const;
  const marked = (text: string): readonly unknown[] =>
    highlight(text, terms).flatMap(({ text: words, kind }) => (kind === null ? [] : [[words, kind]]));
  expect(marked("stress\n disorders, severe; STRESS disorders; stress-free")).toEqual([
    ["stress\n disorders, severe", "include"],
    ["STRESS disorders", "population"],
    ["stress", "population"],
  ]);
  expect(marked("rats, a rat, animals")).toEqual([
    ["rat", "exclude"],
    ["animals", "exclude"],
  ]);
});

it("knows letters beyond the first plane and letters whose lower case is longer", () => {
  const terms = [{ kind: "outcome", terms: ["İstanbul", "𝔞b"] }] as const;
  expect(highlight("𝔟𝔞b 𝔞b İstanbul", terms).filter((piece) => piece.kind !== null)).toEqual([
    { text: "𝔞b", kind: "outcome" },
    { text: "İstanbul", kind: "outcome" },
  ]);
});

it("marks a megabyte against thousands of terms in no time, also where all of them nearly match", () => {
  const terms = [
    { kind: "include", terms: Array.from({ length: 3_500 }, (_, at) => `a${"a".repeat(at % 190)}b${at}*`) },
    { kind: "exclude", terms: ["aa", "a a a a a a a a b"] },
  ] as const;
  for (const text of [
    "a".repeat(1_000_000),
    "a ".repeat(500_000),
    "aa \n\t ".repeat(170_000),
    "(((".repeat(333_333),
  ]) {
    const started = performance.now();
    const pieces = highlight(text, terms);
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(pieces.map((piece) => piece.text).join("")).toBe(text);
  }
});
