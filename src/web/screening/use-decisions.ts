import { useCallback, useEffect, useRef, useState } from "react";
import type { ScreenItem } from "#contract";
import { ApiError } from "../api/client.ts";
import type { Decision, Stage } from "../api/types.ts";
import { complain } from "../app/notices.tsx";
import { useWords } from "../app/text.ts";
import { keyOf } from "./kept-votes.ts";
import { readDraft, writeDraft } from "./note-field.tsx";
import type { Swiped } from "./swipe-toast.tsx";
import type { QueueState, VoteQueue } from "./vote-queue.ts";

export interface Decisions {
  readonly decide: (decision: Decision, reason?: string) => void;
  readonly swipe: (decision: Decision) => void;
  readonly undo: () => void;
  readonly swiped: Swiped | null;
  readonly forgetSwipe: () => void;
  /** Where the note of the report on screen is kept until it is sent. */
  readonly draftKey: string;
}

/** What keys, buttons and drags do to the queue. */
export function useDecisions(input: {
  readonly stage: Stage;
  readonly queue: VoteQueue;
  readonly state: QueueState;
  readonly readOnly: boolean;
  /** An exclusion needs its reason; asks for it. */
  readonly askReason: (() => void) | null;
  readonly count: (decisions: number) => void;
}): Decisions {
  const { t } = useWords();
  const latest = useRef(input);
  latest.current = input;
  const [swiped, setSwiped] = useState<Swiped | null>(null);
  const draftKey = draftOf(input.stage, input.state.queue[0]);
  const { takenBack } = input.state;
  useEffect(() => {
    if (takenBack !== null && takenBack.note !== "")
      writeDraft(draftOf(latest.current.stage, takenBack.item), takenBack.note);
  }, [takenBack]);
  const decide = useCallback((decision: Decision, reason?: string): void => {
    const { queue, readOnly, askReason, count, stage } = latest.current;
    const item = queue.state().queue[0];
    if (item === undefined || readOnly) return;
    if (decision === "exclude" && askReason !== null && reason === undefined) {
      askReason();
      return;
    }
    const key = draftOf(stage, item);
    const note = readDraft(key);
    writeDraft(key, "");
    queue.decide(decision, { ...(reason === undefined ? {} : { reason }), ...(note === "" ? {} : { note }) });
    count(1);
    setSwiped(null);
  }, []);
  const swipe = useCallback(
    (decision: Decision): void => {
      const { queue } = latest.current;
      const item = queue.state().queue[0];
      decide(decision);
      if (item === undefined || queue.state().queue[0] === item) return;
      setSwiped((before) => ({ decision, title: item.report.title, count: (before?.count ?? 0) + 1 }));
    },
    [decide],
  );
  const undo = useCallback((): void => {
    const { queue, count } = latest.current;
    setSwiped(null);
    queue.undo().then(
      (undone) => {
        if (undone) count(-1);
      },
      (error: unknown) => {
        if (error instanceof ApiError && error.code === "web/no-vote") {
          complain(new Error(t("screen.nothing-to-undo")), "");
        } else complain(error, t("lost.plain"));
      },
    );
  }, [t]);
  const forgetSwipe = useCallback(() => setSwiped(null), []);
  return { decide, swipe, undo, swiped, forgetSwipe, draftKey };
}

function draftOf(stage: Stage, item: ScreenItem | undefined): string {
  return `${stage}.${item === undefined ? "" : keyOf({ report: item.report.id, round: item.round })}`;
}
