import { caps5, capsIv } from "./bundled/caps.ts";
import { bdi2, gad7, phq9 } from "./bundled/mood-questionnaires.ts";
import { ies, iesR, pcl5 } from "./bundled/trauma-questionnaires.ts";
import type { Instrument } from "./instrument.types.ts";

/**
 * The bundled instruments: scoring rules and limits with their sources, never the words of an item. A limit without
 * a source that was read is left out and its note says so.
 *
 * Checked: tests/participants/instruments.test.ts.
 */
export const instruments: readonly Instrument[] = [capsIv, caps5, pcl5, bdi2, ies, iesR, phq9, gad7];

/**
 * The bundled instrument with this id; undefined where there is none.
 *
 * @param id such as `caps-5`
 * Checked: tests/participants/instruments.test.ts.
 */
export function instrumentById(id: string): Instrument | undefined {
  return instruments.find((one) => one.id === id);
}
