import {
  type KeptVotes,
  keptVotes,
  type VoteNews,
  type VoteStorage,
} from "../../src/web/screening/kept-votes.ts";

/** Storage of a browser, in memory. @param room characters it takes before it is full */
export function memoryStorage(room: number = Number.POSITIVE_INFINITY): VoteStorage {
  const entries = new Map<string, string>();
  return {
    get length() {
      return entries.size;
    },
    key: (at) => [...entries.keys()][at] ?? null,
    getItem: (key) => entries.get(key) ?? null,
    removeItem: (key) => void entries.delete(key),
    setItem: (key, value) => {
      if (value.length > room) throw new Error("full");
      entries.set(key, value);
    },
  };
}

/** Windows of one browser: one storage, one lock, and news that reach the others at once. */
export function windowsOf(name: string, count: number): readonly KeptVotes[] {
  const storage = memoryStorage();
  const ears: ((event: MessageEvent<VoteNews>) => void)[][] = [];
  let line: Promise<unknown> = Promise.resolve();
  const locks = {
    request: (_name: string, work: () => Promise<unknown>) => {
      const turn = line.then(work);
      line = turn.catch(() => undefined);
      return turn;
    },
  } as unknown as Pick<LockManager, "request">;
  return Array.from({ length: count }, (_, window) => {
    ears.push([]);
    const channel = {
      addEventListener: (_type: string, listener: (event: MessageEvent<VoteNews>) => void) =>
        void ears[window]!.push(listener),
      postMessage: (news: VoteNews) => {
        for (const [at, listeners] of ears.entries())
          if (at !== window)
            for (const listener of listeners) listener({ data: news } as MessageEvent<VoteNews>);
      },
    } as unknown as Pick<BroadcastChannel, "postMessage" | "addEventListener">;
    return keptVotes(name, { storage, locks, channel });
  });
}
