import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { UndoResponse, VoteRequest, VoteResponse } from "#contract";
import { postData } from "../../api/client.ts";
import type { Decision } from "../../api/types.ts";
import { complain, say } from "../../app/notices.tsx";
import { useWords } from "../../app/text.ts";
import { readDraft, writeDraft } from "../../screening/note-field.tsx";

/** The vote this window sent last, so that it can be taken back from the report that came after it. */
let last: { readonly eventId: string; readonly report: string; readonly note: string } | null = null;

export interface FullTextVote {
  readonly sending: boolean;
  /** A vote that was not taken stays on screen with its note. */
  readonly failed: unknown;
  readonly decide: (decision: Decision, reason?: string) => void;
  readonly undo: () => void;
}

/** Where the draft of a note to a full-text vote is kept. */
export function draftKeyOf(report: string): string {
  return `full-text.${report}`;
}

/**
 * Decides on one full text. The vote is acknowledged before the next report is opened: a full text is read
 * for minutes, so nothing is gained by going on without the answer.
 *
 * @param open goes to a report's reading view; null: to the list, for nothing is left
 */
export function useFullTextVote(
  report: string,
  round: string | undefined,
  open: (report: string | null) => void,
): FullTextVote {
  const client = useQueryClient();
  const { t } = useWords();
  const [sending, setSending] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  // Two keys in one frame are one decision.
  const busy = useRef(false);

  const alone = async (work: () => Promise<void>): Promise<void> => {
    if (busy.current) return;
    busy.current = true;
    setSending(true);
    try {
      await work();
    } finally {
      busy.current = false;
      setSending(false);
    }
  };

  const send = async (decision: Decision, reason: string | undefined): Promise<void> => {
    const note = readDraft(draftKeyOf(report)).trim();
    const request: VoteRequest = {
      stage: "full-text",
      report,
      decision,
      ...(reason === undefined ? {} : { exclusionReason: reason }),
      ...(note === "" ? {} : { note }),
      ...(round === undefined ? {} : { round }),
    };
    let answer: VoteResponse;
    try {
      answer = await postData<VoteResponse>("votes", request);
    } catch (error) {
      setFailed(error);
      return;
    }
    setFailed(null);
    writeDraft(draftKeyOf(report), "");
    last = { eventId: answer.eventId, report, note };
    const next = answer.items.find((item) => item.report.id !== report);
    say(t("full-text.voted"));
    open(next?.report.id ?? null);
    void client.invalidateQueries();
  };

  const takeBack = async (): Promise<void> => {
    const vote = last;
    if (vote === null) {
      complain(new Error(t("screen.nothing-to-undo")), "");
      return;
    }
    try {
      await postData<UndoResponse>("undo", { eventId: vote.eventId });
    } catch (error) {
      complain(error, t("lost.plain"));
      return;
    }
    last = null;
    writeDraft(draftKeyOf(vote.report), vote.note);
    setFailed(null);
    say(t("undo.done"));
    open(vote.report);
    void client.invalidateQueries();
  };

  return {
    sending,
    failed,
    decide: (decision, reason) => void alone(() => send(decision, reason)),
    undo: () => void alone(takeBack),
  };
}
