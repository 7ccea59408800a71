import { v7 } from "uuid";
import type { Rng } from "#kernel";

/**
 * The next event id: a UUID version 7 later than `last`, also when the clock was set back.
 *
 * @param nowMs wall clock, milliseconds since 1970
 * @param last the newest id this store holds, or null
 * Source: RFC 9562, section 5.7 and 6.2 (monotonicity).
 */
export function nextEventId(nowMs: number, last: string | null, rng: Rng): string {
  const random = Uint8Array.from({ length: 16 }, () => Math.floor(rng.next() * 256));
  const lastMs = last === null ? 0 : timeOfId(last);
  if (nowMs > lastMs)
    return v7({ msecs: nowMs, random, seq: (random[0]! << 16) | (random[1]! << 8) | random[2]! });
  // Same or earlier millisecond: keep the time of the last id and count its sequence up.
  const seq = sequenceOfId(last!) + 1;
  if (seq <= 0x7fffffff) return v7({ msecs: lastMs, random, seq });
  return v7({ msecs: lastMs + 1, random, seq: 0 });
}

/** Milliseconds since 1970 written in a version 7 UUID. */
export function timeOfId(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/** The 32-bit sequence that `uuid` places after the version: 12 bits, then 20 bits behind the variant. */
function sequenceOfId(id: string): number {
  const hex = id.replaceAll("-", "");
  const high = Number.parseInt(hex.slice(13, 16), 16);
  const variantAndSix = Number.parseInt(hex.slice(16, 18), 16) & 0x3f;
  const middle = Number.parseInt(hex.slice(18, 20), 16);
  const low = Number.parseInt(hex.slice(20, 22), 16) >> 2;
  return high * 2 ** 20 + variantAndSix * 2 ** 14 + middle * 2 ** 6 + low;
}
