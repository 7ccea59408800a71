import { useCallback, useEffect, useRef, useState } from "react";
import type { Trouble } from "./compute.ts";
import type { LongFound, LongJob, LongMessage } from "./long-job.types.ts";

export type LongState =
  | { readonly is: "idle" }
  | { readonly is: "running"; readonly done: number; readonly of: number }
  | { readonly is: "done"; readonly found: LongFound }
  | { readonly is: "refused"; readonly why: Trouble };

export interface LongWork {
  readonly state: LongState;
  readonly start: (job: LongJob) => void;
  readonly cancel: () => void;
}

const IDLE: LongState = { is: "idle" };

/** Does a job in a thread of its own, and says how it goes until it is done or refused. */
export function inThread(job: LongJob, say: (state: LongState) => void): Worker {
  const worker = new Worker(new URL("./long-job-worker.ts", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }: MessageEvent<LongMessage>) => {
    if (data.type === "progress") say({ is: "running", done: data.done, of: data.of });
    else if (data.type === "done") say({ is: "done", found: data.found });
    else say({ is: "refused", why: { code: data.code, text: { en: data.message } } });
  });
  worker.addEventListener("error", () =>
    say({ is: "refused", why: { code: "web/worker-failed", text: { en: "The computation stopped." } } }),
  );
  worker.postMessage(job);
  return worker;
}

/** Work in a thread beside the page. What was found for other inputs is forgotten: `key` says which inputs. */
export function useLongJob(key: string): LongWork {
  const worker = useRef<Worker | null>(null);
  const [known, setKnown] = useState<{ readonly key: string; readonly state: LongState }>({
    key,
    state: IDLE,
  });
  const stop = useCallback(() => {
    worker.current?.terminate();
    worker.current = null;
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: work on other inputs is of no use to anybody
  useEffect(() => stop, [key, stop]);
  const start = (job: LongJob): void => {
    stop();
    const say = (state: LongState): void => setKnown({ key, state });
    say({ is: "running", done: 0, of: 0 });
    const made = inThread(job, (state) => {
      if (worker.current !== made) return;
      if (state.is !== "running") stop();
      say(state);
    });
    worker.current = made;
  };
  const cancel = (): void => {
    stop();
    setKnown({ key, state: IDLE });
  };
  return { state: known.key === key ? known.state : IDLE, start, cancel };
}
