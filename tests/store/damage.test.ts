import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { canonicalJson } from "#ledger";
import { createReviewFile, openReviewFile } from "#store";
import { withRaw } from "../support/raw-sqlite.ts";
import { facts, importFacts, sha256, storeOptions, temporaryFolder, vote } from "../support/store.ts";

const folder = temporaryFolder();
const at = (name: string): string => join(folder(), name);

async function reviewAt(name: string, votes = 50): Promise<string> {
  const path = at(name);
  const store = await createReviewFile(
    path,
    { reviewId: "sim", title: "Simulated review", by: "kari" },
    storeOptions(),
  );
  await importFacts(store, "a", facts("a", 60));
  for (let index = 1; index <= votes; index++) {
    await store.append([
      {
        type: "screening.voted",
        by: "kari",
        body: { stage: "title-abstract", report: `a-${index}`, decision: "include", note: `MARK${index}END` },
      },
    ]);
  }
  await store.close();
  return path;
}

test("one flipped byte inside an event is found at opening, wherever it is; the file keeps its bytes", async () => {
  const path = await reviewAt("flip.evidens");
  const whole = readFileSync(path);
  for (const index of [1, 7, 23, 50]) {
    const copy = at(`flip-${index}.evidens`);
    const bytes = Buffer.from(whole);
    // The content of the event itself, not the document folded from it.
    const place = bytes.indexOf(`"note":"MARK${index}END","report"`);
    expect(place).toBeGreaterThan(0);
    let flipped = 0;
    for (let from = place; from !== -1; from = bytes.indexOf(`"note":"MARK${index}END","report"`, from + 1)) {
      bytes[from + 9]! ^= 0x01;
      flipped += 1;
    }
    expect(flipped).toBeGreaterThan(0);
    writeFileSync(copy, bytes);
    const before = sha256(readFileSync(copy));
    const store = await openReviewFile(copy, storeOptions());
    expect(store.openingProblems.map((problem) => problem.code)).toEqual(["ledger/damaged-event"]);
    expect(store.openingProblems[0]?.field).toContain(`event ${index + 2}`);
    await expect(store.append([vote("ola", "a-1", "include")])).rejects.toMatchObject({
      code: "store/damaged",
      kind: "storage",
    });
    await store.close();
    expect(sha256(readFileSync(copy))).toBe(before);
  }
});

test("a removed, a reordered and a rewritten event each show", async () => {
  const path = await reviewAt("edit.evidens", 5);
  const edits: readonly (readonly [string, string, string])[] = [
    ["removed", "delete from event where seq = 4", "ledger/missing-events"],
    ["last-removed", "delete from event where seq = 7", "ledger/missing-events"],
    [
      "added",
      "insert into event select review_id, 8, 'z', type, version, device, prev, undoes, hash, content from event where seq = 7",
      "ledger/missing-events",
    ],
    ["column", "update event set device = 'other' where seq = 5", "ledger/damaged-event"],
    ["case", "update event set hash = upper(hash) where seq = 5", "ledger/damaged-event"],
    [
      "swapped",
      "update event set seq = -1 where seq = 4; update event set seq = 4 where seq = 5; update event set seq = 5 where seq = -1",
      "ledger/broken-chain",
    ],
  ];
  for (const [name, sql, code] of edits) {
    const copy = at(`edit-${name}.evidens`);
    copyFileSync(path, copy);
    withRaw(copy, (database) => database.exec(sql));
    const store = await openReviewFile(copy, storeOptions());
    expect(
      store.openingProblems.map((problem) => problem.code),
      name,
    ).toContain(code);
    await store.close();
  }
});

