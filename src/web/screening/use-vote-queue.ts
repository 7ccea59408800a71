import { useEffect, useMemo, useSyncExternalStore } from "react";
import type { LogResponse, NextResponse, UndoResponse, VoteResponse } from "#contract";
import { ApiError, getData, postData, query } from "../api/client.ts";
import type { Stage } from "../api/types.ts";
import { createVoteQueue, type PendingVote, type QueueState, type VoteQueue } from "./vote-queue.ts";

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
      undo: async (eventId) =>
        postData<UndoResponse>("undo", { eventId: eventId ?? (await newestVote(person, stage)) }),
      keep: (pending) => keep(key, pending),
      kept: () => kept(key),
      wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    });
    queues.set(key, made);
    return made;
  }, [review, person, stage]);
  const state = useSyncExternalStore(queue.subscribe, queue.state);
  useEffect(() => {
    void queue.start();
    const again = (): void => queue.retry();
    window.addEventListener("online", again);
    return () => window.removeEventListener("online", again);
  }, [queue]);
  return { queue, state };
}

/** The person's newest vote at this stage that stands, for an undo after a reload. */
async function newestVote(person: string, stage: Stage): Promise<string> {
  const log = await getData<LogResponse>(`log${query({ limit: 200 })}`);
  const vote = log.entries.find(
    (entry) =>
      entry.type === "screening.voted" &&
      entry.by === person &&
      entry.undoneBy === null &&
      entry.body["stage"] === stage,
  );
  if (vote !== undefined) return vote.id;
  throw new ApiError(404, { code: "web/no-vote", kind: "missing", message: "", remedy: "", problems: [] });
}

function keep(key: string, pending: readonly PendingVote[]): void {
  try {
    if (pending.length === 0) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(pending));
  } catch {
    // Without storage the votes still wait in memory.
  }
}

function kept(key: string): readonly PendingVote[] {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "[]") as readonly PendingVote[];
  } catch {
    return [];
  }
}
