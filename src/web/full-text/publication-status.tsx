import type { JSX } from "react";
import type { FullTextRow } from "#contract";
import { sources, useAnswer } from "../api/queries.ts";
import { type TextKey, useWords } from "../app/text.ts";
import { Tag } from "../parts/page-head.tsx";

const MEANS: Readonly<Record<string, TextKey>> = {
  retracted: "full-text.means-retracted",
  "retraction-notice": "full-text.means-retraction-notice",
  corrected: "full-text.means-corrected",
  correction: "full-text.means-correction",
  concern: "full-text.means-concern",
};
const NAMES: Readonly<Record<string, TextKey>> = {
  "retraction-notice": "full-text.retraction-notice",
  correction: "full-text.correction",
};

type Said = Pick<FullTextRow, "status" | "stated">;

/** What became of the report since it was published, as far as anyone has said so; null: nothing. */
function publicationStatus(row: Said): string | null {
  if (row.status !== null) return row.status.status === "current" ? null : row.status.status;
  return row.stated;
}

/** The status as a word, for a line of a list. */
export function StatusWord(props: { readonly row: Said }): JSX.Element | null {
  const words = useWords();
  const status = publicationStatus(props.row);
  if (status === null) return null;
  const own = NAMES[status];
  return <Tag tone="warn">{own === undefined ? words.named("status", status) : words.t(own)}</Tag>;
}

/** The status with what it means for the review and who says so. */
export function PublicationStatus(props: { readonly row: Said }): JSX.Element | null {
  const words = useWords();
  const { t } = words;
  const session = useAnswer(sources.session);
  const status = publicationStatus(props.row);
  if (status === null) return null;
  const set = props.row.status;
  const means = MEANS[status];
  const by = session.data?.people.find(({ id }) => id === set?.by)?.name ?? set?.by ?? "";
  return (
    <div className="banner">
      <b>
        <StatusWord row={props.row} />
      </b>
      <span>
        {means === undefined ? "" : `${t(means)} `}
        {set === null
          ? t("full-text.stated-by-record")
          : `${set.date === undefined ? "" : `${words.date(set.date)}. `}${words.local(set.note)} ${words.local(
              {
                en: set.source,
                nb: set.sourceNb,
              },
            )} (${t("full-text.status-by", { by, when: words.moment(set.at) })})`}
      </span>
    </div>
  );
}
