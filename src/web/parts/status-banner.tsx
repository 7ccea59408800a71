import type { JSX } from "react";
import type { ReportStatus } from "../api/types.ts";
import { useWords } from "../app/text.ts";

/** Retracted, corrected or under concern: said wherever the report is shown. */
export function StatusBanner(props: { readonly status: ReportStatus }): JSX.Element | null {
  const words = useWords();
  const { status } = props;
  if (status.status === "current") return null;
  return (
    <p className="banner">
      <b>{words.named("status", status.status)}</b>
      <span>
        {status.date === undefined ? "" : `${words.date(status.date)}. `}
        {words.local(status.note)} {words.local({ en: status.source, nb: status.sourceNb })}
      </span>
    </p>
  );
}
