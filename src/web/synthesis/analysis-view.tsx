import { type JSX, useMemo } from "react";
import type { AnalysisResponse } from "#contract";
import { forestPlot } from "#figures";
import type { MeasureId, PoolModel, PoolTest, Tau2Method } from "#synthesis";
import { postData } from "../api/client.ts";
import type { Protocol } from "../api/types.ts";
import { say } from "../app/notices.tsx";
import { useSearchState } from "../app/search-state.ts";
import { useWords } from "../app/text.ts";
import { useWrite } from "../app/write.ts";
import { Card, Tag } from "../parts/page-head.tsx";
import { Figure } from "../parts/svg.tsx";
import { asPlanned, compute, planned, type Specification } from "./compute.ts";
import { DataTable, LeaveOneOutTable } from "./data-table.tsx";
import { forestOf, namesOf } from "./forest.ts";
import { ResultCards } from "./result-cards.tsx";
import { Sentence } from "./sentence.tsx";

/** One planned analysis, computed here as the reader changes its words. */
export function AnalysisView(props: {
  readonly data: AnalysisResponse;
  readonly protocol: Protocol;
  readonly readOnly: boolean;
}): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { set, outcome } = props.data;
  const { analysis } = set;
  const [spec, change] = useSpecification(props.data);
  const names = namesOf(props.protocol, analysis, spec, words);
  const lowIsBetter = props.protocol.outcomes.find((one) => one.id === analysis.outcome)?.better !== "higher";
  const key = JSON.stringify(spec);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the specification is compared by value
  const computed = useMemo(() => compute(set, spec, { missing: t("synthesis.no-numbers") }), [set, key, t]);
  const svg = forestPlot(forestOf(computed, spec, names, lowIsBetter, words), { id: "forest" });
  const follows = asPlanned(spec, analysis);
  const run = useWrite(() => postData(`analyses/${encodeURIComponent(analysis.id)}/run`, {}), {
    onDone: () => say(t("synthesis.recorded")),
  });
  return (
    <>
      <div className="row" style={{ marginBottom: 16 }}>
        <Tag tone={follows ? "ok" : "wait"}>{t(follows ? "plan.follows" : "plan.departs")}</Tag>
        <RunState outcome={outcome} />
        {follows ? null : (
          <button type="button" className="button quiet" onClick={() => change(planned(analysis))}>
            {t("plan.restore")}
          </button>
        )}
        <button
          type="button"
          className="button"
          disabled={props.readOnly || run.isPending || !follows}
          title={follows ? undefined : t("synthesis.run-planned-only")}
          onClick={() => run.mutate(undefined)}
        >
          {run.isPending ? t("synthesis.running") : t("synthesis.run")}
        </button>
      </div>
      <Sentence set={set} spec={spec} names={names} onChange={change} />
      {outcome.problems.map((problem) => (
        <p key={problem.message} className="banner">
          {problem.message}
        </p>
      ))}
      <div className="two">
        <div className="stack">
          <div className="card fig">
            {computed.effects.length === 0 ? (
              <p className="soft">{t("synthesis.nothing")}</p>
            ) : (
              <Figure label={t("synthesis.figure")} svg={svg} minWidth={640} />
            )}
            {computed.problem === null ? null : <p className="ex">{computed.problem}</p>}
          </div>
          <DataTable rows={set.rows} spec={spec} />
          <LeaveOneOutTable computed={computed} spec={spec} />
        </div>
        <div className="stack">
          {computed.pooled === null ? null : (
            <ResultCards pooled={computed.pooled} spec={spec} names={names} lowIsBetter={lowIsBetter} />
          )}
          <NotIn data={props.data} failed={computed.failed} />
          {analysis.note === undefined ? null : (
            <Card title={t("plan.note")}>
              <p className="prose">{words.local(analysis.note)}</p>
            </Card>
          )}
        </div>
      </div>
    </>
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

function NotIn(props: {
  readonly data: AnalysisResponse;
  readonly failed: ReturnType<typeof compute>["failed"];
}): JSX.Element | null {
  const words = useWords();
  const { leftOut } = props.data.set;
  if (leftOut.length === 0 && props.failed.length === 0) return null;
  return (
    <Card title={words.t("synthesis.not-in")}>
      <ul className="lines">
        {leftOut.map((one) => (
          <li key={`${one.studyId} ${one.why}`}>
            <b>{one.label}</b>
            <small className="soft block">
              {words.named("left-out", one.why)}
              {one.detail === "" ? "" : `: ${one.detail}`}
            </small>
          </li>
        ))}
        {props.failed.map(({ row, why }) => (
          <li key={row.studyId}>
            <b>{row.label}</b>
            <small className="soft block">{why}</small>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** The reader's words live in the address; what equals the plan leaves it. */
function useSpecification(
  data: AnalysisResponse,
): readonly [Specification, (change: Partial<Specification>) => void] {
  const [search, setSearch] = useSearchState();
  const plan = planned(data.set.analysis);
  const spec: Specification = {
    measure: (search["measure"] as MeasureId | undefined) ?? plan.measure,
    model: (search["model"] as PoolModel | undefined) ?? plan.model,
    tau2: (search["tau2"] as Tau2Method | undefined) ?? plan.tau2,
    test: (search["test"] as PoolTest | undefined) ?? plan.test,
    without: search["without"]?.split(",").filter((id) => id !== "") ?? [],
  };
  const change = (part: Partial<Specification>): void => {
    const next = { ...spec, ...part };
    setSearch({
      measure: next.measure === plan.measure ? undefined : next.measure,
      model: next.model === plan.model ? undefined : next.model,
      tau2: next.tau2 === plan.tau2 ? undefined : next.tau2,
      test: next.test === plan.test ? undefined : next.test,
      without: next.without.length === 0 ? undefined : next.without.join(","),
    });
  };
  return [spec, change];
}
