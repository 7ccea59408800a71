import fc from "fast-check";
import { expect, test } from "vitest";
import type { Workbench } from "#workbench";
import { seededRng } from "../support/events.ts";
import { importRis, testReview, tickingClock } from "../support/review.ts";

const decisions = ["include", "exclude", "maybe"] as const;
const vote = fc.record({
  by: fc.constantFrom("ann" as const, "bob" as const),
  report: fc.nat(3),
  decision: fc.constantFrom(...decisions),
  /** What bob decides in the other world, where nobody else may notice. */
  other: fc.constantFrom(...decisions),
});
type Vote = typeof vote extends fc.Arbitrary<infer T> ? T : never;

/** Everything the program answers this person, as one text. */
async function everythingFor(
  workbench: Workbench,
  person: string,
  reports: readonly string[],
): Promise<string> {
  const answers: unknown[] = [
    await workbench.session(person),
    await workbench.overview(person, "en"),
    await workbench.records({ after: 0, limit: 50 }),
    await workbench.log(person, { limit: 500 }),
    await workbench.conflicts(person, "title-abstract"),
    await workbench.conflicts(person, "full-text"),
    await workbench.next(person, "title-abstract", { after: 0, limit: 20 }),
    await workbench.next(person, "full-text", { after: 0, limit: 20 }),
    await workbench.check("en"),
    await workbench.extraction(),
    await workbench.reports(),
  ];
  for (const id of reports) answers.push(await workbench.report(person, id));
  return JSON.stringify(answers, (key, value) => (key === "location" ? "" : value));
}

async function world(
  votes: readonly Vote[],
  decide: (vote: Vote, sealed: boolean) => Vote["decision"],
): Promise<string> {
  const review = await testReview({ rng: seededRng(5), clock: tickingClock() });
  try {
    await importRis(review.workbench, 4);
    const reports = (await review.workbench.records({ after: 0, limit: 9 })).rows.map(({ id }) => id);
    const annVotes = new Set(votes.filter(({ by }) => by === "ann").map(({ report }) => report));
    for (const each of votes) {
      const sealed = each.by === "bob" && !annVotes.has(each.report);
      await review.workbench.vote({
        by: each.by,
        stage: "title-abstract",
        report: reports[each.report]!,
        decision: decide(each, sealed),
        ...(sealed ? { note: `secret ${decide(each, sealed)}` } : {}),
      });
    }
    return await everythingFor(review.workbench, "ann", reports);
  } finally {
    await review.drop();
  }
}

test("what ann is told does not depend on bob's sealed votes", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(vote, { minLength: 1, maxLength: 8 }), async (votes) => {
      const here = await world(votes, ({ decision }) => decision);
      const there = await world(votes, ({ decision, other }, sealed) => (sealed ? other : decision));
      expect(there.replaceAll(/review-?[\w-]*\.evidens/g, "")).toBe(
        here.replaceAll(/review-?[\w-]*\.evidens/g, ""),
      );
      expect(here).not.toContain("secret");
    }),
    { seed: 20261126, numRuns: 15 },
  );
});
