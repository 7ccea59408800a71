import { describe, expect, test } from "vitest";
import { EvidensError } from "#kernel";
import { foldAll, type LedgerEvent } from "#ledger";
import {
  analysisById,
  formById,
  hasRole,
  hasStage,
  outcomeById,
  type Protocol,
  type ProtocolDoc,
  parseProtocol,
  personById,
  questionById,
  reasonsAt,
  requiredReviewers,
  reviewProjections,
  sourceById,
  starterProtocol,
} from "#review";

const text = starterProtocol("A review");
const protocol: Protocol = parseProtocol(text).protocol!;

describe("finding things in a protocol", () => {
  test("by id, and null when there is none", () => {
    expect(personById(protocol, "reviewer1")?.initials).toBe("R1");
    expect(questionById(protocol, "Q1")?.kind).toBe("effect");
    expect(sourceById(protocol, "pubmed")?.name).toBe("PubMed");
    expect(outcomeById(protocol, "main")?.better).toBe("lower");
    expect(formById(protocol, "effect")?.fields.length).toBe(3);
    expect(analysisById(protocol, "main")?.measure).toBe("SMD");
    for (const find of [personById, questionById, sourceById, outcomeById, formById, analysisById])
      expect(find(protocol, "nobody")).toBe(null);
  });

  test("roles, stages and reasons", () => {
    expect(hasRole(protocol, "reviewer1", "adjudicator")).toBe(true);
    expect(hasRole(protocol, "nobody", "reviewer")).toBe(false);
    expect(requiredReviewers(protocol, "full-text")).toBe(1);
    expect(reasonsAt(protocol, "full-text").length).toBe(5);
    expect(reasonsAt(protocol, "title-abstract")).toEqual([]);
    const single = { ...protocol, stages: [{ stage: "full-text" as const, reviewers: 2 }] };
    expect(requiredReviewers(single, "full-text")).toBe(2);
    expect(hasStage(single, "title-abstract")).toBe(false);
    expect(() => requiredReviewers(single, "title-abstract")).toThrow(EvidensError);
  });
});

describe("the room's documents", () => {
  const event = (n: number, type: LedgerEvent["type"], body: unknown, reason?: string): LedgerEvent =>
    ({
      id: `00000000-0000-7000-8000-00000000000${n}`,
      type,
      version: 1,
      at: `2026-01-0${n}T00:00:00.000Z`,
      by: "anna",
      device: "d",
      prev: null,
      hash: "",
      body,
      ...(reason === undefined ? {} : { reason }),
    }) as LedgerEvent;
  const set = (n: number, content: string, reason?: string): LedgerEvent =>
    event(n, "protocol.set", { number: n - 1, hash: `${n}`.repeat(64), text: content }, reason);

  test("the newest protocol is in force, with its history", () => {
    const documents = foldAll(
      [
        event(1, "review.created", { reviewId: "r", title: "A review" }),
        set(2, text),
        set(3, starterProtocol("Amended"), "A better title"),
        event(4, "flow.count-reported", { box: "identified", value: null, source: "thesis" }),
      ],
      reviewProjections,
    );
    expect(documents.get("review")?.get("review")).toMatchObject({ reviewId: "r", by: "anna" });
    expect(documents.get("reported-count")?.get("identified")).toMatchObject({ value: null });
    const current = documents.get("protocol")?.get("current") as ProtocolDoc;
    expect(current.number).toBe(2);
    expect(current.protocol.title.en).toBe("Amended");
    expect(current.history.map(({ number, reason }) => [number, reason])).toEqual([
      [1, null],
      [2, "A better title"],
    ]);
  });

  test("a text that no longer passes the checks is never read by half", () => {
    expect(() => foldAll([set(2, "title: A review\n")], reviewProjections)).toThrow(
      /does not pass the checks/,
    );
  });
});
