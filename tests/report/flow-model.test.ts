import { describe, expect, test } from "vitest";
import type { FlowBox } from "#figures";
import { checkFlow, flowModel, type ReviewSnapshot } from "#report";
import { emptySnapshot, ordinarySnapshot, rebuiltSnapshot, stoppedSnapshot } from "../support/snapshot.ts";

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

  test("counts what waits for information with the undecided, at full text under its own name", () => {
    const base = ordinarySnapshot();
    const { "title-abstract": first, "full-text": second } = base.flow.stages;
    const waiting = {
      ...base,
      flow: {
        ...base.flow,
        stages: {
          "title-abstract": { ...first, byStatus: { ...first.byStatus, pending: 0, await: 1 } },
          "full-text": { ...second, byStatus: { ...second.byStatus, pending: 1, await: 2 } },
        },
      },
    };
    expect(codes(waiting)).toEqual([]);
    expect(box(waiting, "records-screened").lines).toEqual([
      { label: "Not decided yet", count: { kind: "computed", value: 3 } },
    ]);
    expect(box(waiting, "reports-assessed").count?.value).toBe(11);
    expect(box(waiting, "reports-assessed").lines).toEqual([
      { label: "Reports awaiting classification", count: { kind: "computed", value: 2 } },
    ]);
  });

  test("says what nobody read after screening was stopped, and still adds up", () => {
    const stopped = stoppedSnapshot();
    expect(codes(stopped)).toEqual([]);
    expect(box(stopped, "records-screened").count?.value).toBe(42);
    expect(box(stopped, "records-screened").lines.map(({ label, count }) => [label, count.value])).toEqual([
      ["Not decided yet", 3],
      ["Records not screened: screening was stopped", 100],
    ]);
    const { model } = flowModel(stopped, "nb");
    expect(model.boxes.find(({ id }) => id === "records-screened")?.lines[1]?.label).toBe(
      "Referanser ikke screenet: screeningen ble stanset",
    );
    const { flow } = stopped;
    const first = { ...flow.stages["title-abstract"], notRead: 99 };
    const wrong = { ...stopped, flow: { ...flow, stages: { ...flow.stages, "title-abstract": first } } };
    // One of them then counts as read and not decided, which the removed ones do not leave room for.
    expect(box(wrong, "records-screened").count?.value).toBe(43);
    expect(codes(wrong)).toEqual([]);
    const more = { ...stopped, flow: { ...flow, duplicatesRemoved: 9 } };
    expect(codes(more)).toEqual(["report/flow-screened"]);
  });

  test("keeps apart the full texts that could not be had and those that nobody read after a stop", () => {
    const base = ordinarySnapshot();
    const second = base.flow.stages["full-text"];
    const stopped = {
      ...base,
      flow: {
        ...base.flow,
        stages: { ...base.flow.stages, "full-text": { ...second, notRead: 2 } },
      },
    };
    expect(codes(stopped)).toEqual([]);
    expect(box(stopped, "reports-assessed").count?.value).toBe(9);
    expect(box(stopped, "reports-assessed").lines.map(({ label, count }) => [label, count.value])).toEqual([
      ["Reports not assessed: screening was stopped", 2],
    ]);
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
      notScreened: 0,
      screened: 9,
      excluded: null,
      undecided: 0,
      sought: 4,
      notRetrieved: null,
      notAssessed: 0,
      assessed: 1,
      excludedByReason: [null],
      fullTextUndecided: 0,
      includedReports: 8,
    }),
  ).toEqual([]);
});
