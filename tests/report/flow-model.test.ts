import { describe, expect, test } from "vitest";
import type { FlowBox } from "#figures";
import { checkFlow, flowModel, type ReviewSnapshot } from "#report";
import { emptySnapshot, ordinarySnapshot, rebuiltSnapshot } from "../support/snapshot.ts";

function box(snapshot: ReviewSnapshot, id: FlowBox["id"]): FlowBox {
  const found = flowModel(snapshot, "en").model.boxes.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no box ${id}`);
  return found;
}

function codes(snapshot: ReviewSnapshot): readonly string[] {
  return flowModel(snapshot, "en").problems.map((problem) => problem.code);
}

describe("an ordinary review", () => {
  test("has every count computed, and they add up", () => {
    const { model, problems } = flowModel(ordinarySnapshot(), "en");
    expect(problems).toEqual([]);
    const counts = model.boxes.flatMap((one) => [one.count, ...one.lines.map((line) => line.count)]);
    expect(counts.every((count) => count === null || count.kind === "computed")).toBe(true);
    expect(box(ordinarySnapshot(), "records-screened").count?.value).toBe(42);
    expect(box(ordinarySnapshot(), "reports-assessed").count?.value).toBe(11);
  });

  test("does not count background sources", () => {
    expect(box(ordinarySnapshot(), "identified-databases").count?.value).toBe(50);
  });

  test("names the reasons of exclusion in the language asked for", () => {
    const { model } = flowModel(ordinarySnapshot(), "nb");
    expect(model.boxes.find((one) => one.id === "reports-excluded")?.lines).toEqual([
      { label: "Annen populasjon", count: { kind: "computed", value: 4 } },
      { label: "Annet design", count: { kind: "computed", value: 3 } },
    ]);
  });

  test("says which count does not add up, and still draws it", () => {
    const base = ordinarySnapshot();
    const broken = { ...base, flow: { ...base.flow, duplicatesRemoved: 9 } };
    const { model, problems } = flowModel(broken, "en");
    expect(problems.map((problem) => problem.message)).toEqual([
      "Records screened must be records identified minus records removed: 42 is not 41.",
    ]);
    expect(model.boxes).toHaveLength(9);
  });

  test("does not mix in reported counts, and says that they are not used", () => {
    const mixed = ordinarySnapshot({ reportedCounts: rebuiltSnapshot().reportedCounts });
    expect(box(mixed, "identified-databases").count).toEqual({ kind: "computed", value: 50 });
    expect(codes(mixed)).toContain("report/flow-reported-unused");
  });

  test("misses a study for an included report, and a report for a counted study", () => {
    const base = ordinarySnapshot();
    const [first, ...rest] = base.studies;
    expect(codes({ ...base, studies: rest })).toEqual(["report/flow-report-without-study"]);
    expect(codes({ ...base, studies: [{ ...first!, reports: [] }, ...rest] })).toEqual([
      "report/flow-study-without-report",
      "report/flow-report-without-study",
    ]);
  });
});

describe("a review rebuilt from reported counts", () => {
  test("takes what is reported, bounds what follows, and leaves the rest open", () => {
    const snapshot = rebuiltSnapshot();
    expect(box(snapshot, "identified-databases").count).toEqual({ kind: "reported", value: 135 });
    expect(box(snapshot, "records-screened").count).toEqual({ kind: "at-most", value: 135 });
    expect(box(snapshot, "reports-sought").count).toEqual({ kind: "not-reported", value: null });
    expect(box(snapshot, "reports-not-retrieved").count).toEqual({ kind: "reported", value: 2 });
    expect(box(snapshot, "removed-before-screening").lines[0]?.count).toEqual({
      kind: "reported",
      value: 39,
    });
  });

  test("keeps a reported count without a box as a footnote", () => {
    expect(flowModel(rebuiltSnapshot(), "en").model.footnotes.join(" ")).toContain(
      "Effect studies first considered: 4.",
    );
  });

  test("counts studies, not the pooled report, and the update apart", () => {
    const included = box(rebuiltSnapshot(), "included");
    expect(included.count).toEqual({ kind: "computed", value: 4 });
    expect(included.lines.map((line) => line.count.value)).toEqual([2, 2, 3]);
    expect(included.note).toContain("Two of the studies enter only through one pooled report (Pooled 2018)");
    expect(box(rebuiltSnapshot(), "update").count).toEqual({ kind: "computed", value: 2 });
    expect(codes(rebuiltSnapshot())).toEqual([]);
  });

  test("finds reported counts that contradict each other", () => {
    const base = rebuiltSnapshot();
    const stamp = { by: "p1", at: base.asOf, eventId: "e", source: "S" };
    const counts = [
      ...base.reportedCounts.filter((one) => one.box !== "records-screened"),
      { ...stamp, box: "records-screened", value: 90 },
      { ...stamp, box: "removed-before-screening", value: 39 },
    ];
    expect(codes({ ...base, reportedCounts: counts })).toEqual(["report/flow-screened"]);
  });
});

test("an empty review has zeros and no problem", () => {
  expect(flowModel(emptySnapshot(), "en").problems).toEqual([]);
});

test("unknown numbers are never checked", () => {
  expect(
    checkFlow({
      bySource: [null, 3],
      identified: 1,
      removed: null,
      screened: 9,
      excluded: null,
      undecided: 0,
      sought: 4,
      notRetrieved: null,
      assessed: 1,
      excludedByReason: [null],
      fullTextUndecided: 0,
      includedReports: 8,
    }),
  ).toEqual([]);
});
