import fc from "fast-check";
import { expect, test } from "vitest";
import { EvidensError } from "#kernel";
import type { Workbench } from "#workbench";
import { seededRng } from "../support/events.ts";
import { importRis, protocolText, type TestReview, testReview, tickingClock } from "../support/review.ts";

const REPORTS = 4;
const stage = "title-abstract" as const;
const decisions = ["include", "exclude", "maybe", "await"] as const;
type Decision = (typeof decisions)[number];

/** What ann or bob do, one after the other; `other` is what bob does in the other world, where ann may not notice. */
const act = fc.record({
  by: fc.constantFrom("ann" as const, "bob" as const),
  kind: fc.constantFrom("vote", "vote", "vote", "round", "comment", "label"),
  report: fc.nat(REPORTS - 1),
  decision: fc.constantFrom(...decisions),
  other: fc.constantFrom(...decisions),
});
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

/** Partly double screened, and with a calibration that the protocol plans. */
const text = protocolText.replace(
  "{stage: title-abstract, reviewers: 2}",
  "{stage: title-abstract, reviewers: 1, secondReviewerShare: 0.9, calibration: {reports: 2, statistic: ac1, threshold: 0.6}}",
);

/** Everything the program answers this person, as one text; a refusal is an answer too. */
async function everythingFor(
  workbench: Workbench,
  person: string,
  reports: readonly string[],
  samples: readonly string[],
): Promise<string> {
  const answers: unknown[] = [];
  const ask = async (question: Promise<unknown>): Promise<void> => {
    answers.push(
      await question.catch((error: unknown) => {
        if (!(error instanceof EvidensError)) throw error;
        return [error.code, error.message, error.problems];
      }),
    );
  };
  await ask(workbench.session(person));
  await ask(workbench.overview(person, "en"));
  await ask(workbench.records({ after: 0, limit: 50 }));
  for (const status of ["pending", "include", "exclude", "maybe", "await", "conflict"] as const)
    await ask(workbench.records({ after: 0, limit: 50, stage, status }));
  await ask(workbench.log(person, { limit: 500 }));
  for (const at of ["title-abstract", "full-text"] as const) {
    await ask(workbench.conflicts(person, at));
    await ask(workbench.next(person, at, { after: 0, limit: 20 }));
    await ask(workbench.progress(person, at));
    await ask(workbench.rankingSettled(person, at));
    await ask(workbench.setup(person, at));
    await ask(workbench.agreement(person, at, {}));
    for (const sample of samples) {
      await ask(workbench.sample(person, at, sample));
      await ask(workbench.agreement(person, at, { round: sample }));
    }
    for (const id of reports) await ask(workbench.explain(person, at, id));
  }
  await ask(workbench.highlights(person));
  await ask(workbench.check("en"));
  await ask(workbench.extraction());
  await ask(workbench.reports());
  const { head: _, ...snapshot } = await workbench.snapshot();
  answers.push({ ...snapshot, reports: [...snapshot.reports], recordFacts: [] });
  for (const id of reports) {
    await ask(workbench.report(person, id));
    await ask(workbench.discussion(person, id));
  }
  // What a lead is told on trying to stop, or to draw of what was excluded.
  await ask(workbench.stop({ by: person, stage, anyway: false }));
  await ask(workbench.drawSample({ by: person, stage, purpose: "audit", size: 50, seed: 1 }));
  await ask(workbench.drawSample({ by: person, stage, purpose: "random", size: 50, seed: 1 }));
  return JSON.stringify(answers, (key, value) => (key === "location" ? "" : value));
}

/** Which of bob's acts are sealed from ann when all is done. */
async function sealedActs(
  { workbench }: TestReview,
  acts: readonly Act[],
  reports: readonly string[],
  round: readonly string[],
): Promise<(act: Act) => boolean> {
  const open = new Map<string, boolean>();
  for (const id of reports) {
    const [doc] = (await workbench.report("ann", id)).screening;
    open.set(id, doc !== undefined && doc.status !== "pending");
  }
  const inRound = (by: string) =>
    new Set(acts.filter((one) => one.kind === "round" && one.by === by).map((one) => one.report % 2));
  const roundOpen = ["ann", "bob"].every((by) => inRound(by).size === round.length);
  return (one) =>
    one.by === "bob" && (one.kind === "round" ? !roundOpen : open.get(reports[one.report]!) !== true);
}

interface World {
  readonly told: string;
  readonly sealed: (act: Act) => boolean;
}

async function world(acts: readonly Act[], decide: (act: Act) => Decision): Promise<World> {
  const review = await testReview({ rng: seededRng(5), clock: tickingClock() }, text);
  const { workbench } = review;
  try {
    await importRis(workbench, REPORTS);
    const reports = (await workbench.records({ after: 0, limit: 9 })).rows.map(({ id }) => id);
    await workbench.drawSample({ by: "ann", stage, purpose: "calibration", size: 2, seed: 3 });
    await workbench.drawSample({ by: "ann", stage, purpose: "random", size: 2, seed: 4 });
    await workbench.setOrder({
      by: "ann",
      stage,
      order: "ranked",
      model: "evidens",
      seed: 1,
      start: "words",
      relevant: [],
      stopping: { rule: "recall-test", target: 0.95, confidence: 0.95 },
    });
    const samples = (await workbench.setup("ann", stage)).samples.map(({ sample }) => sample);
    const round = samples[0]!;
    for (const one of acts) {
      const decision = decide(one);
      const reportId = reports[one.report]!;
      // A mark of bob's own, in every free text: it must never reach ann while it is sealed.
      const mark = `mark-${one.by}-${one.kind}-${one.report}-${decision}`;
      const { by } = one;
      if (one.kind === "comment") await workbench.comment({ by, reportId, stage, text: mark });
      else if (one.kind === "label") await workbench.label({ by, reportId, stage, label: mark, on: true });
      else if (one.kind === "vote")
        await workbench.vote({ by, stage, report: reportId, decision, note: mark });
      else {
        const report = round.reports[one.report % 2]!;
        await workbench.vote({ by, stage, report, decision, note: mark, round: round.sample });
      }
    }
    const sealed = await sealedActs(review, acts, reports, round.reports);
    const told = await everythingFor(
      workbench,
      "ann",
      reports,
      samples.map(({ sample }) => sample),
    );
    return { told: told.replaceAll(/review-?[\w-]*\.evidens/g, ""), sealed };
  } finally {
    await review.drop();
  }
}

test("what ann is told does not depend on bob's sealed votes, words, labels and round votes", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 12 }), async (acts) => {
      const here = await world(acts, ({ decision }) => decision);
      const there = await world(acts, (one) => (here.sealed(one) ? one.other : one.decision));
      expect(there.told).toBe(here.told);
      for (const one of acts.filter(here.sealed)) {
        const mark = `mark-bob-${one.kind}-${one.report}-${one.decision}`;
        expect(here.told).not.toContain(mark);
      }
    }),
    { seed: 20261126, numRuns: 15 },
  );
}, 120_000);
