import { Link } from "@tanstack/react-router";
import type { JSX } from "react";
import type { OverviewResponse } from "#contract";
import { sources, useAnswer } from "../api/queries.ts";
import { type TextKey, useWords } from "../app/text.ts";
import { Show } from "../parts/loading.tsx";
import { Card, PageHead, Tag, type Tone } from "../parts/page-head.tsx";
import { shortName } from "../parts/report-line.tsx";
import { Figure } from "../parts/svg.tsx";

/** What the flow says, what is next, what is stale, what is retracted. */
export function OverviewPage(): JSX.Element {
  const { language } = useWords();
  const answer = useAnswer(sources.overview(language));
  return <Show answer={answer}>{(overview) => <Overview overview={overview} />}</Show>;
}

function Overview(props: { readonly overview: OverviewResponse }): JSX.Element {
  const { overview } = props;
  const words = useWords();
  const { t } = words;
  const first = overview.next[0];
  return (
    <>
      <PageHead
        title={t("page.overview")}
        tools={
          first === undefined ? undefined : (
            <Link className="button primary" {...target(first.page)}>
              {t(`next.${first.id}.act` as TextKey)}
            </Link>
          )
        }
      >
        {words.local(overview.title)}
        {overview.lastSearch === null
          ? ""
          : ` · ${t("overview.last-search", { date: words.date(overview.lastSearch) })}`}
      </PageHead>
      <Alerts alerts={overview.alerts} />
      <div className="two">
        <Card title={t("overview.flow")}>
          <Figure label={t("overview.flow")} svg={overview.flowSvg} minWidth={560} />
          {overview.flowProblems.map((problem) => (
            <p key={problem.code + problem.message} className="banner" style={{ margin: "12px 0 0" }}>
              {problem.message}
            </p>
          ))}
          <p className="foot">{t("overview.flow-note")}</p>
          <details style={{ marginTop: 12 }}>
            <summary>{t("overview.flow-words")}</summary>
            <p className="prose">{overview.flowDescription}</p>
          </details>
        </Card>
        <div className="stack">
          <Next steps={overview.next} />
          <AgreementCard agreement={overview.agreement} />
        </div>
      </div>
    </>
  );
}

function Alerts(props: { readonly alerts: OverviewResponse["alerts"] }): JSX.Element | null {
  const words = useWords();
  const { t } = words;
  const kinds = [...new Set(props.alerts.map(({ status }) => status.status))];
  return (
    <>
      {kinds.map((kind) => {
        const alerts = props.alerts.filter(({ status }) => status.status === kind);
        return (
          <div key={kind} className="banner" role="status">
            <b>
              {words.named("status", kind)}
              {alerts.length > 1 ? ` (${alerts.length})` : ""}
            </b>
            <ul>
              {alerts.map(({ report, status, usedIn }) => (
                <li key={report.id}>
                  <Link to="/records" search={{ report: report.id } as never}>
                    {shortName(report)}
                  </Link>
                  {status.date === undefined ? "" : `, ${words.date(status.date)}`}
                  {". "}
                  {usedIn.length === 0 ? t("alert.unused") : t("alert.used", { where: usedIn.join(", ") })}{" "}
                  {words.local(status.note)}
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </>
  );
}

const TONES: Readonly<Record<string, Tone>> = {
  "settle-conflicts": "wait",
  "stale-analysis": "warn",
  "stale-report": "warn",
};

function Next(props: { readonly steps: OverviewResponse["next"] }): JSX.Element {
  const { t, number } = useWords();
  return (
    <Card title={t("overview.next")}>
      {props.steps.length === 0 ? <p className="soft">{t("overview.nothing")}</p> : null}
      <ul className="lines">
        {props.steps.map((step) => (
          <li
            key={`${step.id} ${step.page}`}
            className="row apart"
            style={{ alignItems: "start", flexWrap: "nowrap" }}
          >
            <span>
              <Link {...target(step.page)}>{t(`next.${step.id}` as TextKey)}</Link>
              {step.detail === null ? null : <small className="soft block">{step.detail}</small>}
            </span>
            <Tag tone={TONES[step.id] ?? "plain"}>
              {step.count === 0 ? t("next.due") : number(step.count)}
            </Tag>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function AgreementCard(props: { readonly agreement: OverviewResponse["agreement"] }): JSX.Element {
  const words = useWords();
  const { t, number } = words;
  const { agreement } = props;
  if (agreement === null) {
    return (
      <Card title={t("agreement.title")}>
        <p className="soft">{t("agreement.none")}</p>
      </Card>
    );
  }
  const { kappa, low, high } = agreement;
  const interval =
    low === null || high === null
      ? ""
      : ` [${number(low, 2)}${words.language === "nb" ? ";" : ","} ${number(high, 2)}]`;
  return (
    <Card title={`${t("agreement.title")}, ${words.named("stage", agreement.stage).toLowerCase()}`}>
      <dl className="facts">
        <dt>{t("agreement.kappa")}</dt>
        <dd>{kappa === null ? t("not-defined") : `${number(kappa, 2)}${interval}`}</dd>
        <dt>{t("agreement.percent")}</dt>
        <dd>{words.percent(agreement.percent)}</dd>
        <dt>{t("agreement.both")}</dt>
        <dd>{number(agreement.both)}</dd>
      </dl>
    </Card>
  );
}

/** A page path of the server, such as `full-text` or `extract?study=x`, as a link's target. */
function target(page: string): { readonly to: string; readonly search: never } {
  const [path = "", search = ""] = page.split("?");
  return {
    to: `/${path.replace(/^\//, "")}`,
    search: Object.fromEntries(new URLSearchParams(search)) as never,
  };
}
