import { appraisalProjections } from "#appraisal";
import { extractionProjections } from "#extraction";
import type { Clock, Problem, Rng } from "#kernel";
import { EvidensError } from "#kernel";
import type { Projection } from "#ledger";
import { participantProjections } from "#participants";
import { recordsProjections } from "#records";
import { type Person, type ProtocolDoc, reviewProjections } from "#review";
import { screeningProjections } from "#screening";
import type { ReviewReads, ReviewStore } from "#store";
import type { OpenAccessClient } from "./full-text/open-access.ts";
import type { Ranking } from "./ranking/ranking.ts";

/** What every use case works with. */
export interface Context {
  readonly store: ReviewStore;
  readonly clock: Clock;
  /** For what is drawn at random; a seed drawn here is kept in the ledger. */
  readonly rng: Rng;
  readonly programVersion: string;
  readonly readOnly: boolean;
  /** Orders the queues of screening. */
  readonly ranking: Ranking;
  /** Looks up open-access copies; null: not allowed to. */
  readonly openAccess: OpenAccessClient | null;
  /** What goes on in this program now; never part of the review. */
  readonly running: { import: ImportProgress | null };
}

/** How far a running import has come. */
interface ImportProgress {
  readonly fileName: string;
  readonly records: number;
  readonly bytes: number;
  readonly totalBytes: number;
}

/** All document folds of the pure rooms, in the order of the work. */
export const projections: readonly Projection[] = [
  ...reviewProjections,
  ...recordsProjections,
  ...screeningProjections,
  ...extractionProjections,
  ...appraisalProjections,
  ...participantProjections,
];

/** The protocol in force. @throws {EvidensError} `workbench/no-protocol` when the review has none yet. */
export async function protocolOf(read: ReviewReads): Promise<ProtocolDoc> {
  const doc = await read.document<ProtocolDoc>("protocol", "current");
  if (doc !== null) return doc;
  throw new EvidensError({
    code: "workbench/no-protocol",
    kind: "missing",
    message: "This review has no protocol yet.",
    remedy: "Fill in protocol.yaml and run `evidens check protocol.yaml`.",
  });
}

/** The person with this id. @throws {EvidensError} `workbench/unknown-person` naming those the protocol knows. */
export function personOf(protocol: ProtocolDoc, id: string): Person {
  const person = protocol.protocol.people.find((each) => each.id === id);
  if (person !== undefined) return person;
  const known = protocol.protocol.people.map((each) => each.id).join(", ");
  throw new EvidensError({
    code: "workbench/unknown-person",
    kind: "invalid",
    message: `"${id}" is not among the people of the protocol (${known || "none are named"}).`,
    remedy: "Name one of them, or add the person to `people` in protocol.yaml.",
  });
}

/** The person a command acts as when none is named: the first lead, else the first person. */
export function defaultPersonOf(protocol: ProtocolDoc): string {
  const { people } = protocol.protocol;
  const person = people.find((each) => each.roles.includes("lead")) ?? people[0];
  if (person !== undefined) return person.id;
  throw new EvidensError({
    code: "workbench/no-people",
    kind: "missing",
    message: "The protocol names no people, so nobody can act.",
    remedy: "Add at least one person to `people` in protocol.yaml.",
  });
}

/** Refuses an action with all the reasons at once; does nothing when there is none. */
export function refuse(problems: readonly Problem[], code: string, what: string): void {
  if (problems.length === 0) return;
  throw new EvidensError({
    code,
    kind: "invalid",
    message:
      problems.length === 1
        ? problems[0]!.message
        : `${what}: ${problems.length} problems were found; nothing was written.`,
    remedy:
      (problems.length === 1 ? problems[0]!.remedy : undefined) ?? "Correct what is listed and try again.",
    problems,
  });
}

export function notFound(code: string, what: string, id: string, remedy: string): EvidensError {
  return new EvidensError({
    code,
    kind: "missing",
    message: `There is no ${what} "${id}" in this review.`,
    remedy,
  });
}
