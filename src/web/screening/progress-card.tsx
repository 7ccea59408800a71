import { useQueryClient } from "@tanstack/react-query";
import { type JSX, useEffect, useRef } from "react";
import { sources, useAnswer } from "../api/queries.ts";
import type { Stage } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import { Card } from "../parts/page-head.tsx";
import { ConflictsLink } from "./conflicts-link.tsx";
import { RecallCurve } from "./recall-curve.tsx";
import { verdictWords } from "./verdict-words.ts";

/** The numbers are asked for again at most so often while someone reads. */
const EVERY = 4_000;

/** How far one is, and whether one may stop. */
export function ProgressCard(props: {
  readonly stage: Stage;
  readonly read: number;
  readonly inStage: number;
  /** Votes acknowledged in this visit; the numbers follow it. */
  readonly acknowledged: number;
}): JSX.Element {
  const words = useWords();
  const { t, number, local } = words;
  const { stage, read, inStage } = props;
  const answer = useAnswer(sources.screeningProgress(stage));
  const progress = answer.data?.progress ?? null;
  useRefreshed(stage, props.acknowledged, answer.data !== undefined && progress === null);
  const rule = answer.data?.rule;
  const verdict = progress === null || rule === undefined ? null : verdictWords(progress, rule, words);
  return (
    <Card title={t("progress.title")} className="progress-card">
      <p className="num">
        {t("screen.progress", { read: number(read), total: number(inStage) })}
        {" · "}
        {t("progress.left", {
          count: Math.max(0, inStage - read),
          shown: number(Math.max(0, inStage - read)),
        })}
      </p>
      <div className="progress" aria-hidden="true">
        <i style={{ width: `${inStage === 0 ? 0 : (100 * read) / inStage}%` }} />
      </div>
      <div className="curve-room">
        {progress !== null && progress.screened > 0 ? (
          <RecallCurve curve={progress.curve} total={progress.total} />
        ) : (
          <p className="soft">
            {answer.error !== null
              ? t("progress.unknown")
              : progress === null
                ? t("progress.preparing")
                : t("progress.begin")}
          </p>
        )}
      </div>
      {verdict === null ? null : (
        <p className="verdict" data-tone={verdict.tone}>
          <b>{verdict.head}</b> {verdict.sentences.join(" ")}
        </p>
      )}
      {progress?.claim == null ? null : (
        <details>
          <summary>{t("progress.claim")}</summary>
          <p className="soft">{local(progress.claim)}</p>
        </details>
      )}
      <ConflictsLink stage={stage} />
    </Card>
  );
}

function useRefreshed(stage: Stage, acknowledged: number, preparing: boolean): void {
  const client = useQueryClient();
  const last = useRef(0);
  useEffect(() => {
    if (acknowledged === 0) return;
    const wait = Math.max(300, last.current + EVERY - Date.now());
    const timer = setTimeout(() => {
      last.current = Date.now();
      void client.invalidateQueries({ queryKey: sources.screeningProgress(stage).queryKey });
    }, wait);
    return () => clearTimeout(timer);
  }, [client, stage, acknowledged]);
  useEffect(() => {
    if (!preparing) return;
    const ask = (): void =>
      void client.invalidateQueries({ queryKey: sources.screeningProgress(stage).queryKey });
    const timer = setInterval(ask, EVERY);
    return () => clearInterval(timer);
  }, [client, stage, preparing]);
}
