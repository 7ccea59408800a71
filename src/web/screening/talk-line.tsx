import type { JSX } from "react";
import { usePreferences } from "../app/preferences.ts";
import { useWords } from "../app/text.ts";
import { labelsOn, type Talk } from "./talk.ts";

/** Labels of the report and the way to its discussion, in a line whose room is kept free. */
export function TalkLine(props: {
  readonly talk: Talk;
  readonly onLabels: () => void;
  readonly onDiscussion: () => void;
}): JSX.Element {
  const { t } = useWords();
  const { shortcuts } = usePreferences();
  const { said } = props.talk;
  const comments = said?.comments.length ?? 0;
  const key = (name: string): JSX.Element | null =>
    shortcuts ? (
      <span className="key" aria-hidden="true">
        {name}
      </span>
    ) : null;
  return (
    <div className="talk-line">
      <button type="button" onClick={props.onLabels} aria-keyshortcuts={shortcuts ? "l" : undefined}>
        {key("L")}
        {t("label.title")}
      </button>
      <button type="button" onClick={props.onDiscussion} aria-keyshortcuts={shortcuts ? "c" : undefined}>
        {key("C")}
        {comments === 0 ? t("discussion.title") : t("discussion.count", { count: comments })}
      </button>
      <ul className="chips" aria-label={t("label.title")}>
        {labelsOn(said).map((label) => (
          <li key={label} className="chip">
            {label}
          </li>
        ))}
      </ul>
    </div>
  );
}
