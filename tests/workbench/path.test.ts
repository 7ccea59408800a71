import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { importRis, refusal, ris, type TestReview, testReview } from "../support/review.ts";

let review: TestReview;
beforeEach(async () => {
  review = await testReview();
});
afterEach(() => review.drop());

async function bothVote(
  report: string,
  ann: "include" | "exclude" | "maybe",
  bob: "include" | "exclude" | "maybe",
) {
  const { workbench } = review;
  await workbench.vote({ by: "ann", stage: "title-abstract", report, decision: ann });
  await workbench.vote({ by: "bob", stage: "title-abstract", report, decision: bob });
}
async function reportIds() {
  const { rows } = await review.workbench.records({ after: 0, limit: 100 });
  return rows.map(({ id }) => id);
}

describe("import and duplicates", () => {
  test("records, reports and the file itself; the same file twice adds nothing", async () => {
    const { workbench } = review;
    await importRis(workbench, 5);
    const again = await workbench.importFile({
      by: "ann",
      sourceId: "pubmed",
      fileName: "copy.ris",
      bytes: ris(5),
    });
    expect(again.already).toBe(true);
    expect((await workbench.records({ after: 0, limit: 10 })).total).toBe(5);
    await importRis(workbench, 4, 3);
    expect((await workbench.records({ after: 0, limit: 10 })).total).toBe(9);
    expect(await workbench.dedupe({ by: "ann" })).toMatchObject({ clusters: 3, removed: 3 });
    expect((await workbench.records({ after: 0, limit: 10 })).total).toBe(6);
    await workbench.undo({ by: "ann" });
    expect((await workbench.records({ after: 0, limit: 10 })).total).toBe(9);
  });

  test.each([
    ["empty file", new Uint8Array(), "workbench/empty-file"],
    ["a PDF", new TextEncoder().encode("%PDF-1.7 binary"), "workbench/not-text"],
    ["prose", new TextEncoder().encode("Dear reviewer,\nplease find attached\n"), "workbench/unknown-format"],
  ])("%s is refused and leaves nothing", async (_name, bytes, code) => {
    const before = (await review.workbench.log("ann", { limit: 10 })).total;
    const refused = await refusal(
      review.workbench.importFile({ by: "ann", sourceId: "pubmed", fileName: "x.ris", bytes }),
    );
    expect(refused.code).toBe(code);
    expect((await review.workbench.log("ann", { limit: 10 })).total).toBe(before);
  });

  test("a truncated RIS file keeps its records and says where it broke off", async () => {
    const whole = new TextDecoder().decode(ris(2));
    const bytes = new TextEncoder().encode(whole.slice(0, whole.lastIndexOf("ER")));
    const { import: done } = await review.workbench.importFile({
      by: "ann",
      sourceId: "pubmed",
      fileName: "cut.ris",
      bytes,
    });
    expect(done.counts).toMatchObject({ records: 2 });
    expect(done.problems.length).toBeGreaterThan(0);
    expect(done.problems[0]!.line).toBeGreaterThan(8);
  });

  test("a Windows-1252 file is read as what it is and says so", async () => {
    const bytes = Buffer.from("TY  - JOUR\nTI  - Søvn og ærlighet\nER  - \n", "latin1");
    const { import: done } = await review.workbench.importFile({
      by: "ann",
      sourceId: "pubmed",
      fileName: "no.ris",
      bytes,
    });
    expect(done.encoding).toBe("windows-1252");
    expect((await review.workbench.records({ after: 0, limit: 1 })).rows[0]!.title).toBe("Søvn og ærlighet");
  });

  test("an unknown source or person is refused", async () => {
    const input = { by: "ann", sourceId: "nowhere", fileName: "x.ris", bytes: ris(1) };
    expect((await refusal(review.workbench.importFile(input))).code).toBe("workbench/unknown-source");
    expect((await refusal(review.workbench.importFile({ ...input, by: "zoe" }))).code).toBe(
      "workbench/unknown-person",
    );
  });
});

