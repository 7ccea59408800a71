import { useQueryClient } from "@tanstack/react-query";
import type { HighlightsRequest, HighlightsResponse } from "#contract";
import { postData } from "../api/client.ts";
import { sources, useAnswer } from "../api/queries.ts";
import type { Highlight, Protocol } from "../api/types.ts";
import { complain } from "../app/notices.tsx";
import { useWords } from "../app/text.ts";

export interface Highlights {
  readonly now: readonly Highlight[];
  readonly protocol: readonly Highlight[];
  /** Whether they are this person's own and not the protocol's. */
  readonly own: boolean;
  /** Shows other highlights at once and saves them; a refusal takes them back and is told. */
  readonly save: (highlights: readonly Highlight[]) => void;
}

/** The words marked for this person: their own, or the protocol's as long as they have none. */
export function useHighlights(protocol: Protocol): Highlights {
  const client = useQueryClient();
  const { t } = useWords();
  const { queryKey } = sources.highlights;
  const answer = useAnswer(sources.highlights);
  const fallback = protocol.highlights;
  const now = answer.data?.highlights ?? fallback;
  const ofProtocol = answer.data?.protocol ?? fallback;
  const save = (highlights: readonly Highlight[]): void => {
    const before = client.getQueryData<HighlightsResponse>(queryKey);
    void client.cancelQueries({ queryKey });
    client.setQueryData<HighlightsResponse>(queryKey, { highlights, protocol: ofProtocol, own: true });
    const request: HighlightsRequest = { highlights };
    postData("highlights", request).catch((error: unknown) => {
      client.setQueryData(queryKey, before);
      complain(error, t("lost.plain"));
    });
  };
  return { now, protocol: ofProtocol, own: !sameHighlights(now, ofProtocol), save };
}

function sameHighlights(a: readonly Highlight[], b: readonly Highlight[]): boolean {
  const flat = (list: readonly Highlight[]): string =>
    JSON.stringify(list.flatMap(({ kind, terms }) => terms.map((term) => `${kind} ${term}`)).sort());
  return a === b || flat(a) === flat(b);
}
