import { existsSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { createReviewFile, createServerReview, openReviewFile, openServerReview } from "#store";
import { buildStore, storeChild } from "../support/built-store.ts";
import { rawSqlite } from "../support/raw-sqlite.ts";
import { storeOptions, temporaryFolder, vote } from "../support/store.ts";

const folder = temporaryFolder();
const first = { title: "Simulated review", by: "kari" };
beforeAll(buildStore);

test("two processes write one file at the same time; every event of both is there, in one chain each", async () => {
  const path = join(folder(), "two.evidens");
  await (await createReviewFile(path, first, storeOptions())).close();
  const children = [storeChild("vote", path, "left", 150), storeChild("vote", path, "right", 150)];
  const store = await openReviewFile(path, storeOptions({ lockTimeoutMs: 20_000 }));
  for (let index = 0; index < 20; index++) {
    await store.append([vote("kari", `here-${index}`, "include")]);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const ends = await Promise.all(children.map((child) => child.ended));
  expect(ends.map(({ code, errors }) => [code, errors])).toEqual([
    [0, ""],
    [0, ""],
  ]);
  const acknowledged = children.flatMap((child) =>
    child.lines.filter((line) => line.startsWith("ack ")).map((line) => line.slice(4)),
  );
  expect(acknowledged).toHaveLength(300);
  const ids = new Set((await store.read.events()).map((event) => event.id));
  expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
  expect(await store.read.countEvents()).toBe(321);
  expect(await store.verify()).toEqual([]);
  await store.close();
});

test("whoever finds the file locked is told who holds it, since when and for what", async () => {
  const path = join(folder(), "held.evidens");
  await (await createReviewFile(path, first, storeOptions())).close();
  const child = storeChild("hold", path, "imp");
  await child.said("holding");
  const store = await openReviewFile(path, storeOptions({ lockTimeoutMs: 100 }));
  expect(await store.read.countEvents()).toBe(1);
  const blocked = store.append([vote("kari", "x-1", "include")]);
  await expect(blocked).rejects.toMatchObject({ code: "store/locked", kind: "conflict" });
  await expect(blocked).rejects.toThrow(
    new RegExp(
      `process ${child.process.pid} on ${hostname()} \\(Evidens 0\\.1\\.0\\) since 20\\d\\d-.*importing records`,
    ),
  );
  child.process.kill("SIGKILL");
  await child.ended;
  expect(existsSync(`${path}-holder`)).toBe(true);
  await store.append([vote("kari", "x-1", "include")]);
  expect(await store.read.countEvents()).toBe(2);

  // The note of the dead process says nothing about who holds the file now.
  const raw = rawSqlite(path);
  raw.exec("begin immediate");
  await expect(store.append([vote("kari", "x-2", "include")])).rejects.toThrow(
    /another program that left no note/,
  );
  writeFileSync(`${path}-holder`, "not a note");
  await expect(store.append([vote("kari", "x-2", "include")])).rejects.toMatchObject({
    code: "store/locked",
  });
  raw.exec("rollback");
  raw.close();
  await store.append([vote("kari", "x-2", "include")]);
  await store.close();
});

test("two programs that make the same new file at once: one makes it, the other is told", async () => {
  const path = join(folder(), "race.evidens");
  const made = await Promise.allSettled([1, 2, 3].map(() => createReviewFile(path, first, storeOptions())));
  const stores = made.filter((one) => one.status === "fulfilled");
  expect(stores.length).toBeGreaterThanOrEqual(1);
  const store = await openReviewFile(path, storeOptions());
  expect(await store.read.countEvents()).toBe(1);
  for (const one of made)
    if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "store/exists" });
  for (const one of stores) await one.value.close();
  await store.close();
});

test.skipIf(!process.env.EVIDENS_TEST_PG)(
  "on PostgreSQL, connections write one review without gaps, and a held review says so",
  async () => {
    const url = process.env.EVIDENS_TEST_PG!;
    const reviewId = `many-${process.pid}-${Date.now()}`;
    const creator = await createServerReview(url, { ...first, reviewId }, storeOptions());
    const stores = await Promise.all(
      [1, 2, 3].map((one) => openServerReview(url, reviewId, storeOptions({ device: `device-${one}` }))),
    );
    await Promise.all(
      stores.map(async (store, one) => {
        for (let index = 0; index < 40; index++)
          await store.append([vote("kari", `${one}-${index}`, "include")]);
      }),
    );
    expect(await creator.read.countEvents()).toBe(121);
    expect(await creator.verify()).toEqual([]);
    const quick = await openServerReview(url, reviewId, storeOptions({ lockTimeoutMs: 100 }));
    await creator.append(async () => {
      await expect(quick.append([vote("ola", "x-1", "include")])).rejects.toMatchObject({
        code: "store/locked",
        kind: "conflict",
      });
      return [];
    });
    await expect(openServerReview(url, "no such review", storeOptions())).rejects.toMatchObject({
      code: "store/no-review",
      kind: "missing",
    });
    for (const store of [creator, quick, ...stores]) await store.close();
  },
);
