import { readFileSync } from "node:fs";
import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import type { Problem } from "#kernel";
import { detectEncoding, detectFormat, type RecordFact, readAllRecords, readRecords } from "#records";

const bytes = (name: string): Uint8Array =>
  readFileSync(new URL(`../../fixtures/records/${name}`, import.meta.url));
const text = (name: string): string => {
  const data = bytes(name);
  // Not TextDecoder: Node 20 takes windows-1252 for latin1.
  return iconv.decode(Buffer.from(data), detectEncoding(data).encoding);
};
const read = (content: string): { items: readonly RecordFact[]; problems: readonly Problem[] } =>
  readAllRecords(content, { format: detectFormat(content) ?? "ris", importId: "imp" });
const codes = (problems: readonly Problem[]): string[] => problems.map(({ code }) => code);

describe("RIS", () => {
  const { items, problems } = read(text("simulated.ris"));

  test("fields of every dialect find their place", () => {
    const [first, second, third] = items;
    expect(items.length).toBe(3);
    expect(first).toMatchObject({
      id: "imp-1",
      line: 5,
      type: "JOUR",
      title: "Simulated effects of NF-kappa B & CO2 on nothing",
      authors: [
        { family: "Example", given: "Ada B." },
        { family: "Specimen Study Group", given: null },
      ],
      year: 2018,
      journal: "Journal of Simulated Results",
      pages: "482-491",
      abstract: "BACKGROUND: Nothing was studied.\nMETHODS: No one was asked.\nER-20 plugs were not used.",
      keywords: ["simulation", "placebo", "sham"],
    });
    expect(first?.ids).toEqual({
      doi: ["10.5555/sim.1"],
      pmid: [],
      pmcid: [],
      source: ["SIM-1"],
      issn: ["1234-5679"],
      isbn: [],
    });
    expect(second).toMatchObject({
      type: "CONF",
      year: 2020,
      pages: "S12",
      journal: "Proceedings of Simulated Meetings",
    });
    expect(second?.authors).toEqual([
      { family: "Doe", given: "J" },
      { family: "Van der Berg", given: "AB" },
    ]);
    expect(second?.ids.doi).toEqual(["10.5555/sim(2)"]);
    expect(third?.ids.doi).toEqual(["10.5555/sim.1"]);
  });

  test("raw is the entry, character for character", () => {
    const whole = text("simulated.ris");
    for (const { raw } of items) expect(whole).toContain(raw);
    expect(items[0]?.raw.startsWith("TY  - JOUR\nID  - SIM-1")).toBe(true);
    expect(items[0]?.raw.endsWith("\nER  - ")).toBe(true);
  });

  test("lines a platform puts around entries make no record and are told once", () => {
    expect(codes(problems)).toEqual(["records/wrapping-lines"]);
    expect(problems[0]).toMatchObject({ line: 1, message: expect.stringContaining("6 line(s)") });
  });

  test.each([
    ["a blank before the type", "TY  -  JOUR\nTI  -  T\nER  -"],
    ["one blank", "TY - JOUR\nTI - T\nER -"],
    ["lone CR", "TY  - JOUR\rTI  - T\rER  - \r"],
    ["CR LF and a byte-order mark", "\ufeffTY  - JOUR\r\nTI  - T\r\nER  - \r\n"],
    ["a tab", "TY\t- JOUR\nTI\t- T\nER\t-"],
  ])("reads %s", (_name, content) => {
    const { items: found, problems: none } = readAllRecords(content, { format: "ris", importId: "i" });
    expect(found.map(({ title, type }) => [title, type])).toEqual([["T", "JOUR"]]);
    expect(none).toEqual([]);
  });

  test("an entry that is cut off is kept and told with its line", () => {
    const cut = read(text("truncated.ris"));
    expect(cut.items.map(({ title }) => title)).toEqual([
      "A simulated whole entry",
      "A simulated entry that is cut",
    ]);
    expect(cut.items[1]?.abstract).toBe("The text stops in the mid");
    expect(cut.problems).toMatchObject([{ code: "records/ris-missing-end", line: 6 }]);
    expect(cut.problems[0]?.remedy).toBeTruthy();
  });

  test("an entry without TY is told, and does not slip into the one before", () => {
    const found = read(
      "TY  - JOUR\nTI  - One\nER  - \n\nTI  - Two\nAU  - Doe, J\nER  - \n\nTY  - JOUR\nTI  - Three\nER  - \n",
    );
    expect(found.items.map(({ title }) => title)).toEqual(["One", "Three"]);
    expect(found.problems).toMatchObject([{ code: "records/ris-missing-type", line: 5 }]);
  });

  test("years, authors, abstracts and DOIs in odd places", () => {
    const one = (body: string): RecordFact => read(`TY  - JOUR\nTI  - T\n${body}\nER  - `).items[0]!;
    expect(one("Y1  - 2020/04//Apr-Jun, 2020").year).toBe(2020);
    expect(one("PY  - in press\nY1  - 1999/08//undefined").year).toBe(1999);
    expect(one("DA  - MAY-JUN").year).toBe(null);
    expect(one("PY  - 20180501").year).toBe(2018);
    expect(one("PY  - 9999").year).toBe(null);
    expect(one("AB  - NA\nN2  - Text").abstract).toBe("Text");
    expect(one("AB  - Text\nAB  - Copyright of J is the property of P.").abstract).toBe("Text");
    expect(one("AU  - Doe, J.; Roe, R.").authors.map(({ family }) => family)).toEqual(["Doe", "Roe"]);
    expect(one("DO  - 10.5555/a\nDO  - 10.5555/b").ids.doi).toEqual(["10.5555/a", "10.5555/b"]);
    expect(one("N1  - doi: 10.5555/noted").ids.doi).toEqual(["10.5555/noted"]);
    expect(one("N1  - Erratum in: doi: 10.5555/other").ids.doi).toEqual([]);
    expect(one("DB  - Embase\nU2  - L2029880245\nC5  - 99900001").ids.pmid).toEqual(["99900001"]);
    expect(one("DB  - PubMed\nAN  - 99900001\nID  - 12345").ids.pmid).toEqual(["99900001"]);
    expect(one("ID  - 99900001").ids.pmid).toEqual([]);
    expect(one("IS  - 3\nT2  - Long Name of It\nJF  - L. N.").journal).toBe("Long Name of It");
    expect(one("SP  - 01-Oct").pages).toBe("01-Oct");
    expect(one("SP  - No\nEP  - Specified").pages).toBe(null);
  });

  test("a record without a title is kept and told", () => {
    const { items: found, problems: told } = read("TY  - JOUR\nAU  - Doe, J\nER  - ");
    expect(found.length).toBe(1);
    expect(told).toMatchObject([{ code: "records/no-title", line: 1 }]);
  });
});

