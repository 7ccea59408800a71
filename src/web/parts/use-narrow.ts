import { useSyncExternalStore } from "react";

interface Watched {
  readonly subscribe: (listener: () => void) => () => void;
  readonly isNarrow: () => boolean;
}

/** By width: a new subscription at each change of the page would cost more than the answer. */
const watched = new Map<number, Watched>();

function watch(width: number): Watched {
  const known = watched.get(width);
  if (known !== undefined) return known;
  const media = matchMedia(`(max-width: ${width}px)`);
  const made: Watched = {
    subscribe: (listener) => {
      media.addEventListener("change", listener);
      return () => media.removeEventListener("change", listener);
    },
    isNarrow: () => media.matches,
  };
  watched.set(width, made);
  return made;
}

/** Whether the window is at most so many pixels wide, live. */
export function useNarrow(width: number): boolean {
  const { subscribe, isNarrow } = watch(width);
  return useSyncExternalStore(subscribe, isNarrow);
}
