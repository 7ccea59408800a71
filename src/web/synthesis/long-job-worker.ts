import { EvidensError } from "#kernel";
import type { LongJob, LongMessage } from "./long-job.types.ts";
import { runLongJob } from "./run-long-job.ts";

// The page's own types stand for those of a worker: both have `postMessage` and `message`.
const page = globalThis as unknown as {
  postMessage(message: LongMessage): void;
  addEventListener(type: "message", listener: (event: MessageEvent<LongJob>) => void): void;
};

page.addEventListener("message", ({ data }) => {
  try {
    const found = runLongJob(data, (done, of) => page.postMessage({ type: "progress", done, of }));
    page.postMessage({ type: "done", found });
  } catch (error) {
    if (!(error instanceof EvidensError)) throw error;
    page.postMessage({ type: "refused", code: error.code, message: error.message });
  }
});
