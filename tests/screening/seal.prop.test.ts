import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { effectiveEvents, foldAll, type LedgerEvent } from "#ledger";
import { isOpen, type ScreeningDoc, screeningProjections, sealDoc, sealEvent, statusOf } from "#screening";
import { event } from "./support.ts";

const people = ["ann", "bo", "cy", "di"] as const;

interface Cast {
  readonly by: (typeof people)[number];
  readonly report: string;
  readonly decision: "include" | "exclude" | "maybe";
}

const casts = fc.array(
  fc.record<Cast>({
    by: fc.constantFrom(...people),
    report: fc.constantFrom("r1", "r2", "r3"),
    decision: fc.constantFrom("include", "exclude", "maybe"),
  }),
  { maxLength: 20 },
);

/** Each vote carries a mark of its own in every free text, so that a leak can be told from the viewer's own vote. */
function eventsOf(list: readonly Cast[]): LedgerEvent[] {
  return list.map((cast, i) =>
    event(
      String(100 + i),
      "screening.voted",
      cast.by,
      {
        stage: "full-text",
        report: cast.report,
        decision: cast.decision,
        exclusionReason: `mark-${cast.by}-${cast.report}-${cast.decision}`,
        note: `mark-${cast.by}-${cast.report}-${cast.decision}`,
      },
      { reason: `mark-${cast.by}-${cast.report}-${cast.decision}` },
    ),
  );
}

describe("sealing", () => {
  it("never shows a foreign decision on a report whose votes are not all in", () => {
    fc.assert(
      fc.property(
        casts,
        fc.constantFrom(...people),
        fc.integer({ min: 1, max: 4 }),
        (list, viewer, required) => {
          const events = eventsOf(list);
          const docs = [...foldAll(effectiveEvents(events), screeningProjections).get("screening")!.values()];
          const byReport = new Map((docs as ScreeningDoc[]).map((doc) => [doc.report, doc]));
          const open = (_stage: string, report: string) => isOpen(byReport.get(report)!, required);
          const seen = [
            ...[...byReport.values()].map((doc) => sealDoc(doc, viewer, required)),
            ...events.map((one) => sealEvent(one, viewer, open)),
          ];
          for (const view of seen) {
            const report = "report" in view ? view.report : (view.body as { report: string }).report;
            if (open("full-text", report)) continue;
            const json = JSON.stringify(view);
            for (const other of people) if (other !== viewer) expect(json).not.toContain(`mark-${other}-`);
            const votesShown = "votes" in view ? view.votes.map((vote) => vote.reviewer) : [view.by];
            if (votesShown.some((by) => by !== viewer)) expect(json).not.toMatch(/include|exclude|maybe/);
          }
        },
      ),
      { seed: 20260101, numRuns: 300 },
    );
  });

  it("hides nothing once open, and the count of hidden votes adds up", () => {
    fc.assert(
      fc.property(
        casts,
        fc.constantFrom(...people),
        fc.integer({ min: 1, max: 4 }),
        (list, viewer, required) => {
          const docs = foldAll(eventsOf(list), screeningProjections).get("screening")!.values();
          for (const doc of docs as Iterable<ScreeningDoc>) {
            const view = sealDoc(doc, viewer, required);
            expect(view.votes.length + view.sealed).toBe(doc.votes.length);
            if (doc.votes.length >= required) expect(view.sealed).toBe(0);
          }
        },
      ),
      { seed: 7, numRuns: 100 },
    );
  });

  it("gives a status that does not depend on the order of reviewers", () => {
    fc.assert(
      fc.property(casts, fc.integer({ min: 1, max: 4 }), (list, required) => {
        const docs = foldAll(eventsOf(list), screeningProjections).get("screening")!.values();
        for (const doc of docs as Iterable<ScreeningDoc>) {
          const turned = { ...doc, votes: [...doc.votes].reverse() };
          expect(statusOf(turned, required)).toBe(statusOf(doc, required));
        }
      }),
      { seed: 8, numRuns: 100 },
    );
  });
});
