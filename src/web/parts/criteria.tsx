import type { JSX } from "react";
import type { Protocol } from "../api/types.ts";
import { useWords } from "../app/text.ts";

/** Eligibility criteria with their ids; inclusion first. */
export function Criteria(props: { readonly criteria: Protocol["criteria"] }): JSX.Element {
  const { t, local } = useWords();
  const ordered = [...props.criteria].sort(
    (a, b) => Number(a.kind === "exclude") - Number(b.kind === "exclude"),
  );
  return (
    <ul className="criteria">
      {ordered.map((criterion) => (
        <li key={criterion.id}>
          <b>
            {criterion.id}
            <span className="hidden">
              {` ${criterion.kind === "include" ? t("criterion.include") : t("criterion.exclude")}: `}
            </span>
          </b>
          <span>{local(criterion.text)}</span>
        </li>
      ))}
    </ul>
  );
}
