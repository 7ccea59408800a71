import { expect, it } from "vitest";
import {
  newSitting,
  pacePerHour,
  REST_AFTER,
  restIsDue,
  sittingAfter,
} from "../../src/web/screening/sitting.ts";

const MINUTE = 60_000;

it("tells the pace from time spent reading, not from pauses", () => {
  let sitting = newSitting(0);
  for (let at = 1; at <= 20; at++) sitting = sittingAfter(sitting, at * 15_000, 1);
  expect(pacePerHour(sitting)).toBe(240);
  const now = 35 * MINUTE;
  sitting = sittingAfter(sitting, now, 1);
  expect(sitting.active).toBe(20 * 15_000 + 2 * MINUTE);
  expect(sittingAfter(sitting, now, -1).decided).toBe(20);
});

it("says nothing of a pace before it means anything", () => {
  let sitting = newSitting(0);
  for (let at = 1; at <= 4; at++) sitting = sittingAfter(sitting, at * MINUTE, 1);
  expect(pacePerHour(sitting)).toBeNull();
});

it("hints at a rest after fifty minutes without one, and a pause of five minutes is one", () => {
  let sitting = newSitting(0);
  for (let at = 1; at <= 50; at++) sitting = sittingAfter(sitting, at * MINUTE, 1);
  expect(restIsDue(sitting, 49 * MINUTE)).toBe(false);
  expect(restIsDue(sitting, REST_AFTER)).toBe(true);
  // Someone who went away needs no hint.
  expect(restIsDue(sitting, REST_AFTER + 6 * MINUTE)).toBe(false);
  sitting = sittingAfter(sitting, 57 * MINUTE, 1);
  expect(restIsDue(sitting, 58 * MINUTE)).toBe(false);
});

it("begins anew after half a night, and when the clock was set back", () => {
  const sitting = { ...newSitting(0), decided: 300, active: MINUTE };
  expect(sittingAfter(sitting, 8 * 60 * MINUTE, 1)).toMatchObject({ decided: 1, active: 0 });
  expect(sittingAfter({ ...sitting, last: 9_000 }, 5_000, 0)).toMatchObject({ decided: 0, since: 5_000 });
});
