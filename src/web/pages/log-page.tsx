import { useInfiniteQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import "./log.css";
import type { LogEntry, LogResponse, UndoResponse } from "#contract";
import { getData, postData, query } from "../api/client.ts";
import { sources, useAnswer } from "../api/queries.ts";
import { Trouble } from "../app/error-screen.tsx";
import { say } from "../app/notices.tsx";
import { useWords } from "../app/text.ts";
import { useWrite } from "../app/write.ts";
import { AppDialog } from "../parts/dialog.tsx";
import { Loading } from "../parts/loading.tsx";
import { Empty, PageHead } from "../parts/page-head.tsx";
import { LogLine } from "./log-line.tsx";

/** Every fact of the review, newest first; each can be taken back and nothing goes away. */
export function LogPage(): JSX.Element {
  const { t, number } = useWords();
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
      <UndoDialog entry={asking} onClose={() => setAsking(null)} />
    </>
  );
}

function UndoDialog(props: { readonly entry: LogEntry | null; readonly onClose: () => void }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { entry } = props;
  const [reason, setReason] = useState("");
  const undo = useWrite(
    (id: string) =>
      postData<UndoResponse>("undo", {
        eventId: id,
        ...(reason.trim() === "" ? {} : { reason: reason.trim() }),
      }),
    {
      onDone: () => {
        say(t("undo.done"));
        setReason("");
        props.onClose();
      },
    },
  );
  return (
    <AppDialog
      title={t("undo.title")}
      open={entry !== null}
      onClose={props.onClose}
      closeLabel={t("cancel")}
      actions={
        <button
          type="button"
          className="button primary"
          disabled={undo.isPending}
          onClick={() => {
            if (entry !== null) undo.mutate(entry.id);
          }}
        >
          {t("undo.act")}
        </button>
      }
    >
      <p>
        {entry === null ? "" : words.named("event", entry.type)}. {t("undo.what")}
      </p>
      <div className="field">
        <label htmlFor="undo-reason">{t("undo.reason")}</label>
        <input
          id="undo-reason"
          className="input"
          value={reason}
          maxLength={2_000}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </div>
    </AppDialog>
  );
}
