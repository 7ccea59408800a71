import { join } from "node:path";
import { expect, test } from "vitest";
import { createReviewFile } from "#store";
import { migrations } from "../../src/store/migrations.ts";
import { derivedTables } from "../../src/store/tables.ts";
import { withRaw } from "../support/raw-sqlite.ts";
import { sha256, storeOptions, temporaryFolder } from "../support/store.ts";

const folder = temporaryFolder();

/** Released migrations, frozen: a changed line here means that an old file would be read wrongly. */
const RELEASED: readonly (readonly [number, string, string])[] = [
  [
    1,
    "f3ce3073e3ced766aa77a24d86e09ef1fafbf08033cf84785caa8ce9d5e7581a",
    "790b7192cc71ba9c1d3be19fb89b01e821bb932654e6586b74846d6755c9d5d4",
  ],
  [
    2,
    "edbafde100dd5d8305e09a6208e1cd40f9196f6ea6a12a9abab4a7d7bab3ac73",
    "8cf70320e523fe1a4ab47fc0d0e75f86376d1a1064da83e53b862139cdfbef74",
  ],
  [
    3,
    "929dfd3555695667af1839fe3095b90b279a2e93b65dc4f4dce633eb9441b5b1",
    "929dfd3555695667af1839fe3095b90b279a2e93b65dc4f4dce633eb9441b5b1",
  ],
  [
    4,
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "f6dc442ca874695ebdc9e39bc46e710f25fe479f94734788353111378f299d29",
  ],
];

test("released migrations are as they were released", () => {
  const now = migrations.map(({ version, statements }) => [
    version,
    sha256(statements("sqlite").join("\n")),
    sha256(statements("postgres").join("\n")),
  ]);
  expect(now).toEqual(RELEASED);
});

test("every key of every table starts with the review, and derived tables know their keys", async () => {
  const path = join(folder(), "schema.evidens");
  await (await createReviewFile(path, { title: "Simulated review", by: "kari" }, storeOptions())).close();
  withRaw(path, (database) => {
    // The full-text table and its parts: a file holds one review, and the row's number is a position.
    const tables = database
      .prepare(
        "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name not like 'report_words%' order by name",
      )
      .all()
      .map((row) => String(row.name));
    expect(tables).toEqual([
      "blob",
      "blob_part",
      "document",
      "event",
      "event_key",
      "head",
      "meta",
      "read_block",
      "record",
      "record_key",
      "report",
      "report_record",
      "report_search",
      "report_source",
      "report_trait",
      "screening",
      "search_due",
      "undone",
      "vote",
    ]);
    for (const table of tables) {
      const indexes = database
        .prepare(`pragma index_list(${table})`)
        .all()
        .map((row) => String(row.name));
      const columns = database.prepare(`pragma table_info(${table})`).all();
      const key = columns
        .filter((row) => Number(row.pk) > 0)
        .sort((a, b) => Number(a.pk) - Number(b.pk))
        .map((row) => row.name);
      expect(key[0], table).toBe("review_id");
      const derived = (derivedTables as Record<string, readonly string[] | undefined>)[table];
      if (derived !== undefined) expect(key.slice(1), table).toEqual(derived);
      for (const index of indexes) {
        const [leading] = database.prepare(`pragma index_info(${index})`).all();
        expect(leading?.name, index).toBe("review_id");
      }
    }
  });
});
