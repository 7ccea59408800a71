import { expect, it } from "vitest";
import { readTerm } from "../../src/web/screening/term.ts";

it("keeps words with one space and a star at the end", () => {
  expect(readTerm("  post-traumatic \n stress* ")).toEqual({ term: "post-traumatic stress*" });
  expect(readTerm("CAPS (total)")).toEqual({ term: "CAPS (total)" });
});

it("refuses what is no word, a star elsewhere, and a whole paragraph", () => {
  expect(readTerm(" ")).toEqual({ fault: "empty" });
  expect(readTerm("*")).toEqual({ fault: "empty" });
  expect(readTerm("...")).toEqual({ fault: "empty" });
  expect(readTerm("ran*ed")).toEqual({ fault: "star" });
  expect(readTerm("random *")).toEqual({ fault: "star" });
  expect(readTerm("a".repeat(201))).toEqual({ fault: "long" });
});