describe("screening", () => {
  beforeEach(() => importRis(review.workbench, 6));

  test("two reviewers, a conflict, its settlement, and full text with its reasons", async () => {
    const { workbench } = review;
    const [a, b, c] = await reportIds();
    await bothVote(a!, "include", "include");
    await bothVote(b!, "include", "exclude");
    await bothVote(c!, "exclude", "exclude");
    const { conflicts } = await workbench.conflicts("eva", "title-abstract");
    expect(conflicts.map(({ report, kind }) => [report.id, kind])).toEqual([[b, "conflict"]]);
    const early = await refusal(
      workbench.adjudicate({ by: "bob", stage: "title-abstract", report: b!, decision: "include" }),
    );
    expect(early.problems[0]!.code).toBe("screening/not-allowed");
    await workbench.adjudicate({ by: "eva", stage: "title-abstract", report: b!, decision: "include" });
    expect(
      (await workbench.next("ann", "full-text", { after: 0, limit: 9 })).items.map(({ report }) => report.id),
    ).toEqual([a, b]);
    const noReason = await refusal(
      workbench.vote({ by: "ann", stage: "full-text", report: a!, decision: "exclude" }),
    );
    expect(noReason.code).toBe("workbench/vote-refused");
    expect(noReason.problems.map(({ code }) => code)).toEqual(["screening/reason-required"]);
    const notThere = await refusal(
      workbench.vote({ by: "ann", stage: "full-text", report: c!, decision: "include" }),
    );
    expect(notThere.problems[0]!.code).toBe("screening/not-in-stage");
    await workbench.vote({
      by: "ann",
      stage: "full-text",
      report: a!,
      decision: "exclude",
      exclusionReason: "design",
    });
  });

  test("a vote for an unknown record is refused and writes nothing", async () => {
    const before = (await review.workbench.log("ann", { limit: 1 })).total;
    const refused = await refusal(
      review.workbench.vote({ by: "ann", stage: "title-abstract", report: "nope", decision: "include" }),
    );
    expect(refused.problems[0]!.code).toBe("screening/unknown-report");
    expect((await review.workbench.log("ann", { limit: 1 })).total).toBe(before);
  });

  test("changing one's mind keeps the old vote in the log; undo brings it back", async () => {
    const { workbench } = review;
    const [a] = await reportIds();
    await workbench.vote({ by: "ann", stage: "title-abstract", report: a!, decision: "include" });
    await workbench.vote({ by: "ann", stage: "title-abstract", report: a!, decision: "exclude" });
    const own = async () => (await workbench.report("ann", a!)).screening[0]!.votes[0]!.decision;
    expect(await own()).toBe("exclude");
    const undone = await workbench.undo({ by: "ann" });
    expect(undone.report?.id).toBe(a);
    expect(await own()).toBe("include");
    const types = (await workbench.log("ann", { limit: 3 })).entries.map(({ type }) => type);
    expect(types).toEqual(["ledger.undone", "screening.voted", "screening.voted"]);
  });

  test("nobody takes back another reviewer's vote", async () => {
    const { workbench } = review;
    const [a] = await reportIds();
    const { eventId } = await workbench.vote({
      by: "bob",
      stage: "title-abstract",
      report: a!,
      decision: "include",
    });
    expect((await refusal(workbench.undo({ by: "ann", eventId }))).code).toBe("workbench/not-yours");
  });

  test("the next report is the next unread one and the queue ends", async () => {
    const { workbench } = review;
    const ids = await reportIds();
    let position = 0;
    for (const id of ids) {
      const { items } = await workbench.next("ann", "title-abstract", { after: position, limit: 1 });
      expect(items[0]!.report.id).toBe(id);
      position = items[0]!.report.position;
      await workbench.vote({ by: "ann", stage: "title-abstract", report: id, decision: "maybe" });
    }
    const end = await workbench.next("ann", "title-abstract", { after: position, limit: 1 });
    expect(end).toMatchObject({ items: [], progress: { read: 6, inStage: 6 } });
  });
});

describe("protocol", () => {
  test("an amendment needs a reason, the same text changes nothing", async () => {
    const { workbench } = review;
    const { text } = await workbench.protocol();
    expect((await workbench.setProtocol({ by: "ann", text, file: "p.yaml" })).unchanged).toBe(true);
    const amended = text.replace("Randomised", "Randomised trials only");
    expect((await refusal(workbench.setProtocol({ by: "ann", text: amended, file: "p.yaml" }))).code).toBe(
      "workbench/no-reason",
    );
    await workbench.setProtocol({ by: "ann", text: amended, file: "p.yaml", reason: "clearer" });
    const now = await workbench.protocol();
    expect(now.history.map(({ number, reason }) => [number, reason])).toEqual([
      [1, null],
      [2, "clearer"],
    ]);
  });

  test("a bad protocol is refused with file and line of every problem", async () => {
    const { text } = await review.workbench.protocol();
    const bad = `${text}unknownKey: 1\n`.replace("kind: database", "kind: bookshelf");
    const refused = await refusal(
      review.workbench.setProtocol({ by: "ann", text: bad, file: "p.yaml", reason: "x" }),
    );
    expect(refused.problems.length).toBeGreaterThanOrEqual(2);
    for (const problem of refused.problems) expect(problem.line).toBeGreaterThan(0);
  });
});
