import type { JSX } from "react";
import type { ReportsResponse, StatementsResponse } from "#contract";
import type { Language } from "#kernel";
import { postData } from "../api/client.ts";
import { sources, useAnswer } from "../api/queries.ts";
import { say } from "../app/notices.tsx";
import { useSearchState } from "../app/search-state.ts";
import { useWords } from "../app/text.ts";
import { useWrite } from "../app/write.ts";
import { Show } from "../parts/loading.tsx";
import { Card, PageHead, Tag } from "../parts/page-head.tsx";
import { Segments } from "../parts/segments.tsx";
import "./report.css";

/** The report as it stands: read it, build it, take it away. */
export function ReportPage(): JSX.Element {
  const words = useWords();
  const { t } = words;
  const [search, setSearch] = useSearchState();
  const language: Language =
    search["language"] === "en" || search["language"] === "nb" ? search["language"] : words.language;
  const reports = useAnswer(sources.reports);
  const statements = useAnswer(sources.statements);
  const session = useAnswer(sources.session);
  const build = useWrite(() => postData(`reports/${language}`, {}), { onDone: () => say(t("report.built")) });
  const file = (format: string): string => `/api/reports/${language}/${format}`;
  return (
    <>
      <PageHead
        title={t("page.report")}
        tools={
          <>
            <a className="button" href={`${file("html")}?download=1`} download>
              HTML
            </a>
            <a className="button" href={file("docx")} download>
              DOCX
            </a>
            <button
              type="button"
              className="button primary"
              disabled={build.isPending || session.data?.readOnly !== false}
              onClick={() => build.mutate(undefined)}
            >
              {build.isPending ? t("report.building") : t("report.build")}
            </button>
          </>
        }
      >
        {t("report.lead")}
      </PageHead>
      <div className="row" style={{ marginBottom: 16 }}>
        <Segments<Language>
          label={t("report.language")}
          value={language}
          options={[
            { id: "en", label: "English", lang: "en" },
            { id: "nb", label: "Norsk", lang: "nb" },
          ]}
          onChange={(next) => setSearch({ language: next })}
        />
      </div>
      <div className="two">
        <iframe
          key={language}
          className="preview"
          title={t("report.preview")}
          src={file("html")}
          sandbox=""
          // A sandboxed frame has no scripts; the keyboard scrolls it.
        />
        <div className="stack">
          <Show answer={reports}>{(data) => <Built reports={data.reports} />}</Show>
          <Show answer={statements}>{(data) => <Statements data={data} />}</Show>
        </div>
      </div>
    </>
  );
}

function Built(props: { readonly reports: ReportsResponse["reports"] }): JSX.Element {
  const words = useWords();
  const { t } = words;
  return (
    <Card title={t("report.files")}>
      {props.reports.length === 0 ? <p className="soft">{t("report.never-built")}</p> : null}
      <ul className="lines">
        {props.reports.map((report) => (
          <li key={`${report.language} ${report.format}`}>
            <p className="row apart">
              <b>
                {report.language === "nb" ? "Norsk" : "English"}, {report.format.toUpperCase()}
              </b>
              <Tag tone={report.stale ? "warn" : "ok"}>{t(report.stale ? "stale" : "current")}</Tag>
            </p>
            <small className="soft block">
              {words.moment(report.at)} · {report.hash.slice(0, 12)}
            </small>
          </li>
        ))}
      </ul>
      <p className="foot">{t("report.stale-note")}</p>
    </Card>
  );
}

function Statements(props: { readonly data: StatementsResponse }): JSX.Element | null {
  const words = useWords();
  const { t, local } = words;
  const { statements } = props.data;
  if (statements.length === 0) return null;
  return (
    <Card title={t("report.statements", { count: statements.length })}>
      <details>
        <summary>{t("report.show-statements")}</summary>
        <ul className="lines">
          {statements.map((statement) => (
            <li key={statement.statementId}>
              <Tag>{words.named("statement", statement.kind)}</Tag>
              <p style={{ marginTop: 4 }}>{local(statement.text)}</p>
              <small className="soft block">
                {words.local({ en: statement.source, nb: statement.sourceNb })}
                {statement.cites.length === 0 ? "" : ` · ${statement.cites.join(", ")}`}
              </small>
            </li>
          ))}
        </ul>
      </details>
    </Card>
  );
}
