import { type JSX, type RefObject, useId, useState } from "react";
import type { SessionResponse } from "#contract";
import type { Stage } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import { readDraft, writeDraft } from "../screening/note-field.tsx";
import { useTalk } from "../screening/talk.ts";

/** What was said of a report, under its votes, and one's own word to it. */
export function Thread(props: {
  readonly stage: Stage;
  readonly report: string;
  readonly session: SessionResponse;
  readonly field: RefObject<HTMLTextAreaElement | null>;
}): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { report, session } = props;
  const talk = useTalk(props.stage, report, session.person.id);
  const draft = `comment.${report}`;
  const [text, setText] = useState(() => readDraft(draft));
  const [busy, setBusy] = useState(false);
  const id = useId();
  const name = (person: string): string => session.people.find((one) => one.id === person)?.name ?? person;
  const write = (next: string): void => {
    setText(next);
    writeDraft(draft, next);
  };
  const send = async (): Promise<void> => {
    if (text.trim() === "" || busy) return;
    setBusy(true);
    if (await talk.comment(text.trim())) write("");
    setBusy(false);
  };
  const comments = talk.said?.comments ?? [];
  return (
    <section aria-label={t("discussion.title")}>
      <h3>{t("discussion.title")}</h3>
      {comments.length === 0 ? (
        <p className="soft">{talk.said === undefined ? t("loading") : t("discussion.none")}</p>
      ) : (
        <ol className="lines thread">
          {comments.map((comment) => (
            <li key={comment.eventId}>
              <p className="soft">
                <b>{name(comment.by)}</b> · <time dateTime={comment.at}>{words.moment(comment.at)}</time>
                {comment.stage === props.stage ? "" : ` · ${words.named("stage", comment.stage)}`}
              </p>
              <p className="said">{comment.text}</p>
            </li>
          ))}
        </ol>
      )}
      {session.readOnly ? null : (
        <form
          className="field"
          style={{ marginTop: 12 }}
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          <label htmlFor={id}>{t("discussion.label")}</label>
          <textarea
            id={id}
            ref={props.field}
            className="input"
            maxLength={10_000}
            value={text}
            onChange={(event) => write(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void send();
              if (event.key === "Escape") event.currentTarget.blur();
            }}
          />
          <div>
            <button type="submit" className="button" disabled={busy || text.trim() === ""}>
              {t("discussion.add")}
            </button>
          </div>
        </form>
      )}
    </section>
  );
}
