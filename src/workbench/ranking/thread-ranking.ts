import { Worker } from "node:worker_threads";
import type { ExplainResponse, ProgressResponse } from "#contract";
import type { Stage } from "#ledger";
import type { ReviewReads } from "#store";
import { defaultOrder } from "./order.ts";
import type { RankedOrder, Ranking } from "./ranking.ts";
import { type OrderNews, RankingCore } from "./ranking-core.ts";
import type { RankingAsked, RankingMessage, RankingStart } from "./ranking-messages.ts";

/** From TypeScript sources (tests), where Node 20 cannot start a thread, the learner runs in place. */
const canThread = !import.meta.url.endsWith(".ts");

/** How often a change that another program made is looked for, milliseconds. */
const LOOK_AGAIN = 2_000;

/** What the learner runs in: a thread of its own, or this one. */
interface Runner {
  post(message: RankingMessage): void;
  ask(asked: RankingAsked): Promise<unknown>;
  close(): Promise<void>;
}

/**
 * Orders the queues by a learner beside the program. An order is what was learned when it was last
 * looked at; a vote never waits for learning.
 */
export function learningRanking(read: ReviewReads, start: RankingStart): Ranking {
  const orders = new Map<string, RankedOrder>();
  let failure: string | null = null;
  let runner: Runner | undefined;
  let seen: string | null | undefined;
  let looked = 0;
  const key = (stage: Stage, person: string): string => `${stage} ${person}`;
  const tell = (news: OrderNews): void => {
    orders.set(key(news.stage, news.person), { state: news.state, positions: news.positions });
  };
  const fail = (message: string): void => {
    failure = message;
    for (const [at, order] of orders)
      orders.set(at, { state: { ...order.state, state: "failed" }, positions: null });
  };
  const running = (): Runner => {
    runner ??= canThread ? inThread(start, tell, fail) : inPlace(read, tell, fail);
    return runner;
  };
  const watched = (stage: Stage, person: string): RankedOrder => {
    const known = orders.get(key(stage, person));
    if (known !== undefined) return known;
    const set = defaultOrder(stage);
    const order: RankedOrder = {
      state: {
        order: set.order,
        state: failure === null ? "preparing" : "failed",
        model: set.model,
        trainedOn: 0,
        relevant: 0,
      },
      positions: null,
    };
    orders.set(key(stage, person), order);
    running().post({ watch: { stage, person } });
    return order;
  };
  /** Another program, such as the command line, may have written; looked for now and then. */
  const look = async (): Promise<void> => {
    const now = performance.now();
    if (now - looked < LOOK_AGAIN) return;
    looked = now;
    const head = await read.head();
    if (seen !== undefined && head !== seen) running().post({ refresh: true });
    seen = head;
  };
  return {
    state: async (stage, person) => {
      await look();
      return watched(stage, person);
    },
    settled: async (stage, person) => {
      watched(stage, person);
      await running().ask({ settle: { stage, person } });
      return watched(stage, person);
    },
    progress: async (stage, person) =>
      (await running().ask({ progress: { stage, person } })) as ProgressResponse["progress"],
    explain: async (stage, person, report) =>
      (await running().ask({ explain: { stage, person, report } })) as ExplainResponse["explanation"],
    changed: () => runner?.post({ refresh: true }),
    close: async () => {
      await runner?.close();
      runner = undefined;
    },
  };
}

function inThread(
  start: RankingStart,
  tell: (news: OrderNews) => void,
  fail: (message: string) => void,
): Runner {
  const worker = new Worker(new URL("./ranking-worker.js", import.meta.url), { workerData: start });
  // The learner must not keep a finished program alive.
  worker.unref();
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let asked = 0;
  let ended: string | null = null;
  const end = (message: string): void => {
    ended ??= message;
    fail(message);
    for (const { reject } of waiting.values()) reject(new Error(message));
    waiting.clear();
  };
  worker.on(
    "message",
    (message: { news: OrderNews } | { id: number; value: unknown } | { failure: string }) => {
      if ("news" in message) tell(message.news);
      else if ("failure" in message) end(message.failure);
      else {
        waiting.get(message.id)?.resolve(message.value);
        waiting.delete(message.id);
        if (waiting.size === 0) worker.unref();
      }
    },
  );
  worker.on("error", (error) => end(error.message));
  worker.on("exit", (code) => end(`the learner's thread ended with code ${code}`));
  return {
    post: (message) => worker.postMessage(message),
    ask: (what) =>
      new Promise((resolve, reject) => {
        if (ended !== null) return resolve(null);
        asked += 1;
        worker.ref();
        waiting.set(asked, { resolve, reject });
        worker.postMessage({ ask: what, id: asked });
      }),
    close: async () => {
      for (const { resolve } of waiting.values()) resolve(null);
      waiting.clear();
      await worker.terminate();
    },
  };
}

/** One thing after the other on this thread, letting others run between. */
function inPlace(
  read: ReviewReads,
  tell: (news: OrderNews) => void,
  fail: (message: string) => void,
): Runner {
  const core = new RankingCore(read, tell);
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;
  const queue = <T>(run: () => Promise<T>): Promise<T | null> => {
    const next = last.then(() => (closed ? null : run()));
    last = next.catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
    return next;
  };
  return {
    post: (message) => void queue(() => handle(core, message)).catch(() => undefined),
    ask: (asked) => queue(() => answer(core, asked)),
    close: async () => {
      closed = true;
      await last;
    },
  };
}

/** Does what a message says. */
export async function handle(core: RankingCore, message: RankingMessage): Promise<void> {
  if ("watch" in message) await core.watch(message.watch.stage, message.watch.person);
  else await core.refresh();
}

/** Answers a question. */
export async function answer(core: RankingCore, asked: RankingAsked): Promise<unknown> {
  if ("progress" in asked) return await core.progress(asked.progress.stage, asked.progress.person);
  if ("explain" in asked)
    return await core.explain(asked.explain.stage, asked.explain.person, asked.explain.report);
  await core.watch(asked.settle.stage, asked.settle.person);
  return null;
}
