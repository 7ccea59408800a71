import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { effectiveEvents, foldAll, type LedgerEvent } from "#ledger";
import {
  type DiscussionDoc,
  isOpen,
  type ScreeningDoc,
  screeningProjections,
  sealDoc,
  sealEvent,
  sealedPlace,
  statusOf,
  visibleWords,
} from "#screening";
import { event } from "./support.ts";

const people = ["ann", "bo", "cy", "di"] as const;

interface Cast {
  readonly by: (typeof people)[number];
  readonly report: string;
  readonly decision: "include" | "exclude" | "maybe" | "await";
  /** Beside the vote, or instead of it. */
  readonly kind: "vote" | "comment" | "label" | "round";
}

const casts = fc.array(
  fc.record<Cast>({
    by: fc.constantFrom(...people),
    report: fc.constantFrom("r1", "r2", "r3"),
    decision: fc.constantFrom("include", "exclude", "maybe", "await"),
    kind: fc.constantFrom("vote", "vote", "comment", "label", "round"),
  }),
  { maxLength: 20 },
);

/** Each vote carries a mark of its own in every free text, so that a leak can be told from the viewer's own vote. */
function eventsOf(list: readonly Cast[]): LedgerEvent[] {
  const stage = "full-text" as const;
  return list.map(({ by, report, decision, kind }, i) => {
    const id = String(100 + i);
    const mark = `mark-${by}-${report}-${decision}`;
    const more = { reason: mark };
    if (kind === "comment") return event(id, "report.commented", by, { stage, report, text: mark }, more);
    if (kind === "label")
      return event(id, "report.labelled", by, { stage, report, label: mark, on: true }, more);
    const body = { stage, report, decision, exclusionReason: mark, note: mark };
    const round = kind === "round" ? { round: "pilot-1" } : {};
    return event(id, "screening.voted", by, { ...body, ...round }, more);
  });
}

function placeOf(view: { readonly body: unknown }): { readonly report: string; readonly round?: string } {
  return view.body as { report: string; round?: string };
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
          const folded = foldAll(effectiveEvents(events), screeningProjections);
          const docs = [...folded.get("screening")!.values()] as ScreeningDoc[];
          const byReport = new Map(docs.map((doc) => [doc.report, doc]));
          const open = (_stage: string, report: string, round?: string): boolean => {
            // A round in which somebody has still to vote is closed whatever the report's own votes are.
            if (round !== undefined) return false;
            const doc = byReport.get(report);
            return doc !== undefined && isOpen(doc, required);
          };
          const find = new Map(events.map((one) => [one.id, one]));
          const undos = events.map((one, i) =>
            event(
              String(900 + i),
              "ledger.undone",
              one.by,
              { type: one.type },
              { undoes: one.id, reason: `mark-${one.by}-` },
            ),
          );
          const words = [...folded.get("discussion")!.values()].flatMap((doc) =>
            visibleWords((doc as DiscussionDoc).comments, viewer, () =>
              open("full-text", (doc as DiscussionDoc).report),
            ),
          );
          for (const word of words)
            expect(word.by === viewer || open("full-text", word.report), JSON.stringify(word)).toBe(true);
          for (const undo of undos) {
            const place = sealedPlace(find.get(undo.undoes!)!)!;
            if (undo.by === viewer || open(place.stage, place.report, place.round)) continue;
            expect(JSON.stringify(sealEvent(undo, viewer, open, (id) => find.get(id)))).not.toContain(
              "mark-",
            );
          }
          const seen = [
            ...[...byReport.values()].map((doc) => sealDoc(doc, viewer, required)),
            ...events.map((one) => sealEvent(one, viewer, open)),
          ];
          for (const view of seen) {
            const { report, round } = "report" in view ? { ...view, round: undefined } : placeOf(view);
            if (open("full-text", report, round)) continue;
            const json = JSON.stringify(view);
            for (const other of people) if (other !== viewer) expect(json).not.toContain(`mark-${other}-`);
            const votesShown = "votes" in view ? view.votes.map((vote) => vote.reviewer) : [view.by];
            if (votesShown.some((by) => by !== viewer))
              expect(json).not.toMatch(/include|exclude|maybe|"await"/);
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
