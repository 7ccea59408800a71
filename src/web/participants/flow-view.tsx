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

/** Who was randomised, seen, withdrew and is analysed: a trial as a figure, all of them as a table. */
export function FlowView(props: { readonly dataSet: DataSetEntry }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { dataSet } = props;
  const outcomes = outcomesOf(dataSet);
  const [outcome, setOutcome] = useState(outcomes[0]?.name ?? "");
  const [only, setOnly] = useState<string | null>(null);
  const answer = useAnswer(sources.participantFlow(dataSet.id, outcome === "" ? undefined : outcome));
  if (roleOf(dataSet, "arm") === null) return <Empty title={t("participants.no-arms")} />;
  const trials = (answer.data?.trials ?? []).flatMap(({ trial }) => (trial === null ? [] : [trial]));
  const chosen = only ?? trials[0] ?? "";
  return (
    <div className="stack">
      <div className="row">
        {outcomes.length < 2 ? null : (
          <Choice
            label={t("participants.outcome")}
            value={outcome}
            options={outcomes.map(({ name, label }) => [name, label ?? name])}
            onChange={setOutcome}
          />
        )}
        {trials.length < 2 ? null : (
          <Choice
            label={t("participants.trial-drawn")}
            value={chosen}
            options={[
              ...trials.map((name) => [name, name] as const),
              ["", t("participants.all-trials")] as const,
            ]}
            onChange={setOnly}
          />
        )}
      </div>
      <Show answer={answer}>
        {(flow) => (
          <>
            <Diagram flow={flow} only={chosen} file={dataSet.id} words={words} />
            <FlowTable flow={flow} words={words} />
          </>
        )}
      </Show>
    </div>
  );
}

function Diagram(props: {
  readonly flow: ParticipantFlowResponse;
  /** A trial; all of them when empty. */
  readonly only: string;
  readonly file: string;
  readonly words: Words;
}): JSX.Element {
  const { flow, only, words } = props;
  const { t, language } = words;
  const title = only === "" ? t("participants.flow") : `${t("participants.flow")}, ${only}`;
  const drawn: ParticipantFlowResponse =
    only === ""
      ? flow
      : {
          ...flow,
          trials: flow.trials.filter(({ trial }) => trial === only),
          leftOut: { participants: 0, lines: [] },
        };
  return (
    <div className="flow-figure">
      <FigureCard
        key={only}
        title={title}
        draw={(options) => participantFlowDiagram({ language, title, flow: drawn }, options)}
        label={flow.simulated ? [t("participants.simulated")] : []}
        file={[props.file, "flow", ...(only === "" ? [] : [only])]}
      />
    </div>
  );
}

function FlowTable(props: { readonly flow: ParticipantFlowResponse; readonly words: Words }): JSX.Element {
  const { flow, words } = props;
  const { t } = words;
  return (
    <NumbersTable
      title={t("participants.flow")}
      first={t("participants.arm")}
      columns={[
        { id: "randomised", label: t("participants.randomised") },
        ...flow.visits.map((visit) => ({ id: `visit ${visit}`, label: visit })),
        { id: "withdrawn", label: t("participants.withdrawn") },
        { id: "analysed", label: t("participants.analysed") },
      ]}
      rows={flow.trials.flatMap(({ trial, arms }) =>
        arms.map((arm) => ({
          id: `${trial} ${arm.arm}`,
          head: trial === null ? arm.arm : `${trial}: ${arm.arm}`,
          cells: [
            String(arm.randomised),
            ...flow.visits.map((visit) =>
              String(arm.visits.find((one) => one.visit === visit)?.withOutcome ?? 0),
            ),
            withdrawnWords(arm),
            String(arm.analysed),
          ],
        })),
      )}
    >
      {flow.leftOut.participants === 0 ? null : (
        <p className="soft">{t("participants.left-out", { n: flow.leftOut.participants })}</p>
      )}
    </NumbersTable>
  );
}

function withdrawnWords(arm: ParticipantFlowResponse["trials"][number]["arms"][number]): string {
  const reasons = arm.reasons.map(({ reason, count }) => `${reason} ${count}`).join(", ");
  if (arm.withdrawn === null) return "–";
  return reasons === "" ? String(arm.withdrawn) : `${arm.withdrawn} (${reasons})`;
}
