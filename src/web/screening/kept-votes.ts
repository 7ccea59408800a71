import type { ScreenItem, VoteRequest } from "#contract";

/** A vote that was shown as taken and is not acknowledged yet. */
export interface PendingVote {
  /** Of this vote alone; a later vote on the same report has another. */
  readonly id: string;
  /** When it was taken, rising; votes are sent in this order. */
  readonly at: number;
  readonly request: VoteRequest;
  readonly item: ScreenItem;
  /** It went on its way once and no answer came: it may have been counted. */
  readonly tried?: boolean;
  /** Taken back after it was tried: if it was counted, it is undone as soon as the program answers. */
  readonly takenBack?: boolean;
}

/** What the windows of one person tell each other. */
export type VoteNews =
  | { readonly kind: "taken" | "back"; readonly key: string; readonly id: string }
  | { readonly kind: "sent"; readonly key: string; readonly id: string; readonly eventId: string };

/** Unsent votes, kept where a reload, a closed browser and a second window find them. */
export interface KeptVotes {
  /** In the order they were taken. */
  readonly all: () => readonly PendingVote[];
  /** Keeps a vote in place of an older one on the same report. False: it is kept in memory only. */
  readonly put: (vote: PendingVote) => boolean;
  /** Forgets this vote; a newer one on the same report stays. */
  readonly drop: (vote: PendingVote) => void;
  /** Whether this very vote still waits to be sent. */
  readonly has: (vote: PendingVote) => boolean;
  /** Runs while no other window sends. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>;
  readonly tell: (news: VoteNews) => void;
  readonly hear: (listener: (news: VoteNews) => void) => void;
}

/** What one vote is on: a report may come in a calibration round and again in the review proper. */
export function keyOf(vote: { readonly report: string; readonly round?: string | undefined }): string {
  return vote.round === undefined ? vote.report : `${vote.report}@${vote.round}`;
}

/** The part of `Storage` that is used. */
export type VoteStorage = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

export interface KeptVotesPorts {
  /** Null where the browser gives none. */
  readonly storage: VoteStorage | null;
  readonly locks: Pick<LockManager, "request"> | null;
  readonly channel: Pick<BroadcastChannel, "postMessage" | "addEventListener"> | null;
}

/**
 * Keeps votes under one entry each, so that two windows never overwrite each other's list.
 *
 * @param name of person, review and stage; entries begin with it
 * Checked: tests/web/kept-votes.test.ts.
 */
export function keptVotes(name: string, ports: KeptVotesPorts): KeptVotes {
  const { storage, locks, channel } = ports;
  const memory = new Map<string, PendingVote>();
  const stored = (key: string): PendingVote | null => {
    const text = storage?.getItem(`${name}/${key}`) ?? null;
    return text === null ? null : readVote(text);
  };
  return {
    all: () => {
      const found = new Map<string, PendingVote>();
      for (let at = 0; at < (storage?.length ?? 0); at++) {
        const entry = storage?.key(at) ?? "";
        const vote = entry.startsWith(`${name}/`) ? readVote(storage?.getItem(entry) ?? "") : null;
        if (vote !== null) found.set(keyOf(vote.request), vote);
      }
      for (const [key, vote] of memory) found.set(key, vote);
      return [...found.values()].sort((a, b) => a.at - b.at);
    },
    put: (vote) => {
      const key = keyOf(vote.request);
      try {
        if (storage === null) throw new Error("no storage");
        storage.setItem(`${name}/${key}`, JSON.stringify(vote));
        memory.delete(key);
        return true;
      } catch {
        // Full or forbidden: it still waits here while the page lives.
        memory.set(key, vote);
        return false;
      }
    },
    drop: (vote) => {
      const key = keyOf(vote.request);
      if (memory.get(key)?.id === vote.id) memory.delete(key);
      if (stored(key)?.id === vote.id) storage?.removeItem(`${name}/${key}`);
    },
    has: (vote) => {
      const key = keyOf(vote.request);
      return memory.get(key)?.id === vote.id || stored(key)?.id === vote.id;
    },
    alone: (work) => (locks === null ? work() : (locks.request(name, work) as ReturnType<typeof work>)),
    tell: (news) => channel?.postMessage(news),
    hear: (listener) =>
      channel?.addEventListener("message", (event) => {
        listener((event as MessageEvent<VoteNews>).data);
      }),
  };
}

/** A vote as it was kept, or null for what is none: an older version's entry, or damage. */
function readVote(text: string): PendingVote | null {
  try {
    const vote = JSON.parse(text) as Partial<PendingVote> | null;
    const sound =
      typeof vote?.id === "string" &&
      typeof vote.at === "number" &&
      typeof vote.request?.report === "string" &&
      typeof vote.item?.report?.id === "string";
    return sound ? (vote as PendingVote) : null;
  } catch {
    return null;
  }
}
