import { parentPort, workerData } from "node:worker_threads";
import { type RenderJob, renderInPlace } from "./render-report.ts";

// A thread for one rendering: seconds of work that must not keep a reviewer's vote waiting.
const files = await renderInPlace(workerData as RenderJob);
parentPort?.postMessage(files);
