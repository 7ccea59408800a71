import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { detectEncoding, detectFormat, type RecordFact, type RecordFormat, readRecords } from "#records";

/** Real export files, read in place and never copied; the suite is skipped where they are not at hand. */
const corpus = process.env.EVIDENS_CORPUS ?? "../shared/corpus";
const formats = join(corpus, "formats");

interface Listed {
  readonly file: string;
  readonly text: string;
  /** Entries by the rule of the corpus: lines with `TY` or `PMID-`. */
  readonly listed: number;
}

function listed(format: string, name: RegExp): Listed[] {
  const rows = readFileSync(join(formats, "manifest.csv"), "utf8").split(/\r?\n/).slice(1);
  return rows.flatMap((row) => {
    const [rowFormat, file = "", , , , , , records = ""] = row.split(",");
    if (rowFormat !== format || !name.test(file)) return [];
    const bytes = readFileSync(join(formats, file));
    return [{ file, text: decode(bytes), listed: Number(records) }];
  });
}

function decode(bytes: Uint8Array): string {
  return iconv.decode(Buffer.from(bytes), detectEncoding(bytes).encoding);
}

function readAll(text: string, format: RecordFormat): { records: RecordFact[]; codes: string[] } {
  const codes: string[] = [];
  const records = [
    ...readRecords(text, { format, importId: "i", onProblem: ({ code }) => codes.push(code) }),
  ];
  return { records, codes };
}

/** How many entries of a RIS text carry any of the tags, counted without our parser. */
function carrying(text: string, tags: RegExp): number {
  return text
    .split(/^\ufeff?TY {1,2}-/m)
    .slice(1)
    .filter((entry) => tags.test(entry.split(/^ER {1,2}-/m)[0]!)).length;
}

