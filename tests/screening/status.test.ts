import { describe, expect, it } from "vitest";
import type { Decision } from "#ledger";
import {
  conflictKind,
  conflictsOf,
  countedReason,
  reasonConflict,
  type ScreeningStatus,
  statusOf,
} from "#screening";
import { screeningDoc, vote } from "./support.ts";

const cases: readonly (readonly [readonly Decision[], number, ScreeningStatus])[] = [
  [[], 1, "pending"],
  [["include"], 2, "pending"],
  [["exclude"], 2, "pending"],
  [["include"], 1, "include"],
  [["include", "include"], 2, "include"],
  [["exclude", "exclude"], 2, "exclude"],
  [["maybe", "maybe"], 2, "maybe"],
  [["include", "maybe"], 2, "maybe"],
  [["maybe", "exclude"], 2, "maybe"],
  [["include", "exclude"], 2, "conflict"],
  [["include", "maybe", "exclude"], 3, "conflict"],
  [["include", "include", "exclude"], 2, "conflict"],
  [["await"], 2, "pending"],
  [["await"], 1, "await"],
  [["await", "await"], 2, "await"],
  [["await", "include"], 2, "maybe"],
  [["await", "exclude"], 2, "maybe"],
  [["await", "maybe"], 2, "maybe"],
  [["await", "include", "exclude"], 3, "conflict"],
];

describe("statusOf", () => {
  it.each(cases)("%j with %i required is %s", (decisions, required, expected) => {
    const votes = decisions.map((decision, i) => vote(`p${i}`, decision));
    expect(statusOf(screeningDoc(votes), required)).toBe(expected);
  });

  it("lets the adjudication win over any votes", () => {
    const votes = [vote("ann", "include"), vote("bo", "include")];
    expect(statusOf(screeningDoc(votes, "full-text", vote("cy", "exclude", "animals")), 2)).toBe("exclude");
    expect(statusOf(screeningDoc([], "full-text", vote("cy", "include")), 2)).toBe("include");
  });

  it.each([0, -1, 1.5, Number.NaN])("refuses %s required reviewers", (required) => {
    expect(() => statusOf(screeningDoc([]), required)).toThrow(
      expect.objectContaining({ code: "screening/bad-required-reviewers", kind: "invalid" }),
    );
  });
});

describe("reasonConflict", () => {
  const differ = [vote("ann", "exclude", "animals"), vote("bo", "exclude", "no-control")];

  it("flags different reasons at full text only", () => {
    expect(reasonConflict(screeningDoc(differ, "full-text"))).toBe(true);
    expect(reasonConflict(screeningDoc(differ, "title-abstract"))).toBe(false);
    expect(statusOf(screeningDoc(differ, "full-text"), 2)).toBe("exclude");
  });

  it("is quiet when reasons agree, when it was adjudicated, and when not all exclude", () => {
    const same = [vote("ann", "exclude", "animals"), vote("bo", "exclude", "animals")];
    expect(reasonConflict(screeningDoc(same, "full-text"))).toBe(false);
    expect(reasonConflict(screeningDoc(differ, "full-text", vote("cy", "exclude", "animals")))).toBe(false);
    expect(reasonConflict(screeningDoc([...differ, vote("cy", "include")], "full-text"))).toBe(false);
  });
});

describe("conflictsOf and countedReason", () => {
  it("names what needs an adjudicator and why", () => {
    const docs = [
      screeningDoc([vote("ann", "include"), vote("bo", "exclude")]),
      screeningDoc([vote("ann", "include"), vote("bo", "maybe")]),
      screeningDoc([vote("ann", "include"), vote("bo", "include")]),
      screeningDoc([vote("ann", "include")]),
      screeningDoc([vote("ann", "exclude", "animals"), vote("bo", "exclude", "no-control")], "full-text"),
    ];
    expect(conflictsOf(docs, () => 2).map(({ kind, doc }) => [docs.indexOf(doc), kind])).toEqual([
      [0, "conflict"],
      [1, "maybe"],
      [4, "reason"],
    ]);
  });

  it("asks of each report as many votes as that report needs", () => {
    const one = { ...screeningDoc([vote("ann", "maybe")]), report: "single" };
    const two = { ...screeningDoc([vote("ann", "maybe")]), report: "double" };
    const required = (report: string) => (report === "double" ? 2 : 1);
    expect(conflictsOf([one, two], required).map(({ doc }) => doc.report)).toEqual(["single"]);
  });

  it("leaves what waits for information to those who wait", () => {
    expect(conflictKind(screeningDoc([vote("ann", "await"), vote("bo", "await")]), 2)).toBeNull();
    expect(conflictKind(screeningDoc([vote("ann", "await"), vote("bo", "include")]), 2)).toBe("maybe");
  });

  it("counts the adjudicator's reason, else the common one, else none", () => {
    const differ = [vote("ann", "exclude", "animals"), vote("bo", "exclude", "no-control")];
    expect(countedReason(screeningDoc(differ, "full-text"))).toBeNull();
    expect(countedReason(screeningDoc(differ, "full-text", vote("cy", "exclude", "animals")))).toBe(
      "animals",
    );
    expect(countedReason(screeningDoc([vote("ann", "exclude", "animals")], "full-text"))).toBe("animals");
  });
});
