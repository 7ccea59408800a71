import { type JSX, useState } from "react";
import type { DiscussionResponse } from "#contract";
import { useWords } from "../app/text.ts";
import { AppDialog } from "../parts/dialog.tsx";
import { labelsOn, type Talk } from "./talk.ts";

/** Suggestions shown at once. */
const MOST = 12;

/** Labels of one report: on and off by a click, suggested from those in use. */
export function LabelsDialog(props: {
  readonly person: string;
  readonly talk: Talk;
  readonly nameOf: (person: string) => string;
  readonly readOnly: boolean;
  readonly onClose: () => void;
}): JSX.Element {
  const { t } = useWords();
  const [text, setText] = useState("");
  const { talk, readOnly } = props;
  const own = ownLabels(talk.said, props.person);
  const others = (talk.said?.labels ?? []).filter(({ on, by }) => on && by !== props.person);
  const typed = text.replace(/\s+/g, " ").trim();
  const fits = (talk.said?.known ?? [])
    .filter((label) => !own.includes(label) && label.toLowerCase().includes(typed.toLowerCase()))
    .slice(0, MOST);
  const put = (label: string): void => {
    const known = (talk.said?.known ?? []).find((one) => one.toLowerCase() === label.toLowerCase());
    talk.label(known ?? label, true);
    setText("");
  };
  return (
    <AppDialog title={t("label.title")} open onClose={props.onClose}>
      {own.length === 0 && others.length === 0 ? <p className="soft">{t("label.none")}</p> : null}
      <ul className="chips">
        {own.map((label) => (
          <li key={label} className="chip">
            {label}
            {readOnly ? null : (
              <button
                type="button"
                aria-label={t("label.remove", { label })}
                onClick={() => talk.label(label, false)}
              >
                ×
              </button>
            )}
          </li>
        ))}
        {others.map(({ label, by }) => (
          <li key={`${by} ${label}`} className="chip">
            {label} <small className="soft">{props.nameOf(by)}</small>
          </li>
        ))}
      </ul>
      {readOnly ? null : (
        <>
          <form
            className="add wide"
            onSubmit={(event) => {
              event.preventDefault();
              if (typed !== "") put(typed);
            }}
          >
            <input
              className="input"
              // biome-ignore lint/a11y/noAutofocus: the dialog was opened to write a label
              autoFocus
              maxLength={100}
              value={text}
              aria-label={t("label.new")}
              placeholder={t("label.new")}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <button type="submit" className="button" disabled={typed === ""}>
              {t("label.add")}
            </button>
          </form>
          {fits.length === 0 ? null : (
            <div>
              <p className="soft">{t("label.known")}</p>
              <ul className="chips">
                {fits.map((label) => (
                  <li key={label}>
                    <button type="button" className="chip suggest" onClick={() => put(label)}>
                      + {label}
                    </button>
                  </li>
                ))}
              </ul>
            </div>
          )}
        </>
      )}
      <p className="soft">{t("label.sealed")}</p>
    </AppDialog>
  );
}

function ownLabels(said: DiscussionResponse | undefined, person: string): readonly string[] {
  if (said === undefined) return [];
  return labelsOn({ ...said, labels: said.labels.filter(({ by }) => by === person) });
}
