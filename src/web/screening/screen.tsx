import { useQueryClient } from "@tanstack/react-query";
import { type JSX, useEffect, useRef, useState } from "react";
import "../pages/protocol.css";
import "./screening.css";
import type { OverviewResponse, SessionResponse } from "#contract";
import { ApiError } from "../api/client.ts";
import type { Decision, Protocol, Stage } from "../api/types.ts";
import { Trouble } from "../app/error-screen.tsx";
import { complain } from "../app/notices.tsx";
import { setPreferences, usePreferences } from "../app/preferences.ts";
import { useShortcuts } from "../app/shortcuts.ts";
import { useWords } from "../app/text.ts";
import { Loading } from "../parts/loading.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { AllRead } from "./all-read.tsx";
import { Decide, Hints } from "./decide.tsx";
import { KeysDialog, ReasonDialog } from "./dialogs.tsx";
import { NoteField, readDraft, writeDraft } from "./note-field.tsx";
import { Reading } from "./reading.tsx";
import { ScreenSide } from "./screen-side.tsx";
import { useVoteQueue } from "./use-vote-queue.ts";

export interface ScreenProps {
  readonly stage: Stage;
  readonly session: SessionResponse;
  readonly protocol: Protocol;
}

type Open = "keys" | "reason" | null;

/** Screening: one report, three choices, the next one at once. */
export function Screen(props: ScreenProps): JSX.Element {
  const { stage, session, protocol } = props;
  const words = useWords();
  const { t } = words;
  const { highlight } = usePreferences();
  const { queue, state } = useVoteQueue(session.review.id, session.person.id, stage);
  const [open, setOpen] = useState<Open>(null);
  const [noting, setNoting] = useState(false);
  const sheet = useRef<HTMLElement>(null);
  const item = state.queue[0];
  const reasons = protocol.exclusionReasons.filter((reason) => reason.stages.includes(stage));
  const needsReason = stage === "full-text";
  const read = state.progress.read + state.pending.length;
  useProgressInRail(stage, { ...state.progress, read });

  const id = item?.report.id;
  const draftKey = `${stage}.${id ?? ""}`;
  useEffect(() => {
    if (id === undefined) return;
    setNoting(readDraft(draftKey) !== "");
    sheet.current?.scrollIntoView({ block: "nearest" });
    window.scrollTo({ top: 0 });
  }, [id, draftKey]);

  const decide = (decision: Decision, reason?: string): void => {
    if (item === undefined || session.readOnly) return;
    if (decision === "exclude" && needsReason && reason === undefined) {
      setOpen("reason");
      return;
    }
    setOpen(null);
    const note = readDraft(draftKey);
    writeDraft(draftKey, "");
    queue.decide(decision, { ...(reason === undefined ? {} : { reason }), ...(note === "" ? {} : { note }) });
  };
  const undo = (): void => {
    queue.undo().catch((error: unknown) => {
      if (error instanceof ApiError && error.code === "web/no-vote") {
        complain(new Error(t("screen.nothing-to-undo")), "");
      } else complain(error, t("lost.plain"));
    });
  };
  const toggle = (): void => setPreferences({ highlight: !highlight });
  const numbered = Object.fromEntries(
    needsReason
      ? reasons.slice(0, 9).map((reason, at) => [String(at + 1), () => decide("exclude", reason.id)])
      : [],
  );
  useShortcuts({
    arrowleft: () => decide("exclude"),
    x: () => decide("exclude"),
    arrowdown: () => decide("maybe"),
    m: () => decide("maybe"),
    arrowright: () => decide("include"),
    i: () => decide("include"),
    u: undo,
    h: toggle,
    n: () => setNoting(true),
    "?": () => setOpen("keys"),
    ...numbered,
  });

  if (state.error !== null && item === undefined) return <Trouble error={state.error} retry={queue.retry} />;
  return (
    <div className="screen">
      <PageHead
        title={words.named("stage", stage)}
        tools={
          <Hints
            highlight={highlight}
            onUndo={undo}
            onHighlight={toggle}
            onNote={() => setNoting(true)}
            onKeys={() => setOpen("keys")}
          />
        }
      >
        {t("screen.progress", { read: words.number(read), total: words.number(state.progress.inStage) })}
      </PageHead>
      <QueueMessages state={state} onRetry={queue.retry} />
      <p className="hidden" role="status" aria-live="polite">
        {item === undefined ? "" : item.report.title}
      </p>
      {!state.loaded ? (
        <Loading />
      ) : item === undefined ? (
        <AllRead stage={stage} inStage={state.progress.inStage} waiting={state.pending.length} />
      ) : (
        <div className="two">
          <article className="paper" ref={sheet} aria-label={item.report.title}>
            <div className="sheet">
              <Reading report={item.report} highlights={highlight ? protocol.highlights : []} />
            </div>
            {noting ? (
              <NoteField key={draftKey} draftKey={draftKey} onClose={() => setNoting(false)} />
            ) : null}
            <Decide onDecide={decide} disabled={session.readOnly} />
          </article>
          <ScreenSide
            stage={stage}
            protocol={protocol}
            reasons={needsReason ? reasons : []}
            highlight={highlight}
            progress={{ read, inStage: state.progress.inStage }}
          />
        </div>
      )}
      <KeysDialog open={open === "keys"} onClose={() => setOpen(null)} reasons={needsReason} />
      <ReasonDialog
        open={open === "reason"}
        reasons={reasons}
        onClose={() => setOpen(null)}
        onChoose={(reason) => decide("exclude", reason)}
      />
    </div>
  );
}

function QueueMessages(props: {
  readonly state: ReturnType<typeof useVoteQueue>["state"];
  readonly onRetry: () => void;
}): JSX.Element {
  const { t } = useWords();
  const { refused, lost, pending } = props.state;
  return (
    <div aria-live="assertive">
      {refused === null ? null : (
        <div className="banner">
          <b>{t("screen.refused")}</b>
          <span>
            {refused.message} {refused.remedy}
          </span>
        </div>
      )}
      {lost ? (
        <div className="banner">
          <b>{t("lost.title")}</b>
          <span>{t("lost.kept", { count: pending.length })}</span>
          <button type="button" className="button" onClick={props.onRetry}>
            {t("retry")}
          </button>
        </div>
      ) : null}
    </div>
  );
}

/** The rail counts with the reader, without asking the program again after every vote. */
function useProgressInRail(
  stage: Stage,
  progress: { readonly read: number; readonly inStage: number },
): void {
  const client = useQueryClient();
  const { language } = useWords();
  const { read, inStage } = progress;
  useEffect(() => {
    if (inStage === 0) return;
    const part = stage === "title-abstract" ? "screen" : "fullText";
    client.setQueryData<OverviewResponse>(["overview", language], (old) =>
      old === undefined ? old : { ...old, counts: { ...old.counts, [part]: { read, inStage } } },
    );
  }, [client, language, stage, read, inStage]);
  // Other pages read afresh what the votes changed.
  useEffect(() => () => void client.invalidateQueries(), [client]);
}
