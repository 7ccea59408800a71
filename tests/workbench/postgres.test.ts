import { afterAll, describe, expect, test } from "vitest";
import { createReview, openReview } from "#workbench";
import { importRis, protocolText, tickingClock } from "../support/review.ts";

const url = process.env.EVIDENS_TEST_PG;

/** The same path as on a file, on a PostgreSQL server. */
describe.skipIf(url === undefined)("a review on PostgreSQL", () => {
  const reviewId = `workbench-${process.pid}`;
  const options = () => ({ clock: tickingClock(), device: "test-device" });
  const open = () => openReview(`${url}#${reviewId}`, options());
  const opened: { close(): Promise<void> }[] = [];
  afterAll(async () => {
    for (const workbench of opened) await workbench.close();
  });

  test("is begun, imported into, voted on and opened again; its address shows no secret", async () => {
    const made = await createReview(
      { path: url!, title: "Simulated review", by: "ann", reviewId, protocolText },
      options(),
    );
    opened.push(made);
    await importRis(made, 4);
    await importRis(made, 3, 3);
    expect(await made.dedupe({ by: "ann" })).toMatchObject({ clusters: 2, removed: 2 });
    const { items } = await made.next("ann", "title-abstract", { after: 0, limit: 1 });
    await made.vote({ by: "ann", stage: "title-abstract", report: items[0]!.report.id, decision: "include" });
    const again = await open();
    opened.push(again);
    expect((await again.records({ after: 0, limit: 10 })).total).toBe(5);
    expect((await again.overview("ann", "nb")).counts.screen).toEqual({ read: 1, inStage: 5 });
    expect(await again.verify()).toEqual([]);
    expect((await again.rebuild()).changed).toEqual([]);
    expect(again.location).not.toMatch(/:[^/@]+@/);
    await again.undo({ by: "ann" });
    expect((await made.overview("ann", "en")).counts.screen.read).toBe(0);
  });
});
