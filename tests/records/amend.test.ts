import { describe, expect, test } from "vitest";
import type { RecordAmended } from "#ledger";
import { amendedFact, checkAmendment } from "../../src/records/amend.ts";
import { fact } from "./simulated-fact.ts";

const amended = (...changes: RecordAmended["changes"]): RecordAmended => ({
  record: "i-1",
  changes,
  source: "a page",
});

describe("a corrected record", () => {
  test("has the new values, later ones over earlier ones", () => {
    const before = fact({ title: "Old", year: 2001, ids: { pmcid: ["PMC1"] } });
    const after = amendedFact(before, [
      amended(
        { field: "title", value: " New\n title " },
        { field: "doi", value: "https://doi.org/10.5555/X" },
      ),
      amended({ field: "year", value: "2002" }, { field: "pmid", value: "PMID: 99900001" }),
      amended({ field: "year", value: "2003" }),
      amended({ field: "authors", value: "Doe, Jane\nThe Example Group\r\nvan Roe, R. B." }),
    ]);
    expect(after).toEqual({
      ...before,
      title: "New title",
      year: 2003,
      authors: [
        { family: "Doe", given: "Jane" },
        { family: "The Example Group", given: null },
        { family: "van Roe", given: "R. B." },
      ],
      ids: { ...before.ids, doi: ["10.5555/x"], pmid: ["99900001"] },
    });
    expect(before.title).toBe("Old");
  });

  test("can be emptied, field by field", () => {
    const before = fact({
      abstract: "A",
      year: 2001,
      authors: [{ family: "Doe", given: null }],
      ids: { doi: ["10.5555/x"] },
    });
    const after = amendedFact(before, [
      amended(
        ...(["title", "authors", "year", "journal", "abstract", "doi", "pmid"] as const).map((field) => ({
          field,
          value: null,
        })),
      ),
    ]);
    expect(after).toMatchObject({ title: "", authors: [], year: null, journal: null, abstract: null });
    expect(after.ids).toMatchObject({ doi: [], pmid: [] });
  });

  test("loses what belonged to the old value", () => {
    const before = fact({ year: 2001, date: "2001-05", journal: "Old", journalAbbreviation: "O" });
    expect(amendedFact(before, [amended({ field: "year", value: "2002" })])).not.toHaveProperty("date");
    expect(amendedFact(before, [amended({ field: "year", value: "2001" })]).date).toBe("2001-05");
    expect(amendedFact(before, [amended({ field: "journal", value: "New" })])).not.toHaveProperty(
      "journalAbbreviation",
    );
  });

  test("keeps a field whose new value is none", () => {
    const before = fact({ year: 2001 });
    expect(
      amendedFact(before, [amended({ field: "year", value: "soon" }, { field: "title", value: "New" })]),
    ).toEqual({
      ...before,
      title: "New",
    });
    expect(amendedFact(before, [])).toBe(before);
  });
});

test.each([
  ["year", "soon"],
  ["year", "1499"],
  ["year", "20011"],
  ["doi", "doi:nothing"],
  ["doi", "10.5555/a; 10.5555/b"],
  ["doi", "10.5555/../x"],
  ["pmid", "1e5"],
  ["pmid", "0"],
  ["authors", " , \n"],
] as const)("the %s cannot be %j", (field, value) => {
  expect(() => checkAmendment({ field, value })).toThrowError(
    expect.objectContaining({ code: "records/bad-amendment", kind: "invalid" }),
  );
});

test.each([
  ["year", "2001"],
  ["doi", "doi:10.5555/a"],
  ["pmid", null],
  ["title", "Any"],
  ["authors", "WHO"],
] as const)("the %s can be %j", (field, value) => {
  expect(checkAmendment({ field, value })).toBeUndefined();
});
