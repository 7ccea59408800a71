import { MessageChannel, Worker } from "node:worker_threads";
import { EvidensError } from "#kernel";
import type { RecordsDeduplicated } from "#ledger";
import { type DuplicateInput, findDuplicates } from "#records";

export type FindOptions = NonNullable<Parameters<typeof findDuplicates>[1]>;
type Batches = AsyncIterable<readonly DuplicateInput[]>;

/** Sent to the thread at its start. */
export interface FindOrder {
  readonly port: import("node:worker_threads").MessagePort;
  /** Counts the messages sent through the port, so that the thread can sleep until there is one. */
  readonly sent: SharedArrayBuffer;
  readonly options: FindOptions;
}
/** What comes through the port; null: that was all. */
export type FindPiece = readonly DuplicateInput[] | null;
export type FindAnswer =
  | { readonly taken: true }
  | { readonly found: RecordsDeduplicated }
  | { readonly failure: string };

/** Batches that may be under way at once. */
const AHEAD = 4;
/** From TypeScript sources (tests), where Node 20 cannot start a thread, the finder runs in place. */
const canThread = !import.meta.url.endsWith(".ts");

/**
 * Finds duplicates in a thread of its own, so that the server answers meanwhile. The thread takes
 * record by record and holds what the finder keeps of each.
 *
 * @throws {EvidensError} `workbench/find-failed` with the cause
 */
export async function findInThread(batches: Batches, options: FindOptions): Promise<RecordsDeduplicated> {
  if (!canThread) {
    const records: DuplicateInput[] = [];
    for await (const batch of batches) records.push(...batch);
    return findDuplicates(records, options);
  }
  const { port1, port2 } = new MessageChannel();
  const sent = new SharedArrayBuffer(4);
  const order: FindOrder = { port: port2, sent, options };
  const worker = new Worker(new URL("./find-worker.js", import.meta.url), {
    workerData: order,
    transferList: [port2],
  });
  try {
    return await feed(worker, batches, (piece) => {
      port1.postMessage(piece);
      Atomics.add(new Int32Array(sent), 0, 1);
      Atomics.notify(new Int32Array(sent), 0);
    });
  } finally {
    port1.close();
    await worker.terminate();
  }
}

async function feed(
  worker: Worker,
  batches: Batches,
  send: (piece: FindPiece) => void,
): Promise<RecordsDeduplicated> {
  let underWay = 0;
  let room: (() => void) | undefined;
  const answer = new Promise<RecordsDeduplicated>((resolve, reject) => {
    worker.on("message", (message: FindAnswer) => {
      if ("found" in message) resolve(message.found);
      else if ("failure" in message) reject(failed(message.failure));
      else {
        underWay -= 1;
        room?.();
      }
    });
    worker.on("error", (error) => reject(failed(error.message)));
    worker.on("exit", (code) => reject(failed(`the thread ended with code ${code}`)));
  });
  // Met below, or while a batch is waited for.
  answer.catch(() => room?.());
  for await (const batch of batches) {
    send(batch);
    underWay += 1;
    if (underWay < AHEAD) continue;
    await Promise.race([
      new Promise<void>((resolve) => {
        room = resolve;
      }),
      answer,
    ]);
  }
  send(null);
  return await answer;
}

function failed(message: string): EvidensError {
  return new EvidensError({
    code: "workbench/find-failed",
    kind: "unsupported",
    message: `Looking for duplicates failed: ${message}.`,
    remedy: "Run `evidens doctor`; if it finds nothing, report this with the message.",
  });
}
