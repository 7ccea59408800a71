import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { expect, test } from "vitest";
import { createReviewFile, openReviewFile } from "#store";
import { type Migration, migrations } from "../../src/store/migrations.ts";
import { openFileWith } from "../../src/store/open.ts";
import { isSafeVersion } from "../../src/store/sqlite/session.ts";
import { withRaw } from "../support/raw-sqlite.ts";
import {
  facts,
  importFacts,
  protocol,
  sha256,
  storeOptions,
  temporaryFolder,
  testEngines,
  vote,
} from "../support/store.ts";

const folder = temporaryFolder();
const at = (name: string): string => join(folder(), name);
/**
 * Without SQLite's own side files: run from source, connections live in this process and the package
 * lets go of them whenever the collector comes by. That the program leaves none: tests/e2e/one-file.test.ts.
 */
const filesIn = (path: string): string[] => readdirSync(path).filter((name) => !/-(?:wal|shm)$/.test(name));
const hashOf = (path: string): string => sha256(readFileSync(path));
const first = { title: "Simulated review", by: "kari" };

async function newFile(name: string): Promise<string> {
  const path = at(name);
  const store = await createReviewFile(path, first, storeOptions());
  await importFacts(store, "a", facts("a", 3));
  await store.append([vote("kari", "a-1", "include")]);
  await store.close();
  return path;
}

test("making a review leaves one file, marked as ours, and never takes the place of another", async () => {
  const path = await newFile("made.evidens");
  expect(filesIn(folder())).toEqual(["made.evidens"]);
  // The file alone is the whole review: nothing of it is left in SQLite's log.
  copyFileSync(path, at("alone.evidens"));
  const alone = await openReviewFile(at("alone.evidens"), storeOptions());
  expect(await alone.verify()).toEqual([]);
  expect(await alone.read.countEvents()).toBe(3);
  await alone.close();
  expect(readFileSync(path).readUInt32BE(68)).toBe(0x45564453);
  expect(readFileSync(path).readUInt32BE(60)).toBe(migrations.at(-1)!.version);
  const before = hashOf(path);
  await expect(createReviewFile(path, first, storeOptions())).rejects.toMatchObject({
    code: "store/exists",
    kind: "conflict",
  });
  expect(hashOf(path)).toBe(before);
  await expect(createReviewFile(at("no/folder/x.evidens"), first, storeOptions())).rejects.toMatchObject({
    code: "store/no-folder",
    kind: "missing",
  });
  await expect(
    createReviewFile(at("untitled.evidens"), { title: "", by: "kari" }, storeOptions()),
  ).rejects.toMatchObject({ code: "ledger/bad-body" });
  expect(existsSync(at("untitled.evidens"))).toBe(false);
  expect(readdirSync(folder()).filter((name) => name.includes(".part"))).toEqual([]);
});

test("what is no review is named, and not touched", async () => {
  writeFileSync(at("empty.evidens"), "");
  writeFileSync(at("noise.evidens"), Buffer.alloc(10_000, 7));
  writeFileSync(at("short.evidens"), "SQLite format 3\0");
  writeFileSync(at("text.evidens"), "TY  - JOUR\nER  - \n");
  mkdirSync(at("folder.evidens"));
  withRaw(at("foreign.evidens"), (database) => database.exec("create table person (name text)"));
  const cases = [
    ["empty.evidens", /is empty/],
    ["noise.evidens", /another kind/],
    ["short.evidens", /another kind/],
    ["text.evidens", /another kind/],
    ["folder.evidens", /a folder/],
    ["foreign.evidens", /another program/],
  ] as const;
  for (const [name, message] of cases) {
    const before = name === "folder.evidens" ? "" : hashOf(at(name));
    const opened = openReviewFile(at(name), storeOptions());
    await expect(opened, name).rejects.toMatchObject({ code: "store/not-a-review", kind: "invalid" });
    await expect(opened, name).rejects.toThrow(message);
    if (before !== "") expect(hashOf(at(name))).toBe(before);
  }
  await expect(openReviewFile(at("nowhere.evidens"), storeOptions())).rejects.toMatchObject({
    code: "store/no-file",
    kind: "missing",
  });
});

