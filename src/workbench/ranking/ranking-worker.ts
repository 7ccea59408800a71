import { parentPort, workerData } from "node:worker_threads";
import { openReviewFile, openServerReview, type ReviewStore } from "#store";
import { projections } from "../context.ts";
import { RankingCore } from "./ranking-core.ts";
import type { RankingAsked, RankingMessage, RankingStart } from "./ranking-messages.ts";
import { answer, handle } from "./thread-ranking.ts";

// The learner's thread. It reads the review through a connection of its own and sends orders; what
// comes in while it learns is taken in together afterwards.
const start = workerData as RankingStart;
const port = parentPort!;
const failed = (error: unknown): void =>
  port.postMessage({ failure: error instanceof Error ? error.message : String(error) });

async function open(): Promise<ReviewStore> {
  const options = {
    device: start.device,
    programVersion: start.programVersion,
    clock: { now: () => new Date().toISOString() },
    projections,
    readOnly: true,
    checkedElsewhere: true,
  };
  if (!start.path.includes("://")) return await openReviewFile(start.path, options);
  const [url, reviewId] = start.path.split("#");
  return await openServerReview(url!, reviewId ?? "", options);
}

type Received = RankingMessage | { readonly ask: RankingAsked; readonly id: number };
const inbox: Received[] = [];
let busy = false;

async function work(core: RankingCore): Promise<void> {
  if (busy) return;
  busy = true;
  try {
    for (let next = inbox.shift(); next !== undefined; next = inbox.shift()) {
      if ("ask" in next) port.postMessage({ id: next.id, value: await answer(core, next.ask) });
      // Refreshes that wait one behind the other are one.
      else if (!("refresh" in next) || !inbox.some((other) => "refresh" in other)) await handle(core, next);
      // Lets messages that came meanwhile into the inbox.
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    busy = false;
  }
}

try {
  const store = await open();
  const core = new RankingCore(store.read, (news) => port.postMessage({ news }));
  port.on("message", (message: Received) => {
    inbox.push(message);
    work(core).catch(failed);
  });
} catch (error) {
  failed(error);
}
