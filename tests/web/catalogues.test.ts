import { expect, it } from "vitest";
import { eventTypes } from "#ledger";
import { en } from "../../src/web/text/en.ts";
import { nb } from "../../src/web/text/nb.ts";

const english: Readonly<Record<string, string>> = en;
const norwegian: Readonly<Record<string, string>> = nb;
const slots = (text: string): readonly string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]!).sort();

it("has the same keys and the same slots in both languages, and no empty text", () => {
  expect(Object.keys(norwegian)).toEqual(Object.keys(english));
  for (const [key, text] of Object.entries(english)) {
    expect(text.trim(), key).not.toBe("");
    expect(norwegian[key]!.trim(), key).not.toBe("");
    expect(slots(norwegian[key]!), key).toEqual(slots(text));
  }
});

it("leaves no English in Norwegian", () => {
  const words = /\b(?:the|and|with|of the|is|are|was|were|not|report|record|study|value|loading|undo)\b/i;
  const leaks = Object.entries(norwegian).filter(([, text]) => words.test(text.replace(/\{\{\w+\}\}/g, "")));
  expect(leaks).toEqual([]);
});

it("has both plural forms of each counted text", () => {
  const stems = (end: string): readonly string[] =>
    Object.keys(english)
      .filter((key) => key.endsWith(end))
      .map((key) => key.slice(0, -end.length));
  expect(stems("_one")).toEqual(stems("_other"));
});

it("names every event type of the ledger", () => {
  const missing = Object.keys(eventTypes).filter((type) => english[`event.${type}`] === undefined);
  expect(missing).toEqual([]);
});
