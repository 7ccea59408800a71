import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import {
  detectEncoding,
  detectFormat,
  kindOf,
  type RecordFact,
  type RecordFormat,
  readAllRecords,
  textFormats,
  writeRecords,
  xlsxFile,
} from "#records";

const folder = "fixtures/records";
/** What each format is read as again. */
const readAs: Readonly<Record<string, RecordFormat>> = { csv: "table" };

const fixtures = readdirSync(folder)
  .filter((name) => name !== "README.md")
  .flatMap((name) => {
    const bytes = readFileSync(join(folder, name));
    const text = iconv.decode(bytes, detectEncoding(bytes).encoding);
    const format = detectFormat(text);
    if (format === null) return [];
    const { items } = readAllRecords(text, { format, importId: "i" });
    return items.length === 0 ? [] : [{ name, items }];
  });

/** What every format has to carry; the type is compared by its kind, since formats name types their own way. */
function carried(record: RecordFact): unknown {
  const {
    id: _id,
    importId: _import,
    ordinal: _ordinal,
    line: _line,
    raw: _raw,
    type: _type,
    ...rest
  } = record;
  return { ...rest, kind: kindOf(record) };
}

test("there are fixtures to write", () => {
  expect(fixtures.length).toBeGreaterThan(20);
});

/** What a format cannot say and another can. */
const unlike: Readonly<Record<string, string>> = {
  "ris pmc-eric.nbib": "RIS parts names at the comma, also that of a body with a comma in its name",
  "ris simulated.ris": "a line of the abstract looks like a tag and is joined to the line above",
};

describe.each(textFormats)("any export written as %s", (format) => {
  const alike = fixtures.filter(({ name }) => unlike[`${format} ${name}`] === undefined);
  test.each(alike)("and read again has the same fields: $name", ({ items }) => {
    const text = [...writeRecords(items, format)].join("");
    const as = readAs[format] ?? (format as RecordFormat);
    expect(detectFormat(text)).toBe(as);
    const again = readAllRecords(text, { format: as, importId: "i" }).items;
    expect(again.map(carried)).toEqual(items.map(carried));
  });
});

test.each(fixtures)("any export written as xlsx and read again has the same fields: $name", ({ items }) => {
  const again = readAllRecords(xlsxFile(items), { format: "xlsx", importId: "i" }).items;
  expect(again.map(carried)).toEqual(items.map(carried));
});
