import type { NextResponse, RankingState, ScreenItem, VoteRequest, VoteResponse } from "#contract";
import type { ApiError } from "../api/client.ts";
import type { Decision, ReportRow, Stage } from "../api/types.ts";
import { type KeptVotes, keyOf, type PendingVote } from "./kept-votes.ts";
import { itemKey, type Lost, lossOf, queueAfter } from "./queue-order.ts";

export interface QueueState {
  /** First one on screen, the rest fetched ahead. */
  readonly queue: readonly ScreenItem[];
  readonly pending: readonly PendingVote[];
  readonly progress: NextResponse["progress"];
  readonly ranking: RankingState | null;
  /** Set when screening of the stage was ended. */
  readonly stopped: NextResponse["stopped"];
  /** Acknowledged votes of this visit, newest last. */
  readonly done: readonly { readonly eventId: string; readonly vote: PendingVote }[];
  /** A vote the program refused; its report is on screen again. */
  readonly refused: { readonly title: string; readonly message: string; readonly remedy: string } | null;
  /** Votes are kept and sent again. */
  readonly lost: Lost | null;
  /** The browser refuses to keep votes: they live as long as the page. */
  readonly memoryOnly: boolean;
  readonly loaded: boolean;
  /** More reports are being asked for. */
  readonly asking: boolean;
  readonly error: Error | null;
  /** The newest vote that was taken back, so that a screen can say so. */
  readonly takenBack: { readonly count: number; readonly item: ScreenItem; readonly note: string } | null;
}

/** What the queue needs of the world; tests give their own. */
export interface QueuePorts {
  readonly stage: Stage;
  readonly next: (after: number, limit: number) => Promise<NextResponse>;
  readonly vote: (request: VoteRequest) => Promise<VoteResponse>;
  /** Takes back a vote, without an id the person's newest; the report to show again. */
  readonly undo: (
    eventId: string | undefined,
  ) => Promise<{ readonly report: ReportRow | null; readonly round?: string | undefined }>;
  /** Event of a vote of this person that says the same and stands; null: there is none. */
  readonly standing: (request: VoteRequest) => Promise<string | null>;
  readonly kept: KeptVotes;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly now: () => number;
  readonly newId: () => string;
}

export interface VoteQueue {
  readonly state: () => QueueState;
  readonly subscribe: (listener: () => void) => () => void;
  readonly start: () => Promise<void>;
  /** Takes the vote on the report on screen and shows the next one at once; sending follows. */
  readonly decide: (decision: Decision, more?: { readonly reason?: string; readonly note?: string }) => void;
  /** Takes back the newest vote, sent or not, and shows its report again. False: there was none. */
  readonly undo: () => Promise<boolean>;
  /** Sends unsent votes now instead of waiting for the next try, those of closed windows too. */
  readonly retry: () => void;
  /** Asks for the order anew, as when the learner gets ready while someone reads. */
  readonly refresh: () => void;
}

/**
 * Reports asked for beyond those known, and the fewest before that is done. The order of those held ready
 * follows each answer, so holding more costs no freshness.
 */
const AHEAD = 8;
const LOW = 6;
const MOST = 20;
const PAUSES: readonly number[] = [1_000, 2_000, 4_000, 8_000, 15_000];
/** Votes that can be taken back without asking the log which was the newest. */
const REMEMBERED = 300;

/** Votes that wait to be counted. */
export function waitingOf(pending: readonly PendingVote[]): readonly PendingVote[] {
  return pending.filter((vote) => vote.takenBack !== true);
}

/**
 * The votes of one person at one stage: optimistic on screen, strictly in order on the wire.
 *
 * What is on screen stays until it is decided; what comes after it follows the newest answer.
 * Checked: tests/web/vote-queue.test.ts.
 */
