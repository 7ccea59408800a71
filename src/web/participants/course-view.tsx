import { type JSX, useState } from "react";
import type { DataSetEntry, TrajectoriesResponse } from "#contract";
import { trajectoryModel, trajectoryPlot } from "#figures";
import { askedSource, sources, useAnswer } from "../api/queries.ts";
import { useWords, type Words } from "../app/text.ts";
import { Show } from "../parts/loading.tsx";
import { Empty } from "../parts/page-head.tsx";
import { FigureCard } from "../synthesis/figure-card.tsx";
import { Choice } from "./choice.tsx";
import { outcomesOf, roleOf, subscalesOf } from "./roles.ts";

const ALL = "";
const NOBODY = "\u0000";

/** Scores over visits: the mean of each arm, and, here alone, a line for each participant or for one to follow. */
export function CourseView(props: { readonly dataSet: DataSetEntry }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { dataSet } = props;
  const outcomes = outcomesOf(dataSet);
  const scales = subscalesOf(dataSet);
  const trial = roleOf(dataSet, "trial");
  const described = useAnswer(sources.participantData(dataSet.id));
  const [only, setOnly] = useState("");
  const [outcome, setOutcome] = useState("");
  const [follow, setFollow] = useState(ALL);
  const shown =
    scales.find(({ instrument }) => `${instrument}*` === outcome)?.names ??
    outcomes.flatMap(({ name }) => (outcome === "" || outcome === name ? [name] : []));
  const answer = useAnswer(
    askedSource<TrajectoriesResponse>(`participants/${encodeURIComponent(dataSet.id)}/trajectories`, {
      outcome: shown,
      ...(only === "" ? {} : { trial: only }),
    }),
    shown.length > 0,
  );
  if (outcomes.length === 0 || roleOf(dataSet, "visit") === null || roleOf(dataSet, "arm") === null)
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
            ...scales.map(
              ({ instrument }) =>
                [
                  `${instrument}*`,
                  t("participants.subscales", { instrument: instrument.toUpperCase() }),
                ] as const,
            ),
            ...outcomes.map(({ name, label }) => [name, label ?? name] as const),
          ]}
          onChange={setOutcome}
        />
        {trials.length < 2 ? null : (
          <Choice
            label={t("participants.trial")}
            value={only}
            options={[["", t("participants.all-trials")], ...trials.map((name) => [name, name] as const)]}
            onChange={(name) => {
              setOnly(name);
              setFollow(ALL);
            }}
          />
        )}
        <Choice
          label={t("participants.follow")}
          value={follow}
          options={[
            [ALL, t("participants.follow-all")],
            [NOBODY, t("participants.follow-none")],
            ...peopleOf(answer.data).map(
              (one) => [one, t("participants.follow-one", { participant: one })] as const,
            ),
          ]}
          onChange={setFollow}
        />
      </div>
      <p className="soft">{t("participants.course-note")}</p>
      <Show answer={answer}>
        {(data) => <Figures data={data} dataSet={dataSet.id} only={only} follow={follow} words={words} />}
      </Show>
    </div>
  );
}

function Figures(props: {
  readonly data: TrajectoriesResponse;
  readonly dataSet: string;
  readonly only: string;
  readonly follow: string;
  readonly words: Words;
}): JSX.Element {
  const { data, only, follow, words } = props;
  const { t, language } = words;
  return (
    <div className="model-figures">
      {data.outcomes.map((one) => {
        const { outcome, label } = one;
        const scope = only === "" ? label : `${label}, ${only}`;
        const alone = follow !== ALL && follow !== NOBODY;
        const title = alone ? `${scope}, ${follow}` : scope;
        const text = { language, visitLabel: t("participants.visit") };
        const paper = trajectoryModel(data, outcome, { ...text, title: scope });
        if (paper === null) return null;
        const { participants, ...means } = paper;
        const screen =
          follow === ALL
            ? paper
            : alone
              ? { ...means, title, arms: [...means.arms, ...lineOf(one, follow)] }
              : means;
        return (
          <FigureCard
            key={`${outcome} ${only} ${follow}`}
            title={title}
            // On paper the arms alone: a line of a participant leaves in no file.
            draw={(options) => trajectoryPlot(options.palette === "print" ? means : screen, options)}
            label={data.simulated ? [t("participants.simulated")] : []}
            file={[props.dataSet, outcome, ...(only === "" ? [] : [only])]}
          />
        );
      })}
    </div>
  );
}

type Outcome = TrajectoriesResponse["outcomes"][number];

/** The course of one participant, drawn as strongly as an arm so that it can be followed. */
function lineOf({ participants }: Outcome, follow: string) {
  return participants
    .filter(({ participant }) => participant === follow)
    .map(({ participant, points }) => ({
      label: participant,
      means: points.map(({ at, value }) => ({ at, mean: value, low: null, high: null })),
    }));
}

function peopleOf(data: TrajectoriesResponse | undefined): readonly string[] {
  const all = data?.outcomes.flatMap(({ participants }) =>
    participants.map(({ participant }) => participant),
  );
  return [...new Set(all)].sort((a, b) => a.localeCompare(b, undefined, { numeric: true }));
}
