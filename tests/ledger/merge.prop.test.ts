import fc from "fast-check";
import { expect, test } from "vitest";
import { inOrder, mergeEvents } from "#ledger";
import { chainOf, created, voteFor } from "../support/events.ts";

const common = chainOf([created(), voteFor("a-1"), voteFor("a-2")]);
const devices = ["device-a", "device-b", "device-c"].map((device, i) =>
  chainOf(
    Array.from({ length: 12 }, (_, n) => voteFor(`r-${n}`, device)),
    device,
    100 + i,
    1_700_000_100_000 + i * 137,
  ),
);
/** A copy of the review: the common beginning and some prefix of what each device wrote. */
const copy = fc
  .tuple(fc.nat(12), fc.nat(12), fc.nat(12))
  .map((lengths) => [...common, ...devices.flatMap((events, i) => events.slice(0, lengths[i]))]);

test("union is commutative, associative and idempotent, and keeps everything", () => {
  fc.assert(
    fc.property(copy, copy, copy, (a, b, c) => {
      const union = (x: typeof a, y: typeof a) => [...mergeEvents(x, y).events];
      expect(union(a, b)).toEqual(union(b, a));
      expect(union(union(a, b), c)).toEqual(union(a, union(b, c)));
      expect(union(a, a)).toEqual(inOrder(a));
      const ids = new Set(union(a, b).map(({ id }) => id));
      for (const { id } of [...a, ...b]) expect(ids.has(id)).toBe(true);
    }),
    { seed: 20261126, numRuns: 200 },
  );
});

test("one id with two contents is refused", () => {
  const forged = { ...common[1]!, by: "mallory", hash: "0".repeat(64) };
  expect(() => mergeEvents(common, [common[0]!, forged])).toThrow(/different in the two copies/);
});

test("two reviews do not merge", () => {
  const other = chainOf([created("r2")], "device-z", 9);
  expect(() => mergeEvents(common, other)).toThrow(/two reviews/);
});
