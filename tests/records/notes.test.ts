import { describe, expect, test } from "vitest";
import { noteLines, readNotes } from "../../src/records/formats/tagged/notes.ts";
import type { SourceDecision } from "../../src/records/record.ts";

const judged = (over: Partial<SourceDecision>): SourceDecision => ({
  tool: "rayyan",
  by: "Ada",
  stage: null,
  decision: "include",
  reasons: [],
  ...over,
});

describe("noteLines", () => {
  test("Rayyan's form alone where it holds everything", () => {
    expect(
      noteLines({
        labels: ["a", "b"],
        decisions: [judged({}), judged({ by: "Bo", decision: "exclude", reasons: ["wrong drug"] })],
        notes: ["A note"],
      }),
    ).toEqual([
      'RAYYAN-INCLUSION: {"Ada"=>"Included", "Bo"=>"Excluded"} | RAYYAN-LABELS: a,b | RAYYAN-EXCLUSION-REASONS: wrong drug',
      "A note",
    ]);
  });

  test("ASReview's words", () => {
    expect(noteLines({ decisions: [judged({ tool: "asreview", by: null, decision: "exclude" })] })).toEqual([
      "ASReview_irrelevant",
    ]);
  });

  test("a line of our own beside Rayyan's for what that form cannot hold", () => {
    const decisions = [judged({ tool: "evidens", stage: "full-text" })];
    const lines = noteLines({ decisions, labels: ["one, two"] });
    expect(lines[0]).toBe('RAYYAN-INCLUSION: {"Ada"=>"Included"} | RAYYAN-LABELS: one two');
    expect(lines.slice(1).map((line) => line.split(":")[0])).toEqual(["EVIDENS-DECISIONS", "EVIDENS-LABELS"]);
    expect(readNotes(lines)).toMatchObject({ decisions, labels: ["one, two"], notes: [] });
  });

  test("notes that look like a program's words are told apart from them", () => {
    const notes = ["ASReview_relevant", "doi: 10.5555/x", "two\nlines", "<b>R&D</b>  x"];
    const lines = noteLines({ notes });
    expect(lines.length).toBe(1);
    expect(lines[0]).not.toMatch(/[<>&\n]| {2}/);
    expect(readNotes(lines)).toMatchObject({ notes, decisions: [] });
  });
});

describe("readNotes", () => {
  test.each([
    ["EVIDENS-DECISIONS: {broken"],
    ['EVIDENS-DECISIONS: [{"tool":1}]'],
    ['EVIDENS-LABELS: {"__proto__":{"polluted":true}}'],
    ["EVIDENS-UNKNOWN: 1"],
  ])("%s is a note", (line) => {
    expect(readNotes([line])).toMatchObject({ notes: [line], labels: [], decisions: [] });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test("hostile lines take no time", () => {
    const started = performance.now();
    readNotes([
      `RAYYAN-INCLUSION: {${'"'.repeat(90_000)}`,
      `RAYYAN-INCLUSION: {${'"a"=>'.repeat(18_000)}`,
      `RAYYAN-LABELS: ${"| ".repeat(45_000)}`,
      `ASReview_relevant${". ".repeat(500_000)}x`,
      `RAYYAN-LABELS: ${"a,".repeat(500_000)}`,
    ]);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
