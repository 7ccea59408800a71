import type { LogEntry, LogQuery, LogResponse, UndoResponse } from "#contract";
import { EvidensError } from "#kernel";
import { isEvent, type LedgerEvent } from "#ledger";
import { hasStage, type Protocol, type ProtocolDoc } from "#review";
import { isOpen, type OpenTest, sealEvent, sealedPlace, votesNeeded } from "#screening";
import type { ReviewReads } from "#store";
import { type Context, notFound, personOf, protocolOf } from "../context.ts";
import { openStages } from "./discussion.ts";
import { roundOpenness } from "./samples.ts";

/**
 * A page of the log, newest first, with foreign sealed votes hidden. Hashes are not sent: each seals the
 * one before it, and with a hash at hand the three possible decisions are soon tried.
 */
export async function log(context: Context, person: string, query: LogQuery): Promise<LogResponse> {
  const { read } = context.store;
  const protocol = await read.document<ProtocolDoc>("protocol", "current");
  const events = await read.events({
    order: "newest",
    limit: query.limit,
    ...(query.before === undefined ? {} : { before: query.before }),
  });
  const undoneBy = await undoers(read);
  const view = await entryView(read, protocol, person, undoneBy, events);
  return {
    entries: events.map(view),
    total: await read.countEvents(),
    next: events.length < query.limit ? null : (events.at(-1)?.id ?? null),
  };
}

/** Which undo event stands against which event. */
async function undoers(read: ReviewReads): Promise<ReadonlyMap<string, string>> {
  const undone = await read.undoneIds();
  const undos = await read.events({ types: ["ledger.undone"] });
  return new Map(
    undos.flatMap((event) =>
      event.undoes === undefined || undone.has(event.id) ? [] : [[event.undoes, event.id]],
    ),
  );
}

async function entryView(
  read: ReviewReads,
  protocol: ProtocolDoc | null,
  person: string,
  undoneBy: ReadonlyMap<string, string>,
  events: readonly LedgerEvent[],
): Promise<(event: LedgerEvent) => LogEntry> {
  const known = new Map(events.map((event) => [event.id, event]));
  for (const event of events) await follow(read, event, known);
  const places = [...known.values()].flatMap((event) => sealedPlace(event) ?? []);
  const isOpenVote = await opennessOf(read, protocol?.protocol ?? null, places);
  return (event) => {
    const seen = sealEvent(event, person, isOpenVote, (id) => known.get(id));
    const sealed = "sealed" in seen;
    return {
      id: event.id,
      type: event.type,
      at: event.at,
      by: event.by,
      device: event.device,
      reason: sealed ? null : (event.reason ?? null),
      undoneBy: undoneBy.get(event.id) ?? null,
      undoes: event.undoes ?? null,
      body: shortened((seen.body ?? {}) as Record<string, unknown>),
      sealed,
    };
  };
}

type Place = NonNullable<ReturnType<typeof sealedPlace>>;

/**
 * Tells of these places whether what was said there may be seen by all. Asked of all at once, so that a
 * page of the log costs a few statements and not some for each of its lines.
 */
async function opennessOf(
  read: ReviewReads,
  protocol: Protocol | null,
  places: readonly Place[],
): Promise<OpenTest> {
  if (protocol === null || places.length === 0) return () => false;
  const ids = [...new Set(places.map(({ report }) => report))];
  const now = await read.reportIdsOf(ids);
  const stages = await openStages(read, protocol, [...new Set(now.values())]);
  const gone = new Set<string>();
  for (const { stage, report, round } of places) {
    if (round !== undefined || now.has(report) || !hasStage(protocol, stage)) continue;
    const doc = await read.screening(stage, report);
    if (doc !== null && isOpen(doc, votesNeeded(protocol, stage, report))) gone.add(`${stage} ${report}`);
  }
  const rounds = new Map<string, (report: string) => boolean>();
  for (const { round } of places)
    if (round !== undefined && !rounds.has(round))
      rounds.set(round, await roundOpenness(read, protocol, round));
  return (stage, report, round) => {
    if (!hasStage(protocol, stage)) return false;
    if (round !== undefined) return rounds.get(round)?.(report) ?? false;
    const current = now.get(report);
    return current === undefined ? gone.has(`${stage} ${report}`) : (stages.get(current)?.(stage) ?? false);
  };
}