export function createVoteQueue(ports: QueuePorts): VoteQueue {
  const { kept } = ports;
  let state: QueueState = {
    queue: [],
    pending: kept.all(),
    progress: { read: 0, inStage: 0 },
    ranking: null,
    stopped: null,
    done: [],
    refused: null,
    lost: null,
    memoryOnly: false,
    loaded: false,
    asking: false,
    error: null,
    takenBack: null,
  };
  /** Voted on in this visit, here or in another window. */
  const seen = new Set<string>();
  const listeners = new Set<() => void>();
  let sending = false;
  let wake: (() => void) | null = null;
  let newest = 0;
  let undoing: Promise<unknown> = Promise.resolve();

  const set = (change: Partial<QueueState>): void => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };
  const without = (pending: readonly PendingVote[], id: string): readonly PendingVote[] =>
    pending.filter((vote) => vote.id !== id);

  const take = (answer: NextResponse, more: Partial<QueueState> = {}): void => {
    const { progress, ranking, stopped } = answer;
    const pending = more.pending ?? state.pending;
    const queue = stopped === null ? queueAfter(state.queue, answer.items, seen, pending).slice(0, MOST) : [];
    set({ ...more, queue, progress, ranking, stopped, loaded: true, error: null });
  };

  const fetchAhead = async (): Promise<void> => {
    if (state.asking) return;
    set({ asking: true });
    try {
      // The program does not know yet what waits here, so as many more are asked for.
      const limit = Math.min(MOST, state.queue.length + state.pending.length + AHEAD);
      const after = state.ranking?.order === "import" ? (state.queue.at(-1)?.report.position ?? 0) : 0;
      let answer = await ports.next(after, limit);
      // Nothing further on: what was passed over earlier comes again.
      if (answer.items.length === 0 && after > 0 && state.queue.length <= 1)
        answer = await ports.next(0, limit);
      // What was asked for behind the last report held ready belongs there.
      take(after === 0 ? answer : { ...answer, items: [...state.queue.slice(1), ...answer.items] });
    } catch (error) {
      set({ loaded: true, error: state.queue.length === 0 ? (error as Error) : null });
    } finally {
      set({ asking: false });
    }
  };

  const refuse = (vote: PendingVote, error: ApiError): void => {
    kept.drop(vote);
    kept.tell({ kind: "back", key: keyOf(vote.request), id: vote.id });
    set({
      pending: without(state.pending, vote.id),
      queue: [vote.item, ...state.queue],
      refused: { title: vote.item.report.title, message: error.message, remedy: error.remedy },
      lost: null,
    });
    // It may have been refused because the stage was ended meanwhile.
    void fetchAhead();
  };

  /** Sends one vote unless another window did; a vote without an answer is looked up before it is sent again. */
  const sendOne = async (
    vote: PendingVote,
  ): Promise<{ readonly eventId: string; readonly answer: NextResponse | null } | null> => {
    if (!kept.has(vote)) return null;
    if (vote.tried === true) {
      const eventId = await ports.standing(vote.request);
      if (vote.takenBack === true) {
        if (eventId !== null) await ports.undo(eventId);
        kept.drop(vote);
        return null;
      }
      if (eventId !== null) return { eventId, answer: null };
    } else kept.put({ ...vote, tried: true });
    const answer = await ports.vote(vote.request);
    return { eventId: answer.eventId, answer };
  };

  const acknowledge = (vote: PendingVote, sent: Awaited<ReturnType<typeof sendOne>>): void => {
    const key = keyOf(vote.request);
    const pending = without(state.pending, vote.id);
    const now = state.pending.find((one) => one.id === vote.id);
    if (sent === null) {
      if (vote.takenBack !== true) seen.add(key);
      set({ pending, lost: null });
      return;
    }
    if (now?.takenBack === true) {
      // Taken back while it was on its way: it stays in line, to be undone.
      set({ lost: null });
      return;
    }
    seen.add(key);
    kept.drop(vote);
    kept.tell({ kind: "sent", key, id: vote.id, eventId: sent.eventId });
    const done = [...state.done, { eventId: sent.eventId, vote }].slice(-REMEMBERED);
    if (sent.answer === null) set({ pending, done, lost: null });
    else take(sent.answer, { pending, done, lost: null });
  };

  const sendAll = async (): Promise<void> => {
    let tries = 0;
    while (state.pending.length > 0) {
      const vote = state.pending[0]!;
      try {
        acknowledge(vote, await kept.alone(() => sendOne(vote)));
        tries = 0;
      } catch (error) {
        const lost = lossOf(error, tries);
        if (lost === null) {
          refuse(vote, error as ApiError);
          tries = 0;
          continue;
        }
        set({
          lost,
          pending: state.pending.map((one) => (one.id === vote.id ? { ...one, tried: true } : one)),
        });
        const pause = PAUSES[Math.min(tries, PAUSES.length - 1)]!;
        tries += 1;
        await Promise.race([ports.wait(pause), new Promise<void>((resolve) => (wake = resolve))]);
      }
    }
    if (state.lost !== null) set({ lost: null });
  };

  const send = (): void => {
    if (sending) return;
    sending = true;
    void sendAll().finally(() => {
      sending = false;
      if (state.pending.length > 0) send();
      else if (state.queue.length < LOW && state.stopped === null) void fetchAhead();
    });
  };

  /** Takes over what is kept and not known here: votes of a closed window, or of the last visit. */
  const adopt = (): void => {
    const known = new Set(state.pending.map((vote) => vote.id));
    const more = kept.all().filter((vote) => !known.has(vote.id));
    if (more.length === 0) return;
    const pending = [...state.pending, ...more].sort((a, b) => a.at - b.at);
    const keys = new Set(waitingOf(pending).map((vote) => keyOf(vote.request)));
    set({ pending, queue: state.queue.filter((item) => !keys.has(itemKey(item))) });
  };

  const showAgain = (item: ScreenItem, note: string, change: Partial<QueueState>): void => {
    seen.delete(itemKey(item));
    const count = (state.takenBack?.count ?? 0) + 1;
    set({
      ...change,
      queue: [item, ...state.queue.filter((one) => itemKey(one) !== itemKey(item))],
      refused: null,
      takenBack: { count, item, note },
    });
    if (state.pending.length === 0) wake?.();
  };

  /** Resolves when a vote has been answered, or when no answer came. */
  const settled = (id: string): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (state.lost === null && state.pending.some((vote) => vote.id === id)) return;
        listeners.delete(look);
        resolve();
      };
      listeners.add(look);
      look();
    });

  const undoUnsent = (vote: PendingVote): void => {
    kept.tell({ kind: "back", key: keyOf(vote.request), id: vote.id });
    const others = without(state.pending, vote.id);
    if (vote.tried === true) {
      const back: PendingVote = { ...vote, takenBack: true };
      kept.put(back);
      showAgain(vote.item, vote.request.note ?? "", { pending: [...others, back] });
    } else {
      kept.drop(vote);
      showAgain(vote.item, vote.request.note ?? "", { pending: others });
    }
  };

  const undoNewest = async (): Promise<boolean> => {
    let unsent = waitingOf(state.pending).at(-1);
    // The first in line is on its way; its answer is waited for.
    if (unsent !== undefined && unsent === state.pending[0] && state.lost === null) {
      await settled(unsent.id);
      unsent = waitingOf(state.pending).at(-1);
    }
    if (unsent !== undefined) {
      undoUnsent(unsent);
      return true;
    }
    const last = state.done.at(-1);
    const answer = await ports.undo(last?.eventId);
    const report = answer.report ?? last?.vote.item.report ?? null;
    if (report === null) return false;
    const round = last?.vote.request.round ?? answer.round;
    const item: ScreenItem = {
      because: "order",
      ...last?.vote.item,
      report,
      own: null,
      ...(round === undefined ? {} : { round }),
    };
    const { progress } = state;
    showAgain(item, last?.vote.request.note ?? "", {
      done: last === undefined ? state.done : state.done.slice(0, -1),
      progress: { ...progress, read: Math.max(0, progress.read - 1) },
    });
    return true;
  };

  kept.hear((news) => {
    if (news.kind === "back") {
      seen.delete(news.key);
      set({ pending: without(state.pending, news.id) });
      if (state.pending.length === 0) wake?.();
      return;
    }
    seen.add(news.key);
    const vote = state.pending.find((one) => one.id === news.id);
    set({
      pending: without(state.pending, news.id),
      queue: state.queue.filter((item) => itemKey(item) !== news.key),
      ...(news.kind === "sent" && vote !== undefined
        ? { done: [...state.done, { eventId: news.eventId, vote }] }
        : {}),
    });
    if (state.pending.length === 0) wake?.();
    if (state.queue.length < LOW) void fetchAhead();
  });

  return {
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: async () => {
      // A new visit reads afresh: votes may have been taken back elsewhere.
      if (!state.asking) {
        seen.clear();
        set({ queue: [], done: [], loaded: false, refused: null, stopped: null, takenBack: null });
      }
      adopt();
      if (state.pending.length > 0) send();
      if (state.queue.length < LOW) await fetchAhead();
    },
    decide: (decision, more = {}) => {
      const item = state.queue[0];
      if (item === undefined) return;
      newest = Math.max(newest + 1, ports.now());
      const request: VoteRequest = {
        stage: ports.stage,
        report: item.report.id,
        decision,
        ...(more.reason === undefined ? {} : { exclusionReason: more.reason }),
        ...(more.note === undefined || more.note.trim() === "" ? {} : { note: more.note.trim() }),
        ...(item.round === undefined ? {} : { round: item.round }),
      };
      const key = keyOf(request);
      // After one that was taken back without an answer: it may have been counted, and must not be doubled.
      const before = state.pending.find((one) => keyOf(one.request) === key);
      const vote: PendingVote = {
        id: ports.newId(),
        at: newest,
        request,
        item,
        ...(before === undefined ? {} : { tried: true }),
      };
      const safe = kept.put(vote);
      kept.tell({ kind: "taken", key, id: vote.id });
      const others = before === undefined ? state.pending : without(state.pending, before.id);
      set({
        queue: state.queue.slice(1),
        pending: [...others, vote],
        refused: null,
        memoryOnly: !safe,
      });
      send();
      if (state.queue.length < LOW) void fetchAhead();
    },
    undo: () => {
      const now = undoing.then(undoNewest);
      undoing = now.catch(() => undefined);
      return now;
    },
    retry: () => {
      adopt();
      wake?.();
      if (state.pending.length > 0) send();
      if (state.error !== null) void fetchAhead();
    },
    refresh: () => void fetchAhead(),
  };
}
