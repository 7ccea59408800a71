import type { ChecksResponse, OutcomesResponse } from "#contract";
import { EvidensError } from "#kernel";
import {
  type BaselinePlan,
  type BaselineTable,
  baselineTable,
  checkIntegrity,
  type DerivePlan,
  deriveOutcomes,
  type OutcomePlan,
  type ParticipantFlow,
  participantFlow,
  type Trajectories,
  type TrajectoryPlan,
  trajectories,
} from "#participants";
import type { Context } from "../../context.ts";
import { knownInstruments } from "./instruments.ts";
import { loadData } from "./load.ts";

/** The checks of a data set, in the sense of PRISMA-IPD. */
export async function participantChecks(context: Context, dataSetId: string): Promise<ChecksResponse> {
  const { data, problems } = await loadData(context, dataSetId);
  return { report: checkIntegrity(data), problems };
}

export async function participantBaseline(
  context: Context,
  dataSetId: string,
  plan: BaselinePlan,
): Promise<BaselineTable> {
  return baselineTable((await loadData(context, dataSetId)).data, plan);
}

export async function flowOfParticipants(
  context: Context,
  dataSetId: string,
  outcome: string | undefined,
): Promise<ParticipantFlow> {
  const { data } = await loadData(context, dataSetId);
  return participantFlow(data, outcome === undefined ? {} : { outcome });
}

/** The course of each participant and arm: shown where the data are, and kept nowhere. */
export async function participantTrajectories(
  context: Context,
  dataSetId: string,
  plan: TrajectoryPlan,
): Promise<Trajectories> {
  return trajectories((await loadData(context, dataSetId)).data, plan);
}

/** Change, response, remission and the like, counted by trial, arm and visit. */
export async function participantOutcomes(
  context: Context,
  dataSetId: string,
  plan: DerivePlan,
): Promise<OutcomesResponse> {
  const { data } = await loadData(context, dataSetId);
  const { rules, counts, dropout, notDerived } = deriveOutcomes(data, await outcomePlan(context, plan));
  return { rules, counts, dropout, notDerived };
}

/** A plan with its instrument. @throws {EvidensError} `workbench/unknown-instrument` */
export async function outcomePlan(
  { store }: Context,
  { instrument, ...plan }: DerivePlan,
): Promise<OutcomePlan> {
  if (instrument === undefined) return plan;
  const known = await knownInstruments(store.read);
  const found = known.find(({ id }) => id === instrument);
  if (found !== undefined) return { ...plan, instrument: found };
  throw new EvidensError({
    code: "workbench/unknown-instrument",
    kind: "missing",
    message: `There is no instrument "${instrument}".`,
    remedy: `Use one of: ${known.map((one) => one.id).join(", ")}.`,
  });
}
