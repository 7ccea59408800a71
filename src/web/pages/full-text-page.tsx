import { Link } from "@tanstack/react-router";
import { type JSX, useCallback, useMemo, useState } from "react";
import "../imports/imports.css";
import "../full-text/full-text.css";
import { sources, useAnswer } from "../api/queries.ts";
import type { ReportRow } from "../api/types.ts";
import { Trouble } from "../app/error-screen.tsx";
import { complain, say } from "../app/notices.tsx";
import { useSearchState } from "../app/search-state.ts";
import { useWords } from "../app/text.ts";
import { AttachArea } from "../full-text/attach-area.tsx";
import { AttachJobs } from "../full-text/attach-jobs.tsx";
import type { GivenFiles } from "../full-text/dropped-files.ts";
import { FullTextLine, type LineActs } from "../full-text/full-text-line.tsx";
import { type FullTextRows, missingReports, useFullTextRows } from "../full-text/full-text-rows.ts";
import { RetrievalDialog, useRetrieval } from "../full-text/retrieval-dialog.tsx";
import { useAttachQueue } from "../full-text/use-attach-queue.ts";
import { Loading } from "../parts/loading.tsx";
import { Empty, PageHead } from "../parts/page-head.tsx";
import { Segments } from "../parts/segments.tsx";

/** Reports that came to full text: which could be had, and what was decided on them. */
export function FullTextPage(): JSX.Element {
  const words = useWords();
  const { t, number } = words;
  const [search, setSearch] = useSearchState();
  const missing = search["show"] === "missing";
  const rows = useFullTextRows(missing);
  const { counts } = rows;
  return (
    <>
      <PageHead title={t("page.full-text")} tools={<ReadNext />}>
        {counts === undefined
          ? ""
          : t("full-text.counts", {
              total: number(counts.total),
              withFile: number(counts.withFile),
              missing: number(counts.total - counts.withFile - counts.notRetrieved),
              notRetrieved: number(counts.notRetrieved),
            })}
      </PageHead>
      {rows.error !== null && counts === undefined ? (
        <Trouble error={rows.error} retry={rows.retry} />
      ) : counts === undefined ? (
        <Loading />
      ) : counts.total === 0 ? (
        <Empty title={t("screen.none-full-text")}>{t("screen.none-full-text-next")}</Empty>
      ) : (
        <FullTextList
          rows={rows}
          missing={missing}
          onMissing={(only) => setSearch({ show: only ? "missing" : undefined })}
        />
      )}
    </>
  );
}

/** The way to the next full text that waits for this reader. */
function ReadNext(): JSX.Element | null {
  const { t } = useWords();
  const next = useAnswer(sources.nextItems("full-text"));
  const item = next.data?.items[0];
  if (item === undefined) return null;
  return (
    <Link className="button primary" to="/full-text/$reportId" params={{ reportId: item.report.id } as never}>
      {t("full-text.read-next")}
    </Link>
  );
}

function FullTextList(props: {
  readonly rows: FullTextRows;
  readonly missing: boolean;
  readonly onMissing: (only: boolean) => void;
}): JSX.Element {
  const { t } = useWords();
  const { rows, missing } = props;
  const session = useAnswer(sources.session);
  const readOnly = session.data?.readOnly !== false;
  const openAccess = rows.counts?.openAccess === true;
  const { queue, jobs } = useAttachQueue();
  const [asking, setAsking] = useState<ReportRow | null>(null);
  const toBeHad = useRetrieval(() => say(t("retrieval.noted-again")));
  const { mutate } = toBeHad;

  const take = useCallback(
    (given: GivenFiles): void => {
      queue.add(given.files, null, given.origin);
      if (given.left > 0) say(t("full-text.left-out", { count: given.left }));
    },
    [queue, t],
  );
  const acts: LineActs = useMemo(
    () => ({
      // Several files on one row cannot all be meant for it.
      attach: (report, given) =>
        given.files.length === 1 ? queue.add(given.files, report, "file") : take(given),
      lookUp: (reports) => queue.lookUp(reports),
      notRetrieved: setAsking,
      toBeHad: (report) => mutate({ report: report.id, retrieved: true }),
    }),
    [queue, take, mutate],
  );
  const lookUpAll = async (): Promise<void> => {
    try {
      const all = (await missingReports()).map(({ report }) => report).filter(({ doi }) => doi !== null);
      if (all.length === 0) say(t("full-text.none-to-look-up"));
      else queue.lookUp(all);
    } catch (error) {
      complain(error, t("lost.plain"));
    }
  };
  const choosable = useMemo(
    () => rows.rows.filter(({ file }) => file === null).map(({ report }) => report),
    [rows.rows],
  );
  return (
    <div className="stack">
      <AttachArea disabled={readOnly} onFiles={take}>
        {openAccess ? (
          <p>
            <button type="button" className="button" disabled={readOnly} onClick={() => void lookUpAll()}>
              {t("full-text.look-up-all")}
            </button>{" "}
            <small className="soft">{t("full-text.look-up-what")}</small>
          </p>
        ) : null}
      </AttachArea>
      <AttachJobs jobs={jobs} queue={queue} missing={choosable} />
      <div className="row apart">
        <Segments<"all" | "missing">
          label={t("full-text.show")}
          value={missing ? "missing" : "all"}
          options={[
            { id: "all", label: t("full-text.show-all") },
            { id: "missing", label: t("full-text.show-missing") },
          ]}
          onChange={(show) => props.onMissing(show === "missing")}
        />
      </div>
      {rows.rows.length === 0 ? (
        <Empty title={t("full-text.none-missing")}>{t("full-text.none-missing-next")}</Empty>
      ) : (
        <div className="card">
          <ul className="lines">
            {rows.rows.map((row) => (
              <FullTextLine
                key={row.report.id}
                row={row}
                openAccess={openAccess}
                readOnly={readOnly}
                acts={acts}
              />
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
      <RetrievalDialog report={asking} onClose={() => setAsking(null)} />
    </div>
  );
}