describe.skipIf(!existsSync(formats))("real export files", () => {
  test("every RIS file gives as many records as it has TY lines", () => {
    const wrong: string[] = [];
    let total = 0;
    for (const { file, text, listed: expected } of listed("ris", /\.(?:ris|txt)$/)) {
      if (expected === 0) continue;
      const { records } = readAll(text, "ris");
      total += records.length;
      if (records.length !== expected) wrong.push(`${file}: ${records.length} of ${expected}`);
      if (detectFormat(text) !== "ris") wrong.push(`${file}: taken for ${detectFormat(text)}`);
    }
    expect(wrong).toEqual([]);
    expect(total).toBe(1019);
  });

  test("files that only call themselves RIS are told apart", () => {
    const text = (name: string): string => decode(readFileSync(join(formats, "ris", name)));
    expect(detectFormat(text("citation-file-formatting___baseline_pubmed.ris"))).toBe("nbib");
    expect(detectFormat(text("rispy__example_wos.ris"))).toBe("wos");
    // Its entries have no type: read as RIS, they are told.
    expect(detectFormat(text("jabref__RisImporterCorrupted.ris"))).toBe("ris");
    const { records, codes } = readAll(text("jabref__RisImporterCorrupted.ris"), "ris");
    expect(records).toEqual([]);
    expect(codes).toContain("records/ris-missing-type");
  });

  test("RIS fields are filled wherever the file has a tag for them", () => {
    const fill = {
      title: [0, 0],
      authors: [0, 0],
      year: [0, 0],
      journal: [0, 0],
      doi: [0, 0],
      abstract: [0, 0],
    };
    const add = (name: keyof typeof fill, filled: boolean[], present: number): void => {
      fill[name][0]! += filled.filter(Boolean).length;
      fill[name][1]! += present;
    };
    for (const { text, listed: expected } of listed("ris", /\.(?:ris|txt)$/)) {
      if (expected === 0) continue;
      const { records } = readAll(text, "ris");
      add(
        "title",
        records.map((r) => r.title !== ""),
        carrying(text, /^(?:TI|T1|CT|BT)\s+-[ \t]*[^\s-]/m),
      );
      add(
        "authors",
        records.map((r) => r.authors.length > 0),
        carrying(text, /^(?:AU|A1)\s+-[ \t]*[^\s-]/m),
      );
      add(
        "year",
        records.map((r) => r.year !== null),
        carrying(text, /^(?:PY|Y1|DA)\s+-.*(?<!\d)(?:1[5-9]|20)\d\d(?!\d)/m),
      );
      add(
        "journal",
        records.map((r) => r.journal !== null),
        carrying(text, /^(?:JF|JO|JA|T2|J2)\s+-[ \t]*[^\s-]/m),
      );
      add(
        "doi",
        records.map((r) => r.ids.doi.length > 0),
        carrying(text, /^DO\s+-.*10\.\d{4,9}\/\S/m),
      );
      add(
        "abstract",
        records.map((r) => r.abstract !== null),
        carrying(text, /^(?:AB|N2)\s+-[ \t]*[^\s-]/m),
      );
    }
    console.log(
      Object.entries(fill)
        .map(([name, [filled, present]]) => `${name} ${filled}/${present}`)
        .join(", "),
    );
    for (const [name, [filled, present]] of Object.entries(fill)) {
      expect(present, name).toBeGreaterThan(500);
      expect(filled! / present!, name).toBeGreaterThanOrEqual(0.999);
    }
  });

  test("every NBIB file gives a record for each of its PMID lines", () => {
    const wrong: string[] = [];
    let total = 0;
    for (const { file, text, listed: expected } of listed("nbib", /\.(?:nbib|txt)$/)) {
      const { records } = readAll(text, "nbib");
      total += records.length;
      // Some entries of four files have no PMID: PMC, ERIC and importer tests begin with another tag.
      const withPmid = records.filter((record) => /^PMID *-/m.test(record.raw)).length;
      if (withPmid !== expected) wrong.push(`${file}: ${withPmid} of ${expected}`);
      if (records.some((record) => record.title === "" && !/jabref/.test(file)))
        wrong.push(`${file}: no title`);
    }
    expect(wrong).toEqual([]);
    expect(total).toBe(343 + 5);
  });

  test("the same PubMed records as NBIB and as RIS agree", () => {
    const nbib = readAll(decode(readFileSync(join(formats, "nbib/Reflib__blue-light.nbib"))), "nbib").records;
    const ris = readAll(decode(readFileSync(join(formats, "ris/Reflib__blue-light.ris"))), "ris").records;
    const byDoi = new Map(ris.flatMap((record) => record.ids.doi.map((doi) => [doi, record] as const)));
    const pairs = nbib.flatMap((record) => {
      const other = byDoi.get(record.ids.doi[0] ?? "");
      return other === undefined ? [] : [[record, other] as const];
    });
    expect(pairs.length).toBeGreaterThan(40);
    const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, "");
    const same = pairs.filter(([a, b]) => plain(a.title) === plain(b.title)).length;
    expect(same / pairs.length).toBeGreaterThan(0.95);
  });

  test("CSL-JSON files are read item by item", () => {
    for (const file of readdirSync(join(formats, "csl_json"))) {
      const text = decode(readFileSync(join(formats, "csl_json", file)));
      const items = JSON.parse(text) as unknown;
      const { records } = readAll(text, "csl-json");
      if (Array.isArray(items)) expect(records.length, file).toBe(items.length);
    }
  });
});

const example = join(corpus, "../example-review/references.csl.json");
test.skipIf(!existsSync(example))("the example review's references come in whole", () => {
  const text = readFileSync(example, "utf8");
  const { records, codes } = readAll(text, "csl-json");
  expect(records.length).toBe(56);
  expect(codes).toEqual([]);
  expect(records.filter((record) => record.ids.doi.length > 0).length).toBe(49);
  expect(records.filter((record) => record.ids.pmid.length > 0).length).toBe(25);
  expect(records.every((record) => record.authors.length > 0 && record.year !== null)).toBe(true);
  expect(JSON.parse(records[0]!.raw)).toEqual((JSON.parse(text) as unknown[])[0]);
});
