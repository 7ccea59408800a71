import { type JSX, useEffect, useRef } from "react";
import type { ReportResponse } from "#contract";
import { sources, useAnswer } from "../api/queries.ts";
import { useWords } from "../app/text.ts";
import { Show } from "../parts/loading.tsx";
import { ReportMeta } from "../parts/report-line.tsx";
import { StatusBanner } from "../parts/status-banner.tsx";

/** One report: what it is, which records it is known by, what was decided, and the entries as they came. */
export function RecordDetail(props: { readonly id: string; readonly onClose: () => void }): JSX.Element {
  const { t } = useWords();
  const answer = useAnswer(sources.report(props.id));
  const ref = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a newly chosen report is read from its top
  useEffect(() => {
    ref.current?.focus({ preventScroll: true });
    ref.current?.scrollTo({ top: 0 });
  }, [props.id]);
  return (
    <aside className="card detail" ref={ref} tabIndex={-1} aria-label={t("report.detail")}>
      <div className="row apart" style={{ marginBottom: 8 }}>
        <span className="soft">{t("report.detail")}</span>
        <button type="button" className="button quiet" onClick={props.onClose}>
          {t("close")}
        </button>
      </div>
      <Show answer={answer}>{(data) => <Detail data={data} />}</Show>
    </aside>
  );
}

function Detail(props: { readonly data: ReportResponse }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { report, records, studies, status, retrieval, screening } = props.data;
  return (
    <>
      {status === null ? null : <StatusBanner status={status} />}
      <h2>{report.title === "" ? t("report.untitled") : report.title}</h2>
      <p className="soft">
        <ReportMeta report={report} />
      </p>
      <p className="row" style={{ marginTop: 8 }}>
        {report.doi === null ? null : (
          <a href={`https://doi.org/${report.doi}`} rel="noreferrer" target="_blank">
            doi:{report.doi}
          </a>
        )}
        {report.pmid === null ? null : (
          <a href={`https://pubmed.ncbi.nlm.nih.gov/${report.pmid}/`} rel="noreferrer" target="_blank">
            PMID {report.pmid}
          </a>
        )}
      </p>
      <h3>{t("report.decisions")}</h3>
      {screening.length === 0 ? <p className="soft">{t("screening.pending")}</p> : null}
      <dl className="facts left">
        {screening.map((doc) => (
          <div key={doc.stage} style={{ display: "contents" }}>
            <dt>{words.named("stage", doc.stage)}</dt>
            <dd>
              {words.named("screening", doc.status)}
              <span className="soft">
                {doc.votes.length === 0
                  ? ""
                  : ` · ${doc.votes
                      .map(
                        (vote) => `${vote.reviewer}: ${words.named("decision", vote.decision).toLowerCase()}`,
                      )
                      .join(", ")}`}
                {doc.sealed === 0 ? "" : ` · ${t("sealed.votes", { count: doc.sealed })}`}
              </span>
            </dd>
          </div>
        ))}
        {retrieval === null ? null : (
          <>
            <dt>{t("retrieval")}</dt>
            <dd>
              {retrieval.retrieved ? t("retrieval.yes") : `${t("retrieval.no")}: ${retrieval.why ?? "–"}`}
            </dd>
          </>
        )}
        {studies.length === 0 ? null : (
          <>
            <dt>{t("study")}</dt>
            <dd>{studies.map((study) => study.label).join(", ")}</dd>
          </>
        )}
      </dl>
      {report.abstract === null ? (
        <p className="foot">{t("report.no-abstract")}</p>
      ) : (
        <>
          <h3>{t("report.abstract")}</h3>
          <p className="abstract">{report.abstract}</p>
        </>
      )}
      <h3>{t("report.records", { count: records.length })}</h3>
      {records.length > 1 ? <p className="soft">{basis(props.data, t)}</p> : null}
      {records.map((record) => (
        <details key={record.id} style={{ marginTop: 8 }}>
          <summary>
            {record.sourceId} · {t("report.line", { line: record.line })}
          </summary>
          <pre className="query">{record.raw}</pre>
        </details>
      ))}
    </>
  );
}

/** Which identifier the records of one report share; the reason they were joined. */
function basis(data: ReportResponse, t: ReturnType<typeof useWords>["t"]): string {
  for (const kind of ["doi", "pmid", "pmcid"] as const) {
    const [first, ...rest] = data.records.map((record) => record.ids[kind]);
    const shared = first?.find((id) => rest.every((ids) => ids.includes(id)));
    if (shared !== undefined) return t("report.joined-by", { kind: kind.toUpperCase(), id: shared });
  }
  return t("report.joined-other");
}
