import { Worker } from "node:worker_threads";
import { EvidensError, type Language } from "#kernel";
import type { RenderJob } from "./render-report.ts";

export type RenderOrder = RenderJob | { readonly prepare: Language };
export type RenderAnswer = { readonly files: readonly Uint8Array[] } | { readonly failure: string };

interface RenderThread {
  order(order: RenderOrder): Promise<readonly Uint8Array[]>;
}

/** From TypeScript sources (tests), where Node 20 cannot start a thread, reports render in place. */
const canThread = !import.meta.url.endsWith(".ts");
const threads = new Map<Language, RenderThread>();

/**
 * Renders in a thread of its own, so that the server answers meanwhile and languages render side by
 * side. The thread is kept: its citation style is compiled once.
 *
 * @throws {EvidensError} `workbench/render-failed` with the cause
 */
export async function renderInThread(job: RenderJob): Promise<readonly Uint8Array[]> {
  if (canThread) return await threadFor(job.language).order(job);
  const { renderInPlace } = await import("./render-report.ts");
  return await renderInPlace(job);
}

/** Begins to load and compile what a report in this language needs; returns at once. */
export function prepareRendering(language: Language): void {
  if (!canThread) return;
  // What fails here fails again, and is told, when a report is asked for.
  threadFor(language)
    .order({ prepare: language })
    .catch(() => undefined);
}

function threadFor(language: Language): RenderThread {
  const known = threads.get(language);
  if (known !== undefined) return known;
  const worker = new Worker(new URL("./render-worker.js", import.meta.url));
  const waiting: { resolve: (files: readonly Uint8Array[]) => void; reject: (error: Error) => void }[] = [];
  const end = (message: string): void => {
    threads.delete(language);
    for (const { reject } of waiting.splice(0)) reject(failed(message));
  };
  worker.on("message", (answer: RenderAnswer) => {
    const next = waiting.shift();
    // An idle thread must not keep a finished program alive.
    if (waiting.length === 0) worker.unref();
    if ("files" in answer) next?.resolve(answer.files);
    else next?.reject(failed(answer.failure));
  });
  worker.on("error", (error) => end(error.message));
  worker.on("exit", (code) => end(`the thread ended with code ${code}`));
  const thread: RenderThread = {
    order: (order) =>
      new Promise((resolve, reject) => {
        worker.ref();
        waiting.push({ resolve, reject });
        worker.postMessage(order);
      }),
  };
  threads.set(language, thread);
  return thread;
}

function failed(message: string): EvidensError {
  return new EvidensError({
    code: "workbench/render-failed",
    kind: "unsupported",
    message: `The report could not be rendered: ${message}.`,
    remedy: "Run `evidens doctor`; if it finds nothing, report this with the message.",
  });
}
