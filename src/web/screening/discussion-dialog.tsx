import { type JSX, useId, useState } from "react";
import type { Stage } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import { AppDialog } from "../parts/dialog.tsx";
import { Loading } from "../parts/loading.tsx";
import { readDraft, writeDraft } from "./note-field.tsx";
import type { Talk } from "./talk.ts";

/** The discussion of one report: one's own words at once, those of others when the votes are open. */
export function DiscussionDialog(props: {
  readonly report: string;
  readonly stage: Stage;
  readonly talk: Talk;
  readonly nameOf: (person: string) => string;
  readonly readOnly: boolean;
  readonly onClose: () => void;
}): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { said } = props.talk;
  return (
    <AppDialog title={t("discussion.title")} open onClose={props.onClose}>
      <p className="soft">{t("discussion.sealed")}</p>
      {said === undefined ? (
        <Loading />
      ) : said.comments.length === 0 ? (
        <p>{t("discussion.none")}</p>
      ) : (
        <ol className="lines thread">
          {said.comments.map((comment) => (
            <li key={comment.eventId}>
              <p className="soft">
                <b>{props.nameOf(comment.by)}</b> ·{" "}
                <time dateTime={comment.at}>{words.moment(comment.at)}</time>
                {comment.stage === props.stage ? "" : ` · ${words.named("stage", comment.stage)}`}
              </p>
              <p className="said">{comment.text}</p>
            </li>
          ))}
        </ol>
      )}
      {props.readOnly ? null : <CommentField key={props.report} report={props.report} talk={props.talk} />}
    </AppDialog>
  );
}

function CommentField(props: { readonly report: string; readonly talk: Talk }): JSX.Element {
  const { t } = useWords();
  const id = useId();
  const draft = `comment.${props.report}`;
  const [text, setText] = useState(() => readDraft(draft));
  const [busy, setBusy] = useState(false);
  const write = (next: string): void => {
    setText(next);
    writeDraft(draft, next);
  };
  const send = async (): Promise<void> => {
    if (text.trim() === "" || busy) return;
    setBusy(true);
    if (await props.talk.comment(text.trim())) write("");
    setBusy(false);
  };
  return (
    <form
      className="field"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <label htmlFor={id}>{t("discussion.label")}</label>
      <textarea
        id={id}
        className="input"
        // biome-ignore lint/a11y/noAutofocus: the dialog was opened to say something
        autoFocus
        maxLength={10_000}
        value={text}
        onChange={(event) => write(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void send();
        }}
      />
      <div className="row apart">
        <small className="soft">{t("discussion.hint")}</small>
        <button type="submit" className="button primary" disabled={busy || text.trim() === ""}>
          {t("discussion.add")}
        </button>
      </div>
    </form>
  );
}
