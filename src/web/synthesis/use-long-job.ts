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
    const made = new Worker(new URL("./long-job-worker.ts", import.meta.url), { type: "module" });
    worker.current = made;
    const say = (state: LongState): void => setKnown({ key, state });
    say({ is: "running", done: 0, of: 0 });
    made.addEventListener("message", ({ data }: MessageEvent<LongMessage>) => {
      if (worker.current !== made) return;
      if (data.type === "progress") return say({ is: "running", done: data.done, of: data.of });
      stop();
      if (data.type === "done") say({ is: "done", found: data.found });
      else say({ is: "refused", why: { code: data.code, text: { en: data.message } } });
    });
    made.addEventListener("error", () => {
      stop();
      say({ is: "refused", why: { code: "web/worker-failed", text: { en: "The computation stopped." } } });
    });
    made.postMessage(job);
  };
  const cancel = (): void => {
    stop();
    setKnown({ key, state: IDLE });
  };
  return { state: known.key === key ? known.state : IDLE, start, cancel };
}

/** How long a choice has to stand before work on it begins. */
const PAUSE = 120;

/** Work that begins by itself whenever what it is about changes; null: nothing to do. */
export function useBackgroundWork(key: string, job: LongJob | null): LongState {
  const { state, start } = useLongJob(key);
  const latest = useRef({ job, start });
  useEffect(() => {
    latest.current = { job, start };
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says what the work is about
  useEffect(() => {
    const id = setTimeout(() => {
      const now = latest.current;
      if (now.job !== null) now.start(now.job);
    }, PAUSE);
    return () => clearTimeout(id);
  }, [key]);
  return state;
}
