import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { detectEncoding, type RecordFact, readers, readWith } from "#records";
import { looksLikeTable, tableReader } from "../../src/records/formats/tables/table.ts";
import { xlsxReader } from "../../src/records/formats/tables/xlsx.ts";

/** Real export files, read in place and never copied; the suite is skipped where they are not at hand. */
const formats = join(process.env.EVIDENS_CORPUS ?? "../shared/corpus", "formats");

const textOf = (file: string): string => {
  const bytes = readFileSync(join(formats, file));
  return iconv.decode(bytes, detectEncoding(bytes).encoding);
};
const read = (file: string): RecordFact[] => {
  const reader = file.endsWith(".xlsx") ? xlsxReader : file.endsWith(".ris") ? readers.ris! : tableReader;
  const content = file.endsWith(".xlsx") ? new Uint8Array(readFileSync(join(formats, file))) : textOf(file);
  return [...readWith(reader, content, { importId: "c", onProblem: () => {} })];
};
const library = (name: string): RecordFact[] =>
  read(`${/[^.]+$/.exec(name)![0].replace("tsv", "csv")}/citation-file-formatting___baseline${name}`);
const plain = (title: string): string => title.toLowerCase().replace(/[^a-z0-9]+/g, "");
const titles = (records: readonly RecordFact[]): string[] => records.map(({ title }) => plain(title)).sort();

describe.skipIf(!existsSync(formats))("real tables", () => {
  test("every table gives the records it is listed with", () => {
    const wrong: string[] = [];
    for (const row of readFileSync(join(formats, "manifest.csv"), "utf8").split(/\r?\n/).slice(1)) {
      const [format, file = "", , , , , , listed] = row.split(",");
      // One file is listed twice, with the counts of its two versions.
      if (
        format !== "csv" ||
        file.endsWith(".bib") ||
        row.includes("springer.csv,5561") ||
        /,5561,18,/.test(row)
      )
        continue;
      // Listed with its three lines above the headings.
      const expected = /baseline_(?:embase|excel)\.csv$/.test(file) ? 10 : Number(listed);
      const records = read(file);
      if (records.length !== expected) wrong.push(`${file}: ${records.length} of ${expected}`);
      if (!looksLikeTable(textOf(file).slice(0, 262_144))) wrong.push(`${file}: not taken for a table`);
    }
    expect(wrong).toEqual([]);
  });

  test("no other text is taken for a table", () => {
    const wrong: string[] = [];
    for (const format of [
      "ris",
      "nbib",
      "bibtex",
      "endnote_xml",
      "ovid_text",
      "refer",
      "wos_tagged",
      "csl_json",
      "pubmed_xml",
    ])
      for (const file of readdirSync(join(formats, format)))
        if (looksLikeTable(textOf(`${format}/${file}`).slice(0, 262_144))) wrong.push(`${format}/${file}`);
    expect(wrong).toEqual([]);
  });

  test("one library, exported by many programs, has the same titles", () => {
    const reference = titles(library("_embase.ris"));
    expect(reference.length).toBe(10);
    for (const name of ["_embase.csv", "_excel.csv", "_embase.xlsx", "_rayyan.csv", "_zotero.csv"])
      expect(titles(library(name)), name).toEqual(reference);
    const covidence = new Set(titles(library("_covidence.csv")));
    expect(reference.filter((title) => covidence.has(title)).length).toBeGreaterThanOrEqual(8);
    expect(titles(library(".tsv"))).toEqual(titles(library(".csv")));
    expect(titles(library(".xlsx"))).toEqual(titles(library(".csv")));
  });

  test("fields agree between RIS, CSV and XLSX of the same search", () => {
    const byTitle = new Map(library("_embase.ris").map((record) => [plain(record.title), record]));
    for (const name of ["_embase.csv", "_embase.xlsx"])
      for (const record of library(name)) {
        const other = byTitle.get(plain(record.title))!;
        expect(record.ids.doi, record.title).toEqual(other.ids.doi);
        expect(record.year).toBe(other.year);
        expect([record.volume, record.issue]).toEqual([other.volume, other.issue]);
        expect(record.authors.map(({ family }) => family)).toEqual(other.authors.map(({ family }) => family));
        if (other.abstract !== null) expect(plain(record.abstract ?? "")).toBe(plain(other.abstract));
      }
  });

  test("fields are as the reference importer's results beside three files", () => {
    const [ieee] = read("csv/colrev__ieee_csv.csv");
    expect(ieee?.authors.map(({ family, given }) => `${family}, ${given}`)).toEqual([
      "Rottman, Joseph",
      "Carmel, Erran",
      "Lacity, Mary",
    ]);
    expect(ieee).toMatchObject({ journal: "Computer", ids: { doi: ["10.1109/mc.2011.377"] } });
    expect(read("csv/colrev__pubmed_csv.csv")[0]).toMatchObject({
      authors: [
        { family: "Smith", given: "A" },
        { family: "Walter", given: "B" },
      ],
      year: 2021,
      volume: "1",
      issue: "2",
      pages: "10-11",
      ids: { doi: ["10.1111/nature1111"], pmid: ["11223344"], pmcid: ["PMC1122334"] },
    });
    expect(read("csv/colrev__springer_csv.csv")[0]).toMatchObject({
      authors: [
        { family: "Smith", given: "Andy" },
        { family: "Weber", given: "Tom" },
      ],
      year: 2000,
      journal: "Nature",
      volume: "17",
      issue: "3",
    });
  });

  test("rows of Scopus with a cell too many come out whole", () => {
    const records = read("csv/litstudy__scopus.csv");
    expect(records.filter(({ ids }) => ids.scopus?.length === 1).length).toBe(58);
    expect(records.filter(({ language }) => /^(?:English|German|Chinese)/.test(language ?? "")).length).toBe(
      58,
    );
    expect(
      records.filter(({ publisher }) => (publisher ?? "").length > 100 || /@/.test(publisher ?? "")),
    ).toEqual([]);
  });
});
