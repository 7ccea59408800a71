import { useEffect, useMemo, useSyncExternalStore } from "react";
import type {
  LogEntry,
  LogResponse,
  NextResponse,
  ReportResponse,
  UndoResponse,
  VoteRequest,
  VoteResponse,
} from "#contract";
import { ApiError, getData, postData, query } from "../api/client.ts";
import type { Stage } from "../api/types.ts";
import { type KeptVotes, keptVotes } from "./kept-votes.ts";
import { createVoteQueue, type QueueState, type VoteQueue } from "./vote-queue.ts";

const queues = new Map<string, VoteQueue>();

/** The queue of a person at a stage. It outlives the page, so that unsent votes go on being sent. */
export function useVoteQueue(
  review: string,
  person: string,
  stage: Stage,
): { readonly queue: VoteQueue; readonly state: QueueState } {
  const queue = useMemo(() => {
    const key = `evidens.votes.${review}.${person}.${stage}`;
    const known = queues.get(key);
    if (known !== undefined) return known;
    const made = createVoteQueue({
      stage,
      next: (after, limit) => getData<NextResponse>(`screening/${stage}/next${query({ after, limit })}`),
      vote: (request) => postData<VoteResponse>("votes", request),
      undo: (eventId) => undoVote(eventId, person, stage),
      standing: (request) => standingVote(request, person),
      kept: keptInBrowser(key),
      wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
      now: () => Date.now(),
      newId: randomId,
    });
    queues.set(key, made);
    return made;
  }, [review, person, stage]);
  const state = useSyncExternalStore(queue.subscribe, queue.state);
  useEffect(() => {
    void queue.start();
    const again = (): void => queue.retry();
    const seen = (): void => {
      if (document.visibilityState === "visible") queue.retry();
    };
    window.addEventListener("online", again);
    document.addEventListener("visibilitychange", seen);
    return () => {
      window.removeEventListener("online", again);
      document.removeEventListener("visibilitychange", seen);
    };
  }, [queue]);
  return { queue, state };
}

async function undoVote(
  eventId: string | undefined,
  person: string,
  stage: Stage,
): Promise<{ readonly report: UndoResponse["report"]; readonly round?: string }> {
  const entry = eventId === undefined ? await newestVote(person, stage) : null;
  const { report } = await postData<UndoResponse>("undo", { eventId: eventId ?? entry?.id });
  const round = entry?.body["round"];
  return { report, ...(typeof round === "string" ? { round } : {}) };
}

/** The person's newest vote at this stage that stands, for an undo after a reload. */
async function newestVote(person: string, stage: Stage): Promise<LogEntry> {
  const log = await getData<LogResponse>(`log${query({ limit: 200 })}`);
  const vote = log.entries.find(
    (entry) =>
      entry.type === "screening.voted" &&
      entry.by === person &&
      entry.undoneBy === null &&
      entry.body["stage"] === stage,
  );
  if (vote !== undefined) return vote;
  throw new ApiError(404, { code: "web/no-vote", kind: "missing", message: "", remedy: "", problems: [] });
}

/** A vote of this person that says the same and stands: the answer to it was lost on the way. */
async function standingVote(request: VoteRequest, person: string): Promise<string | null> {
  // Votes of a round decide nothing and are not told with the report; sent again they replace themselves.
  if (request.round !== undefined) return null;
  const found = await getData<ReportResponse>(`records/${encodeURIComponent(request.report)}`).catch(
    (error: unknown) => {
      if (error instanceof ApiError && error.status === 404) return null;
      throw error;
    },
  );
  const vote = found?.screening
    .find(({ stage }) => stage === request.stage)
    ?.votes.find(({ reviewer }) => reviewer === person);
  if (vote === undefined) return null;
  const same =
    vote.decision === request.decision &&
    (vote.exclusionReason ?? undefined) === request.exclusionReason &&
    (vote.note ?? undefined) === request.note;
  return same ? vote.eventId : null;
}

/** Local storage, locks and a channel between windows, each where the browser has it. */
function keptInBrowser(key: string): KeptVotes {
  let storage: Storage | null = null;
  try {
    storage = localStorage;
  } catch {
    // Forbidden by the browser's settings: votes wait in memory.
  }
  return keptVotes(key, {
    storage,
    locks: "locks" in navigator ? navigator.locks : null,
    channel: "BroadcastChannel" in window ? new BroadcastChannel(key) : null,
  });
}

/** Also where the page is not a secure context and `randomUUID` is missing. */
function randomId(): string {
  return [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join("-");
}
