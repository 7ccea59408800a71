import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createReviewFile, openReviewFile } from "#store";
import { migrations } from "../../src/store/migrations.ts";
import { openReview } from "../../src/store/review-store.ts";
import { openSqlite } from "../../src/store/sqlite/engine.ts";
import { sqliteError } from "../../src/store/sqlite/fault.ts";
import { facts, importFacts, storeOptions, temporaryFolder, vote } from "../support/store.ts";

const folder = temporaryFolder();
const first = { reviewId: "sim", title: "Simulated review", by: "kari" };

test("a database that may not grow: one clear error, nothing half written, and it goes on when there is room", async () => {
  const path = join(folder(), "full.evidens");
  await (await createReviewFile(path, first, storeOptions())).close();
  const options = storeOptions();
  const engine = await openSqlite({ path, options, migrations });
  const store = await openReview(
    { engine, reviewId: "sim", options, projections: options.projections },
    false,
  );
  await store.append([vote("kari", "x-1", "include")]);
  const digest = await store.projectionDigest();
  // Room for a few pages more than the file has.
  const limit = async (pages: number): Promise<void> => {
    await engine.write(
      null,
      async ({ db }) => void (await sql`pragma max_page_count = ${sql.lit(pages)}`.execute(db)),
    );
  };
  const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(engine.reader);
  await limit(rows[0]!.page_count + 8);
  const full = importFacts(store, "imp", facts("imp", 2_000));
  await expect(full).rejects.toMatchObject({ code: "store/disk-full", kind: "storage" });
  await expect(full).rejects.toThrow(path);
  expect(await store.read.countEvents()).toBe(2);
  expect(await store.projectionDigest()).toBe(digest);
  expect(readdirSync(folder()).filter((name) => name.endsWith("-holder"))).toEqual([]);
  await limit(1_000_000);
  await importFacts(store, "imp", facts("imp", 2_000));
  expect(await store.read.countReports({})).toBe(2_000);
  expect(await store.verify()).toEqual([]);
  await store.close();
});

test("each fault of SQLite has its own code, names the file and says what to do", () => {
  const codes = [5, 6, 3, 8, 520, 1_544, 10, 266, 778, 1_034, 11, 13, 14, 19, 2_067, 26, 1, undefined];
  const found = codes.map((code) => {
    const error = sqliteError({ message: "detail", code }, "/reviews/a.evidens");
    expect(error.message).toContain("/reviews/a.evidens");
    expect(error.remedy).toMatch(/^[A-Z].*\.$/);
    return [code, error.code, error.kind];
  });
  expect(found).toEqual([
    [5, "store/locked", "conflict"],
    [6, "store/locked", "conflict"],
    [3, "store/read-only", "storage"],
    [8, "store/read-only", "storage"],
    [520, "store/read-only", "storage"],
    [1_544, "store/read-only", "storage"],
    [10, "store/io", "storage"],
    [266, "store/io", "storage"],
    [778, "store/io", "storage"],
    [1_034, "store/io", "storage"],
    [11, "store/damaged", "storage"],
    [13, "store/disk-full", "storage"],
    [14, "store/cannot-open", "storage"],
    [19, "store/clash", "conflict"],
    [2_067, "store/clash", "conflict"],
    [26, "store/not-a-review", "invalid"],
    [1, "store/engine", "storage"],
    [undefined, "store/engine", "storage"],
  ]);
});

const mount = (...args: readonly string[]): boolean => spawnSync("mount", args).status === 0;
const mayMount = process.platform === "linux" && process.getuid?.() === 0;

/** Needs root and the right to mount; the tests above hold everywhere. */
describe.skipIf(!mayMount)("on a small disk of its own", () => {
  let disk = "";
  let mounted = false;
  beforeAll(() => {
    disk = join(folder(), "disk");
    mkdirSync(disk);
    mounted = mount("-t", "tmpfs", "-o", "size=6m", "tmpfs", disk);
  });
  afterAll(() => {
    if (mounted) spawnSync("umount", ["-l", disk]);
  });

  test("a full disk stops import, export and a new review with the path and a remedy; all before is kept", async ({
    skip,
  }) => {
    if (!mounted) skip();
    const path = join(disk, "small.evidens");
    const store = await createReviewFile(path, first, storeOptions());
    await store.append([vote("kari", "x-1", "include")]);
    const large = facts("imp", 3_000).map((one) => ({ ...one, abstract: "Simulated. ".repeat(200) }));
    await expect(importFacts(store, "imp", large)).rejects.toMatchObject({
      code: "store/disk-full",
      kind: "storage",
    });
    expect(await store.read.countEvents()).toBe(2);
    await store.append([vote("kari", "x-2", "include")]);
    await store.putBlob(new Uint8Array(2_500_000).map((_, index) => (index * 7919) % 253));
    await expect(store.exportFile(join(disk, "copy.evidens"))).rejects.toMatchObject({
      code: "store/disk-full",
    });
    expect(readdirSync(disk).filter((name) => name.includes("copy"))).toEqual([]);
    expect(await store.verify()).toEqual([]);
    await store.close();
    const again = await openReviewFile(path, storeOptions());
    expect(await again.read.countEvents()).toBe(3);
    await again.close();
  });

  test("on a read-only disk a review opens for reading; writing is refused by name", async ({ skip }) => {
    if (!mounted) skip();
    const source = join(folder(), "ro-source.evidens");
    await (await createReviewFile(source, first, storeOptions())).close();
    const other = join(folder(), "read-only");
    mkdirSync(other);
    if (!mount("-t", "tmpfs", "tmpfs", other)) skip();
    const path = join(other, "ro.evidens");
    copyFileSync(source, path);
    mount("-o", "remount,ro", other);
    try {
      const store = await openReviewFile(path, storeOptions({ readOnly: true }));
      expect(await store.read.countEvents()).toBe(1);
      expect(await store.verify()).toEqual([]);
      await store.close();
      await expect(openReviewFile(path, storeOptions())).rejects.toMatchObject({
        code: "store/read-only",
        kind: "storage",
      });
      await expect(createReviewFile(join(other, "new.evidens"), first, storeOptions())).rejects.toMatchObject(
        { kind: "storage" },
      );
    } finally {
      spawnSync("umount", ["-l", other]);
    }
  });
});
