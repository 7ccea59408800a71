import { useCallback, useEffect, useRef, useSyncExternalStore } from "react";
import type { LongJob } from "./long-job.types.ts";
import { inThread, type LongState } from "./use-long-job.ts";

/** Work that goes on, or went on: then it has no thread any more. */
interface Work {
  state: LongState;
  thread: Worker | null;
}

/** By what the work is about, the latest last. */
const works = new Map<string, Work>();
/** Who is told when a state changes. */
const watchers = new Map<string, Set<() => void>>();
/** What was found for so many choices is kept: going back to one of them shows it at once. */
const KEPT = 24;
/** How long a choice has to stand before work on it begins. */
const PAUSE = 120;
const IDLE: LongState = { is: "idle" };

/** Work in a thread that begins by itself whenever what it is about changes; null: nothing to do. */
export function useBackgroundWork(key: string, job: LongJob | null): LongState {
  const latest = useRef(job);
  useEffect(() => {
    latest.current = job;
  });
  const state = useSyncExternalStore(
    useCallback((changed) => watch(key, changed), [key]),
    () => works.get(key)?.state ?? IDLE,
  );
  useEffect(() => {
    const id = setTimeout(() => {
      if (latest.current !== null) begin(key, latest.current);
    }, PAUSE);
    return () => clearTimeout(id);
  }, [key]);
  return state;
}

/**
 * Begins work that may be asked for; other work that begins before it is done ends it. Where there is no processor to
 * spare, it waits until it is asked for: the page itself goes first.
 */
export function workAhead(key: string, job: LongJob | null): void {
  if (job !== null && navigator.hardwareConcurrency > 2) begin(key, job);
}

function begin(key: string, job: LongJob): void {
  if (works.has(key)) return;
  for (const other of works.keys()) giveUp(other);
  const work: Work = { state: { is: "running", done: 0, of: 0 }, thread: null };
  works.set(key, work);
  work.thread = inThread(job, (state) => {
    work.state = state;
    if (state.is !== "running") {
      work.thread?.terminate();
      work.thread = null;
      forgetOldest();
    }
    tell(key);
  });
  tell(key);
}

function forgetOldest(): void {
  for (const [key, { thread }] of works) {
    if (works.size <= KEPT) return;
    if (thread === null && !watchers.has(key)) works.delete(key);
  }
}

/** Ends work that nobody waits for. */
function giveUp(key: string): void {
  const work = works.get(key);
  if (work === undefined || work.thread === null || watchers.has(key)) return;
  work.thread.terminate();
  works.delete(key);
}

function watch(key: string, changed: () => void): () => void {
  const mine = watchers.get(key) ?? new Set();
  watchers.set(key, mine.add(changed));
  return () => {
    mine.delete(changed);
    if (mine.size > 0) return;
    watchers.delete(key);
    giveUp(key);
    // What was refused is tried again when it is asked for again.
    if (works.get(key)?.state.is === "refused") works.delete(key);
  };
}

function tell(key: string): void {
  for (const changed of watchers.get(key) ?? []) changed();
}
