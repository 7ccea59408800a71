import { useQueryClient } from "@tanstack/react-query";
import { type JSX, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import "../pages/protocol.css";
import "./screening.css";
import "./screening-phone.css";
import type { OverviewResponse, SessionResponse } from "#contract";
import type { Highlight, Protocol, Stage } from "../api/types.ts";
import { Trouble } from "../app/error-screen.tsx";
import { setPreferences, usePreferences } from "../app/preferences.ts";
import { useShortcuts } from "../app/shortcuts.ts";
import { useWords, type Words } from "../app/text.ts";
import { Loading } from "../parts/loading.tsx";
import { Empty, PageHead } from "../parts/page-head.tsx";
import { useNarrow } from "../parts/use-narrow.ts";
import { AllRead } from "./all-read.tsx";
import { type Hint, Hints } from "./decide.tsx";
import { KeysDialog, ReasonDialog } from "./dialogs.tsx";
import { HighlightDialog, MarkDialog } from "./highlight-dialog.tsx";
import { MoreSheet } from "./more-sheet.tsx";
import { readDraft } from "./note-field.tsx";
import { Paper } from "./paper.tsx";
import { QueueMessages } from "./queue-messages.tsx";
import { ScreenSide, type ScreenSideProps } from "./screen-side.tsx";
import { SittingLine } from "./sitting-line.tsx";
import { StageOver } from "./stage-over.tsx";
import { SwipeToast } from "./swipe-toast.tsx";
import { type Asked, Talks } from "./talks.tsx";
import { useDecisions } from "./use-decisions.ts";
import { useHighlights } from "./use-highlights.ts";
import { useSitting } from "./use-sitting.ts";
import { useVoteQueue } from "./use-vote-queue.ts";
import { ViewDialog } from "./view-dialog.tsx";
import { waitingOf } from "./vote-queue.ts";
import { WhyDialog } from "./why-dialog.tsx";
import { orderWords, WhyLine } from "./why-line.tsx";

export interface ScreenProps {
  readonly stage: Stage;
  readonly session: SessionResponse;
  readonly protocol: Protocol;
}

type Open = "keys" | "reason" | "view" | "more" | "why" | "highlights" | Asked | null;
const NO_MARKS: readonly Highlight[] = [];

/** Screening: one report, three choices, the next one at once. */
export function Screen(props: ScreenProps): JSX.Element {
  const { stage, session, protocol } = props;
  const words = useWords();
  const { t } = words;
  const { highlight } = usePreferences();
  const narrow = useNarrow(760);
  const { queue, state } = useVoteQueue(session.review.id, session.person.id, stage);
  const [open, setOpen] = useState<Open>(null);
  const [term, setTerm] = useState<string | null>(null);
  const [noting, setNoting] = useState<"shown" | "writing" | null>(null);
  const sheet = useRef<HTMLElement>(null);
  const sitting = useSitting();
  const highlights = useHighlights(protocol);
  const { readOnly } = session;
  const item = state.queue[0];
  const reasons = useMemo(
    () => protocol.exclusionReasons.filter((reason) => reason.stages.includes(stage)),
    [protocol, stage],
  );
  const needsReason = stage === "full-text";
  const waiting = waitingOf(state.pending).length;
  const read = Math.min(state.progress.inStage, state.progress.read + waiting);
  // The next record is painted first, the numbers beside it after.
  const lateRead = useDeferredValue(read);
  const lateAcknowledged = useDeferredValue(state.done.length);
  useProgressInRail(stage, read, state.progress.inStage);
  const { ranking } = state;
  useOrderWhenReady(ranking?.state === "preparing", queue.refresh);
  const { decide, swipe, undo, swiped, forgetSwipe, draftKey } = useDecisions({
    stage,
    queue,
    state,
    readOnly,
    askReason: needsReason ? () => setOpen("reason") : null,
    count: sitting.count,
  });
  const id = item?.report.id;
  useEffect(() => {
    if (id === undefined) return;
    setOpen((now) => (now === "reason" ? null : now));
    setNoting(readDraft(draftKey) === "" ? null : "shown");
    window.scrollTo({ top: 0 });
  }, [id, draftKey]);
  const close = useCallback(() => setOpen(null), []);
  const exclude = useCallback(
    (reason: string) => {
      setOpen(null);
      decide("exclude", reason);
    },
    [decide],
  );
  const editMarks = useCallback(() => setOpen("highlights"), []);
  const mark = (): void => {
    const selected = selectedIn(sheet.current);
    if (selected === null) setOpen("highlights");
    else setTerm(selected);
  };
  const toggle = (): void => setPreferences({ highlight: !highlight });
  const hints = hintsOf(words, {
    undo,
    note: () => setNoting("writing"),
    toggle,
    highlight,
    open: setOpen,
    mark,
  });
  useShortcuts({
    arrowleft: () => decide("exclude"),
    x: () => decide("exclude"),
    arrowdown: () => decide("maybe"),
    m: () => decide("maybe"),
    arrowright: () => decide("include"),
    i: () => decide("include"),
    a: () => decide("await"),
    ...Object.fromEntries(
      (narrow ? [...hints.thumb, ...hints.more] : hints.desk).map((hint) => [
        hint.key.toLowerCase(),
        hint.act,
      ]),
    ),
    ...(item === undefined
      ? {}
      : { e: () => setOpen("why"), c: () => setOpen("discussion"), l: () => setOpen("labels") }),
    ...Object.fromEntries(
      reasons.slice(0, 9).map((reason, at) => [String(at + 1), () => exclude(reason.id)]),
    ),
  });
  const side: ScreenSideProps = {
    stage,
    protocol,
    reasons,
    highlights: highlight ? highlights.now : NO_MARKS,
    read,
    inStage: state.progress.inStage,
    acknowledged: state.done.length,
    onReason: exclude,
    onHighlights: editMarks,
  };

  if (state.error !== null && item === undefined) return <Trouble error={state.error} retry={queue.retry} />;
  return (
    <div className="screen">
      <PageHead title={words.named("stage", stage)} tools={narrow ? undefined : <Hints hints={hints.desk} />}>
        {t("screen.progress", { read: words.number(read), total: words.number(state.progress.inStage) })}
        {ranking === null || state.stopped !== null ? "" : ` · ${orderWords(ranking, words)}`}
      </PageHead>
      <QueueMessages state={state} onRetry={queue.retry} />
      <p className="hidden" role="status" aria-live="polite">
        {item === undefined ? "" : item.report.title}
      </p>
      {!state.loaded ? (
        <Loading />
      ) : state.stopped !== null ? (
        <StageOver
          stage={stage}
          stopped={state.stopped}
          session={session}
          onResumed={() => void queue.start()}
        />
      ) : item === undefined && (state.asking || waiting > 0) ? (
        <NextIsComing lost={state.lost !== null} />
      ) : item === undefined ? (
        <AllRead stage={stage} inStage={state.progress.inStage} read={read} waiting={waiting} />
      ) : (
        <div className="two">
          <Talks stage={stage} report={item.report.id} session={session} open={open} onOpen={setOpen}>
            {(talkLine) => (
              <Paper
                item={item}
                sheet={sheet}
                highlights={side.highlights}
                readOnly={readOnly}
                draftKey={draftKey}
                noting={noting}
                onNoteClose={() => setNoting(null)}
                onDecide={(decision, how) => (how === "swipe" ? swipe(decision) : decide(decision))}
                thumb={hints.thumb}
                above={<WhyLine item={item} onWhy={() => setOpen("why")} />}
                below={talkLine}
              />
            )}
          </Talks>
          {narrow ? null : (
            <div className="side-frame">
              <div>
                <ScreenSide {...side} read={lateRead} acknowledged={lateAcknowledged} />
              </div>
            </div>
          )}
        </div>
      )}
      <SittingLine use={sitting} />
      <SwipeToast swiped={swiped} onUndo={undo} onGone={forgetSwipe} />
      {narrow && open === "more" ? <MoreSheet onClose={close} hints={hints.more} side={side} /> : null}
      {open === "keys" ? <KeysDialog open onClose={close} reasons={reasons.length > 0} /> : null}
      {open === "view" ? <ViewDialog onClose={close} /> : null}
      {open === "highlights" ? <HighlightDialog highlights={highlights} onClose={close} /> : null}
      {open === "why" && item !== undefined ? (
        <WhyDialog stage={stage} item={item} ranking={ranking} onClose={close} />
      ) : null}
      {term === null ? null : (
        <MarkDialog term={term} highlights={highlights} onClose={() => setTerm(null)} />
      )}
      {open === "reason" ? <ReasonDialog open reasons={reasons} onClose={close} onChoose={exclude} /> : null}
    </div>
  );
}

/** Someone was faster than the program; that all is read is said only when the program says so. */
function NextIsComing(props: { readonly lost: boolean }): JSX.Element {
  const { t } = useWords();
  return props.lost ? (
    <Empty title={t("screen.none-ready")}>{t("screen.none-ready-next")}</Empty>
  ) : (
    <Loading />
  );
}

/** The keys beside those that decide: in the head on a desk, under the thumb and in the sheet on a phone. */
function hintsOf(
  { t }: Words,
  acts: {
    readonly undo: () => void;
    readonly note: () => void;
    readonly toggle: () => void;
    readonly highlight: boolean;
    readonly mark: () => void;
    readonly open: (open: Open) => void;
  },
): { readonly desk: readonly Hint[]; readonly thumb: readonly Hint[]; readonly more: readonly Hint[] } {
  const undo: Hint = { key: "U", label: t("hint.undo"), act: acts.undo };
  const note: Hint = { key: "N", label: t("hint.note"), act: acts.note };
  const marks: Hint = { key: "H", label: t("hint.highlight"), act: acts.toggle, pressed: acts.highlight };
  const word: Hint = { key: "W", label: t("screen.mark-word"), act: acts.mark };
  const view: Hint = { key: "V", label: t("screen.view-short"), act: () => acts.open("view") };
  const keys: Hint = { key: "?", label: t("hint.keys"), act: () => acts.open("keys") };
  const more: Hint = { key: "O", label: t("screen.more"), act: () => acts.open("more") };
  return {
    desk: [undo, note, marks, word, view, keys],
    thumb: [undo, note, more],
    more: [marks, word, view, keys],
  };
}

/** Words selected in the record, or null. */
function selectedIn(sheet: HTMLElement | null): string | null {
  const selection = getSelection();
  const text = selection?.toString().trim() ?? "";
  const inside = selection?.anchorNode != null && sheet?.contains(selection.anchorNode) === true;
  return inside && text !== "" ? text : null;
}

/** While the learner gets ready nobody need vote to see its order: it is asked for. */
function useOrderWhenReady(preparing: boolean, refresh: () => void): void {
  useEffect(() => {
    if (!preparing) return;
    const timer = setInterval(refresh, 3_000);
    return () => clearInterval(timer);
  }, [preparing, refresh]);
}

/** The rail counts with the reader, without asking the program again after every vote. */
function useProgressInRail(stage: Stage, read: number, inStage: number): void {
  const client = useQueryClient();
  const { language } = useWords();
  useEffect(() => {
    if (inStage === 0) return;
    const part = stage === "title-abstract" ? "screen" : "fullText";
    const timer = setTimeout(() => {
      client.setQueryData<OverviewResponse>(["overview", language], (old) =>
        old === undefined ? old : { ...old, counts: { ...old.counts, [part]: { read, inStage } } },
      );
    }, 200);
    return () => clearTimeout(timer);
  }, [client, language, stage, read, inStage]);
  // Other pages read afresh what the votes changed.
  useEffect(() => () => void client.invalidateQueries(), [client]);
}
