import { describe, expect, it } from "vitest";
import { effectiveEvents, foldAll, type LedgerEvent, type Stage } from "#ledger";
import { type DiscussionDoc, type LabelsDoc, labelsOn, screeningProjections, visibleWords } from "#screening";
import { event } from "./support.ts";

const say = (id: string, by: string, text: string, stage: Stage = "title-abstract", report = "r1") =>
  event(id, "report.commented", by, { stage, report, text });
const label = (id: string, by: string, name: string, on: boolean) =>
  event(id, "report.labelled", by, { stage: "title-abstract", report: "r1", label: name, on });

function docs(kind: string, events: readonly LedgerEvent[]): ReadonlyMap<string, unknown> {
  return foldAll(effectiveEvents(events), screeningProjections).get(kind)!;
}

describe("the discussion of a report", () => {
  it("holds what was said in order, and loses what was taken back", () => {
    const undo = event("4", "ledger.undone", "bo", { type: "report.commented" }, { undoes: "2" });
    const events = [say("1", "ann", "first"), say("2", "bo", "second"), say("3", "ann", "third"), undo];
    const doc = docs("discussion", events).get("r1") as DiscussionDoc;
    expect(doc.comments.map(({ by, text }) => [by, text])).toEqual([
      ["ann", "first"],
      ["ann", "third"],
    ]);
    expect(docs("discussion", [say("1", "ann", "only"), { ...undo, undoes: "1" }]).size).toBe(0);
  });

  it("keeps of each person and label the newest word", () => {
    const events = [
      label("1", "ann", "rat", true),
      label("2", "bo", "rat", true),
      label("3", "ann", "rat", false),
      label("4", "ann", "dose", true),
    ];
    const doc = docs("labels", events).get("r1") as LabelsDoc;
    expect(labelsOn(doc.labels)).toEqual(["dose", "rat"]);
    expect(labelsOn(doc.labels.filter(({ by }) => by === "ann"))).toEqual(["dose"]);
    const off = docs("labels", [...events, label("5", "bo", "rat", false)]).get("r1") as LabelsDoc;
    expect(labelsOn(off.labels)).toEqual(["dose"]);
  });
});

describe("visibleWords", () => {
  const words = [
    { by: "ann", stage: "title-abstract" as const },
    { by: "bo", stage: "title-abstract" as const },
    { by: "bo", stage: "full-text" as const },
  ];

  it("shows others' words only where the votes of their stage are open", () => {
    expect(visibleWords(words, "ann", () => false)).toEqual([words[0]]);
    expect(visibleWords(words, "ann", (stage) => stage === "title-abstract")).toEqual(words.slice(0, 2));
    expect(visibleWords(words, "bo", () => false)).toEqual(words.slice(1));
    expect(visibleWords(words, "cy", () => true)).toEqual(words);
  });
});
