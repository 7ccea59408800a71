import {
  appendFileSync,
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import iconv from "iconv-lite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readRecords, xlsxFile } from "#records";
import type { Workbench } from "#workbench";
import { refusal, ris, type TestReview, testReview } from "../support/review.ts";

let review: TestReview;
let workbench: Workbench;
beforeEach(async () => {
  review = await testReview();
  workbench = review.workbench;
});
afterEach(() => review.drop());

const onDisk = (name: string, bytes: Uint8Array | string): string => {
  const path = join(review.folder, name);
  writeFileSync(path, bytes);
  return path;
};
const importPath = (path: string, more: object = {}) =>
  workbench.importFile({ by: "ann", sourceId: "pubmed", fileName: "x.ris", path, ...more });

describe("a file on disk", () => {
  test("is the same import as its bytes, with a report of what was in it", async () => {
    const path = onDisk("a.ris", ris(700));
    const steps: [number, number][] = [];
    const running: unknown[] = [];
    const { import: done } = await importPath(path, {
      onProgress: async (records: number, bytes: number) => {
        steps.push([records, bytes]);
        running.push((await workbench.importProgress()).running);
      },
    });
    const { size } = statSync(path);
    expect(done).toMatchObject({
      format: "ris",
      encoding: "utf-8",
      fileBytes: size,
      counts: { records: 700, problems: 0 },
      report: { fill: { title: 700, abstract: 700, doi: 700 }, years: { from: 2020, to: 2020 } },
    });
    const { total, blank, kept, outside } = done.report!.lines;
    expect(total).toBe(blank + kept + outside);
    expect(steps.at(-1)).toEqual([700, size]);
    expect(running[0]).toMatchObject({ fileName: "x.ris", totalBytes: size, records: 500 });
    expect((await workbench.importProgress()).running).toBeNull();
    const again = await workbench.importFile({
      by: "ann",
      sourceId: "pubmed",
      fileName: "y",
      bytes: ris(700),
    });
    expect(again.already).toBe(true);
    expect(await workbench.verify()).toEqual([]);
  });

  test("over the size of a piece keeps every character, in every encoding, wherever pieces end", async () => {
    // Characters of two, three and four bytes at all distances from the end of a piece.
    const titles = Array.from({ length: 900 }, (_, n) =>
      `${"x".repeat(n % 7)}Søvn „æø“ € 睡眠 👩‍🔬 ${n}`.repeat(8),
    );
    const text = titles.map((title) => `TY  - JOUR\nTI  - ${title}\nER  - \n`).join("\n");
    for (const [encoding, mark] of [
      ["utf-8", ""],
      ["utf-8", "\ufeff"],
      ["utf-16le", "\ufeff"],
      ["utf-16be", "\ufeff"],
      ["utf-16le", ""],
    ] as const) {
      const path = onDisk("text.ris", iconv.encode(mark + text, encoding));
      expect(statSync(path).size).toBeGreaterThan(300_000);
      const { import: done } = await importPath(path);
      expect([done.encoding, done.counts.records, done.problems]).toEqual([encoding, 900, []]);
      const { rows } = await workbench.records({ after: 0, limit: 500 });
      expect(rows.map(({ title }) => title)).toEqual(titles.slice(0, 500));
      await workbench.undo({ by: "ann", eventId: done.eventId });
    }
  });

  test("is Windows-1252 when it is no UTF-8 anywhere, with the signs of that code page", async () => {
    const text = `${"TY  - JOUR\nTI  - Plain\nER  - \n\n".repeat(20_000)}TY  - JOUR\nTI  - “Søvn” – €\nER  - \n`;
    const { import: done } = await importPath(onDisk("old.ris", iconv.encode(text, "windows-1252")));
    expect(done.encoding).toBe("windows-1252");
    const { rows } = await workbench.records({ after: 0, limit: 5, text: "søvn" });
    expect(rows.map(({ title }) => title)).toEqual(["“Søvn” – €"]);
  });

  test("that changes while it is read leaves nothing", async () => {
    const path = onDisk("growing.ris", ris(600));
    let grown = false;
    const importing = importPath(path, {
      onProgress: () => {
        if (!grown) appendFileSync(path, ris(1, 9_999));
        grown = true;
      },
    });
    expect(await refusal(importing)).toMatchObject({ kind: "conflict" });
    expect((await workbench.records({ after: 0, limit: 5 })).total).toBe(0);
    expect((await workbench.importProgress()).running).toBeNull();
  });

  test("comes back after its import was taken back", async () => {
    const path = onDisk("a.ris", ris(3));
    const { import: first } = await importPath(path);
    await workbench.undo({ by: "ann", eventId: first.eventId });
    const second = await importPath(path);
    expect(second.already).toBe(false);
    expect(second.import.importId).toBe(`${first.importId}.2`);
    expect((await workbench.records({ after: 0, limit: 5 })).total).toBe(3);
    expect(await workbench.verify()).toEqual([]);
  });

  test("that is not there, or no file, is refused by its path", async () => {
    const missing = await refusal(importPath(join(review.folder, "nowhere.ris")));
    expect(missing).toMatchObject({ code: "workbench/cannot-read", kind: "missing" });
    expect((await refusal(importPath(review.folder))).code).toBe("workbench/cannot-read");
  });
});

describe("files that hold no references", () => {
  const zip = (name: string): Buffer =>
    Buffer.concat([Buffer.from("PK\u0003\u0004"), Buffer.alloc(26), Buffer.from(name), Buffer.alloc(200)]);
  test.each([
    ["a PDF", "x.ris", Buffer.from("%PDF-1.7 …"), "Export"],
    ["an EndNote library", "library.enl", Buffer.alloc(500, 1), "export it as XML"],
    ["a packed EndNote library", "library.enlx", zip("sdb/sdb.eni"), "export it as XML"],
    ["a packed EndNote library under another name", "library.ris", zip("x/sdb/sdb.eni"), "export it as XML"],
    ["a Word document", "list.docx", zip("word/document.xml"), "Export"],
    ["a rich text document", "list.rtf", Buffer.from("{\\rtf1 TY  - JOUR}"), "Export"],
    ["an archive", "all.zip", zip("search.ris"), "Unpack"],
    ["a web page", "results.txt", Buffer.from("\n<!DOCTYPE html><html><body>TY  - JOUR"), "export function"],
    [
      "an old spreadsheet",
      "hits.xls",
      Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0, 0, 1, 2]),
      ".xlsx",
    ],
    ["binary data", "x.ris", Buffer.from(Array.from({ length: 3_000 }, (_, i) => (i * 7) % 27)), "Export"],
  ])("%s is refused with what to do instead", async (_name, fileName, bytes, remedy) => {
    const refused = await refusal(
      workbench.importFile({ by: "ann", sourceId: "pubmed", fileName, bytes: new Uint8Array(bytes) }),
    );
    expect(refused).toMatchObject({ code: "workbench/not-text", kind: "invalid" });
    expect((refused as unknown as { remedy: string }).remedy).toContain(remedy);
    expect((await workbench.imports()).imports).toEqual([]);
  });
});

