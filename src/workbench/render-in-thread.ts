import { Worker } from "node:worker_threads";
import { EvidensError } from "#kernel";
import { type RenderJob, renderInPlace } from "./render-report.ts";

/**
 * Renders in a thread of its own, so that the server answers meanwhile and languages render side by
 * side. From TypeScript sources (tests), where Node 20 cannot start one, it renders in place.
 *
 * @throws {EvidensError} `workbench/render-failed` with the cause
 */
export async function renderInThread(job: RenderJob): Promise<readonly Uint8Array[]> {
  if (import.meta.url.endsWith(".ts")) return renderInPlace(job);
  const worker = new Worker(new URL("./render-worker.js", import.meta.url), { workerData: job });
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", (cause) => reject(failed(cause)));
    worker.once("exit", (code) => {
      if (code !== 0) reject(failed(new Error(`the thread ended with code ${code}`)));
    });
  });
}

function failed(cause: Error): EvidensError {
  return new EvidensError({
    code: "workbench/render-failed",
    kind: "unsupported",
    message: `The report could not be rendered: ${cause.message}.`,
    remedy: "Run `evidens doctor`; if it finds nothing, report this with the message.",
    cause,
  });
}
