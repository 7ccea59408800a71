import { useEffect } from "react";
import type { Computed } from "./compute.ts";
import type { Line } from "./export-lines.ts";

/** What takes its time on the page, in its order: long work that a reader starts, and further models. */
export const FURTHER = ["subsets", "permutation", "counts", "selection", "levels", "network"] as const;
export type Further = (typeof FURTHER)[number];

type Lines = () => readonly Line[];

/** What further models gave under a specification, by what the page computed of it: gone when that is. */
const kept = new WeakMap<Computed, Map<Further, Lines>>();

/** Keeps the numbers of a further model for the file of numbers; null: it has none yet. */
export function keepModel(computed: Computed, model: Further, lines: Lines | null): void {
  const known = kept.get(computed) ?? new Map<Further, Lines>();
  if (lines === null) known.delete(model);
  else known.set(model, lines);
  kept.set(computed, known);
}

/** The numbers of a further model that were shown under this specification; null: it was not computed. */
export function keptModel(computed: Computed, model: Further): readonly Line[] | null {
  return kept.get(computed)?.get(model)?.() ?? null;
}

/**
 * Keeps what work gave that a reader started: the specification alone decides it, so that it stays when the view is
 * left; null: it was not started.
 */
export function useKeptWork(computed: Computed, work: Further, lines: Lines | null): void {
  useEffect(() => {
    if (lines !== null) keepModel(computed, work, lines);
  });
}

/** Keeps what a view shows, by the choices of that view; null while it has nothing to show. */
export function useKeptModel(computed: Computed, model: Further, lines: Lines | null): void {
  useEffect(() => keepModel(computed, model, lines));
}
