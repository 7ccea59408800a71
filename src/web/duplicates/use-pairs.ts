import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { DuplicatePair, DuplicatesResponse, JudgedResponse, JudgeRequest } from "#contract";
import { getData, postData, query } from "../api/client.ts";
import { complain, say } from "../app/notices.tsx";
import { useWords } from "../app/text.ts";

export type PairState = "ask" | "judged" | "linked";

/** Pairs fetched at a time; more are asked for before the last of them is reached. */
const PAGE = 12;

/** Address of the pairs in a state. */
export function duplicatesPath(state: PairState, after: number, limit: number): string {
  return `duplicates${query({ state, after, limit })}`;
}

export interface PairQueue {
  readonly answer: {
    readonly data: DuplicatesResponse | undefined;
    readonly error: Error | null;
    readonly retry: () => void;
  };
  readonly pair: DuplicatePair | undefined;
  /** 0-based place of the pair among all that wait. */
  readonly place: number;
  readonly total: number;
  readonly move: (by: 1 | -1) => void;
  readonly judge: (verdict: JudgeRequest["verdict"], relation?: JudgeRequest["relation"]) => void;
  readonly undo: () => void;
  readonly canUndo: boolean;
}

/**
 * The pairs that wait, one in view. A judgement shows the next pair at once and is written behind it,
 * one after the other; a refused one brings its pair back.
 */
export function usePairQueue(): PairQueue {
  const { t } = useWords();
  const client = useQueryClient();
  const [place, setPlace] = useState(0);
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const done = useRef<{ readonly key: string; event: Promise<string> }[]>([]);
  const [canUndo, setCanUndo] = useState(false);
  const writing = useRef<Promise<unknown>>(Promise.resolve());
  /** Pairs whose judgement, or its undoing, is acknowledged and that the answer shown does not know of. */
  const written = useRef(new Set<string>());
  const settling = useRef(false);
  const again = useRef(false);
  const from = Math.max(0, Math.floor(place / (PAGE / 2)) * (PAGE / 2));
  const { data, error, refetch } = useQuery<DuplicatesResponse>({
    queryKey: ["duplicates", "ask", from],
    queryFn: ({ signal }) => getData<DuplicatesResponse>(duplicatesPath("ask", from, PAGE), signal),
    placeholderData: (before) => before,
  });
  const left = useMemo(() => data?.pairs.filter((pair) => !gone.has(keyOf(pair))) ?? [], [data, gone]);
  const total = Math.max(0, (data?.total ?? 0) - ((data?.pairs.length ?? 0) - left.length));
  const index = Math.max(0, Math.min(place - from, left.length - 1));
  const pair = left[index];

  // When a page is nearly used up the answer is fetched again, less what was judged meanwhile.
  // Only what is written by then is in the new answer; what is judged while it is fetched stays gone.
  const settle = useCallback(async () => {
    again.current = true;
    if (settling.current) return;
    settling.current = true;
    try {
      while (again.current) {
        again.current = false;
        await writing.current;
        const known = new Set(written.current);
        await client.invalidateQueries();
        for (const key of known) written.current.delete(key);
        setGone((before) => new Set([...before].filter((key) => !known.has(key))));
      }
    } finally {
      settling.current = false;
    }
  }, [client]);
  useEffect(() => {
    if (gone.size === 0) return;
    if (gone.size >= PAGE / 2 || left.length === 0) {
      void settle();
      return;
    }
    // After a pause the counts beside the queue are brought up to date as well.
    const timer = setTimeout(() => void settle(), 1_500);
    return () => clearTimeout(timer);
  }, [gone.size, left.length, settle]);

  const write = (request: JudgeRequest, key: string): Promise<string> => {
    const event = writing.current.then(async () => {
      const { eventId } = await postData<JudgedResponse>("duplicates", request);
      written.current.add(key);
      return eventId;
    });
    writing.current = event.catch((problem) => {
      complain(problem, t("lost.plain"));
      setGone((before) => new Set([...before].filter((one) => one !== key)));
      done.current = done.current.filter((one) => one.key !== key);
      setCanUndo(done.current.length > 0);
    });
    return event;
  };
  return {
    answer: { data, error, retry: () => void refetch() },
    pair,
    place: Math.min(place, Math.max(0, total - 1)),
    total,
    move: (by) => setPlace((before) => Math.max(0, Math.min(before + by, Math.max(0, total - 1)))),
    judge: (verdict, relation) => {
      if (pair === undefined) return;
      const key = keyOf(pair);
      const event = write(
        { a: pair.a.id, b: pair.b.id, verdict, ...(relation === undefined ? {} : { relation }) },
        key,
      );
      event.catch(() => undefined);
      written.current.delete(key);
      done.current.push({ key, event });
      setCanUndo(true);
      setGone((before) => new Set([...before, key]));
    },
    undo: () => {
      const last = done.current.pop();
      setCanUndo(done.current.length > 0);
      if (last === undefined) return;
      writing.current = writing.current
        .then(async () => postData("undo", { eventId: await last.event }))
        .then(() => {
          written.current.add(last.key);
          say(t("duplicates.undone"));
        })
        .catch((problem) => complain(problem, t("lost.plain")));
      void writing.current.then(settle);
    },
    canUndo,
  };
}

function keyOf(pair: DuplicatePair): string {
  return `${pair.a.id} ${pair.b.id}`;
}
