import type { Computed } from "./compute.ts";

const memory = new WeakMap<Computed, Map<string, unknown>>();

/**
 * What work made of what was computed, done once and kept as long as that is; work that throws is done again.
 *
 * @param key names the work and all else it depends on
 */
export function remembered<T>(computed: Computed, key: string, work: () => T): T {
  const mine = memory.get(computed) ?? new Map<string, unknown>();
  memory.set(computed, mine);
  if (!mine.has(key)) mine.set(key, work());
  return mine.get(key) as T;
}

/** Whether work is remembered. */
export function isRemembered(computed: Computed, key: string): boolean {
  return memory.get(computed)?.has(key) === true;
}
