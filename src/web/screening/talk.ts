import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { CommentRequest, DiscussionResponse, LabelRequest } from "#contract";
import { postData } from "../api/client.ts";
import { sources, useAnswer } from "../api/queries.ts";
import type { Stage } from "../api/types.ts";
import { complain } from "../app/notices.tsx";
import { useWords } from "../app/text.ts";

/** How long a report is on screen before what was said of it is asked for. */
const SETTLED = 350;

export interface Talk {
  /** Undefined until it is known. */
  readonly said: DiscussionResponse | undefined;
  /** Resolves to whether it was taken; a refusal is told. */
  readonly comment: (text: string) => Promise<boolean>;
  readonly label: (label: string, on: boolean) => void;
}

/** What was said of the report on screen, by whom this person may hear. */
export function useTalk(stage: Stage, report: string, person: string): Talk {
  const client = useQueryClient();
  const { t } = useWords();
  const { queryKey } = sources.discussion(report);
  const answer = useAnswer(sources.discussion(report), useSettled(report));
  const address = (what: string): string => `records/${encodeURIComponent(report)}/${what}`;
  const again = (): void => void client.invalidateQueries({ queryKey });
  const comment = async (text: string): Promise<boolean> => {
    const request: CommentRequest = { stage, text };
    try {
      await postData(address("comments"), request);
      again();
      return true;
    } catch (error) {
      complain(error, t("lost.plain"));
      return false;
    }
  };
  const label = (name: string, on: boolean): void => {
    const before = client.getQueryData<DiscussionResponse>(queryKey);
    void client.cancelQueries({ queryKey });
    client.setQueryData<DiscussionResponse>(queryKey, withLabel(before, { stage, report, person, name, on }));
    const request: LabelRequest = { stage, label: name, on };
    postData(address("labels"), request).then(again, (error: unknown) => {
      client.setQueryData(queryKey, before);
      complain(error, t("lost.plain"));
    });
  };
  return { said: answer.data, comment, label };
}

/** Names of the labels that stand on the report, each once. */
export function labelsOn(said: DiscussionResponse | undefined): readonly string[] {
  return [...new Set((said?.labels ?? []).filter(({ on }) => on).map(({ label }) => label))];
}

function withLabel(
  before: DiscussionResponse | undefined,
  put: {
    readonly stage: Stage;
    readonly report: string;
    readonly person: string;
    readonly name: string;
    readonly on: boolean;
  },
): DiscussionResponse {
  const { stage, report, person, name, on } = put;
  const others = (before?.labels ?? []).filter((one) => one.by !== person || one.label !== name);
  return {
    comments: before?.comments ?? [],
    labels: [...others, { stage, report, label: name, on, by: person, at: "", eventId: `unsent-${name}` }],
    known: [...new Set([...(before?.known ?? []), name])],
  };
}

/** False while someone leafs through quickly, so that nothing is asked for in vain. */
function useSettled(id: string): boolean {
  const [settled, setSettled] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSettled(id), SETTLED);
    return () => clearTimeout(timer);
  }, [id]);
  return settled === id;
}
