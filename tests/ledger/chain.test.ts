import { expect, test } from "vitest";
import { canonicalJson, type LedgerEvent, seal, sha256Hex, verifyChain } from "#ledger";
import { chainOf, created, voteFor } from "../support/events.ts";

const events = chainOf([created(), voteFor("a-1"), voteFor("a-2"), voteFor("a-3")]);

test("a whole chain has no problem", () => {
  expect(verifyChain(events)).toEqual([]);
});

test("canonical JSON does not depend on the order of keys (RFC 8785)", () => {
  expect(canonicalJson({ b: 1, a: [2, { d: 3, c: 4 }] })).toBe('{"a":[2,{"c":4,"d":3}],"b":1}');
  // Test vector of FIPS 180-4.
  expect(sha256Hex("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

test.each(["at", "by", "body", "reason", "prev", "type"] as const)("a changed %s is found", (field) => {
  const changed = {
    ...events[2]!,
    [field]: field === "body" ? { ...events[2]!.body, decision: "exclude" } : "x",
  };
  const problems = verifyChain([events[0]!, events[1]!, changed as LedgerEvent, events[3]!]);
  expect(problems.map(({ code }) => code)).toContain("ledger/damaged-event");
});

test("a missing event is found by the one that follows it", () => {
  const problems = verifyChain([events[0]!, events[2]!, events[3]!]);
  expect(problems.map(({ code }) => code)).toEqual(["ledger/broken-chain"]);
});

test("a fork of one device is whole: a copy was edited apart and merged back", () => {
  const { hash: _, ...fork } = {
    ...events[3]!,
    id: `${events[3]!.id.slice(0, -1)}f`,
    at: "2023-11-15T00:00:00.000Z",
  };
  expect(verifyChain([...events, seal(fork)])).toEqual([]);
});
