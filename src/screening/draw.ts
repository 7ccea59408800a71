import { seededRng } from "#numerics";
import { drawSample } from "./stopping/audit-sample.ts";

/**
 * Draws reports at random without putting back; the same ids in the same order and the same seed give
 * the same sample on every machine.
 *
 * @param ids each once
 * @param size whole number in [0, ids.length]
 * @param seed a whole number from 0 to 2^32 - 1
 * @returns in the order drawn
 * @throws {EvidensError} `screening/stopping-input`, `screening/audit-duplicate-id`
 * Checked: tests/screening/draw.test.ts.
 */
export function drawBySeed(ids: readonly string[], size: number, seed: number): readonly string[] {
  return drawSample(ids, size, seededRng(seed));
}
