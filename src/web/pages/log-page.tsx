import { useInfiniteQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import "./log.css";
import type { LogEntry, LogResponse } from "#contract";
import { getData, query } from "../api/client.ts";
import { sources, useAnswer } from "../api/queries.ts";
import { Trouble } from "../app/error-screen.tsx";
import { useWords } from "../app/text.ts";
import { Loading } from "../parts/loading.tsx";
import { Empty, PageHead } from "../parts/page-head.tsx";
import { UndoDialog } from "../parts/undo-dialog.tsx";
import { LogLine } from "./log-line.tsx";

/** Every fact of the review, newest first; each can be taken back and nothing goes away. */
export function LogPage(): JSX.Element {
  const words = useWords();
  const { t, number } = words;
  const [asking, setAsking] = useState<LogEntry | null>(null);
  const session = useAnswer(sources.session);
  const answer = useInfiniteQuery({
    queryKey: ["log"],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      getData<LogResponse>(`log${query({ before: pageParam, limit: 100 })}`, signal),
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const pages = answer.data?.pages ?? [];
  const entries = pages.flatMap((page) => page.entries);
  const total = pages[0]?.total;
  const name = (id: string): string => session.data?.people.find((one) => one.id === id)?.name ?? id;
  return (
    <>
      <PageHead title={t("page.log")}>
        {total === undefined ? "" : `${t("log.lead", { count: total })} `}
        {total === undefined ? "" : t("log.shown", { shown: number(entries.length) })}
      </PageHead>
      {answer.error !== null && answer.data === undefined ? (
        <Trouble error={answer.error} retry={() => void answer.refetch()} />
      ) : answer.data === undefined ? (
        <Loading />
      ) : entries.length === 0 ? (
        <Empty title={t("log.none")} />
      ) : (
        <div className="card log">
          <ol className="lines">
            {entries.map((entry) => (
              <LogLine
                key={entry.id}
                entry={entry}
                name={name}
                onUndo={session.data?.readOnly === false ? () => setAsking(entry) : null}
              />
            ))}
          </ol>
          {answer.hasNextPage ? (
            <p style={{ marginTop: 16 }}>
              <button
                type="button"
                className="button"
                disabled={answer.isFetchingNextPage}
                onClick={() => void answer.fetchNextPage()}
              >
                {answer.isFetchingNextPage ? t("loading") : t("log.older")}
              </button>
            </p>
          ) : null}
        </div>
      )}
      <UndoDialog eventId={asking?.id ?? null} onClose={() => setAsking(null)}>
        <p>
          {asking === null ? "" : words.named("event", asking.type)}. {t("undo.what")}
        </p>
      </UndoDialog>
    </>
  );
}
