import type { JSX, ReactNode } from "react";
import type { Answer } from "../api/queries.ts";
import { Trouble } from "../app/error-screen.tsx";
import { useWords } from "../app/text.ts";

/** Said while something is read. */
export function Loading(): JSX.Element {
  const { t } = useWords();
  return (
    <p className="loading" role="status">
      {t("loading")}
    </p>
  );
}

/** Shows an answer when it is there, else why not. */
export function Show<T>(props: {
  readonly answer: Answer<T>;
  readonly children: (data: T) => ReactNode;
}): ReactNode {
  const { data, error, retry } = props.answer;
  if (data !== undefined) return props.children(data);
  return error === null ? <Loading /> : <Trouble error={error} retry={retry} />;
}
