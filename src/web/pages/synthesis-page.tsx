import type { JSX } from "react";
import "../synthesis/synthesis.css";
import type { AnalysesResponse } from "#contract";
import { sources, useAnswer } from "../api/queries.ts";
import { type SearchState, useSearchState } from "../app/search-state.ts";
import { useWords } from "../app/text.ts";
import { Show } from "../parts/loading.tsx";
import { Empty, PageHead } from "../parts/page-head.tsx";
import { AnalysisView } from "../synthesis/analysis-view.tsx";

/** What the reader chose in one analysis says nothing about another; the view is kept. */
const NOTHING_CHOSEN: SearchState = {
  outcome: undefined,
  timepoint: undefined,
  measure: undefined,
  model: undefined,
  tau2: undefined,
  test: undefined,
  prediction: undefined,
  risk: undefined,
  retracted: undefined,
  "zero-to": undefined,
  "zero-add": undefined,
  "zero-drop": undefined,
  side: undefined,
  outer: undefined,
  places: undefined,
  groups: undefined,
  "group-tau2": undefined,
  moderators: undefined,
  without: undefined,
  study: undefined,
  apart: undefined,
};

/** Planned analyses; the chosen one is a sentence with its figure. */
export function SynthesisPage(): JSX.Element {
  const { t } = useWords();
  const analyses = useAnswer(sources.analyses);
  return (
    <Show answer={analyses}>
      {(data) =>
        data.analyses.length === 0 ? (
          <>
            <PageHead title={t("page.synthesis")} />
            <Empty title={t("synthesis.none")}>{t("synthesis.none-next")}</Empty>
          </>
        ) : (
          <Chosen list={data.analyses} />
        )
      }
    </Show>
  ) as JSX.Element;
}

function Chosen(props: { readonly list: AnalysesResponse["analyses"] }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { list } = props;
  const [search, setSearch] = useSearchState();
  const at = Math.max(
    0,
    list.findIndex((one) => one.analysis.id === search["analysis"]),
  );
  const chosen = list[at]!;
  const protocol = useAnswer(sources.protocol);
  const session = useAnswer(sources.session);
  const analysis = useAnswer(sources.analysis(chosen.analysis.id));
  return (
    <>
      <PageHead
        title={t("page.synthesis")}
        tools={
          <div className="field">
            <label htmlFor="analysis">{t("synthesis.choose")}</label>
            <select
              id="analysis"
              className="input"
              value={chosen.analysis.id}
              onChange={(event) => setSearch({ ...NOTHING_CHOSEN, analysis: event.currentTarget.value })}
            >
              {list.map((one) => (
                <option key={one.analysis.id} value={one.analysis.id}>
                  {words.local(one.analysis.label)}
                  {one.stale ? ` – ${t("stale")}` : ""}
                </option>
              ))}
            </select>
          </div>
        }
      >
        {t("synthesis.at", { at: at + 1, of: list.length })} · {words.local(chosen.analysis.label)}
      </PageHead>
      <Show answer={protocol}>
        {(doc) => (
          <Show answer={analysis}>
            {(data) => (
              <AnalysisView
                key={chosen.analysis.id}
                data={data}
                protocol={doc.protocol}
                readOnly={session.data?.readOnly ?? true}
              />
            )}
          </Show>
        )}
      </Show>
    </>
  );
}
