import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { RecordsResponse } from "#contract";
import { getData } from "../api/client.ts";
import type { RecordsRow } from "../api/types.ts";
import { type RecordsFilter, recordsPath } from "./filter.ts";

export interface RecordRows {
  readonly rows: readonly RecordsRow[];
  readonly total: number | undefined;
  readonly error: Error | null;
  readonly more: () => void;
  readonly hasMore: boolean;
  readonly retry: () => void;
}

const PAGE = 200;

/** Reports that pass a filter, page by page as the list is scrolled. */
export function useRecordRows(filter: RecordsFilter): RecordRows {
  const answer = useInfiniteQuery({
    queryKey: ["records", filter],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      getData<RecordsResponse>(recordsPath(filter, pageParam, PAGE), signal),
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (before) => before,
  });
  const rows = useMemo(() => answer.data?.pages.flatMap((page) => page.rows) ?? [], [answer.data]);
  return {
    rows,
    total: answer.data?.pages[0]?.total,
    error: answer.error,
    hasMore: answer.hasNextPage,
    more: () => {
      if (answer.hasNextPage && !answer.isFetchingNextPage) void answer.fetchNextPage();
    },
    retry: () => void answer.refetch(),
  };
}
