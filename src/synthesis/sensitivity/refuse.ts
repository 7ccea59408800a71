import { EvidensError } from "#kernel";

/**
 * Throws when there are fewer studies than a method needs.
 *
 * @param what the method, to begin a sentence
 * @param k studies there are
 * @param least studies it needs
 * @throws EvidensError `synthesis/too-few-studies` (invalid)
 */
export function refuseFewer(what: string, k: number, least: number): void {
  if (k >= least) return;
  const there = k === 0 ? "is none" : k === 1 ? "is one" : `are ${k}`;
  throw new EvidensError({
    code: "synthesis/too-few-studies",
    kind: "invalid",
    message: `${what} needs ${least} studies; there ${there}.`,
    remedy: `Run it on a synthesis of at least ${least} studies.`,
  });
}

/**
 * Throws for an option outside its domain.
 *
 * @throws EvidensError `synthesis/bad-options` (invalid)
 */
export function refuseOption(message: string, remedy: string): never {
  throw new EvidensError({ code: "synthesis/bad-options", kind: "invalid", message, remedy });
}

/**
 * Throws unless a value lies strictly between 0 and 1.
 *
 * @throws EvidensError `synthesis/bad-options` (invalid)
 */
export function checkShare(name: string, value: number): void {
  if (!(value > 0 && value < 1))
    refuseOption(`${name} is ${value} but must lie between 0 and 1.`, `Pass a ${name} above 0 and below 1.`);
}