describe("NBIB", () => {
  const { items, problems } = read(text("simulated.nbib"));

  test("fields find their place", () => {
    expect(items.length).toBe(2);
    expect(items[0]).toMatchObject({
      line: 1,
      type: "Journal Article; Randomized Controlled Trial",
      title: "A simulated trial whose title is so long that it runs on over a second line.",
      year: 2014,
      journal: "Journal of simulated results",
      issue: "1 Pt 3",
      pages: "1535-1541",
      keywords: ["simulation", "*Nothing/therapy"],
    });
    expect(items[0]?.authors).toEqual([
      { family: "Examplé", given: "Ada Bea" },
      { family: "Doe", given: "J" },
      { family: "Simulated Trial Group", given: null },
    ]);
    expect(items[0]?.ids).toEqual({
      doi: ["10.5555/sim.nbib.1"],
      pmid: ["99900001"],
      pmcid: ["PMC9990001"],
      source: [],
      issn: ["1234-5679"],
      isbn: [],
    });
  });

  test("a damaged PMID is told with its line and its record kept", () => {
    expect(items[1]?.ids.pmid).toEqual([]);
    expect(problems).toMatchObject([{ code: "records/bad-identifier", line: 27, field: "PMID" }]);
  });

  test("unindented words are no tag, whatever they look like", () => {
    const { items: found, problems: told } = read("PMID- 99900003\nTI  - T\nPTSD-related text\n\nstray\n");
    expect(found.map(({ title }) => title)).toEqual(["T"]);
    expect(codes(told)).toEqual(["records/nbib-untagged", "records/nbib-untagged"]);
  });

  test("lines before the first entry are told", () => {
    const { problems: told } = readAllRecords("hello\nPMID- 99900003\nTI  - T\n", {
      format: "nbib",
      importId: "i",
    });
    expect(told).toMatchObject([{ code: "records/nbib-outside", line: 1 }]);
  });
});

