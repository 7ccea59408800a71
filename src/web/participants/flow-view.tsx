import { type JSX, useState } from "react";
import type { DataSetEntry, ParticipantFlowResponse } from "#contract";
import { participantFlowDiagram } from "#figures";
import { sources, useAnswer } from "../api/queries.ts";
import { useWords, type Words } from "../app/text.ts";
import { Show } from "../parts/loading.tsx";
import { Empty } from "../parts/page-head.tsx";
import { FigureCard } from "../synthesis/figure-card.tsx";
import { NumbersTable } from "../synthesis/numbers-table.tsx";
import { Choice } from "./choice.tsx";
import { outcomesOf, roleOf } from "./roles.ts";

/** Who was randomised, seen, withdrew and is analysed, by trial and arm. */
export function FlowView(props: { readonly dataSet: DataSetEntry }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { dataSet } = props;
  const outcomes = outcomesOf(dataSet);
  const [outcome, setOutcome] = useState(outcomes[0]?.name ?? "");
  const answer = useAnswer(sources.participantFlow(dataSet.id, outcome === "" ? undefined : outcome));
  if (roleOf(dataSet, "arm") === null) return <Empty title={t("participants.no-arms")} />;
  return (
    <div className="stack">
      {outcomes.length < 2 ? null : (
        <div className="row">
          <Choice
            label={t("participants.outcome")}
            value={outcome}
            options={outcomes.map(({ name, label }) => [name, label ?? name])}
            onChange={setOutcome}
          />
        </div>
      )}
      <Show answer={answer}>
        {(flow) => (
          <>
            {flow.trials.map((trial) => (
              <Trial key={trial.trial ?? ""} flow={flow} trial={trial} words={words} />
            ))}
            <FigureCard
              title={t("participants.flow")}
              draw={(options) =>
                participantFlowDiagram(
                  { language: words.language, title: t("participants.flow"), flow },
                  options,
                )
              }
              label={flow.simulated ? [t("participants.simulated")] : []}
              file={[dataSet.id, "flow"]}
            />
          </>
        )}
      </Show>
    </div>
  );
}

function Trial(props: {
  readonly flow: ParticipantFlowResponse;
  readonly trial: ParticipantFlowResponse["trials"][number];
  readonly words: Words;
}): JSX.Element {
  const { flow, trial, words } = props;
  const { t } = words;
  return (
    <NumbersTable
      title={trial.trial ?? t("participants.flow")}
      first={t("participants.arm")}
      columns={[
        { id: "randomised", label: t("participants.randomised") },
        ...flow.visits.map((visit) => ({ id: `visit ${visit}`, label: visit })),
        { id: "withdrawn", label: t("participants.withdrawn") },
        { id: "analysed", label: t("participants.analysed") },
      ]}
      rows={trial.arms.map((arm) => ({
        id: arm.arm,
        head: arm.arm,
        cells: [
          String(arm.randomised),
          ...flow.visits.map((visit) =>
            String(arm.visits.find((one) => one.visit === visit)?.withOutcome ?? 0),
          ),
          withdrawnWords(arm),
          String(arm.analysed),
        ],
      }))}
    />
  );
}

function withdrawnWords(arm: ParticipantFlowResponse["trials"][number]["arms"][number]): string {
  const reasons = arm.reasons.map(({ reason, count }) => `${reason} ${count}`).join(", ");
  return reasons === "" ? String(arm.withdrawn) : `${arm.withdrawn} (${reasons})`;
}
