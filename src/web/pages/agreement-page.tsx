import { Link } from "@tanstack/react-router";
import { type JSX, useId } from "react";
import "../agreement/agreement.css";
import type { SetupResponse } from "#contract";
import { AgreementView } from "../agreement/agreement-view.tsx";
import { sources, useAnswer } from "../api/queries.ts";
import type { Stage } from "../api/types.ts";
import { useSearchState } from "../app/search-state.ts";
import { useWords } from "../app/text.ts";
import { Show } from "../parts/loading.tsx";
import { PageHead } from "../parts/page-head.tsx";

/** Agreement at title and abstract. */
export function TitleAbstractAgreement(): JSX.Element {
  return <AgreementPage stage="title-abstract" />;
}

/** Agreement at full text. */
export function FullTextAgreement(): JSX.Element {
  return <AgreementPage stage="full-text" />;
}

function AgreementPage(props: { readonly stage: Stage }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { stage } = props;
  const [search, setSearch] = useSearchState();
  const setup = useAnswer(sources.screeningSetup(stage));
  const protocol = useAnswer(sources.protocol);
  const rounds = roundsOf(setup.data);
  const round = rounds.some(({ sample }) => sample.sample === search["round"]) ? search["round"] : undefined;
  // An address with a round is asked for when the rounds are known.
  const known = search["round"] === undefined || setup.data !== undefined || setup.error !== null;
  const agreement = useAnswer(sources.agreement(stage, round), known);
  return (
    <>
      <PageHead
        title={t("agreement.title")}
        tools={
          <Link to={stage === "full-text" ? "/full-text" : "/screen"} className="button">
            {t(stage === "full-text" ? "full-text.back" : "conflicts.back")}
          </Link>
        }
      >
        {words.named("stage", stage)} · {t("agreement.before-discussion")}
      </PageHead>
      {rounds.length === 0 ? null : (
        <RoundSelect rounds={rounds} value={round ?? ""} onChange={(next) => setSearch({ round: next })} />
      )}
      <Show answer={protocol}>
        {(doc) => (
          <Show answer={agreement}>
            {(data) => <AgreementView agreement={data} protocol={doc.protocol} />}
          </Show>
        )}
      </Show>
    </>
  );
}

type Round = SetupResponse["samples"][number];

function roundsOf(setup: SetupResponse | undefined): readonly Round[] {
  return (setup?.samples ?? []).filter(
    ({ sample }) => sample.purpose === "calibration" || sample.purpose === "pilot",
  );
}

function RoundSelect(props: {
  readonly rounds: readonly Round[];
  readonly value: string;
  readonly onChange: (round: string | undefined) => void;
}): JSX.Element {
  const words = useWords();
  const { t } = words;
  const id = useId();
  return (
    <div className="field" style={{ maxWidth: 420, marginBottom: 16 }}>
      <label htmlFor={id}>{t("agreement.round")}</label>
      <select
        id={id}
        className="input"
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value || undefined)}
      >
        <option value="">{t("agreement.review")}</option>
        {props.rounds.map(({ sample, done }) => (
          <option key={sample.sample} value={sample.sample}>
            {`${t(`sample.${sample.purpose}`)}, ${words.moment(sample.at)}${done ? "" : ` (${t("sample.being-read")})`}`}
          </option>
        ))}
      </select>
    </div>
  );
}