describe("CSL-JSON", () => {
  const { items, problems } = read(text("simulated.csl.json"));

  test("variables find their place, and raw keeps what has none", () => {
    expect(items.map(({ line, year, title }) => [line, year, title])).toEqual([
      [2, 2018, "Simulated effects of nothing"],
      [14, 2020, "A simulated report"],
      [15, 2021, "A simulated book"],
    ]);
    expect(items[0]?.authors).toEqual([
      { family: "van der Berg", given: "A. B." },
      { family: "Specimen Group", given: null },
    ]);
    expect(items[0]?.ids).toMatchObject({
      doi: ["10.5555/sim.1"],
      pmid: ["99900001"],
      source: ["example2018"],
    });
    expect(items[1]?.ids.pmid).toEqual(["99900002"]);
    const source = JSON.parse(text("simulated.csl.json")) as unknown[];
    expect(items.map(({ raw }) => JSON.parse(raw) as unknown)).toEqual(source);
  });

  test("values of the wrong kind are told by field", () => {
    expect(problems.map(({ code, field, line }) => [code, field, line])).toEqual([
      ["records/csl-field", "volume", 15],
      ["records/bad-identifier", "PMID", 15],
    ]);
  });

  test("a damaged item costs that item and names its line and column", () => {
    const broken = read(text("broken.csl.json"));
    expect(broken.items.map(({ ids }) => ids.source)).toEqual([["a"], ["c"]]);
    expect(broken.problems).toMatchObject([{ code: "records/json-syntax", line: 4, column: 41 }]);
    expect(broken.problems[0]?.message).toContain("`:`");
  });

  test.each([
    ["a file that stops", '[{"id":"a","title":"T"},\n{"id":"b"', ["records/json-syntax"], 1],
    ["text behind the list", '[{"id":"a","title":"T"}]\nmore', ["records/json-syntax"], 1],
    ["an open string", '[{"id":"a","title":"T"},\n{"id":"b]', ["records/json-syntax"], 1],
    [
      "items that are no items",
      '[1, null, [], {"id":"a","title":"T"}]',
      Array(3).fill("records/csl-not-an-item"),
      1,
    ],
    ["a single item", '{"id":"a","title":"T"}', [], 1],
    ["an empty list", "[]", ["records/no-records"], 0],
  ])("%s", (_name, content, expected, kept) => {
    const { items: found, problems: told } = readAllRecords(content, { format: "csl-json", importId: "i" });
    expect(found.length).toBe(kept);
    expect(codes(told)).toEqual(expected);
  });
});

describe("files that are not what they should be", () => {
  test.each([
    ["empty", text("empty.ris"), "records/empty-file"],
    ["white space", " \n\ufeff\r\n", "records/empty-file"],
    ["binary", "PK\u0003\u0004\0\0\0", "records/not-text"],
    ["UTF-16 read as UTF-8", new TextDecoder().decode(bytes("utf-16le.ris")), "records/not-text"],
    ["prose", "Dear all,\nplease find attached", "records/ris-outside"],
  ])("%s: told with a remedy, nothing kept", (_name, content, code) => {
    for (const format of ["ris", "nbib", "csl-json"] as const) {
      const { items, problems } = readAllRecords(content, { format, importId: "i" });
      expect(items).toEqual([]);
      expect(problems.length).toBeGreaterThan(0);
      expect(problems.every(({ remedy }) => remedy !== undefined)).toBe(true);
      if (format === "ris") expect(problems.map((one) => one.code)).toContain(code);
    }
  });

  test("bytes of another encoding show with their line", () => {
    const wrong = new TextDecoder("utf-8").decode(bytes("windows-1252.ris"));
    const { items, problems } = read(wrong);
    expect(items.length).toBe(1);
    expect(problems).toMatchObject([{ code: "records/wrong-encoding", line: 2 }]);
  });

  test("the encoding is told by the bytes", () => {
    expect(detectEncoding(bytes("windows-1252.ris"))).toEqual({ encoding: "windows-1252", bom: 0 });
    expect(detectEncoding(bytes("utf-16le.ris"))).toEqual({ encoding: "utf-16le", bom: 2 });
    expect(detectEncoding(bytes("simulated.nbib"))).toEqual({ encoding: "utf-8", bom: 0 });
    for (const name of ["windows-1252.ris", "utf-16le.ris"])
      expect(read(text(name)).items[0]?.title).toBe("Simulated café visits, 1990–2000");
  });

  test("an import without an id is a broken call", () => {
    const options = { format: "ris", importId: "", onProblem: () => {} } as const;
    expect(() => [...readRecords("TY  - JOUR", options)]).toThrow(/no id/);
  });
});

describe("detectFormat", () => {
  test.each([
    ["simulated.ris", "ris"],
    ["simulated.nbib", "nbib"],
    ["simulated.csl.json", "csl-json"],
    ["truncated.ris", "ris"],
    ["empty.ris", null],
  ])("%s is %s", (name, format) => {
    expect(detectFormat(text(name))).toBe(format);
  });
});
