import { type JSX, useEffect, useId, useRef, useState } from "react";
import { useWords } from "../app/text.ts";

const PREFIX = "evidens.draft.";

/** A note begun and not sent yet; it survives a reload. */
export function readDraft(key: string): string {
  try {
    return sessionStorage.getItem(PREFIX + key) ?? "";
  } catch {
    return "";
  }
}

/** Keeps a draft; the empty text forgets it. */
export function writeDraft(key: string, text: string): void {
  try {
    if (text === "") sessionStorage.removeItem(PREFIX + key);
    else sessionStorage.setItem(PREFIX + key, text);
  } catch {
    // Without storage a draft lives as long as the page.
  }
}

/** A note that goes with the vote. Escape leaves it; the text stays. */
export function NoteField(props: {
  readonly draftKey: string;
  /** Opened to write in it; a note that came back with its record leaves the keys alone. */
  readonly focus: boolean;
  readonly onClose: () => void;
}): JSX.Element {
  const { t } = useWords();
  const id = useId();
  const [text, setText] = useState(() => readDraft(props.draftKey));
  const ref = useRef<HTMLTextAreaElement>(null);
  const { focus } = props;
  useEffect(() => {
    if (focus) ref.current?.focus();
  }, [focus]);
  return (
    <div className="field note">
      <label htmlFor={id}>{t("note.label")}</label>
      <textarea
        id={id}
        ref={ref}
        className="input"
        value={text}
        maxLength={10_000}
        onChange={(event) => {
          setText(event.currentTarget.value);
          writeDraft(props.draftKey, event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.currentTarget.blur();
          if (text === "") props.onClose();
        }}
      />
      <small className="soft">{t("note.hint")}</small>
    </div>
  );
}
