import { Link } from "@tanstack/react-router";
import type { JSX } from "react";
import { sources, useAnswer } from "../api/queries.ts";
import type { Stage } from "../api/types.ts";
import { useWords } from "../app/text.ts";

/** The way to what reviewers disagree on. */
export function ConflictsLink(props: { readonly stage: Stage }): JSX.Element | null {
  const { t } = useWords();
  const answer = useAnswer(sources.conflicts(props.stage));
  const count = answer.data?.conflicts.length ?? 0;
  if (count === 0) return null;
  return (
    <p className="foot">
      <Link to={props.stage === "full-text" ? "/full-text/conflicts" : "/screen/conflicts"}>
        {t("conflicts.waiting", { count })}
      </Link>
    </p>
  );
}
