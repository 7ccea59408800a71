import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deriveReports, type RecordFact, type ReportRow } from "#records";
import { fact } from "./simulated-fact.ts";

const source = new Map([["i", "s"]]);
const numbered = (records: readonly Partial<RecordFact>[]): RecordFact[] =>
  records.map((record, index) => fact({ ...record, id: `i-${index + 1}`, ordinal: index + 1 }));
const merged = (...records: Partial<RecordFact>[]): ReportRow => {
  const all = numbered(records);
  const clusters =
    all.length === 1
      ? []
      : [{ records: all.map(({ id }) => id), basis: [{ rule: "doi", value: "x" }], eventId: "e" }];
  const rows = [...deriveReports(all, clusters as never, source)];
  expect(rows.length).toBe(1);
  return rows[0]!;
};

describe("a report of several records", () => {
  test("has the best value of each field and says whose it is", () => {
    const row = merged(
      {
        title: "A SIMULATED TRIAL OF NOTHING",
        authors: [
          { family: "Doe", given: "J" },
          { family: "Roe", given: "R" },
        ],
        journal: "J Sim Res",
        pages: "01-Oct",
        abstract: "Cut off after some words and then …",
        year: 2001,
        ids: { doi: [], pmid: ["99900001"], pmcid: [], source: ["a"], issn: [], isbn: [] },
      },
      {
        title: "A simulated trial of nothing",
        authors: [
          { family: "Doe", given: "Jane" },
          { family: "Roe", given: "Richard" },
        ],
        journal: "Journal of Simulated Research",
        pages: "1",
        abstract: "Whole.",
        year: 2002,
        labels: ["x"],
        ids: { doi: ["10.5555/x"], pmid: ["99900001"], pmcid: [], source: ["b"], issn: [], isbn: [] },
      },
      { pages: "1-10", labels: ["y", "x"], title: "A simulated trial of nothing." },
    );
    expect(row).toMatchObject({
      title: "A simulated trial of nothing",
      journal: "Journal of Simulated Research",
      pages: "1-10",
      abstract: "Whole.",
      year: 2001,
      doi: "10.5555/x",
      pmid: "99900001",
      keys: ["a", "b"],
      labels: ["x", "y"],
      takenFrom: {
        title: "i-2",
        authors: "i-2",
        journal: "i-2",
        pages: "i-3",
        abstract: "i-2",
        year: "i-1",
        doi: "i-2",
        pmid: "i-1",
        type: "i-1",
      },
    });
    expect(row.authors[0]).toEqual({ family: "Doe", given: "Jane" });
    expect(row.takenFrom).not.toHaveProperty("volume");
    expect(row).not.toHaveProperty("amended");
    expect(row).not.toHaveProperty("decisions");
  });

  test("shows a corrected value before all others", () => {
    const records = numbered([
      { title: "A simulated title", abstract: "Long, long, long." },
      { title: "B", abstract: "Short." },
    ]);
    const clusters = [{ records: ["i-1", "i-2"], basis: [{ rule: "doi", value: "x" }], eventId: "e" }];
    const amendments = new Map([
      [
        "i-2",
        [{ record: "i-2", changes: [{ field: "abstract" as const, value: "Right." }], source: "the paper" }],
      ],
    ]);
    const [row] = [...deriveReports(records, clusters as never, source, amendments)];
    expect(row).toMatchObject({
      title: "A simulated title",
      abstract: "Right.",
      amended: ["abstract"],
      takenFrom: { abstract: "i-2" },
    });
  });

  test("an emptied value gives way to the other record's", () => {
    const records = numbered([{ volume: "wrong" }, { volume: "7" }]);
    const clusters = [{ records: ["i-1", "i-2"], basis: [{ rule: "doi", value: "x" }], eventId: "e" }];
    const amendments = new Map([
      ["i-1", [{ record: "i-1", changes: [{ field: "volume" as const, value: null }], source: "the paper" }]],
    ]);
    const [row] = [...deriveReports(records, clusters as never, source, amendments)];
    expect(row).toMatchObject({ volume: "7", amended: ["volume"], takenFrom: { volume: "i-2" } });
  });

  test("unites decisions, equal ones once", () => {
    const decision = { tool: "rayyan", by: "A", stage: null, decision: "include" as const, reasons: [] };
    const row = merged({ decisions: [decision] }, { decisions: [{ ...decision }, { ...decision, by: "B" }] });
    expect(row.decisions).toEqual([decision, { ...decision, by: "B" }]);
  });
});

test("a report of one record is that record, without `takenFrom`", () => {
  const row = merged({ title: "T", volume: "1" });
  expect(row).toMatchObject({ title: "T", volume: "1", abstract: null, doi: null });
  expect(row).not.toHaveProperty("takenFrom");
});

test("every value comes from the record that is named", () => {
  const text = fc.option(fc.constantFrom("A", "ABC DEF GHI", "Abc def ghi", "1-5", "1", "J Sim"), {
    nil: null,
  });
  const record = fc.record({
    title: text.map((t) => t ?? ""),
    journal: text,
    pages: text,
    volume: text,
    abstract: text,
  });
  fc.assert(
    fc.property(fc.array(record, { minLength: 2, maxLength: 5 }), (records) => {
      const row = merged(...records);
      const all = new Map(numbered(records).map((one) => [one.id, one]));
      for (const name of ["title", "journal", "pages", "volume", "abstract"] as const) {
        const from = row.takenFrom?.[name];
        expect(row[name]).toEqual(from === undefined ? (name === "title" ? "" : null) : all.get(from)![name]);
        expect(from === undefined).toBe(records.every((one) => (one[name] ?? "") === ""));
      }
    }),
    { seed: 11, numRuns: 300 },
  );
});
