import type { JSX, RefObject } from "react";
import type { AnalysisResponse } from "#contract";
import { postData } from "../api/client.ts";
import { say } from "../app/notices.tsx";
import { useWords } from "../app/text.ts";
import { useWrite } from "../app/write.ts";
import { Tag } from "../parts/page-head.tsx";
import type { Departure } from "./plan-words.ts";

interface ToolbarProps {
  readonly data: AnalysisResponse;
  readonly readOnly: boolean;
  readonly departed: readonly Departure[];
  /** Which planned part is shown; null: the main result. */
  readonly part: string | null;
  /** Says whether it is as planned; takes the focus when the plan is restored. */
  readonly state: RefObject<HTMLSpanElement | null>;
  readonly onCsv: () => void;
}

/** Whether it is as planned and recorded, and what can be done with it. */
export function Toolbar(props: ToolbarProps): JSX.Element {
  const { t } = useWords();
  const { data, readOnly, departed } = props;
  const follows = departed.length === 0;
  // What is recorded is the plan; a model of the counts, which stands beside the sentence, is carried out with it.
  const planned = departed.every(({ part }) => part === "counts");
  const path = `analyses/${encodeURIComponent(data.set.analysis.id)}/run`;
  const run = useWrite(() => postData(path, {}), { onDone: () => say(t("synthesis.recorded")) });
  return (
    <div className="row toolbar">
      <span ref={props.state} tabIndex={-1}>
        <Tag tone={follows ? "ok" : "wait"}>
          {follows ? (props.part ?? t("plan.follows")) : t("plan.exploratory")}
        </Tag>
      </span>
      <RunState outcome={data.outcome} />
      <button
        type="button"
        className="button"
        disabled={readOnly || run.isPending || !planned}
        title={planned ? undefined : t("synthesis.run-planned-only")}
        onClick={() => run.mutate(undefined)}
      >
        {run.isPending ? t("synthesis.running") : t("synthesis.run")}
      </button>
      <button type="button" className="button" onClick={props.onCsv}>
        {t("export.csv")}
      </button>
    </div>
  );
}

/** That this is not the plan, in what, and the way back. */
export function PlanNotice(props: {
  readonly departed: readonly Departure[];
  readonly onRestore: () => void;
  /** Shows the models of the counts, one of which is planned. */
  readonly onCounts: () => void;
}): JSX.Element | null {
  const { t } = useWords();
  const { departed } = props;
  if (departed.length === 0) return null;
  return (
    <section className="banner plan" aria-label={t("plan.exploratory")}>
      <b>{t("plan.departs")}</b>
      <ul>
        {departed.map(({ part, text }) => (
          <li key={part}>{text}</li>
        ))}
      </ul>
      {departed.some(({ part }) => part === "counts") ? (
        <button type="button" className="button" onClick={props.onCounts}>
          {t("plan.show-counts")}
        </button>
      ) : null}
      {departed.every(({ part }) => part === "counts") ? null : (
        <button type="button" className="button" onClick={props.onRestore}>
          {t("plan.restore")}
        </button>
      )}
    </section>
  );
}

function RunState(props: { readonly outcome: AnalysisResponse["outcome"] }): JSX.Element {
  const words = useWords();
  const { run, stale } = props.outcome;
  if (run === null) return <Tag>{words.t("synthesis.never-run")}</Tag>;
  return (
    <Tag tone={stale ? "warn" : "ok"}>
      {words.t(stale ? "synthesis.stale" : "synthesis.current", { at: words.moment(run.at) })}
    </Tag>
  );
}
