import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createReview, type OpenReviewOptions, type Workbench } from "#workbench";

/** A simulated protocol with two reviewers, an adjudicator, an effect form and one analysis. */
export const protocolText = `title: {en: Simulated review, nb: Simulert oversikt}
shortTitle: {en: Simulated, nb: Simulert}
authors: [Simulated Author]
people:
  - {id: ann, name: Ann, initials: AN, roles: [lead, reviewer, extractor]}
  - {id: bob, name: Bob, initials: BO, roles: [reviewer]}
  - {id: eva, name: Eva, initials: EV, roles: [adjudicator]}
questions:
  - {id: Q1, kind: effect, text: Does it work?, population: People, intervention: It, comparator: Nothing, outcomes: [score]}
criteria:
  - {id: I1, kind: include, text: Randomised}
  - {id: E1, kind: exclude, text: Not randomised}
sources:
  - {id: pubmed, kind: database, name: PubMed, query: "it AND works", searchedOn: 2026-01-31}
  - {id: library, kind: background, name: Cited works}
stages:
  - {stage: title-abstract, reviewers: 2}
  - {stage: full-text, reviewers: 2}
exclusionReasons:
  - {id: design, label: Wrong design, stages: [title-abstract, full-text]}
armRoles:
  - {id: experimental, label: It}
  - {id: comparator, label: Nothing}
outcomes:
  - {id: score, label: Score, kind: continuous, better: lower}
timepoints:
  - {id: end, label: End of treatment}
forms:
  - id: effect
    label: Effects
    kind: effect
    fields:
      - {id: n, label: n, type: integer, statistic: n}
      - {id: mean, label: Mean, type: number, statistic: mean}
      - {id: sd, label: SD, type: number, statistic: sd}
      - {id: events, label: Events, type: integer, statistic: events}
      - {id: total, label: Total, type: integer, statistic: total}
analyses:
  - {id: main, question: Q1, label: Main analysis, outcome: score, timepoint: end, experimental: experimental, comparator: comparator, measure: SMD, model: random, tau2: REML, test: knha}
`;

/** Simulated RIS entries. */
export function ris(count: number, first = 1): Uint8Array {
  const entries = Array.from({ length: count }, (_, i) => {
    const n = first + i;
    return `TY  - JOUR\nID  - key${n}\nTI  - Simulated trial number ${n}\nAU  - Author, A. ${n}\nPY  - 2020\nDO  - 10.1234/sim.${n}\nAB  - Simulated abstract ${n}.\nER  - \n`;
  });
  return new TextEncoder().encode(entries.join("\n"));
}

/** A clock that moves on by a second at each look. */
export function tickingClock(start = Date.parse("2026-02-01T10:00:00.000Z")): { now(): string } {
  let ms = start;
  return {
    now: () => {
      ms += 1_000;
      return new Date(ms).toISOString();
    },
  };
}

export interface TestReview {
  readonly folder: string;
  readonly path: string;
  readonly workbench: Workbench;
  /** Closes and removes everything. */
  drop(): Promise<void>;
}

/** A review in a folder of its own, with the simulated protocol in force. */
export async function testReview(
  options: OpenReviewOptions = {},
  text: string = protocolText,
): Promise<TestReview> {
  const folder = mkdtempSync(join(tmpdir(), "evidens-test-"));
  const path = join(folder, "review.evidens");
  const workbench = await createReview(
    { path, title: "Simulated review", by: "ann", reviewId: "simulated", protocolText: text },
    { clock: tickingClock(), device: "test-device", ...options },
  );
  return {
    folder,
    path,
    workbench,
    drop: async () => {
      await workbench.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function importRis(workbench: Workbench, count: number, first = 1): Promise<void> {
  await workbench.importFile({
    by: "ann",
    sourceId: "pubmed",
    fileName: `search-${first}.ris`,
    bytes: ris(count, first),
  });
}

/** Ids of all reports, in the order of the review. */
export async function reportIds(workbench: Workbench): Promise<readonly string[]> {
  return (await workbench.records({ after: 0, limit: 500 })).rows.map(({ id }) => id);
}

type Decision = "include" | "exclude" | "maybe" | "await";

/** Votes at title and abstract, by person, one after the other. */
export async function votesOn(
  workbench: Workbench,
  report: string,
  votes: Readonly<Record<string, Decision>>,
  round?: string,
): Promise<void> {
  for (const [by, decision] of Object.entries(votes))
    await workbench.vote({
      by,
      stage: "title-abstract",
      report,
      decision,
      ...(round === undefined ? {} : { round }),
    });
}

/** Problems an action is refused with, as `code`; fails when it is not refused. */
export async function refusal(action: Promise<unknown>): Promise<{
  code: string;
  kind: string;
  problems: readonly { code: string; field?: string; line?: number; message: string }[];
}> {
  try {
    await action;
  } catch (error) {
    return error as never;
  }
  throw new Error("The action was not refused.");
}