const next = migrations.at(-1)!.version + 1;
const later: Migration = {
  version: next,
  statements: () => ["create table later (review_id text not null, primary key (review_id))"],
};

test("an older file is backed up, then brought up to date in one step", async () => {
  const path = await newFile("older.evidens");
  const broken: Migration = {
    version: next,
    statements: () => ["create table later (id text)", "create table later (id text)"],
  };
  await expect(openFileWith(path, storeOptions(), [...migrations, broken])).rejects.toMatchObject({
    kind: "storage",
  });
  const same = await openReviewFile(path, storeOptions());
  expect(await same.read.countEvents()).toBe(3);
  await same.close();
  await expect(
    openFileWith(path, storeOptions({ readOnly: true }), [...migrations, later]),
  ).rejects.toMatchObject({ code: "store/older-file", kind: "unsupported" });

  const store = await openFileWith(path, storeOptions({ programVersion: "0.2.0" }), [...migrations, later]);
  expect(await store.read.countEvents()).toBe(3);
  expect(await store.verify()).toEqual([]);
  await store.close();
  const backup = await openReviewFile(`${path}-backup-v${next - 1}`, storeOptions());
  expect(await backup.read.countEvents()).toBe(3);
  await backup.close();
});

test("a file of layout 1 is brought up to date, with its reports derived anew", async () => {
  const path = await newFile("layout1.evidens");
  withRaw(path, (database) => {
    for (const table of ["report_trait", "search_due", "report_words"]) database.exec(`drop table ${table}`);
    database.exec("drop index report_record_report");
    database.exec("insert into report_search select review_id, position, 'old words' from report");
    database.exec(
      "update meta set value = replace(value, 'amendment: record.amended', '') where key = 'kinds'",
    );
    database.exec("pragma user_version = 1");
  });
  const store = await openReviewFile(path, storeOptions());
  expect((await store.read.reports({ missing: "abstract" })).length).toBe(0);
  expect((await store.read.reports({ text: "simulated number 2" })).map(({ id }) => id)).toEqual(["a-2"]);
  expect(await store.read.screening("title-abstract", "a-1")).not.toBeNull();
  expect(await store.verify()).toEqual([]);
  await store.close();
});

/** Turns what a store keeps of screening into what layout 2 kept of it. */
const AS_IN_LAYOUT_2 = [
  "update document set body = replace(body, '\"earlier\":', '\"later\":') where kind = 'screening'",
  `update meta set value = '{"full-text":1,"title-abstract":2}' where key = 'plan'`,
];

test("a file of layout 2 folds its documents again once, and reads the old plan until then", async () => {
  const path = await newFile("layout2.evidens");
  const before = await openReviewFile(path, storeOptions());
  await before.append([protocol(1, 2), vote("kari", "a-1", "exclude")]);
  const digest = await before.projectionDigest();
  await before.close();
  withRaw(path, (database) => {
    for (const sql of AS_IN_LAYOUT_2) database.exec(sql);
    database.exec("pragma user_version = 2");
  });
  await expect(openReviewFile(path, storeOptions({ readOnly: true }))).rejects.toMatchObject({
    code: "store/older-file",
  });
  const store = await openReviewFile(path, storeOptions());
  expect(await store.read.screening("title-abstract", "a-1")).toMatchObject({
    votes: [{ decision: "exclude" }],
    earlier: [{ decision: "include" }],
  });
  expect(await store.projectionDigest()).toBe(digest);
  expect(await store.verify()).toEqual([]);
  await store.close();
  expect(existsSync(`${path}-backup-v2`)).toBe(true);
  // Once is enough: a document changed by hand stays as it is at the next opening.
  withRaw(path, (database) => database.exec(AS_IN_LAYOUT_2[1]!));
  const again = await openReviewFile(path, storeOptions());
  expect((await again.read.nextToScreen("title-abstract", "ola", 0, 9)).map(({ id }) => id)).toHaveLength(3);
  await again.append([vote("ola", "a-2", "include")]);
  expect(await again.read.screeningCounts("title-abstract", "kari")).toMatchObject({
    byStatus: { pending: 3, include: 0 },
  });
  await again.close();
});

const server = process.env.EVIDENS_TEST_PG ?? "";

