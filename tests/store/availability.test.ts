import { describe, expect, test } from "vitest";
import { temporaryFolder, testEngines, undo } from "../support/store.ts";

const folder = temporaryFolder();

describe.each(testEngines(folder))("judgements of what is known of results on $name", (engine) => {
  test("the newest is in force, undo brings back the one before, and rebuilding changes nothing", async () => {
    const store = await engine.create("availability");
    const judge = (body: object) => ({
      type: "appraisal.availability-judged" as const,
      by: "kari",
      body: {
        studyId: "s1",
        outcome: "score",
        status: "missing" as const,
        reason: "unclear" as const,
        ...body,
      },
    });
    await store.append([judge({}), judge({ timepoint: "end", reason: "selective" })]);
    const [again] = await store.append([judge({ status: "partly-known" })]);
    const read = async () => await store.read.documents<{ status: string }>("availability");
    expect((await read()).map(({ key, doc }) => [key, doc.status])).toEqual([
      ["s1/score/-", "partly-known"],
      ["s1/score/end", "missing"],
    ]);
    await store.append([undo("kari", again!)]);
    expect((await read()).map(({ doc }) => doc.status)).toEqual(["missing", "missing"]);
    expect((await store.rebuild()).changed).toEqual([]);
    await expect(store.append([judge({ reason: "lost" })])).rejects.toMatchObject({
      code: "ledger/bad-body",
    });
    await store.close();
  });
});
