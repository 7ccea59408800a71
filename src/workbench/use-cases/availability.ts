import { checkAvailability } from "#appraisal";
import type { AvailabilityRequest } from "#contract";
import type { Problem } from "#kernel";
import type { AvailabilityJudged } from "#ledger";
import type { Protocol } from "#review";
import { type Context, notFound, personOf, protocolOf, refuse } from "../context.ts";

/**
 * Says what is known of a study's result for an outcome, and why no more, in place of what was said before.
 *
 * @throws {EvidensError} `workbench/unknown-study`, `workbench/availability-refused` with every problem
 */
export async function judgeAvailability(
  context: Context,
  input: AvailabilityRequest & { by: string; studyId: string },
): Promise<{ readonly eventId: string }> {
  const { by, ...given } = input;
  const body: AvailabilityJudged = withoutBlanks(given);
  const [event] = await context.store.append(async (read) => {
    const protocol = await protocolOf(read);
    personOf(protocol, by);
    if ((await read.document("study", body.studyId)) === null)
      throw notFound("workbench/unknown-study", "study", body.studyId, "Define the study first.");
    const problems = [...availabilityPlace(protocol.protocol, body), ...checkAvailability(body)];
    refuse(problems, "workbench/availability-refused", "This judgement cannot stand");
    return [{ type: "appraisal.availability-judged", by, body }];
  });
  return { eventId: event!.id };
}

/** Outcome and timepoint that the protocol does not know. */
export function availabilityPlace(protocol: Protocol, body: AvailabilityJudged): readonly Problem[] {
  const outcomes = protocol.outcomes.map(({ id }) => id);
  const timepoints = protocol.timepoints.map(({ id }) => id);
  const problems: Problem[] = [];
  if (!outcomes.includes(body.outcome))
    problems.push({
      code: "workbench/unknown-outcome",
      field: "outcome",
      message: `"${body.outcome}" is not an outcome of the protocol.`,
      remedy: `Use one of: ${outcomes.join(", ")}.`,
    });
  if (body.timepoint !== undefined && !timepoints.includes(body.timepoint))
    problems.push({
      code: "workbench/unknown-timepoint",
      field: "timepoint",
      message: `"${body.timepoint}" is not a timepoint of the protocol.`,
      remedy: `Use one of: ${timepoints.join(", ")}, or leave it out.`,
    });
  return problems;
}

/** An empty text says nothing and is not kept. */
function withoutBlanks(body: AvailabilityJudged): AvailabilityJudged {
  const kept = Object.entries(body).filter(([, value]) => value !== undefined && value !== "");
  return Object.fromEntries(kept) as unknown as AvailabilityJudged;
}
