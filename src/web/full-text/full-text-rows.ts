import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { FullTextRow, FullTextsResponse } from "#contract";
import { getData, query } from "../api/client.ts";

export interface FullTextRows {
  readonly rows: readonly FullTextRow[];
  /** Counts of the whole list, whatever is filtered. */
  readonly counts: Pick<FullTextsResponse, "total" | "withFile" | "notRetrieved" | "openAccess"> | undefined;
  readonly error: Error | null;
  readonly hasMore: boolean;
  readonly more: () => void;
  readonly retry: () => void;
}

const PAGE = 100;
/** The program gives at most so many at once. */
const ALL = 500;

/** Reports that came to full text, page by page; one answer for each page of the list. */
export function useFullTextRows(missing: boolean): FullTextRows {
  const answer = useInfiniteQuery({
    queryKey: ["full-texts", missing],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) => getData<FullTextsResponse>(path(missing, pageParam, PAGE), signal),
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (before) => before,
  });
  const rows = useMemo(() => answer.data?.pages.flatMap((page) => page.rows) ?? [], [answer.data]);
  return {
    rows,
    counts: answer.data?.pages[0],
    error: answer.error,
    hasMore: answer.hasNextPage,
    more: () => {
      if (answer.hasNextPage && !answer.isFetchingNextPage) void answer.fetchNextPage();
    },
    retry: () => void answer.refetch(),
  };
}

/** All reports without a file that may still be had. */
export async function missingReports(): Promise<readonly FullTextRow[]> {
  const rows: FullTextRow[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const page: FullTextsResponse = await getData<FullTextsResponse>(path(true, after, ALL));
    rows.push(...page.rows);
    after = page.next;
  }
  return rows;
}

function path(missing: boolean, after: number, limit: number): string {
  return `full-texts${query({ after, limit, missing: missing ? "1" : undefined })}`;
}
