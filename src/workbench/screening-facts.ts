import { isEvent, type OrderSet, type Stage, type Stamped, type Stopped } from "#ledger";
import type { StageScreening } from "#report";
import type { Protocol } from "#review";
import { agreementText, calibrationText } from "#screening";
import type { ReviewReads } from "#store";
import { defaultOrder } from "./ranking/order.ts";
import { calibrationAt, stageAgreementOf } from "./use-cases/agreement.ts";
import { samplesOf } from "./use-cases/samples.ts";
import { boundOf } from "./use-cases/sampling.ts";

/** How each planned stage was screened, for the methods section of the report. */
export async function screeningFacts(
  read: ReviewReads,
  protocol: Protocol,
): Promise<readonly StageScreening[]> {
  const settled = await settledConflicts(read);
  const facts: StageScreening[] = [];
  for (const { stage } of protocol.stages) {
    const orderSet = await read.document<Stamped<OrderSet>>("screening-order", stage);
    const calibration = (await calibrationAt(read, protocol, stage))?.result ?? null;
    const agreement = await stageAgreementOf(read, protocol, stage);
    facts.push({
      stage,
      order: orderSet ?? defaultOrder(stage),
      orderChosen: orderSet !== null,
      stopped: await read.document<Stamped<Stopped>>("screening-stop", stage),
      calibration: inBoth(calibration, calibrationText),
      agreement: inBoth(agreement, agreementText),
      settled: settled.get(stage) ?? { consensus: 0, thirdPerson: 0 },
      audits: await auditTexts(read, stage),
    });
  }
  return facts;
}

function inBoth<T>(
  result: T | null,
  text: (result: T, language: "en" | "nb") => string,
): { readonly en: string; readonly nb: string } | null {
  return result === null ? null : { en: text(result, "en"), nb: text(result, "nb") };
}

/**
 * Conflicts that were settled, by how. Counted over the settlements, of which there are few, not over the
 * decisions of the stage; the newest of a report counts, and one that does not say how was a third person's.
 */
async function settledConflicts(read: ReviewReads): Promise<ReadonlyMap<Stage, StageScreening["settled"]>> {
  const undone = await read.undoneIds();
  const events = (await read.events({ types: ["screening.adjudicated"] })).filter(
    (event) => isEvent(event, "screening.adjudicated") && !undone.has(event.id),
  );
  const bodies = events.flatMap((event) => (isEvent(event, "screening.adjudicated") ? [event.body] : []));
  const now = await read.reportIdsOf([...new Set(bodies.map(({ report }) => report))]);
  const newest = new Map<string, { readonly stage: Stage; readonly how: "consensus" | "third-person" }>();
  for (const { stage, report, how } of bodies) {
    const current = now.get(report);
    if (current !== undefined) newest.set(`${stage} ${current}`, { stage, how: how ?? "third-person" });
  }
  const counts = new Map<Stage, { consensus: number; thirdPerson: number }>();
  for (const { stage, how } of newest.values()) {
    const count = counts.get(stage) ?? { consensus: 0, thirdPerson: 0 };
    counts.set(stage, count);
    if (how === "consensus") count.consensus += 1;
    else count.thirdPerson += 1;
  }
  return counts;
}

async function auditTexts(read: ReviewReads, stage: Stage): Promise<StageScreening["audits"]> {
  const texts: StageScreening["audits"][number][] = [];
  for (const drawn of await samplesOf(read, stage)) {
    const bound = drawn.purpose === "audit" ? await boundOf(read, drawn) : null;
    if (bound !== null) texts.push(bound.text);
  }
  return texts;
}
