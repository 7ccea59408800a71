import type { JSX } from "react";
import { ApiError } from "../api/client.ts";
import { useWords } from "../app/text.ts";
import { ProblemList } from "./problem-list.tsx";

/** Why a model was not fitted: in the reader's language what kind of trouble it is, then what the program found and advises. */
export function Refusal({ error }: { readonly error: Error }): JSX.Element {
  const { t, named } = useWords();
  const code = error instanceof ApiError ? error.code : "";
  const problems = error instanceof ApiError ? error.problems : [];
  return (
    <div className="banner refusal" role="alert">
      <b>{named("refusal", code, t("refusal"))}</b>
      <span>
        <span lang="en">
          {error.message} {error instanceof ApiError ? error.remedy : ""}
        </span>
        {problems.length < 2 ? null : <ProblemList problems={problems} />}
      </span>
    </div>
  );
}
