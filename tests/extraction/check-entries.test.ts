import { describe, expect, it } from "vitest";
import { checkEntries, type EntriesToCheck } from "#extraction";
import type { ExtractedEntry } from "#ledger";
import { armEntry, arms, effectForm, entry, inForce, protocol, studyForm, valuesDoc } from "./support.ts";

const base = { protocol, form: effectForm, studyId: "s1", arms, existing: null } as const;
const check = (entries: readonly ExtractedEntry[], more: Partial<EntriesToCheck> = {}) =>
  checkEntries({ ...base, entries, ...more });
const codes = (entries: readonly ExtractedEntry[], more: Partial<EntriesToCheck> = {}) =>
  check(entries, more).map((one) => one.code);
const contrast = (field: string, value: string | null) =>
  entry(field, value, { outcome: "caps", timepoint: "end" });

describe("checkEntries", () => {
  it("accepts good values, a quote without a place, and values not reported", () => {
    expect(
      codes([
        armEntry("n", "mdma", "12"),
        { ...armEntry("mean", "mdma", "\u22123.5"), quote: "fell by 3.5" },
        armEntry("sd", "mdma", null),
        armEntry("events", "mdma", "0"),
        armEntry("total", "mdma", "12"),
        contrast("g", "-0.71"),
        contrast("se", "0.2"),
        entry("country", "USA"),
      ]),
    ).toEqual([]);
    expect(codes([entry("species", "human"), entry("size", "16")], { form: studyForm })).toEqual([]);
  });

  it.each<[string, ExtractedEntry]>([
    ["extraction/unknown-field", armEntry("median", "mdma", "1")],
    ["extraction/unknown-arm", armEntry("n", "lsd", "1")],
    ["extraction/unknown-outcome", entry("n", "1", { arm: "mdma", outcome: "bdi", timepoint: "end" })],
    ["extraction/unknown-timepoint", entry("n", "1", { arm: "mdma", outcome: "caps", timepoint: "later" })],
    ["extraction/arm-missing", entry("n", "1", { outcome: "caps", timepoint: "end" })],
    ["extraction/outcome-missing", entry("n", "1", { arm: "mdma", timepoint: "end" })],
    ["extraction/timepoint-missing", entry("g", "1", { outcome: "caps" })],
    ["extraction/arm-not-expected", entry("g", "1", { arm: "mdma", outcome: "caps", timepoint: "end" })],
    ["extraction/outcome-not-expected", entry("country", "USA", { outcome: "caps" })],
    ["extraction/ambiguous-comma", armEntry("mean", "mdma", "1,5")],
    ["extraction/bad-n", armEntry("n", "mdma", "0")],
    ["extraction/bad-n", armEntry("n", "mdma", "1.5")],
    ["extraction/bad-sd", armEntry("sd", "mdma", "-2")],
    ["extraction/bad-sd", armEntry("sd", "mdma", "0")],
    ["extraction/bad-se", contrast("se", "0")],
    ["extraction/bad-events", armEntry("events", "mdma", "-1")],
    ["extraction/bad-events", armEntry("events", "mdma", "2.5")],
    ["extraction/bad-total", armEntry("total", "mdma", "0")],
    ["extraction/empty-value", entry("country", " ")],
  ])("gives exactly %s", (code, one) => {
    expect(codes([one])).toEqual([code]);
  });

  it("says why an SD of 0 is refused, and otherwise than for a negative one", () => {
    expect(check([armEntry("sd", "mdma", "0")])[0]?.message).toContain("scored alike");
    expect(check([armEntry("sd", "mdma", "-2")])[0]?.message).toContain("cannot be negative, and this is -2");
  });

  it("names field, arm, outcome and timepoint", () => {
    expect(check([armEntry("sd", "mdma", "-2")])[0]?.field).toBe(
      "sd (arm mdma, outcome caps, timepoint end)",
    );
  });

  it("tells that arms must be defined first", () => {
    expect(check([armEntry("n", "mdma", "1")], { arms: [] })[0]?.remedy).toContain("Define the arms");
  });

  it("checks choices and whole numbers of a study form, and that it takes no address", () => {
    expect(codes([entry("species", "plant")], { form: studyForm })).toEqual(["extraction/unknown-choice"]);
    expect(codes([entry("size", "1.5")], { form: studyForm })).toEqual(["extraction/not-whole"]);
    expect(codes([entry("sample", "x", { arm: "mdma" })], { form: studyForm })).toEqual([
      "extraction/arm-not-expected",
    ]);
  });

  it("refuses an address given twice, and reports everything at once", () => {
    expect(
      codes([armEntry("n", "mdma", "1"), armEntry("n", "mdma", "2"), armEntry("sd", "mdma", "x")]),
    ).toEqual(["extraction/duplicate-address", "extraction/not-a-number"]);
  });

  describe("events within the total", () => {
    const events = armEntry("events", "mdma", "13");
    const total = armEntry("total", "mdma", "12");

    it("holds inside one save and not across arms", () => {
      expect(codes([events, total])).toEqual(["extraction/events-above-total"]);
      expect(codes([events, armEntry("total", "placebo", "12")])).toEqual([]);
    });

    it("holds against what is in force, from either side", () => {
      expect(codes([events], { existing: valuesDoc("s1", [inForce(total)]) })).toEqual([
        "extraction/events-above-total",
      ]);
      expect(codes([total], { existing: valuesDoc("s1", [inForce(events)]) })).toEqual([
        "extraction/events-above-total",
      ]);
    });

    it("lets the save correct what is in force, and takes the extractor's own value before others'", () => {
      const existing = valuesDoc("s1", [inForce(total, "ann"), inForce({ ...total, value: "20" }, "bo")]);
      expect(codes([events, { ...total, value: "14" }], { existing, by: "ann" })).toEqual([]);
      expect(codes([events], { existing, by: "bo" })).toEqual([]);
      expect(codes([events], { existing, by: "ann" })).toEqual(["extraction/events-above-total"]);
    });
  });
});
