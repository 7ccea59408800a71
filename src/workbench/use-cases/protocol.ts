import { createHash } from "node:crypto";
import { EvidensError, type Problem } from "#kernel";
import { type ProtocolDoc, parseProtocol } from "#review";
import { type Context, personOf } from "../context.ts";

/**
 * Puts a protocol in force. The first needs no reason; each later one is an amendment and does.
 *
 * @throws {EvidensError} `workbench/bad-protocol` with every problem of the text, by line;
 *   `workbench/no-reason` for an amendment without one
 */
export async function setProtocol(
  context: Context,
  input: { by: string; text: string; file: string; reason?: string },
): Promise<{ readonly number: number; readonly hash: string; readonly unchanged: boolean }> {
  const { protocol, problems } = parseProtocol(input.text, input.file);
  if (protocol === null || problems.length > 0) throw badProtocol(input.file, problems);
  const hash = createHash("sha256").update(input.text).digest("hex");
  const current = await context.store.read.document<ProtocolDoc>("protocol", "current");
  if (current?.hash === hash) return { number: current.number, hash, unchanged: true };
  if (current !== null) {
    personOf(current, input.by);
    if (!input.reason?.trim()) {
      throw new EvidensError({
        code: "workbench/no-reason",
        kind: "invalid",
        message:
          "A protocol is already in force; changing it is an amendment, and an amendment needs a reason.",
        remedy: 'Say why, for example with --reason "Outcome added after peer review".',
      });
    }
  } else if (!protocol.people.some((person) => person.id === input.by)) {
    throw new EvidensError({
      code: "workbench/unknown-person",
      kind: "invalid",
      message: `"${input.by}" is not among the people of this protocol.`,
      remedy: "Act as one of the people it names.",
    });
  }
  const number = (current?.number ?? 0) + 1;
  await context.store.append(async (read) => {
    const now = await read.document<ProtocolDoc>("protocol", "current");
    if ((now?.number ?? 0) !== number - 1) throw amendedMeanwhile();
    return [
      {
        type: "protocol.set",
        by: input.by,
        body: { number, hash, text: input.text },
        ...(input.reason === undefined ? {} : { reason: input.reason }),
      },
    ];
  });
  return { number, hash, unchanged: false };
}

export function badProtocol(file: string, problems: readonly Problem[]): EvidensError {
  return new EvidensError({
    code: "workbench/bad-protocol",
    kind: "invalid",
    message: `${file} cannot be used: ${problems.length} ${problems.length === 1 ? "problem" : "problems"}.`,
    remedy: "Correct the lines named; nothing was changed in the review.",
    problems,
  });
}

function amendedMeanwhile(): EvidensError {
  return new EvidensError({
    code: "workbench/amended-meanwhile",
    kind: "conflict",
    message: "The protocol was amended by someone else just now.",
    remedy: "Read the present protocol and amend that.",
  });
}
