import type { AvailabilityRequest } from "#contract";

type Judgement = Pick<AvailabilityRequest, "status" | "reason">;

/** What can be said of a study's result for an outcome; the first of a status with several reasons stands for it. */
export const CHOICES: readonly ({ readonly id: string } & Judgement)[] = [
  { id: "known", status: "known" },
  { id: "partly", status: "partly-known", reason: "unclear" },
  { id: "selective", status: "missing", reason: "selective" },
  { id: "unrelated", status: "missing", reason: "unrelated" },
  { id: "not-measured", status: "missing", reason: "not-measured" },
  { id: "unclear", status: "missing", reason: "unclear" },
];

/** Why a result is known in part only. */
export const PARTLY: readonly NonNullable<Judgement["reason"]>[] = ["selective", "unrelated", "unclear"];

/** The choice that a judgement is; null: none yet. */
export function choiceOf(judged: Judgement | null): (typeof CHOICES)[number] | null {
  if (judged === null) return null;
  return (
    CHOICES.find(
      ({ status, reason }) =>
        status === judged.status && (status === "partly-known" || reason === judged.reason),
    ) ?? null
  );
}

/** The request for what was chosen; texts that say nothing are left out. */
export function availabilityRequestOf(
  at: Pick<AvailabilityRequest, "outcome" | "timepoint">,
  choice: (typeof CHOICES)[number],
  partly: NonNullable<Judgement["reason"]>,
  texts: Readonly<Record<"note" | "quote" | "place", string>>,
): AvailabilityRequest {
  const reason = choice.status === "partly-known" ? partly : choice.reason;
  const said = Object.entries(texts).flatMap(([name, text]) =>
    text.trim() === "" ? [] : [[name, text.trim()] as const],
  );
  return {
    ...at,
    status: choice.status,
    ...(reason === undefined ? {} : { reason }),
    ...Object.fromEntries(said),
  };
}
