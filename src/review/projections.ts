import { EvidensError } from "#kernel";
import { type LedgerEvent, latestBody, type Projection, stamped } from "#ledger";
import { parseProtocol } from "./parse-protocol.ts";
import type { ProtocolDoc } from "./protocol.ts";

/**
 * The protocol in force, with all that went before it.
 *
 * @throws {EvidensError} `review/protocol-unreadable` when the text of the newest event no longer
 *   passes the checks: it was accepted by another version of the program
 */
function foldProtocol(_key: string, events: readonly LedgerEvent[]): ProtocolDoc | null {
  const all = events as readonly LedgerEvent<"protocol.set">[];
  const newest = all.at(-1);
  if (newest === undefined) return null;
  const { number, hash, text } = newest.body;
  const { protocol, problems } = parseProtocol(text, "protocol.yaml");
  if (protocol === null)
    throw new EvidensError({
      code: "review/protocol-unreadable",
      kind: "unsupported",
      message: `Protocol ${number} of this review does not pass the checks of this version of Evidens.`,
      remedy: "Open the review with the version that accepted its protocol.",
      problems,
    });
  const history = all.map((event) => ({
    number: event.body.number,
    hash: event.body.hash,
    at: event.at,
    by: event.by,
    reason: event.reason ?? null,
    eventId: event.id,
  }));
  return { number, hash, text, protocol, history };
}

/** The documents of this room: the review, its protocol, counts that others reported. */
export const reviewProjections: readonly Projection[] = [
  latestBody("review", "review.created", () => "review", stamped),
  { kind: "protocol", types: ["protocol.set"], keysOf: () => ["current"], fold: foldProtocol },
  latestBody("reported-count", "flow.count-reported", (body) => body.box, stamped),
];
