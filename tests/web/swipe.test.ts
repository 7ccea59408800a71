import { expect, it } from "vitest";
import { directionOf, swipeOf } from "../../src/web/screening/swipe.ts";

it("takes a drag as sideways only when it clearly is", () => {
  expect(directionOf(10, 3)).toBe("undecided");
  expect(directionOf(20, 4)).toBe("sideways");
  expect(directionOf(-20, -4)).toBe("sideways");
  expect(directionOf(20, 16)).toBe("other");
  expect(directionOf(3, 20)).toBe("other");
});

it("does nothing until it is far, and nothing when it is dragged back", () => {
  expect(swipeOf(100, 358).lands).toBeNull();
  expect(swipeOf(110, 358).lands).toBe("include");
  expect(swipeOf(-110, 358).lands).toBe("exclude");
  expect(swipeOf(20, 358).lands).toBeNull();
  expect(swipeOf(79, 200).lands).toBeNull();
  expect(swipeOf(140, 2_000).lands).toBe("include");
});
