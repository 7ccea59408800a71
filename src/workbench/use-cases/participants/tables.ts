import type { ChecksResponse, OutcomesResponse } from "#contract";
import { EvidensError } from "#kernel";
import {
  type BaselinePlan,
  type BaselineTable,
  baselineTable,
  checkIntegrity,
  type DerivePlan,
  deriveOutcomes,
  type Instrument,
  instrumentById,
  instruments,
  type OutcomePlan,
  type ParticipantFlow,
  participantFlow,
  type Trajectories,
  type TrajectoryPlan,
  trajectories,
} from "#participants";
import type { Context } from "../../context.ts";
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
  const { rules, counts, dropout, notDerived } = deriveOutcomes(data, outcomePlan(plan));
  return { rules, counts, dropout, notDerived };
}

/** A plan with its instrument. @throws {EvidensError} `workbench/unknown-instrument` */
export function outcomePlan({ instrument, ...plan }: DerivePlan): OutcomePlan {
  return instrument === undefined ? plan : { ...plan, instrument: knownInstrument(instrument) };
}

function knownInstrument(id: string): Instrument {
  const found = instrumentById(id);
  if (found !== undefined) return found;
  throw new EvidensError({
    code: "workbench/unknown-instrument",
    kind: "missing",
    message: `Evidens knows no instrument "${id}".`,
    remedy: `Use one of: ${instruments.map((one) => one.id).join(", ")}.`,
  });
}
