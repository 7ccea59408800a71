import { expect, test } from "vitest";
import { EvidensError } from "#kernel";
import { checkBody, type EventType, eventTypes } from "#ledger";

function codeOf(act: () => unknown): string | null {
  try {
    act();
    return null;
  } catch (error) {
    return error instanceof EvidensError ? error.code : String(error);
  }
}

test("a type or version this program does not know asks for an update and is never dropped", () => {
  expect(codeOf(() => checkBody("screening.dreamt" as EventType, 1, {}))).toBe("ledger/unknown-event");
  expect(codeOf(() => checkBody("screening.voted", 99, {}))).toBe("ledger/unknown-event");
  expect(() => checkBody("screening.voted", 99, {})).toThrow(/version 99/);
});

test("every field that does not fit is named at once", () => {
  try {
    checkBody("screening.voted", 1, { stage: "nowhere", report: "", decision: "perhaps", extra: 1 });
    expect.unreachable();
  } catch (error) {
    const fields = (error as EvidensError).problems.map(({ field }) => field);
    expect(fields).toEqual(expect.arrayContaining(["stage", "report", "decision"]));
  }
});

test("a body with a key from the prototype chain is refused", () => {
  const body = JSON.parse('{"stage":"full-text","report":"a","decision":"include","__proto__":{"x":1}}');
  expect(codeOf(() => checkBody("screening.voted", 1, body))).toBe("ledger/bad-body");
  expect(({} as { x?: number }).x).toBeUndefined();
});

test("event types in use are never renamed: the list only grows", () => {
  expect(Object.keys(eventTypes).sort()).toMatchInlineSnapshot(`
    [
      "analysis.run",
      "appraisal.availability-judged",
      "appraisal.evidence-levelled",
      "appraisal.judged",
      "duplicates.judged",
      "extraction.arms-defined",
      "extraction.source-checked",
      "extraction.values-extracted",
      "flow.count-reported",
      "full-text.attached",
      "ledger.undone",
      "mechanism.hypothesised",
      "mechanism.linked",
      "participants.data-kept",
      "participants.instrument-defined",
      "participants.model-run",
      "participants.trials-mapped",
      "protocol.set",
      "record.amended",
      "record.separated",
      "records.deduplicated",
      "records.imported",
      "records.joined",
      "report.built",
      "report.commented",
      "report.labelled",
      "report.retrieval-set",
      "report.status-set",
      "review.created",
      "screening.adjudicated",
      "screening.allocated",
      "screening.audited",
      "screening.highlights-set",
      "screening.order-set",
      "screening.sample-drawn",
      "screening.stopped",
      "screening.voted",
      "statement.made",
      "study.defined",
      "theme.coded",
      "themes.matched",
    ]
  `);
});
