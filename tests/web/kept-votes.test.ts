import { expect, it } from "vitest";
import { keptVotes, type PendingVote } from "../../src/web/screening/kept-votes.ts";
import { REPORTS } from "./fake-reports.ts";
import { memoryStorage } from "./fake-windows.ts";

const vote = (position: number, at: number, round?: string): PendingVote => {
  const report = REPORTS[position - 1]!;
  return {
    id: `v${position}-${at}`,
    at,
    request: {
      stage: "title-abstract",
      report: report.id,
      decision: "include",
      ...(round === undefined ? {} : { round }),
    },
    item: { report, own: null, because: "order" },
  };
};
const keep = (storage: ReturnType<typeof memoryStorage> | null, name = "a") =>
  keptVotes(name, { storage, locks: null, channel: null });

it("gives votes back in the order they were taken, the newest of a report alone", () => {
  const storage = memoryStorage();
  const kept = keep(storage);
  kept.put(vote(2, 5));
  kept.put(vote(1, 3));
  kept.put(vote(2, 9));
  expect(kept.all().map(({ id }) => id)).toEqual(["v1-3", "v2-9"]);
  expect(keep(storage).all()).toEqual(kept.all());
  expect(keep(storage, "b").all()).toEqual([]);
});

it("keeps a vote of a round beside the vote of the review proper", () => {
  const kept = keep(memoryStorage());
  kept.put(vote(1, 1));
  kept.put(vote(1, 2, "pilot"));
  expect(kept.all()).toHaveLength(2);
});

it("drops the vote it is asked to and never a newer one", () => {
  const kept = keep(memoryStorage());
  kept.put(vote(1, 1));
  kept.put(vote(1, 2));
  kept.drop(vote(1, 1));
  expect(kept.has(vote(1, 1))).toBe(false);
  expect(kept.has(vote(1, 2))).toBe(true);
  kept.drop(vote(1, 2));
  expect(kept.all()).toEqual([]);
});

it("holds votes in memory when the storage is full or missing", () => {
  for (const kept of [keep(memoryStorage(10)), keep(null)]) {
    expect(kept.put(vote(1, 1))).toBe(false);
    expect(kept.all().map(({ id }) => id)).toEqual(["v1-1"]);
    kept.drop(vote(1, 1));
    expect(kept.all()).toEqual([]);
  }
});

it("passes over entries that are no votes", () => {
  const storage = memoryStorage();
  for (const text of ["", "{", "null", "[]", '{"id":1}', '{"id":"x","at":1}']) {
    storage.setItem(`a/${text}`, text);
  }
  expect(keep(storage).all()).toEqual([]);
});
