import { useSyncExternalStore } from "react";

/** How this browser's reader likes a report to be set. */
export interface ReadingView {
  /** Place in `SIZES`. */
  readonly size: number;
  /** Place in `WIDTHS`. */
  readonly width: number;
  /** Show what was read in this sitting and how fast. */
  readonly pace: boolean;
}

/** Text sizes in pixels; the second is the usual one. */
export const SIZES: readonly number[] = [16, 17.5, 19.5, 22];
/** Longest lines in characters. */
export const WIDTHS: readonly number[] = [56, 68, 80];

const KEY = "evidens.reading";
const listeners = new Set<() => void>();
let current: ReadingView | null = null;

/** Changes some of it, keeps it in this browser and shows it at once. */
export function setReadingView(change: Partial<ReadingView>): void {
  current = { ...readingView(), ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // A browser without storage still works; it only forgets.
  }
  for (const listener of listeners) listener();
}

/** The reader's view, live. */
export function useReadingView(): ReadingView {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, readingView);
}

function readingView(): ReadingView {
  current ??= read();
  return current;
}

function read(): ReadingView {
  let kept: Partial<ReadingView> = {};
  try {
    kept = (JSON.parse(localStorage.getItem(KEY) ?? "{}") ?? {}) as Partial<ReadingView>;
  } catch {
    // What cannot be read is as if nothing were kept.
  }
  return {
    size: placeIn(SIZES, kept.size),
    width: placeIn(WIDTHS, kept.width),
    pace: kept.pace !== false,
  };
}

function placeIn(list: readonly number[], at: unknown): number {
  return typeof at === "number" && list[at] !== undefined ? at : 1;
}
