import type { JSX } from "react";
import { useWords } from "../app/text.ts";
import { type QueueState, waitingOf } from "./vote-queue.ts";

/** What went wrong with votes, what is kept, and what votes of a round are for. */
export function QueueMessages(props: {
  readonly state: QueueState;
  readonly onRetry: () => void;
}): JSX.Element {
  const { t } = useWords();
  const { refused, lost, pending, memoryOnly, queue } = props.state;
  const waiting = waitingOf(pending).length;
  return (
    <>
      <div aria-live="assertive">
        {refused === null ? null : (
          <div className="banner">
            <b>{t("screen.refused")}</b>
            <span>
              {refused.message} {refused.remedy}
            </span>
          </div>
        )}
        {lost === null ? null : (
          <div className="banner">
            <b>{t(lost === "connection" ? "lost.title" : `screen.lost-${lost}`)}</b>
            <span>
              {waiting === 0 ? "" : t("lost.kept", { count: waiting })}{" "}
              {memoryOnly ? t("screen.memory-only") : ""}
              {lost === "session" ? t("screen.lost-session-next") : ""}
            </span>
            <button type="button" className="button" onClick={props.onRetry}>
              {t("retry")}
            </button>
          </div>
        )}
      </div>
      {queue[0]?.because === "round" ? (
        <div className="banner calm">
          <b>{t("screen.round")}</b>
          <span>{t("screen.round-what")}</span>
        </div>
      ) : null}
    </>
  );
}
