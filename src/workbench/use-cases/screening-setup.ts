import type {
  AllocationRequest,
  HighlightsRequest,
  HighlightsResponse,
  OrderRequest,
  SetupResponse,
  WrittenResponse,
} from "#contract";
import type { Problem } from "#kernel";
import type { Allocated, HighlightsSet, OrderSet, Stage, Stamped, Stopped } from "#ledger";
import { hasRole, hasStage, type Person, type Protocol, personById } from "#review";
import { learnerModels, stageVotes, stoppingRuleIds } from "#screening";
import type { ReviewReads } from "#store";
import { type Context, personOf, protocolOf, refuse } from "../context.ts";
import { defaultOrder } from "../ranking/order.ts";
import { sampleState, samplesOf } from "./samples.ts";

const modelIds: readonly string[] = Object.keys(learnerModels);

/** How a stage is set up: order, allocation, samples, end. */
export async function setup(context: Context, person: string, stage: Stage): Promise<SetupResponse> {
  const { read } = context.store;
  const doc = await protocolOf(read);
  personOf(doc, person);
  const { protocol } = doc;
  refuse(stageProblems(protocol, stage), "workbench/stage-not-planned", "This stage is not planned");
  const orderSet = await read.document<Stamped<OrderSet>>("screening-order", stage);
  const { reviewers, secondShare } = stageVotes(protocol, stage);
  const samples: SetupResponse["samples"][number][] = [];
  for (const sample of await samplesOf(read, stage)) samples.push(await sampleState(read, protocol, sample));
  return {
    stage,
    order: orderSet ?? defaultOrder(stage),
    orderSet,
    allocation: await read.document<Stamped<Allocated>>("screening-allocation", stage),
    samples,
    calibration: protocol.stages.find((plan) => plan.stage === stage)?.calibration ?? null,
    stopped: await read.document<Stamped<Stopped>>("screening-stop", stage),
    models: modelIds,
    rules: stoppingRuleIds,
    reviewers: protocol.people.filter(({ roles }) => roles.includes("reviewer")).map(({ id }) => id),
    required: reviewers,
    secondReviewerShare: secondShare,
  };
}

/** The order and rule in force at a stage: those chosen, else the program's own. */
export async function orderOf(read: ReviewReads, stage: Stage): Promise<OrderSet> {
  return (await read.document<Stamped<OrderSet>>("screening-order", stage)) ?? defaultOrder(stage);
}

/**
 * Chooses the order of a stage's queues and its stopping rule.
 *
 * @throws {EvidensError} `workbench/order-refused` with every reason: not a lead or adjudicator, an
 *   unknown model, rule or report, a stage that is not planned
 */
export async function setOrder(
  context: Context,
  input: OrderRequest & { readonly by: string; readonly stage: Stage },
): Promise<WrittenResponse> {
  const { by, ...body } = input;
  const [event] = await context.store.append(async (read) => {
    const { protocol } = await protocolOf(read);
    const now = await read.reportIdsOf(body.relevant);
    refuse(
      [
        ...stageProblems(protocol, body.stage),
        ...roleProblems(protocol, by, ["lead", "adjudicator"], "choose the order"),
        ...knownProblems("model", body.model, modelIds),
        ...knownProblems("stopping.rule", body.stopping.rule, stoppingRuleIds),
        ...body.relevant.filter((id) => !now.has(id)).map((id) => unknownReport("relevant", id)),
      ],
      "workbench/order-refused",
      "This order cannot be chosen",
    );
    const relevant = [...new Set(body.relevant.map((id) => now.get(id)!))];
    return [{ type: "screening.order-set", by, body: { ...body, relevant } }];
  });
  context.ranking.changed();
  return { eventId: event!.id };
}

/**
 * Says who reads which share of a stage.
 *
 * @throws {EvidensError} `workbench/allocation-refused` with every reason
 */
export async function allocate(
  context: Context,
  input: AllocationRequest & { readonly by: string; readonly stage: Stage },
): Promise<WrittenResponse> {
  const { by, ...body } = input;
  const [event] = await context.store.append(async (read) => {
    const { protocol } = await protocolOf(read);
    const people = body.shares.map(({ person }) => person);
    const problems: Problem[] = [
      ...stageProblems(protocol, body.stage),
      ...roleProblems(protocol, by, ["lead", "adjudicator"], "allocate work"),
      ...reviewerProblems(protocol, people, "shares"),
    ];
    if (people.length > 0 && hasStage(protocol, body.stage)) {
      const { reviewers, secondShare } = stageVotes(protocol, body.stage);
      const needed = reviewers + (secondShare > 0 ? 1 : 0);
      if (new Set(people).size < needed)
        problems.push({
          code: "workbench/too-few-readers",
          field: "shares",
          message: `Reports of this stage need up to ${needed} votes, and ${new Set(people).size} people are named.`,
          remedy: `Name at least ${needed} reviewers, or none so that everyone reads whatever waits.`,
        });
    }
    refuse(problems, "workbench/allocation-refused", "The work cannot be shared out so");
    return [{ type: "screening.allocated", by, body }];
  });
  return { eventId: event!.id };
}

