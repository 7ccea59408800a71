import type { ValueInForce } from "../api/types.ts";

/** Where a value stands in a form: its field, and for effect forms arm, outcome and timepoint. */
export interface Address {
  readonly field: string;
  readonly arm?: string | undefined;
  readonly outcome?: string | undefined;
  readonly timepoint?: string | undefined;
}

/** An address as one text, for keys. */
export function addressKey(address: Address): string {
  return [address.field, address.arm, address.outcome, address.timepoint]
    .map((part) => part ?? "")
    .join("\u0000");
}

/** Values in force at an address: one per extractor. */
export function valuesAt(entries: readonly ValueInForce[], address: Address): readonly ValueInForce[] {
  const key = addressKey(address);
  return entries.filter((entry) => addressKey(entry) === key);
}

export interface Pair {
  readonly outcome: string;
  readonly timepoint: string;
}

/** Outcome and timepoint pairs that have values, in order of appearance. */
export function pairsOf(entries: readonly ValueInForce[]): readonly Pair[] {
  const pairs = new Map<string, Pair>();
  for (const { outcome, timepoint } of entries) {
    if (outcome === undefined || timepoint === undefined) continue;
    pairs.set(`${outcome}\u0000${timepoint}`, { outcome, timepoint });
  }
  return [...pairs.values()];
}
