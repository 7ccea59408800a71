import { type JSX, useState } from "react";
import type { DataSetEntry, TrajectoriesResponse } from "#contract";
import { trajectoryModel, trajectoryPlot } from "#figures";
import { askedSource, sources, useAnswer } from "../api/queries.ts";
import { useWords } from "../app/text.ts";
import { Show } from "../parts/loading.tsx";
import { Empty } from "../parts/page-head.tsx";
import { FigureCard } from "../synthesis/figure-card.tsx";
import { Choice } from "./choice.tsx";
import { outcomesOf, roleOf } from "./roles.ts";

/** Scores over visits: the mean of each arm, and, here alone, a line for each participant. */
export function CourseView(props: { readonly dataSet: DataSetEntry }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { dataSet } = props;
  const outcomes = outcomesOf(dataSet);
  const trial = roleOf(dataSet, "trial");
  const described = useAnswer(sources.participantData(dataSet.id));
  const [only, setOnly] = useState("");
  const [outcome, setOutcome] = useState("");
  const [lines, setLines] = useState(true);
  const shown = outcome === "" ? outcomes : outcomes.filter(({ name }) => name === outcome);
  const answer = useAnswer(
    askedSource<TrajectoriesResponse>(`participants/${encodeURIComponent(dataSet.id)}/trajectories`, {
      outcome: shown.map(({ name }) => name),
      ...(only === "" ? {} : { trial: only }),
    }),
    shown.length > 0,
  );
  if (outcomes.length === 0 || roleOf(dataSet, "visit") === null)
    return <Empty title={t("participants.no-visits")} />;
  const trials = trial === null ? [] : (described.data?.levels[trial.name] ?? []);
  return (
    <div className="stack">
      <div className="row">
        <Choice
          label={t("participants.outcome")}
          value={outcome}
          options={[
            ["", t("participants.all")],
            ...outcomes.map(({ name, label }) => [name, label ?? name] as const),
          ]}
          onChange={setOutcome}
        />
        {trials.length < 2 ? null : (
          <Choice
            label={t("participants.trial")}
            value={only}
            options={[["", t("participants.all-trials")], ...trials.map((name) => [name, name] as const)]}
            onChange={setOnly}
          />
        )}
        <label className="check">
          <input
            type="checkbox"
            checked={lines}
            onChange={(event) => setLines(event.currentTarget.checked)}
          />
          {t("participants.show-participants")}
        </label>
      </div>
      <p className="soft">{t("participants.course-note")}</p>
      <Show answer={answer}>
        {(data) =>
          data.outcomes.map(({ outcome: name, label }) => {
            const title = `${label}${only === "" ? "" : `, ${only}`}`;
            const model = trajectoryModel(data, name, {
              language: words.language,
              title,
              visitLabel: t("participants.visit"),
            });
            if (model === null) return null;
            const { participants, ...means } = model;
            return (
              <FigureCard
                key={`${name} ${only} ${lines}`}
                title={title}
                // On paper the arms alone: a line of a participant leaves in no file.
                draw={(options) =>
                  trajectoryPlot(lines && options.palette !== "print" ? model : means, options)
                }
                label={data.simulated ? [t("participants.simulated")] : []}
                file={[dataSet.id, name]}
              />
            );
          })
        }
      </Show>
    </div>
  );
}
