import { Link } from "@tanstack/react-router";
import { type JSX, useState } from "react";
import type { SampleState, SessionResponse, SetupResponse } from "#contract";
import { useWords } from "../app/text.ts";
import { Card, Tag } from "../parts/page-head.tsx";
import { UndoDialog } from "../parts/undo-dialog.tsx";
import { DrawForm } from "./draw-form.tsx";

/** Samples drawn at the stage with how far each is read, and the form that draws another. */
export function SamplesCard(props: {
  readonly setup: SetupResponse;
  readonly session: SessionResponse;
  readonly may: boolean;
}): JSX.Element {
  const { t } = useWords();
  const { setup, session } = props;
  const [undoing, setUndoing] = useState<SampleState | null>(null);
  return (
    <Card title={t("sample.title")} className="setup-card">
      {setup.samples.length === 0 ? <p className="soft">{t("sample.none")}</p> : null}
      <ul className="lines">
        {setup.samples.map((state) => (
          <SampleLine
            key={state.sample.sample}
            state={state}
            session={session}
            {...(props.may ? { onUndo: () => setUndoing(state) } : {})}
          />
        ))}
      </ul>
      {props.may ? <DrawForm setup={setup} session={session} /> : null}
      <UndoDialog
        eventId={undoing?.sample.eventId ?? null}
        title={t("sample.undo-title")}
        onClose={() => setUndoing(null)}
      >
        <p>{t("sample.undo-what")}</p>
      </UndoDialog>
    </Card>
  );
}

function SampleLine(props: {
  readonly state: SampleState;
  readonly session: SessionResponse;
  readonly onUndo?: () => void;
}): JSX.Element {
  const words = useWords();
  const { t, number } = words;
  const { sample, read, done } = props.state;
  const { person, people } = props.session;
  const full = sample.stage === "full-text";
  const size = sample.reports.length;
  const round = sample.purpose === "calibration" || sample.purpose === "pilot";
  const reads = read.some((one) => one.person === person.id && one.reports < size);
  const name = t(`sample.${sample.purpose}`);
  return (
    <li className="sample">
      <div>
        <p className="row">
          <b>{name}</b>
          <Tag tone={done ? "ok" : "wait"}>{t(done ? "sample.done" : "sample.being-read")}</Tag>
        </p>
        <small className="soft block">
          {t("sample.drawn", {
            count: size,
            shown: number(size),
            population: number(sample.population),
            when: words.moment(sample.at),
          })}
        </small>
        <ul className="readers">
          {read.map((one) => (
            <li key={one.person}>
              <span>{people.find(({ id }) => id === one.person)?.name ?? one.person}</span>
              <progress
                max={size}
                value={one.reports}
                aria-label={people.find(({ id }) => id === one.person)?.name ?? one.person}
              />
              <span className="num soft">
                {number(one.reports)} / {number(size)}
              </span>
            </li>
          ))}
        </ul>
      </div>
      <div className="row acts">
        {sample.purpose === "audit" ? (
          <Link
            className="button"
            to={full ? "/full-text/audit/$sample" : "/screen/audit/$sample"}
            params={{ sample: sample.sample } as never}
          >
            {t(done ? "audit.see" : "audit.read")}
          </Link>
        ) : null}
        {sample.purpose !== "audit" && !done && reads ? (
          <Link className="button" to={full ? "/full-text/screen" : "/screen"}>
            {t("sample.read")}
          </Link>
        ) : null}
        {round ? (
          <Link
            className="button quiet"
            to={full ? "/full-text/agreement" : "/screen/agreement"}
            search={{ round: sample.sample } as never}
          >
            {t("agreement.title")}
          </Link>
        ) : null}
        {props.onUndo === undefined ? null : (
          <button
            type="button"
            className="button quiet"
            aria-label={t("sample.undo-named", { name })}
            onClick={props.onUndo}
          >
            {t("undo.act")}
          </button>
        )}
      </div>
    </li>
  );
}