describe("a preview", () => {
  test("says format, encoding and the first records, also of a file that is cut in a character", async () => {
    const whole = new TextEncoder().encode("TY  - JOUR\nTI  - Søvn\nER  - \n\nTY  - JOUR\nTI  - Lys og ø");
    const preview = await workbench.previewFile({
      fileName: "x.ris",
      bytes: whole.subarray(0, whole.length - 1),
    });
    expect(preview).toMatchObject({ format: "ris", encoding: "utf-8", columns: null, columnFields: [] });
    expect(preview.sample[0]).toMatchObject({ title: "Søvn", ordinal: 1 });
    expect((await workbench.imports()).imports).toEqual([]);
    expect((await workbench.previewFile({ fileName: "x.ris", bytes: ris(50) })).sample).toHaveLength(5);
  });

  test("of a table shows what each column would be read as, and takes another choice, as the import does", async () => {
    const bytes = new TextEncoder().encode(
      'Title,Authors,Year,Remark,__proto__\nAlpha trial,"Doe, A.",2001,Beta,x\nGamma trial,"Roe, B.",2002,Delta,y\n',
    );
    const preview = await workbench.previewFile({ fileName: "hits.csv", bytes });
    expect(preview.format).toBe("table");
    expect(preview.columns?.slice(0, 3)).toEqual([
      { heading: "Title", field: "title", examples: ["Alpha trial", "Gamma trial"] },
      { heading: "Authors", field: "authors", examples: ["Doe, A.", "Roe, B."] },
      { heading: "Year", field: "year", examples: ["2001", "2002"] },
    ]);
    expect(preview.columnFields).toContain("ignore");
    const columns = { Title: "ignore", Remark: "title" };
    const chosen = await workbench.previewFile({ fileName: "hits.csv", bytes, columns });
    expect(chosen.columns?.map(({ field }) => field).slice(0, 4)).toEqual([
      "ignore",
      "authors",
      "year",
      "title",
    ]);
    expect(chosen.sample.map(({ title }) => title)).toEqual(["Beta", "Delta"]);
    const { import: done } = await workbench.importFile({
      by: "ann",
      sourceId: "pubmed",
      fileName: "hits.csv",
      bytes,
      columns,
    });
    expect(done).toMatchObject({
      format: "table",
      columns: { ...columns, Authors: "authors", Year: "year" },
    });
    const { rows } = await workbench.records({ after: 0, limit: 5 });
    expect(rows.map(({ title, year }) => [title, year])).toEqual([
      ["Beta", 2001],
      ["Delta", 2002],
    ]);
    expect(Object.getPrototypeOf(done.columns)).toBe(Object.prototype);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  test("of a table without a known heading works once a person names the columns", async () => {
    const bytes = new TextEncoder().encode("Hvem;Hva\nDoe, A.;Alpha\nRoe, B.;Beta\n");
    const columns = { Hvem: "authors", Hva: "title" };
    const preview = await workbench.previewFile({ fileName: "x.csv", bytes, columns });
    expect(preview.sample.map(({ title, authors }) => [title, authors[0]?.family])).toEqual([
      ["Alpha", "Doe"],
      ["Beta", "Roe"],
    ]);
  });

  test("of a spreadsheet reads its sheet", async () => {
    const records = [
      ...readRecords(new TextDecoder().decode(ris(3)), { format: "ris", importId: "x", onProblem: () => {} }),
    ];
    const bytes = xlsxFile(records);
    const preview = await workbench.previewFile({ fileName: "hits.xlsx", bytes });
    expect(preview).toMatchObject({ format: "xlsx", encoding: "binary" });
    expect(preview.columns?.some(({ field }) => field === "title")).toBe(true);
    const { import: done } = await workbench.importFile({
      by: "ann",
      sourceId: "pubmed",
      fileName: "hits.xlsx",
      path: onDisk("hits.xlsx", bytes),
    });
    expect(done.counts.records).toBe(3);
    expect((await workbench.records({ after: 0, limit: 5 })).rows.map(({ doi }) => doi)).toEqual([
      "10.1234/sim.1",
      "10.1234/sim.2",
      "10.1234/sim.3",
    ]);
  });

  test("refuses what the import refuses", async () => {
    const refused = workbench.previewFile({ fileName: "x.pdf", bytes: new TextEncoder().encode("%PDF-1.4") });
    expect((await refusal(refused)).code).toBe("workbench/not-text");
  });
});

test("memory does not grow with the file: what lives while 24 MB are read is what lives with 6 MB, and a margin", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const peakOf = async (megabytes: number): Promise<number> => {
    const path = join(review.folder, `${megabytes}.ris`);
    const file = openSync(path, "w");
    const abstract = "Simulated abstract words. ".repeat(60);
    for (let n = 1; n * 1_650 < megabytes * 1e6; n++)
      writeSync(file, `TY  - JOUR\nTI  - Simulated ${megabytes} ${n}\nAB  - ${abstract}\nER  - \n\n`);
    closeSync(file);
    let peak = 0;
    await importPath(path, {
      onProgress: () => {
        collect();
        // What stands on the heap, and bytes beside it.
        const { heapUsed, external, arrayBuffers } = process.memoryUsage();
        peak = Math.max(peak, heapUsed + external + arrayBuffers);
      },
    });
    return peak;
  };
  await peakOf(3);
  const small = await peakOf(6);
  const large = await peakOf(24);
  expect(large - small).toBeLessThan(10e6);
});

test("a raw file over 32 MB lies beside the review, whole, and is checked", async () => {
  const path = join(review.folder, "big.ris");
  const file = openSync(path, "w");
  const abstract = "Simulated abstract words. ".repeat(4_000);
  for (let n = 1; n <= 340; n++)
    writeSync(file, `TY  - JOUR\nTI  - Simulated ${n}\nAB  - ${abstract}\nER  - \n\n`);
  closeSync(file);
  const { import: done } = await importPath(path);
  const beside = `${review.path}-files`;
  expect(readdirSync(beside)).toEqual([done.fileHash]);
  expect(statSync(join(beside, done.fileHash)).size).toBe(statSync(path).size);
  expect(await workbench.verify()).toEqual([]);
  expect(existsSync(path)).toBe(true);
});
