import { type JSX, useId, useState } from "react";
import type { DataSetEntry, OutcomesResponse } from "#contract";
import type { DerivePlan } from "#participants";
import { askedSource, sources, useAnswer } from "../api/queries.ts";
import { useWords, type Words } from "../app/text.ts";
import { Frame } from "../parts/frame.tsx";
import { Show } from "../parts/loading.tsx";
import { Card, Empty } from "../parts/page-head.tsx";
import { Choice } from "./choice.tsx";
import { rangeEnd } from "./dictionary-draft.ts";
import { instrumentFor, outcomesOf, roleOf } from "./roles.ts";
import { TypedInput } from "./typed-input.tsx";

/** Change, response, remission and the like, each with its rule and its source. */
export function OutcomesView(props: { readonly dataSet: DataSetEntry }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { dataSet } = props;
  const all = useAnswer(sources.participants);
  const outcomes = outcomesOf(dataSet);
  const [outcome, setOutcome] = useState(outcomes[0]?.name ?? "");
  const known = (all.data?.instruments ?? []).map(({ id }) => id);
  const [instrument, setInstrument] = useState<string | null>(null);
  const [response, setResponse] = useState("");
  const [remission, setRemission] = useState("");
  const chosen = instrument ?? instrumentFor(dataSet, outcome, known) ?? "";
  if (outcomes.length === 0 || roleOf(dataSet, "visit") === null)
    return <Empty title={t("participants.no-visits")} />;
  return (
    <div className="stack">
      <div className="row">
        <Choice
          label={t("participants.outcome")}
          value={outcome}
          options={outcomes.map(({ name, label }) => [name, label ?? name])}
          onChange={setOutcome}
        />
        <Choice
          label={t("participants.instrument")}
          value={chosen}
          options={[
            ["", t("participants.no-instrument")],
            ...(all.data?.instruments ?? []).map(({ id, name }) => [id, words.local(name)] as const),
          ]}
          onChange={setInstrument}
        />
      </div>
      <div className="row limits">
        <Limit label={t("participants.response-from")} value={response} onTake={setResponse} />
        <Limit label={t("participants.remission-to")} value={remission} onTake={setRemission} />
      </div>
      <Answered
        key={`${outcome} ${chosen}`}
        dataSet={dataSet}
        plan={{
          outcome,
          ...(chosen === "" ? {} : { instrument: chosen }),
          ...limitOf("response", "percent", response),
          ...limitOf("remission", "score", remission),
        }}
        words={words}
      />
    </div>
  );
}

/** A limit that is stated here, in place of the instrument's. */
function Limit(props: {
  readonly label: string;
  readonly value: string;
  readonly onTake: (value: string) => void;
}): JSX.Element {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      <TypedInput id={id} numeric {...props} />
    </div>
  );
}

function limitOf(
  kind: "response" | "remission",
  unit: "percent" | "score",
  text: string,
): Pick<DerivePlan, "response" | "remission"> {
  const value = rangeEnd(text, "number");
  return typeof value === "number" ? { [kind]: { unit, value } } : {};
}

function Answered(props: {
  readonly dataSet: DataSetEntry;
  readonly plan: DerivePlan;
  readonly words: Words;
}): JSX.Element {
  const { dataSet, plan, words } = props;
  const { t } = words;
  const answer = useAnswer(
    askedSource<OutcomesResponse>(`participants/${encodeURIComponent(dataSet.id)}/outcomes`, plan),
  );
  const [perTrial, setPerTrial] = useState(false);
  const title = t("participants.derived");
  return (
    <Show answer={answer}>
      {({ rules, counts }) => (
        <>
          <Card title={t("participants.rules")}>
            <dl className="pairs">
              {rules.map(({ kind, variable, formula, source }) => (
                <div key={variable}>
                  <dt>
                    {t(`derived.${kind}`)} <small>{variable}</small>
                  </dt>
                  <dd>
                    <code>{formula}</code>
                    {source === null ? null : <small className="block">{source.reference}</small>}
                  </dd>
                </div>
              ))}
            </dl>
          </Card>
          {counts.length === 0 ? (
            <p className="soft">{t("participants.no-limits")}</p>
          ) : (
            <Card title={title}>
              {counts.every(({ trial }) => trial === null) ? null : (
                <label className="check">
                  <input
                    type="checkbox"
                    checked={perTrial}
                    onChange={(event) => setPerTrial(event.currentTarget.checked)}
                  />
                  {t("participants.each-trial")}
                </label>
              )}
              <Frame label={title}>
                <table className="table numbers">
                  <thead>
                    <tr>
                      <th scope="col">{t("participants.outcome")}</th>
                      <th scope="col">{t("participants.trial")}</th>
                      <th scope="col">{t("participants.arm")}</th>
                      <th scope="col">{t("participants.visit")}</th>
                      <th scope="col" className="right">
                        {t("participants.yes-known")}
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {(perTrial ? counts : overTrials(counts)).map(
                      ({ kind, trial, arm, visit, yes, known }) => (
                        <tr key={`${kind} ${trial} ${arm} ${visit}`}>
                          <th scope="row">{t(`derived.${kind}`)}</th>
                          <td>{trial ?? t("participants.all-trials")}</td>
                          <td>{arm}</td>
                          <td>{visit}</td>
                          <td className="right">
                            {yes} / {known}
                          </td>
                        </tr>
                      ),
                    )}
                  </tbody>
                </table>
              </Frame>
            </Card>
          )}
        </>
      )}
    </Show>
  ) as JSX.Element;
}

type Count = OutcomesResponse["counts"][number];

/** The trials added up, by outcome, arm and visit. */
function overTrials(counts: readonly Count[]): readonly Count[] {
  const sums = new Map<string, Count>();
  for (const one of counts) {
    const key = JSON.stringify([one.kind, one.arm, one.visit]);
    const sum = sums.get(key);
    const added = { yes: (sum?.yes ?? 0) + one.yes, known: (sum?.known ?? 0) + one.known };
    sums.set(key, { ...one, trial: null, ...added });
  }
  return [...sums.values()];
}