/** Loads the events that an undo takes back, down to the first. */
async function follow(read: ReviewReads, from: LedgerEvent, known: Map<string, LedgerEvent>): Promise<void> {
  let event: LedgerEvent | null = from;
  while (event !== null && event.undoes !== undefined && !known.has(event.undoes)) {
    const target: LedgerEvent | null = await read.event(event.undoes);
    if (target !== null) known.set(target.id, target);
    event = target;
  }
}

/** Long lists and texts are cut in the log's page; the whole body is in the ledger and its export. */
function shortened(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => {
      if (Array.isArray(value) && value.length > 20)
        return [key, { count: value.length, first: value.slice(0, 3) }];
      if (typeof value === "string" && value.length > 400) return [key, `${value.slice(0, 400)}…`];
      return [key, value];
    }),
  );
}

/**
 * Takes back an event: the one named, or the person's newest that stands and is no undo.
 *
 * @throws {EvidensError} `workbench/nothing-to-undo`, `workbench/unknown-event`, `workbench/not-yours`
 */
export async function undo(
  context: Context,
  input: { by: string; eventId?: string | undefined; reason?: string | undefined },
): Promise<UndoResponse> {
  const { store } = context;
  const protocol = await protocolOf(store.read);
  const person = personOf(protocol, input.by);
  let target: LedgerEvent | null = null;
  const [event] = await store.append(async (read) => {
    target = input.eventId === undefined ? await newestOf(read, input.by) : await read.event(input.eventId);
    if (target === null) {
      if (input.eventId === undefined) throw nothingToUndo(input.by);
      throw notFound(
        "workbench/unknown-event",
        "event",
        input.eventId,
        "Look the event up with `evidens log`.",
      );
    }
    const mayUndoOthers = person.roles.includes("lead") || person.roles.includes("adjudicator");
    if (target.by !== input.by && (!mayUndoOthers || target.type === "screening.voted"))
      throw notYours(target, input.by);
    return [
      {
        type: "ledger.undone",
        by: input.by,
        undoes: target.id,
        body: { type: target.type },
        ...(input.reason === undefined ? {} : { reason: input.reason }),
      },
    ];
  });
  context.ranking.changed();
  const undone: LedgerEvent = target!;
  const view = await entryView(store.read, protocol, input.by, new Map([[undone.id, event!.id]]), [undone]);
  const vote = isEvent(undone, "screening.voted") ? undone.body.report : null;
  return {
    eventId: event!.id,
    undone: view(undone),
    report: vote === null ? null : await store.read.report(vote),
  };
}

async function newestOf(read: ReviewReads, by: string): Promise<LedgerEvent | null> {
  const undone = await read.undoneIds();
  let before: string | undefined;
  for (;;) {
    const page = await read.events({
      order: "newest",
      limit: 200,
      ...(before === undefined ? {} : { before }),
    });
    const found = page.find(
      (event) =>
        event.by === by &&
        event.type !== "ledger.undone" &&
        event.type !== "review.created" &&
        !undone.has(event.id),
    );
    if (found !== undefined) return found;
    if (page.length < 200) return null;
    before = page.at(-1)!.id;
  }
}

function nothingToUndo(by: string): EvidensError {
  return new EvidensError({
    code: "workbench/nothing-to-undo",
    kind: "missing",
    message: `"${by}" has done nothing in this review that could be taken back.`,
    remedy: "Name an event with `evidens undo EVENT`.",
  });
}

function notYours(event: LedgerEvent, by: string): EvidensError {
  return new EvidensError({
    code: "workbench/not-yours",
    kind: "conflict",
    message: `Event ${event.id} is ${event.by}'s, and "${by}" may not take it back.`,
    remedy:
      event.type === "screening.voted"
        ? "Ask that reviewer to undo it; a vote is only its reviewer's to take back."
        : "Ask that person, or a lead or adjudicator of the review.",
  });
}
