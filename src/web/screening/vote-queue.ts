import type { NextResponse, ScreenItem, UndoResponse, VoteRequest, VoteResponse } from "#contract";
import { ApiError } from "../api/client.ts";
import type { Decision, Stage } from "../api/types.ts";

/** A vote that was shown as taken and is not acknowledged yet. */
export interface PendingVote {
  readonly request: VoteRequest;
  readonly item: ScreenItem;
}

export interface QueueState {
  /** First one on screen, the rest fetched ahead. */
  readonly queue: readonly ScreenItem[];
  readonly pending: readonly PendingVote[];
  readonly progress: { readonly read: number; readonly inStage: number };
  /** Acknowledged votes of this visit, newest last. */
  readonly done: readonly { readonly eventId: string; readonly item: ScreenItem }[];
  /** A vote the program refused; its report is on screen again. */
  readonly refused: { readonly title: string; readonly message: string; readonly remedy: string } | null;
  /** No answer came; votes are kept and sent again. */
  readonly lost: boolean;
  readonly loaded: boolean;
  readonly error: Error | null;
  /** Counts the undoes, so that a screen can say so. */
  readonly undone: number;
}

/** What the queue needs of the world; tests give their own. */
export interface QueuePorts {
  readonly stage: Stage;
  readonly next: (after: number, limit: number) => Promise<NextResponse>;
  readonly vote: (request: VoteRequest) => Promise<VoteResponse>;
  readonly undo: (eventId: string | undefined) => Promise<UndoResponse>;
  /** Unsent votes survive a reload here. */
  readonly keep: (pending: readonly PendingVote[]) => void;
  readonly kept: () => readonly PendingVote[];
  readonly wait: (milliseconds: number) => Promise<void>;
}

export interface VoteQueue {
  readonly state: () => QueueState;
  readonly subscribe: (listener: () => void) => () => void;
  readonly start: () => Promise<void>;
  /** Takes the vote on the report on screen and shows the next one at once; sending follows. */
  readonly decide: (decision: Decision, more?: { readonly reason?: string; readonly note?: string }) => void;
  /** Takes back the newest vote, sent or not, and shows its report again. */
  readonly undo: () => Promise<boolean>;
  /** Sends unsent votes now instead of waiting for the next try. */
  readonly retry: () => void;
}

const AHEAD = 10;
const LOW = 4;
const PAUSES: readonly number[] = [1_000, 2_000, 4_000, 8_000, 15_000];

/** The votes of one person at one stage: optimistic on screen, strictly in order on the wire. */
export function createVoteQueue(ports: QueuePorts): VoteQueue {
  let state: QueueState = {
    queue: [],
    pending: ports.kept(),
    progress: { read: 0, inStage: 0 },
    done: [],
    refused: null,
    lost: false,
    loaded: false,
    error: null,
    undone: 0,
  };
  const listeners = new Set<() => void>();
  let sending: Promise<void> | null = null;
  let fetching = false;
  let wake: (() => void) | null = null;

  const set = (change: Partial<QueueState>): void => {
    if (change.pending !== undefined) ports.keep(change.pending);
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };

  /** Items that are neither shown, nor voted on here, nor waiting to be sent. */
  const fresh = (items: readonly ScreenItem[]): readonly ScreenItem[] => {
    const known = new Set([
      ...state.queue.map((item) => item.report.id),
      ...state.pending.map((vote) => vote.item.report.id),
      ...state.done.map((vote) => vote.item.report.id),
    ]);
    return items.filter((item) => !known.has(item.report.id));
  };

  const fetchAhead = async (): Promise<void> => {
    if (fetching) return;
    fetching = true;
    try {
      const after = state.queue.at(-1)?.report.position ?? 0;
      let answer = await ports.next(after, AHEAD);
      // Nothing further on: what was skipped earlier comes again.
      if (answer.items.length === 0 && after > 0 && state.queue.length <= 1)
        answer = await ports.next(0, AHEAD);
      set({
        queue: [...state.queue, ...fresh(answer.items)],
        loaded: true,
        error: null,
        // The program has not seen what is still waiting here.
        progress: answer.progress,
      });
    } catch (error) {
      set({ loaded: true, error: state.queue.length === 0 ? (error as Error) : null });
    } finally {
      fetching = false;
    }
  };

  const refuse = (vote: PendingVote, error: ApiError): void => {
    set({
      pending: state.pending.slice(1),
      queue: [vote.item, ...state.queue],
      refused: { title: vote.item.report.title, message: error.message, remedy: error.remedy },
      lost: false,
    });
  };

  const sendAll = async (): Promise<void> => {
    let tries = 0;
    while (state.pending.length > 0) {
      const vote = state.pending[0]!;
      try {
        const answer = await ports.vote(vote.request);
        tries = 0;
        const pending = state.pending.slice(1);
        const done = [...state.done, { eventId: answer.eventId, item: vote.item }];
        set({ pending, done, progress: answer.progress, lost: false });
        set({ queue: [...state.queue, ...fresh(answer.items)] });
      } catch (error) {
        if (error instanceof ApiError) {
          refuse(vote, error);
          continue;
        }
        set({ lost: true });
        const pause = PAUSES[Math.min(tries, PAUSES.length - 1)]!;
        tries += 1;
        await Promise.race([ports.wait(pause), new Promise<void>((resolve) => (wake = resolve))]);
      }
    }
  };

  const send = (): void => {
    sending ??= sendAll().finally(() => {
      sending = null;
      if (state.pending.length > 0) send();
      else if (state.queue.length < LOW) void fetchAhead();
    });
  };

  return {
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: async () => {
      if (state.pending.length > 0) send();
      // A new visit reads afresh: votes may have been taken back elsewhere.
      else if (!fetching) set({ queue: [], done: [], loaded: false, refused: null });
      if (state.queue.length < LOW) await fetchAhead();
    },
    decide: (decision, more = {}) => {
      const item = state.queue[0];
      if (item === undefined) return;
      const request: VoteRequest = {
        stage: ports.stage,
        report: item.report.id,
        decision,
        ...(more.reason === undefined ? {} : { exclusionReason: more.reason }),
        ...(more.note === undefined || more.note.trim() === "" ? {} : { note: more.note.trim() }),
      };
      set({ queue: state.queue.slice(1), pending: [...state.pending, { request, item }], refused: null });
      send();
      if (state.queue.length < LOW) void fetchAhead();
    },
    undo: async () => {
      const unsent = state.pending.at(-1);
      // The first in line may be on its way; wait for it. Behind it, or without a connection, none is.
      if (unsent !== undefined && (state.lost || state.pending.length > 1)) {
        set({
          pending: state.pending.slice(0, -1),
          queue: [unsent.item, ...state.queue],
          refused: null,
          undone: state.undone + 1,
        });
        return true;
      }
      if (sending !== null) await sending;
      const last = state.done.at(-1);
      const answer = await ports.undo(last?.eventId);
      const report = answer.report ?? last?.item.report;
      if (report === undefined || report === null) return false;
      set({
        done: state.done.filter((vote) => vote.item.report.id !== report.id),
        queue: [
          { report, own: null, because: "order" },
          ...state.queue.filter((item) => item.report.id !== report.id),
        ],
        progress: { ...state.progress, read: Math.max(0, state.progress.read - 1) },
        refused: null,
        undone: state.undone + 1,
      });
      return true;
    },
    retry: () => {
      wake?.();
      if (state.error !== null) void fetchAhead();
    },
  };
}