test("an event forged with a hash that fits is refused when copies merge", async () => {
  const path = await reviewAt("honest.evidens", 3);
  const forged = at("forged.evidens");
  copyFileSync(path, forged);
  withRaw(forged, (database) => {
    const [row] = database.prepare("select content from event where seq = 5").all();
    const content = JSON.parse(String(row!.content)) as { body: { decision: string } };
    content.body.decision = "exclude";
    const text = canonicalJson(content);
    database.prepare("update event set content = ?, hash = ? where seq = 5").run(text, sha256(text));
  });
  const store = await openReviewFile(path, storeOptions());
  const other = await openReviewFile(forged, storeOptions({ readOnly: true }));
  await expect(store.mergeFrom(other)).rejects.toMatchObject({
    code: "ledger/forged-event",
    kind: "conflict",
  });
  await other.close();
  withRaw(forged, (database) =>
    database.exec("update event set content = replace(content, 'exclude', 'include') where seq = 5"),
  );
  const broken = await openReviewFile(forged, storeOptions({ readOnly: true }));
  await expect(store.mergeFrom(broken)).rejects.toMatchObject({ code: "store/damaged-copy" });
  await broken.close();
  expect(await store.read.countEvents()).toBe(5);
  await store.close();
});

test("changed facts, blobs and documents show in the full check, each by name", async () => {
  const path = await reviewAt("check.evidens", 2);
  const edits: readonly (readonly [string, string, readonly string[]])[] = [
    [
      "fact",
      "update record set body = replace(body, 'number 7 ', 'number 8 ') where ordinal = 7",
      ["store/damaged-records", "store/stale-documents", "store/stale-documents"],
    ],
    ["lost", "delete from record where ordinal = 60", ["store/damaged-records"]],
    [
      "stray",
      "insert into record select review_id, 'zz', ordinal, 'zz-' || ordinal, body from record where ordinal = 1",
      ["store/stray-records"],
    ],
    ["blob", "update blob_part set bytes = zeroblob(length(bytes))", ["store/damaged-blob"]],
    ["no-blob", "delete from blob", ["store/missing-blob"]],
    [
      "document",
      "update document set body = replace(body, 'include', 'exclude') where kind = 'screening'",
      ["store/stale-documents"],
    ],
    ["row", "update screening set status = 'conflict'", ["store/stale-documents"]],
  ];
  for (const [name, sql, codes] of edits) {
    const copy = at(`check-${name}.evidens`);
    copyFileSync(path, copy);
    withRaw(copy, (database) => database.exec(sql));
    const store = await openReviewFile(copy, storeOptions());
    const found = (await store.verify()).map((problem) => problem.code);
    for (const code of codes) expect(found, name).toContain(code);
    if (codes.every((code) => code === "store/stale-documents")) {
      expect((await store.rebuild()).changed).not.toEqual([]);
      expect(await store.verify()).toEqual([]);
    }
    await store.close();
    const reader = await openReviewFile(copy, storeOptions({ readOnly: true }));
    await reader.verify();
    await reader.close();
  }
});

test("a file cut off or overwritten in the middle never opens as whole and never crashes", async () => {
  const path = await reviewAt("cut.evidens", 20);
  const whole = readFileSync(path);
  let found = 0;
  for (let page = 0; page * 4096 < whole.length; page += 5) {
    const copy = at("cut-copy.evidens");
    const bytes = Buffer.from(whole);
    bytes.fill(0xa5, page * 4096 + (page === 0 ? 100 : 0), (page + 1) * 4096);
    writeFileSync(copy, bytes);
    try {
      const store = await openReviewFile(copy, storeOptions({ readOnly: true }));
      const problems = [...store.openingProblems, ...(await store.verify())];
      if (problems.length > 0) found += 1;
      await store.close();
    } catch (error) {
      expect(error).toMatchObject({ name: "EvidensError" });
      found += 1;
    }
  }
  const half = at("half.evidens");
  writeFileSync(half, whole.subarray(0, Math.floor(whole.length / 2)));
  await expect(
    openReviewFile(half, storeOptions({ readOnly: true })).then(async (store) => {
      const problems = [...store.openingProblems, ...(await store.verify())];
      await store.close();
      if (problems.length > 0) throw Object.assign(new Error("damage"), { name: "EvidensError" });
    }),
  ).rejects.toMatchObject({ name: "EvidensError" });
  expect(found).toBeGreaterThan(5);
});