test.skipIf(server === "")(
  "so does a review on a server, also when two programs open it at once",
  async () => {
    const [engine] = testEngines(folder).filter(({ name }) => name === "postgres");
    const store = await engine!.create("refold");
    await importFacts(store, "a", facts("a", 3));
    await store.append([protocol(1, 2), vote("kari", "a-1", "include"), vote("kari", "a-1", "exclude")]);
    const digest = await store.projectionDigest();
    const { reviewId } = store;
    await store.close();
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    for (const sql of [...AS_IN_LAYOUT_2, "delete from meta where key = 'kinds'"]) {
      const [statement, where] = sql.split(" where ");
      await client.query(
        `${statement!.replace(/^(update|delete from) /, "$1 evidens.")} where ${where} and review_id = $1`,
        [reviewId],
      );
    }
    await client.end();
    const both = await Promise.all([engine!.open("refold"), engine!.open("refold")]);
    for (const one of both) {
      expect(await one.projectionDigest()).toBe(digest);
      expect(await one.read.screening("title-abstract", "a-1")).toMatchObject({
        earlier: [{ decision: "include" }],
      });
      await one.close();
    }
  },
);

test("a newer file is refused by the name of the version that wrote it, and keeps its bytes", async () => {
  const path = await newFile("newer.evidens");
  await (await openFileWith(path, storeOptions({ programVersion: "0.2.0" }), [...migrations, later])).close();
  const before = hashOf(path);
  const files = filesIn(folder());
  for (const readOnly of [false, true]) {
    const opened = openReviewFile(path, storeOptions({ readOnly }));
    await expect(opened).rejects.toMatchObject({
      code: "store/newer-file",
      kind: "unsupported",
      remedy: expect.stringContaining("0.2.0"),
    });
  }
  expect(hashOf(path)).toBe(before);
  expect(filesIn(folder())).toEqual(files);
});

test("an event of a later program stops the review from opening; nothing is dropped", async () => {
  for (const [name, sql] of [
    ["type.evidens", "update event set type = 'screening.ranked' where seq = 3"],
    ["version.evidens", "update event set version = 99 where seq = 3"],
  ] as const) {
    const path = await newFile(name);
    withRaw(path, (database) => database.exec(sql));
    const before = hashOf(path);
    await expect(openReviewFile(path, storeOptions({ readOnly: true }))).rejects.toMatchObject({
      code: "ledger/unknown-event",
      kind: "unsupported",
      remedy: expect.stringContaining("Update Evidens"),
    });
    await expect(openReviewFile(path, storeOptions())).rejects.toMatchObject({
      code: "ledger/unknown-event",
    });
    expect(hashOf(path)).toBe(before);
  }
});

test("a blob over 32 MB lies beside the file, is checked, and comes inside an export", async () => {
  const path = await newFile("large.evidens");
  const store = await openReviewFile(path, storeOptions());
  const bytes = new Uint8Array(33 * 1024 * 1024).fill(5);
  const { hash } = await store.putBlob(bytes);
  expect(readdirSync(`${path}-files`)).toEqual([hash]);
  expect(Buffer.compare((await store.getBlob(hash))!, bytes)).toBe(0);
  await store.exportFile(at("large-copy.evidens"));
  const copy = await openReviewFile(at("large-copy.evidens"), storeOptions());
  expect(Buffer.compare((await copy.getBlob(hash))!, bytes)).toBe(0);
  expect(existsSync(at("large-copy.evidens-files"))).toBe(false);
  await copy.close();
  await expect(store.exportFile(path)).rejects.toMatchObject({ code: "store/export-onto-itself" });
  writeFileSync(join(`${path}-files`, hash), "changed");
  await expect(store.getBlob(hash)).rejects.toMatchObject({ code: "store/damaged-blob" });
  expect((await store.verify()).map((problem) => problem.code)).toEqual(["store/damaged-blob"]);
  await store.close();
});

test("SQLite versions that may corrupt a file are not used", () => {
  for (const version of ["3.51.3", "3.52.0", "3.53.0", "4.0.0"]) expect(isSafeVersion(version)).toBe(true);
  for (const version of ["3.7.0", "3.51.2", "3.45.1", ""]) expect(isSafeVersion(version)).toBe(false);
});
