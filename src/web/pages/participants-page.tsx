import { type CSSProperties, type JSX, useEffect } from "react";
import "../participants/participants.css";
import type { DataSetEntry, ParticipantsResponse } from "#contract";
import { sources, useAnswer } from "../api/queries.ts";
import { useSearchState } from "../app/search-state.ts";
import { useWords } from "../app/text.ts";
import { BaselineView } from "../participants/baseline-view.tsx";
import { ChecksView } from "../participants/checks-view.tsx";
import { ChooseFile } from "../participants/choose-file.tsx";
import { CourseView } from "../participants/course-view.tsx";
import { FlowView } from "../participants/flow-view.tsx";
import { ModelView } from "../participants/model-view.tsx";
import { NewMapping } from "../participants/new-mapping.tsx";
import { OutcomesView } from "../participants/outcomes-view.tsx";
import { PoolingView } from "../participants/pooling-view.tsx";
import { SimulatedBanner } from "../participants/simulated-banner.tsx";
import { VariablesView } from "../participants/variables-view.tsx";
import { Frame } from "../parts/frame.tsx";
import { Show } from "../parts/loading.tsx";
import { Empty, PageHead } from "../parts/page-head.tsx";
import { Segments } from "../parts/segments.tsx";

const TABS = ["data", "checks", "baseline", "flow", "course", "outcomes", "model", "pooling"] as const;
type Tab = (typeof TABS)[number];

const VIEWS: Readonly<Record<Tab, (props: { readonly dataSet: DataSetEntry }) => JSX.Element>> = {
  data: VariablesView,
  checks: ChecksView,
  baseline: BaselineView,
  flow: FlowView,
  course: CourseView,
  outcomes: OutcomesView,
  model: ModelView,
  pooling: PoolingView,
};

/** Individual participant data: their files, checks, tables, course and models. */
export function ParticipantsPage(): JSX.Element {
  const { t } = useWords();
  const answer = useAnswer(sources.participants);
  const session = useAnswer(sources.session);
  const [, setSearch] = useSearchState();
  const may = session.data?.readOnly === false;
  return (
    <>
      <PageHead
        title={t("page.participants")}
        tools={may ? <ChooseFile onKept={(set) => setSearch({ set, view: undefined }, true)} /> : undefined}
      >
        {t("participants.lead")}
      </PageHead>
      <Show answer={answer}>
        {(data) =>
          data.dataSets.length === 0 ? (
            <Empty title={t("participants.none")}>{t("participants.none-next")}</Empty>
          ) : (
            <Chosen data={data} may={may} />
          )
        }
      </Show>
    </>
  );
}

function Chosen(props: { readonly data: ParticipantsResponse; readonly may: boolean }): JSX.Element {
  const { t } = useWords();
  const [search, setSearch] = useSearchState();
  const { dataSets } = props.data;
  const chosen = dataSets.find(({ id }) => id === search["set"]) ?? dataSets[0]!;
  const tab = TABS.find((one) => one === search["view"]) ?? "data";
  const View = VIEWS[tab];
  useEffect(() => {
    // On a phone the views are wider than the window.
    const button = document.querySelectorAll(".tabs button")[TABS.indexOf(tab)];
    button?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [tab]);
  return (
    <div
      className={chosen.simulated ? "participants simulated" : "participants"}
      // Every table says so beside its name, however far below the banner it stands; figures say so themselves.
      style={{ "--simulated": JSON.stringify(t("participants.simulated")) } as CSSProperties}
    >
      <div className="row apart">
        <div className="field">
          <label htmlFor="data-set">{t("participants.set")}</label>
          <select
            id="data-set"
            className="input"
            value={chosen.id}
            onChange={(event) => setSearch({ set: event.currentTarget.value })}
          >
            {dataSets.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        </div>
        {props.may ? <NewMapping onJoined={(set) => setSearch({ set, view: undefined }, true)} /> : null}
      </div>
      {chosen.simulated ? <SimulatedBanner source={chosen.source} /> : null}
      <Frame className="tabs" label={t("participants.tabs")}>
        <Segments
          label={t("participants.tabs")}
          value={tab}
          options={TABS.map((id) => ({ id, label: t(`participants.tab.${id}`) }))}
          onChange={(view) => setSearch({ view })}
        />
      </Frame>
      {chosen.here || tab === "data" ? (
        <View key={`${chosen.id} ${tab}`} dataSet={chosen} />
      ) : (
        <Empty title={t("participants.not-here", { file: chosen.fileName ?? chosen.name })} />
      )}
    </div>
  );
}
