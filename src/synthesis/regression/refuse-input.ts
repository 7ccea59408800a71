import { EvidensError } from "#kernel";

/**
 * Refuses a design or weights that do not fit the effects.
 *
 * @throws EvidensError `synthesis/bad-design` (invalid)
 */
export function refuseDesign(message: string, remedy: string): never {
  throw new EvidensError({ code: "synthesis/bad-design", kind: "invalid", message, remedy });
}

/**
 * Refuses options outside their domain.
 *
 * @throws EvidensError `synthesis/bad-options` (invalid)
 */
export function refuseOptions(message: string, remedy: string): never {
  throw new EvidensError({ code: "synthesis/bad-options", kind: "invalid", message, remedy });
}

/** A confidence level must lie between 0 and 1. @throws EvidensError `synthesis/bad-options` */
export function checkedLevel(level: number): number {
  if (level > 0 && level < 1) return level;
  return refuseOptions(`level is ${level} but must lie between 0 and 1.`, "Pass a level such as 0.95.");
}
