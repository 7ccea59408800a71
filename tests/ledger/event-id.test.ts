import { expect, test } from "vitest";
import { nextEventId, timeOfId } from "#ledger";
import { seededRng } from "../support/events.ts";

test("an id carries its time and is a version 7 UUID", () => {
  const id = nextEventId(1_700_000_000_123, null, seededRng(1));
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(timeOfId(id)).toBe(1_700_000_000_123);
});

test("ids of one millisecond and of a clock set back still sort after the last", () => {
  const rng = seededRng(7);
  let last = nextEventId(1_700_000_000_000, null, rng);
  for (let i = 0; i < 20_000; i++) {
    const now = i % 3 === 0 ? 1_700_000_000_000 - 86_400_000 : 1_700_000_000_000;
    const id = nextEventId(now, last, rng);
    expect(id > last).toBe(true);
    last = id;
  }
});

test("two devices never share an id in the same millisecond", () => {
  const a = nextEventId(1_700_000_000_000, null, seededRng(1));
  const b = nextEventId(1_700_000_000_000, null, seededRng(2));
  expect(a).not.toBe(b);
});
