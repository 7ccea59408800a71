import { parentPort } from "node:worker_threads";
import { prepareCitations } from "#report";
import { loadCslAssets } from "./csl-assets.ts";
import type { RenderAnswer, RenderOrder } from "./render-in-thread.ts";
import { renderInPlace } from "./render-report.ts";

// A thread that renders the reports of one language: seconds of work that must not keep a reviewer's
// vote waiting. Orders are answered one by one, in turn.
let turn: Promise<unknown> = Promise.resolve();

async function answer(order: RenderOrder): Promise<RenderAnswer> {
  try {
    if ("prepare" in order) {
      prepareCitations(order.prepare, await loadCslAssets());
      return { files: [] };
    }
    return { files: await renderInPlace(order) };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on("message", (order: RenderOrder) => {
  turn = turn.then(async () => parentPort?.postMessage(await answer(order)));
});
