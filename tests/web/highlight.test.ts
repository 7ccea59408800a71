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
