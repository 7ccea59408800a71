import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { EvidensError } from "#kernel";
import { createReviewFile, openReviewFile } from "#store";
import { sha256, storeOptions, temporaryFolder, testEngines } from "../support/store.ts";

const folder = temporaryFolder();
/** Simulated participants. */
const participants = new TextEncoder().encode("id,arm,score\nPX-SIMULATED-77,a,12\n");

describe.each(testEngines(folder))("participants' files on $name", (engine) => {
  test("are read back whole, kept once, and gone when they are to be forgotten", async () => {
    const store = await engine.create("private");
    const kept = await store.keepPrivate(participants);
    expect(kept).toEqual({ hash: sha256(participants), size: participants.byteLength });
    expect(await store.keepPrivate(participants)).toEqual(kept);
    expect(await store.readPrivate(kept.hash)).toEqual(participants);
    await store.forgetPrivate(kept.hash);
    expect(await store.hasPrivate(kept.hash)).toBe(false);
    expect(await store.readPrivate(kept.hash)).toBeNull();
    await store.close();
  });

  test("leave neither with an export nor with a merge", async () => {
    const store = await engine.create("private-export");
    const { hash } = await store.keepPrivate(participants);
    const path = join(folder(), `private-${engine.name}.evidens`);
    await store.exportFile(path);
    expect(readFileSync(path).includes("PX-SIMULATED-77")).toBe(false);
    const copy = await openReviewFile(path, storeOptions({ device: "device-b" }));
    expect(await copy.hasPrivate(hash)).toBe(false);
    await copy.mergeFrom(store);
    expect(await copy.hasPrivate(hash)).toBe(false);
    await copy.close();
    await store.close();
  });
});

test("the review's own file never holds a participant, and the folder is its owner's alone", async () => {
  const path = join(folder(), "beside.evidens");
  const store = await createReviewFile(path, { title: "Simulated review", by: "kari" }, storeOptions());
  const { hash } = await store.keepPrivate(participants);
  await store.close();
  expect(readFileSync(path).includes("PX-SIMULATED-77")).toBe(false);
  const beside = `${path}-participants`;
  expect(readdirSync(beside)).toEqual([hash]);
  if (process.platform === "win32") return;
  expect(statSync(beside).mode & 0o077).toBe(0);
  expect(statSync(join(beside, hash)).mode & 0o077).toBe(0);
});

test("a file that was changed on disk is refused", async () => {
  const path = join(folder(), "changed.evidens");
  const store = await createReviewFile(path, { title: "Simulated review", by: "kari" }, storeOptions());
  const { hash } = await store.keepPrivate(participants);
  const file = join(`${path}-participants`, hash);
  expect(existsSync(file)).toBe(true);
  writeFileSync(file, "id,arm,score\nother,a,13\n");
  const error = await store.readPrivate(hash).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(EvidensError);
  expect((error as EvidensError).code).toBe("store/damaged-blob");
  await store.close();
});
