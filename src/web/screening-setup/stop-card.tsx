import { type JSX, useEffect, useRef, useState } from "react";
import type { SessionResponse, SetupResponse } from "#contract";
import { sources, useAnswer } from "../api/queries.ts";
import { useWords } from "../app/text.ts";
import { Card } from "../parts/page-head.tsx";
import { UndoDialog } from "../parts/undo-dialog.tsx";
import { verdictWords } from "../screening/verdict-words.ts";
import { StopDialog } from "./stop-dialog.tsx";

/** Whether screening may end, the button that ends it, and the way back. */
export function StopCard(props: {
  readonly setup: SetupResponse;
  readonly session: SessionResponse;
}): JSX.Element {
  const words = useWords();
  const { t, local } = words;
  const { setup, session } = props;
  const { stage, stopped } = setup;
  const answer = useAnswer(sources.screeningProgress(stage));
  const [asking, setAsking] = useState(false);
  const [resuming, setResuming] = useState(false);
  const progress = answer.data?.progress ?? null;
  useAskedAgain(progress === null && answer.error === null && stopped === null, answer.retry);
  const rule = answer.data?.rule;
  const verdict = progress === null || rule === undefined ? null : verdictWords(progress, rule, words);
  const may = session.person.roles.includes("lead") && !session.readOnly;
  return (
    <Card title={t("setup.stop-title")} className="setup-card">
      {stopped === null ? (
        <>
          <p className="verdict" data-tone={verdict?.tone}>
            {verdict === null ? (
              t(answer.error === null ? "progress.preparing" : "progress.unknown")
            ) : (
              <>
                <b>{verdict.head}</b> {verdict.sentences.join(" ")}
              </>
            )}
          </p>
          {progress?.claim == null ? null : <p className="soft">{local(progress.claim)}</p>}
          <p className="soft">{t("setup.stop-basis")}</p>
          {may ? (
            <div>
              <button type="button" className="button" onClick={() => setAsking(true)}>
                {t("setup.stop")}
              </button>
            </div>
          ) : (
            <p className="foot">{t("setup.stop-lead")}</p>
          )}
        </>
      ) : (
        <StoppedNow setup={setup} session={session} {...(may ? { onResume: () => setResuming(true) } : {})} />
      )}
      <StopDialog open={asking} stage={stage} verdict={verdict} onClose={() => setAsking(false)} />
      <UndoDialog
        eventId={resuming ? (stopped?.eventId ?? null) : null}
        title={t("screen.resume")}
        onClose={() => setResuming(false)}
      >
        <p>{t("screen.resume-what")}</p>
      </UndoDialog>
    </Card>
  );
}

/** The learner may still be reading the records; nothing else would make the numbers appear. */
function useAskedAgain(waiting: boolean, ask: () => void): void {
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(() => latest.current(), 2_000);
    return () => clearInterval(timer);
  }, [waiting]);
}

function StoppedNow(props: {
  readonly setup: SetupResponse;
  readonly session: SessionResponse;
  readonly onResume?: () => void;
}): JSX.Element | null {
  const words = useWords();
  const { t, number, percent } = words;
  const { stopped } = props.setup;
  if (stopped === null) return null;
  const by = props.session.people.find(({ id }) => id === stopped.by)?.name ?? stopped.by;
  return (
    <>
      <p>
        <b>{t("screen.stopped")}</b>
      </p>
      <p>
        {t("screen.stopped-by", {
          by,
          when: words.moment(stopped.at),
          screened: number(stopped.screened),
          total: number(stopped.total),
          relevant: number(stopped.relevant),
        })}
      </p>
      <p>
        {t(stopped.supported ? "screen.stopped-supported" : "screen.stopped-anyway", {
          rule: words.named("progress.rule", stopped.rule),
          target: percent(100 * stopped.target),
          confidence: percent(100 * stopped.confidence),
        })}
      </p>
      {stopped.note === undefined ? null : <p className="soft">{stopped.note}</p>}
      {props.onResume === undefined ? null : (
        <div>
          <button type="button" className="button" onClick={props.onResume}>
            {t("screen.resume")}
          </button>
        </div>
      )}
    </>
  );
}
