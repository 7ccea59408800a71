import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import type { Problem } from "#kernel";
import { type RecordFact, readWith } from "#records";
import { xlsxReader } from "../../src/records/formats/tables/xlsx.ts";
import { xlsxFile } from "../../src/records/formats/write/write-xlsx.ts";

function read(bytes: Uint8Array): { items: RecordFact[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const items = [
    ...readWith(xlsxReader, bytes, { importId: "x", onProblem: (problem) => void problems.push(problem) }),
  ];
  return { items, problems };
}
const refusal = (bytes: Uint8Array): string => {
  const { items, problems } = read(bytes);
  expect(items).toEqual([]);
  return problems.find(({ code }) => code === "records/xlsx-refused")?.message ?? "";
};
/** Positions of a signature in an archive. */
function signatures(bytes: Uint8Array, mark: number): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: number[] = [];
  for (let at = 0; at + 4 <= bytes.length; at++) if (view.getUint32(at, true) === mark) found.push(at);
  return found;
}
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;

describe("archives that are no safe workbooks are refused whole", () => {
  test("a bomb: little packed, more than 200 MB unpacked", () => {
    const zeros = new Uint8Array(105 * 1024 * 1024);
    const bomb = zipSync({ "xl/a.xml": zeros, "xl/b.xml": zeros }, { level: 6 });
    expect(bomb.length).toBeLessThan(300_000);
    expect(refusal(bomb)).toContain("more than 100 times its size");
    // Padded, so that the ratio is no longer what gives it away.
    const padding = new Uint8Array(3 * 1024 * 1024).map((_, i) => (i * 2_654_435_761) >>> 13);
    const padded = zipSync(
      { "a.bin": [padding, { level: 0 }], "xl/a.xml": zeros, "xl/b.xml": zeros },
      { level: 1 },
    );
    expect(refusal(padded)).toContain("more than 200 MB");
  }, 60_000);

  test("too many entries", () => {
    const many = zipSync(
      Object.fromEntries(Array.from({ length: 2_001 }, (_, i) => [`xl/${i}.xml`, strToU8("a")])),
    );
    expect(refusal(many)).toContain("more than 2000 entries");
  });

  test("headers that lie about sizes are not believed", () => {
    const bomb = zipSync({ "xl/a.xml": new Uint8Array(20 * 1024 * 1024) }, { level: 9 });
    const view = new DataView(bomb.buffer, bomb.byteOffset, bomb.byteLength);
    for (const at of signatures(bomb, LOCAL)) view.setUint32(at + 22, 10, true);
    for (const at of signatures(bomb, CENTRAL)) view.setUint32(at + 24, 10, true);
    expect(refusal(bomb)).toContain("more than 100 times its size");
  });

  test("encrypted and nested archives, damage, other files", () => {
    const plain = zipSync({ "xl/workbook.xml": strToU8("<workbook/>") });
    const encrypted = plain.slice();
    const view = new DataView(encrypted.buffer);
    for (const at of signatures(encrypted, CENTRAL)) view.setUint16(at + 8, 1, true);
    expect(refusal(encrypted)).toContain("encrypted");
    expect(refusal(zipSync({ "inner.zip": plain }))).toContain("another archive");
    expect(refusal(plain.slice(0, plain.length - 30))).toContain("cut off");
    expect(refusal(strToU8("title,year\na,2000\n"))).toContain("not an Excel file");
    expect(refusal(new Uint8Array(0))).toContain("not an Excel file");
  });

  test("names that leave the folder are only names", () => {
    const { items, problems } = read(zipSync({ "../../etc/passwd": strToU8("x"), "/etc/x": strToU8("y") }));
    expect(items).toEqual([]);
    expect(problems.map(({ code }) => code)).toContain("records/xlsx-refused");
  });

  test("damaged bytes never throw", () => {
    const good = xlsxFile([]);
    for (let at = 0; at < good.length; at += 37) {
      const bad = good.slice();
      bad[at] = (bad[at]! + 1 + (at % 200)) & 255;
      expect(() => read(bad)).not.toThrow();
    }
    for (let length = 0; length < good.length; length += 211)
      expect(() => read(good.slice(0, length))).not.toThrow();
  }, 30_000);
});
