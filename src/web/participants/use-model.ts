import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import type { ModelResponse } from "#contract";
import { postData } from "../api/client.ts";
import type { Specification } from "./model-draft.ts";

export interface ModelAnswer {
  /** The last model that could be fitted. */
  readonly data: ModelResponse | undefined;
  readonly error: Error | null;
  /** What is stated now is not fitted yet. */
  readonly changing: boolean;
}

/** Fits what is stated; while it is fitted the last result stays in view. */
export function useModel(specification: Specification): ModelAnswer {
  const stated = useDeferredValue(specification);
  const { data, error, isFetching } = useQuery<ModelResponse>({
    queryKey: ["participant-model", JSON.stringify(stated)],
    queryFn: () => postData<ModelResponse>("participants/models", { specification: stated }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  return { data, error, changing: isFetching || stated !== specification };
}
