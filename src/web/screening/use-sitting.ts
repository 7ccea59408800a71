import { useCallback, useEffect, useState } from "react";
import { newSitting, type Sitting, sittingAfter } from "./sitting.ts";

const KEY = "evidens.sitting";

export interface UseSitting {
  readonly sitting: Sitting;
  /** A time that moves on every minute. */
  readonly now: number;
  readonly count: (decisions: number) => void;
  /** The hint was seen; the next comes as long after. */
  readonly rested: () => void;
}

/** The sitting of this window; it survives a reload. */
export function useSitting(): UseSitting {
  const [sitting, setSitting] = useState(kept);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 60_000);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(sitting));
    } catch {
      // Without storage a sitting lives as long as the page.
    }
  }, [sitting]);
  const count = useCallback((decisions: number) => {
    const at = Date.now();
    setSitting((before) => sittingAfter(before, at, decisions));
  }, []);
  const rested = useCallback(() => {
    const at = Date.now();
    setNow(at);
    setSitting((before) => ({ ...before, since: at }));
  }, []);
  return { sitting, now, count, rested };
}

function kept(): Sitting {
  const now = Date.now();
  try {
    const found = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Sitting | null;
    const numbers = [found?.decided, found?.active, found?.last, found?.since];
    if (found !== null && numbers.every((number) => Number.isFinite(number))) {
      return sittingAfter(found, now, 0);
    }
  } catch {
    // What cannot be read is as if nothing were kept.
  }
  return newSitting(now);
}
