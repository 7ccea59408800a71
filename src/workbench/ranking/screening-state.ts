import type { LedgerEvent, SampleDrawn, Stage, Stamped } from "#ledger";
import { isEvent } from "#ledger";
import { hasStage, type Protocol, type ProtocolDoc } from "#review";
import {
  requiredVotes,
  type ScreeningDoc,
  type StageVotes,
  settledAt,
  stageVotes,
  statusOf,
} from "#screening";
import type { ReviewReads } from "#store";

/** Events after which every report may be another. */
const REMAKES: ReadonlySet<string> = new Set([
  "records.imported",
  "records.deduplicated",
  "records.joined",
  "record.separated",
  "duplicates.judged",
  "record.amended",
]);

/** What the events since the last look touch. */
export interface Touched {
  /** Reports on which something was decided, by the ids the events name. */
  readonly reports: ReadonlySet<string>;
  /** Records came, went, were merged or corrected. */
  readonly records: boolean;
  /** Protocol, order or samples changed. */
  readonly settings: boolean;
  /** Decisions may have changed anywhere. */
  readonly decisions: boolean;
}

/**
 * Sorts events by what they touch.
 *
 * @param eventOf looks up an event that an undo names
 */
export async function touchedBy(
  events: readonly LedgerEvent[],
  eventOf: (id: string) => Promise<LedgerEvent | null>,
): Promise<Touched> {
  const reports = new Set<string>();
  let records = false;
  let settings = false;
  let decisions = false;
  for (let event of events) {
    // Undo of undo goes down to what is undone or done again.
    while (isEvent(event, "ledger.undone") && event.undoes !== undefined) {
      const target = await eventOf(event.undoes);
      if (target === null) {
        decisions = true;
        break;
      }
      event = target;
    }
    if (isEvent(event, "screening.voted") || isEvent(event, "screening.adjudicated"))
      reports.add(event.body.report);
    else if (REMAKES.has(event.type)) records = true;
    else if (event.type === "protocol.set") {
      settings = true;
      decisions = true;
    } else if (event.type === "screening.order-set" || event.type === "screening.sample-drawn")
      settings = true;
  }
  return { reports, records, settings, decisions };
}

/** What stands on one report at a stage, as far as ordering the queues needs it. */
interface Standing {
  /** Decision when the votes may be seen by all; null while they are sealed. */
  readonly status: "include" | "exclude" | "other" | null;
  /** Event that opened the decision to all; empty while it is sealed. */
  readonly settled: string;
  readonly votes: readonly {
    readonly reviewer: string;
    readonly decision: string;
    readonly eventId: string;
  }[];
}

/** One person's reading of a stage: what trains their learner, and what a stopping rule judges. */
export interface Reading {
  /** By row: 1 relevant, 0 not, -1 nothing to learn from. */
  readonly labels: Int8Array;
  /** Rows that no longer wait for this person. */
  readonly read: Uint8Array;
  /** Rows read, in the order they were. */
  readonly order: Uint32Array;
}

/**
 * Decisions of one stage by row. Holds sealed votes too; what it gives for a person is made of that
 * person's own votes and of decisions that are open to all, and of nothing else.
 */
export class StageDecisions {
  readonly stage: Stage;
  readonly #rows: ReadonlyMap<string, number>;
  readonly #standing: (Standing | undefined)[];
  readonly #votes: StageVotes;

  constructor(stage: Stage, rows: ReadonlyMap<string, number>, protocol: Protocol | null) {
    this.stage = stage;
    this.#rows = rows;
    this.#standing = new Array<Standing | undefined>(rows.size);
    this.#votes =
      protocol === null || !hasStage(protocol, stage)
        ? { reviewers: 1, secondShare: 0 }
        : stageVotes(protocol, stage);
  }

  set(report: string, doc: ScreeningDoc | null): void {
    const row = this.#rows.get(report);
    if (row === undefined) return;
    if (doc === null) {
      this.#standing[row] = undefined;
      return;
    }
    const required = requiredVotes(this.#votes, report);
    const status = statusOf(doc, required);
    this.#standing[row] = {
      status: status === "pending" ? null : status === "include" || status === "exclude" ? status : "other",
      settled: settledAt(doc, required) ?? "",
      votes: doc.votes.map(({ reviewer, decision, eventId }) => ({ reviewer, decision, eventId })),
    };
  }

  /** @param person whose reading; null: only what is open to all */
  readingOf(person: string | null): Reading {
    const rows = this.#standing.length;
    const labels = new Int8Array(rows).fill(-1);
    const read = new Uint8Array(rows);
    const seen: { readonly row: number; readonly at: string }[] = [];
    for (let row = 0; row < rows; row++) {
      const standing = this.#standing[row];
      if (standing === undefined) continue;
      const own = person === null ? undefined : standing.votes.find(({ reviewer }) => reviewer === person);
      const decision =
        standing.status === "include" || standing.status === "exclude" ? standing.status : own?.decision;
      if (decision === "include") labels[row] = 1;
      else if (decision === "exclude") labels[row] = 0;
      if (own === undefined && standing.status === null) continue;
      read[row] = 1;
      seen.push({ row, at: own?.eventId ?? standing.settled });
    }
    seen.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.row - b.row));
    return { labels, read, order: Uint32Array.from(seen, ({ row }) => row) };
  }

  /** Whether a read row counts as kept: included, maybe, awaiting, or in conflict with one's own vote not an exclusion. */
  isKept(row: number, person: string | null): boolean {
    const standing = this.#standing[row];
    if (standing === undefined) return false;
    if (standing.status !== null) return standing.status !== "exclude";
    return standing.votes.some(({ reviewer, decision }) => reviewer === person && decision !== "exclude");
  }
}

/** Rows of random samples drawn within the review, for rules that need to know what chance chose. */
export async function randomRows(
  read: ReviewReads,
  stage: Stage,
  rows: ReadonlyMap<string, number>,
): Promise<ReadonlySet<number>> {
  const found = new Set<number>();
  for (const { doc } of await read.documents<Stamped<SampleDrawn>>("screening-sample")) {
    if (doc.stage !== stage || doc.purpose !== "random") continue;
    for (const id of doc.reports) {
      const row = rows.get(id);
      if (row !== undefined) found.add(row);
    }
  }
  return found;
}

/** The protocol in force, or null. */
export async function protocolIn(read: ReviewReads): Promise<Protocol | null> {
  return (await read.document<ProtocolDoc>("protocol", "current"))?.protocol ?? null;
}
