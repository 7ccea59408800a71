import { describe, expect, it } from "vitest";
import { parseNumber } from "#extraction";

describe("parseNumber", () => {
  it.each([
    ["12", 12],
    ["-3.5", -3.5],
    ["\u22123.5", -3.5],
    ["+0.4", 0.4],
    [".05", 0.05],
    ["-.71", -0.71],
    ["  7 ", 7],
    ["1e-3", 0.001],
    ["0", 0],
    ["-0", 0],
    ["0e-999", 0],
  ])("reads %j", (text, number) => {
    expect(parseNumber(text)).toEqual({ number });
  });

  it.each([
    ["1,5", "extraction/ambiguous-comma"],
    ["\u22121,5", "extraction/ambiguous-comma"],
    ["12,500", "extraction/ambiguous-comma"],
    ["1,234,567", "extraction/grouped-thousands"],
    ["12 500", "extraction/grouped-thousands"],
    ["<0.05", "extraction/not-exact"],
    ["~5", "extraction/not-exact"],
    ["\u20133.5", "extraction/dash-for-minus"],
    ["1e999", "extraction/number-out-of-range"],
    ["1e-999", "extraction/number-out-of-range"],
    ["", "extraction/empty-number"],
    [" ", "extraction/empty-number"],
    ["NaN", "extraction/not-a-number"],
    ["Infinity", "extraction/not-a-number"],
    ["0x10", "extraction/not-a-number"],
    ["5.", "extraction/not-a-number"],
    ["1-2", "extraction/not-a-number"],
    ["12%", "extraction/not-a-number"],
    ["12 (3)", "extraction/not-a-number"],
    ["twelve", "extraction/not-a-number"],
  ])("refuses %j as %s, with a remedy", (text, code) => {
    const read = parseNumber(text);
    expect(read).toMatchObject({ code, remedy: expect.stringMatching(/\.$/) });
  });

  it("says that a comma is ambiguous and what to write", () => {
    expect(parseNumber("1,5")).toMatchObject({
      message: expect.stringContaining("ambiguous"),
      remedy: expect.stringContaining("1.5"),
    });
  });
});
