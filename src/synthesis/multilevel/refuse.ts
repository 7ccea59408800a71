import { EvidensError } from "#kernel";

/** Refuses a call of the multilevel functions. */
export function refuse(what: string, message: string, remedy: string): never {
  throw new EvidensError({ code: `synthesis/${what}`, kind: "invalid", message, remedy });
}
