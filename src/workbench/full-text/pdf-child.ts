import { readFile, stat } from "node:fs/promises";
import { Worker } from "node:worker_threads";
import { type ExtractedPdf, extractPdf, tooDemanding } from "./extract-pdf.ts";
import { tooLarge } from "./pdf-head.ts";
import type { PdfLimits, PdfRefusal } from "./pdf-result.ts";

// A process that reads one PDF and ends. Whatever the file does to it, the program that asked lives on.

/** Sent to the process at its start. */
export interface PdfOrder {
  readonly source: { readonly path: string } | { readonly bytes: Uint8Array };
  readonly limits: PdfLimits;
}
export type PdfAnswer = ExtractedPdf | PdfRefusal;

/**
 * The script of the thread that ends the process when it holds too much memory, or has outlived its
 * time because the program that started it is gone. A thread, since an unpacking loop leaves this one
 * no turn; by the size of the process, since unpacked data lies outside the heap, where no limit of the
 * engine counts it.
 */
const WATCH = `
const { workerData } = require("node:worker_threads");
const end = () => process.kill(process.pid, "SIGKILL");
setInterval(() => { if (process.memoryUsage.rss() > workerData.bytes) end(); }, 20);
setTimeout(end, workerData.milliseconds);
`;

/** The engine's own code, pdf.js and the thread, in bytes; the limit is for what comes on top. */
const START = process.memoryUsage.rss() + 96 * 1024 * 1024;

process.once("message", (order: PdfOrder) => {
  const { limits } = order;
  const watch = new Worker(WATCH, {
    eval: true,
    workerData: { bytes: START + limits.megabytes * 1024 * 1024, milliseconds: limits.milliseconds + 5_000 },
  });
  watch.once("online", () => {
    void answer(order).then((read) => process.send?.(read, () => process.exit(0)));
  });
});
process.once("disconnect", () => process.exit(0));

async function answer({ source, limits }: PdfOrder): Promise<PdfAnswer> {
  for (const name of ["fetch", "WebSocket", "EventSource"]) Reflect.deleteProperty(globalThis, name);
  try {
    if ("bytes" in source) return await extractPdf(plainBytes(source.bytes), limits);
    // It may have grown since it was looked at.
    const refused = tooLarge((await stat(source.path)).size, limits);
    if (refused !== null) return { refused };
    return await extractPdf(plainBytes(await readFile(source.path)), limits);
  } catch (error) {
    return { refused: tooDemanding(error instanceof Error ? error.message : String(error)) };
  }
}

/** pdf.js takes no `Buffer`. */
function plainBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
