import { expect, test } from "vitest";
import { effectiveEvents, undoneIds } from "#ledger";
import { chainOf, created, undoOf, voteFor } from "../support/events.ts";

test("undo takes an event out of force and undoing the undo brings it back", () => {
  const [begin, vote] = chainOf([created(), voteFor("a-1")]);
  const withUndo = chainOf([created(), voteFor("a-1"), undoOf(vote!)]);
  expect(effectiveEvents(withUndo).map(({ id }) => id)).toEqual([begin!.id]);
  const withRedo = chainOf([created(), voteFor("a-1"), undoOf(vote!), undoOf(withUndo[2]!)]);
  expect(effectiveEvents(withRedo).map(({ id }) => id)).toEqual([begin!.id, vote!.id]);
  const again = chainOf([
    created(),
    voteFor("a-1"),
    undoOf(vote!),
    undoOf(withUndo[2]!),
    undoOf(withRedo[3]!),
  ]);
  expect([...undoneIds(again)].sort()).toEqual([vote!.id, withRedo[3]!.id].sort());
});

test("the order in which undo events are listed does not matter", () => {
  const [, vote] = chainOf([created(), voteFor("a-1")]);
  const events = chainOf([created(), voteFor("a-1"), undoOf(vote!)]);
  expect(undoneIds([...events].reverse())).toEqual(undoneIds(events));
});
