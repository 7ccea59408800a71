import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { type DuplicateInput, findDuplicates } from "#records";
import type { FindAnswer, FindOrder, FindPiece } from "./find-in-thread.ts";

// A thread that finds duplicates: seconds of work that must not keep a reviewer's vote waiting. The
// finder asks for record after record and does not wait, so the thread sleeps until the next batch is there.
const { port, sent, options } = workerData as FindOrder;
const answer = (message: FindAnswer): void => parentPort?.postMessage(message);

function* records(): Generator<DuplicateInput> {
  const count = new Int32Array(sent);
  for (;;) {
    const seen = Atomics.load(count, 0);
    const received = receiveMessageOnPort(port) as { readonly message: FindPiece } | undefined;
    if (received === undefined) {
      // Returns at once when a batch came between the look and the sleep.
      Atomics.wait(count, 0, seen);
      continue;
    }
    if (received.message === null) return;
    yield* received.message;
    answer({ taken: true });
  }
}

try {
  answer({ found: findDuplicates(records(), options) });
} catch (error) {
  answer({ failure: error instanceof Error ? error.message : String(error) });
}
