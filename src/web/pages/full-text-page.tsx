import { Link } from "@tanstack/react-router";
import type { JSX } from "react";
import { sources, useAnswer } from "../api/queries.ts";
import type { RecordsRow } from "../api/types.ts";
import { Trouble } from "../app/error-screen.tsx";
import { useWords } from "../app/text.ts";
import { Loading } from "../parts/loading.tsx";
import { Empty, PageHead, Tag, type Tone } from "../parts/page-head.tsx";
import { ReportMeta } from "../parts/report-line.tsx";
import { filterOf } from "../records/filter.ts";
import { useRecordRows } from "../records/record-rows.ts";
import { ConflictsLink } from "../screening/screen-side.tsx";

/** Reports included by title and abstract: which could be had, and what was decided on them. */
export function FullTextPage(): JSX.Element {
  const { t } = useWords();
  const rows = useRecordRows(filterOf({ status: "include" }));
  return (
    <>
      <PageHead
        title={t("page.full-text")}
        tools={
          <Link className="button primary" to="/full-text/screen">
            {t("next.screen-full-text.act")}
          </Link>
        }
      >
        {rows.total === undefined ? "" : t("full-text.total", { count: rows.total })}
      </PageHead>
      {rows.error !== null && rows.total === undefined ? (
        <Trouble error={rows.error} retry={rows.retry} />
      ) : rows.total === undefined ? (
        <Loading />
      ) : rows.total === 0 ? (
        <Empty title={t("screen.none-full-text")}>{t("screen.none-full-text-next")}</Empty>
      ) : (
        <div className="card">
          <ConflictsLink stage="full-text" />
          <ul className="lines">
            {rows.rows.map((row) => (
              <FullTextLine key={row.id} row={row} />
            ))}
          </ul>
          {rows.hasMore ? (
            <p style={{ marginTop: 16 }}>
              <button type="button" className="button" onClick={rows.more}>
                {t("more")}
              </button>
            </p>
          ) : null}
        </div>
      )}
    </>
  );
}

const TONES: Readonly<Record<string, Tone>> = {
  include: "ok",
  exclude: "plain",
  conflict: "wait",
  maybe: "wait",
};

function FullTextLine(props: { readonly row: RecordsRow }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { row } = props;
  const answer = useAnswer(sources.report(row.id));
  const retrieval = answer.data?.retrieval;
  const status = row.fullText ?? "pending";
  return (
    <li className="row apart" style={{ alignItems: "start" }}>
      <div style={{ flex: "1 1 320px", minWidth: 0 }}>
        <Link className="plain" to="/records" search={{ report: row.id } as never}>
          {row.title === "" ? t("report.untitled") : row.title}
        </Link>
        <small className="soft block">
          <ReportMeta report={row} />
        </small>
        {retrieval === null || retrieval === undefined || retrieval.retrieved ? null : (
          <small className="ex block">
            {t("retrieval.no")}: {retrieval.why ?? "–"}
          </small>
        )}
      </div>
      <div className="row">
        {row.status === "retracted" ? <Tag tone="warn">{words.named("status", row.status)}</Tag> : null}
        <Tag>
          {retrieval === undefined || retrieval === null
            ? t("retrieval.unknown")
            : retrieval.retrieved
              ? t("retrieval.yes")
              : t("retrieval.no")}
        </Tag>
        <Tag tone={TONES[status] ?? "plain"}>{words.named("screening", status)}</Tag>
      </div>
    </li>
  );
}
