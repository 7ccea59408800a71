import { describe, expect, it } from "vitest";
import { extractionProjections, type ValuesDoc } from "#extraction";
import type { EventType, LedgerEvent } from "#ledger";
import { effectiveEvents, foldAll } from "#ledger";
import { armEntry, entry } from "./support.ts";

function event<T extends EventType>(
  id: string,
  type: T,
  by: string,
  body: LedgerEvent<T>["body"],
  undoes?: string,
): LedgerEvent<T> {
  const envelope = { id, type, version: 1, at: `at-${id}`, by, device: "d", prev: null, hash: id, body };
  return undoes === undefined ? envelope : { ...envelope, undoes };
}

const values = (id: string, by: string, entries: readonly ReturnType<typeof entry>[], report?: string) =>
  event(id, "extraction.values-extracted", by, { formId: "effect", studyId: "s1", report, entries });

const fold = (events: readonly LedgerEvent[]) => foldAll(effectiveEvents(events), extractionProjections);

describe("extractionProjections", () => {
  it("keeps the newest entry per address and extractor, sorted by address then extractor", () => {
    const docs = fold([
      values("1", "bo", [armEntry("n", "placebo", "8"), armEntry("n", "mdma", "10")]),
      values("2", "ann", [armEntry("n", "mdma", "11")], "r1"),
      values("3", "bo", [armEntry("n", "mdma", "12"), entry("country", null)]),
    ]);
    const doc = docs.get("values")?.get("effect/s1") as ValuesDoc;
    expect(
      doc.entries.map((one) => [one.field, one.arm, one.by, one.value, one.eventId, one.report]),
    ).toEqual([
      ["country", undefined, "bo", null, "3", null],
      ["n", "mdma", "ann", "11", "2", "r1"],
      ["n", "mdma", "bo", "12", "3", null],
      ["n", "placebo", "bo", "8", "1", null],
    ]);
  });

  it("brings the earlier value back when the newer is undone, and removes an empty document", () => {
    const undo = (id: string, target: string) =>
      event(id, "ledger.undone", "bo", { type: "extraction.values-extracted" }, target);
    const events = [
      values("1", "bo", [armEntry("n", "mdma", "10")]),
      values("2", "bo", [armEntry("n", "mdma", "12")]),
    ];
    const doc = fold([...events, undo("3", "2")])
      .get("values")
      ?.get("effect/s1") as ValuesDoc;
    expect(doc.entries.map((one) => one.value)).toEqual(["10"]);
    expect(fold([...events, undo("3", "2"), undo("4", "1")]).get("values")?.size).toBe(0);
  });

  it("keys every other kind as the store expects it", () => {
    const text = { en: "x" };
    const docs = fold([
      event("1", "extraction.arms-defined", "a", { studyId: "s1", arms: [] }),
      event("2", "extraction.source-checked", "a", {
        studyId: "s1",
        formId: "f",
        agreement: "agrees",
        text,
        confidence: "derived",
      }),
      event("3", "statement.made", "a", {
        statementId: "st",
        kind: "limitation",
        text,
        cites: [],
        source: "x",
        confidence: "derived",
      }),
      event("4", "mechanism.hypothesised", "a", { hypothesisId: "H1", label: text, source: "x" }),
      event("5", "mechanism.linked", "a", {
        hypothesisId: "H1",
        studyId: "s1",
        relation: "supports",
        basis: text,
      }),
      event("6", "theme.coded", "a", { themeId: "t", studyId: "s1", label: text, quotes: [] }),
      event("7", "themes.matched", "a", { themes: ["S2", "B1"], basis: text }),
      event("8", "analysis.run", "a", {
        analysisId: "main",
        inputsHash: "",
        specification: {},
        output: {},
        engine: "",
      }),
      event("9", "report.built", "a", { language: "nb", format: "docx", hash: "", upTo: "8" }),
    ]);
    const keys = Object.fromEntries([...docs].map(([kind, byKey]) => [kind, [...byKey.keys()]]));
    expect(keys).toEqual({
      arms: ["s1"],
      values: [],
      "source-check": ["f/s1"],
      statement: ["st"],
      hypothesis: ["H1"],
      "mechanism-link": ["H1/s1"],
      theme: ["t"],
      "theme-match": ["B1/S2"],
      analysis: ["main"],
      "report-built": ["nb/docx"],
    });
    expect(docs.get("arms")?.get("s1")).toEqual({
      studyId: "s1",
      arms: [],
      by: "a",
      at: "at-1",
      eventId: "1",
    });
  });
});
