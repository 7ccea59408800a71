import { type UseMutationResult, useMutation, useQueryClient } from "@tanstack/react-query";
import { complain } from "./notices.tsx";
import { useWords } from "./text.ts";

/**
 * A write that makes everything shown be read again when it is done.
 *
 * @param quiet the caller shows the error itself
 */
export function useWrite<Input, Output>(
  write: (input: Input) => Promise<Output>,
  options: { readonly onDone?: (output: Output, input: Input) => void; readonly quiet?: boolean } = {},
): UseMutationResult<Output, Error, Input> {
  const client = useQueryClient();
  const { t } = useWords();
  return useMutation<Output, Error, Input>({
    mutationFn: write,
    onSuccess: (output, input) => {
      options.onDone?.(output, input);
      void client.invalidateQueries();
    },
    onError: (error) => {
      if (options.quiet !== true) complain(error, t("lost.plain"));
    },
  });
}