/** The words marked for this person: their own, else the protocol's. */
export async function highlights(context: Context, person: string): Promise<HighlightsResponse> {
  const { read } = context.store;
  const doc = await protocolOf(read);
  personOf(doc, person);
  const own = await read.document<Stamped<HighlightsSet>>("highlights", person);
  const { highlights: protocol } = doc.protocol;
  return { highlights: own?.highlights ?? protocol, protocol, own: own !== null };
}

/** Sets the words marked for the person who acts. */
export async function setHighlights(
  context: Context,
  input: HighlightsRequest & { readonly by: string },
): Promise<WrittenResponse> {
  const [event] = await context.store.append(async (read) => {
    personOf(await protocolOf(read), input.by);
    return [
      { type: "screening.highlights-set", by: input.by, body: { highlights: input.highlights } } as const,
    ];
  });
  return { eventId: event!.id };
}

/** What speaks against acting at a stage that the protocol does not plan. */
export function stageProblems(protocol: Protocol, stage: Stage): readonly Problem[] {
  if (hasStage(protocol, stage)) return [];
  return [
    {
      code: "screening/stage-not-planned",
      field: "stage",
      message: `The protocol plans no stage "${stage}".`,
      remedy: `Add the stage "${stage}" with its number of reviewers to \`stages\` in the protocol.`,
    },
  ];
}

/** What speaks against an act that needs one of these roles. */
export function roleProblems(
  protocol: Protocol,
  by: string,
  roles: readonly Person["roles"][number][],
  act: string,
): readonly Problem[] {
  if (roles.some((role) => hasRole(protocol, by, role))) return [];
  const person = personById(protocol, by);
  if (person === null) return unknownPeople(protocol, [by], "by");
  const message = `${person.name} (${by}) may not ${act}: that needs the role ${roles.join(" or ")}.`;
  return [
    { code: "workbench/not-allowed", field: "by", message, remedy: `Let a ${roles.join(" or ")} ${act}.` },
  ];
}

/** What speaks against these people reading: unknown, no reviewer, or named twice. */
export function reviewerProblems(
  protocol: Protocol,
  people: readonly string[],
  field: string,
): readonly Problem[] {
  const known = people.filter((id) => personById(protocol, id) !== null);
  return [
    ...unknownPeople(
      protocol,
      people.filter((id) => !known.includes(id)),
      field,
    ),
    ...known
      .filter((id) => !hasRole(protocol, id, "reviewer"))
      .map((id) => ({
        code: "workbench/not-a-reviewer",
        field,
        message: `"${id}" is not a reviewer of this review.`,
        remedy: `Name reviewers only, or give "${id}" the role in the protocol.`,
      })),
    ...known
      .filter((id, at) => known.indexOf(id) !== at)
      .map((id) => ({
        code: "workbench/named-twice",
        field,
        message: `"${id}" is named twice.`,
        remedy: "Name each person once.",
      })),
  ];
}

function unknownPeople(protocol: Protocol, people: readonly string[], field: string): readonly Problem[] {
  const known = protocol.people.map(({ id }) => id).join(", ");
  return people.map((id) => ({
    code: "workbench/unknown-person",
    field,
    message: `"${id}" is not among the people of the protocol (${known || "none are named"}).`,
    remedy: "Name one of them, or add the person to `people` in the protocol.",
  }));
}

function knownProblems(field: string, id: string, known: readonly string[]): readonly Problem[] {
  if (known.includes(id)) return [];
  const message = `There is no ${field === "model" ? "model" : "stopping rule"} "${id}".`;
  return [
    {
      code: `workbench/unknown-${field.split(".").at(-1)}`,
      field,
      message,
      remedy: `Use one of: ${known.join(", ")}.`,
    },
  ];
}

/** A report id that the review does not hold. */
function unknownReport(field: string, id: string): Problem {
  return {
    code: "workbench/unknown-report",
    field,
    message: `There is no report "${id}" in this review.`,
    remedy: "Use ids of reports of the review.",
  };
}
