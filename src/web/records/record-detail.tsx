import { Link } from "@tanstack/react-router";
import { type JSX, useEffect, useRef } from "react";
import type { ReportResponse } from "#contract";
import { sources, useAnswer } from "../api/queries.ts";
import { useWords, type Words } from "../app/text.ts";
import { Show } from "../parts/loading.tsx";
import { ReportMeta } from "../parts/report-line.tsx";
import { StatusBanner } from "../parts/status-banner.tsx";
import { RecordCard } from "./record-card.tsx";
import { SourceDecisions } from "./source-decisions.tsx";

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
      <Show answer={answer}>{(data) => <Detail key={data.report.id} data={data} />}</Show>
    </aside>
  );
}

function Detail(props: { readonly data: ReportResponse }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { report, records, status } = props.data;
  const readOnly = useAnswer(sources.session).data?.readOnly !== false;
  return (
    <>
      {status === null ? null : <StatusBanner status={status} />}
      <h2>{report.title === "" ? t("report.untitled") : report.title}</h2>
      <p className="soft">
        <ReportMeta report={report} />
      </p>
      <p className="row" style={{ marginTop: 8 }}>
        {report.doi === null ? null : (
          <a
            href={`https://doi.org/${report.doi.split("/").map(encodeURIComponent).join("/")}`}
            rel="noreferrer"
            target="_blank"
          >
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
      <Decisions data={props.data} words={words} />
      {report.decisions === undefined && report.labels === undefined ? null : (
        <>
          <h3>{t("record.elsewhere")}</h3>
          <SourceDecisions decisions={report.decisions} labels={report.labels} />
        </>
      )}
      <Links data={props.data} words={words} />
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
        <RecordCard key={record.id} record={record} report={report} readOnly={readOnly} />
      ))}
    </>
  );
}

function Decisions(props: { readonly data: ReportResponse; readonly words: Words }): JSX.Element {
  const { words } = props;
  const { t } = words;
  const { studies, retrieval, screening } = props.data;
  return (
    <>
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
    </>
  );
}

/** Other reports that belong to the same study, and how. */
function Links(props: { readonly data: ReportResponse; readonly words: Words }): JSX.Element | null {
  const { t, named } = props.words;
  const { links } = props.data;
  if (links.length === 0) return null;
  return (
    <>
      <h3>{t("record.links")}</h3>
      <ul className="lines">
        {links.map((link) => (
          <li key={`${link.report} ${link.relation} ${link.forward}`}>
            <span className="soft">{named(link.forward ? "link-is" : "link-has", link.relation)}:</span>{" "}
            <Link
              to="."
              search={((before: object) => ({ ...before, report: link.report })) as never}
              resetScroll={false}
            >
              {link.title === "" ? t("report.untitled") : link.title}
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Which identifier the records of one report share; the reason they were joined. */
function basis(data: ReportResponse, t: Words["t"]): string {
  for (const kind of ["doi", "pmid", "pmcid"] as const) {
    const [first, ...rest] = data.records.map((record) => record.ids[kind]);
    const shared = first?.find((id) => rest.every((ids) => ids.includes(id)));
    if (shared !== undefined) return t("report.joined-by", { kind: kind.toUpperCase(), id: shared });
  }
  return t("report.joined-other");
}
