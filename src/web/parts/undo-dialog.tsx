import { type JSX, type ReactNode, useId, useState } from "react";
import type { UndoResponse } from "#contract";
import { postData } from "../api/client.ts";
import { say } from "../app/notices.tsx";
import { useWords } from "../app/text.ts";
import { useWrite } from "../app/write.ts";
import { AppDialog } from "./dialog.tsx";

/** Asks before an event is taken back, says what that means, and takes a reason. */
export function UndoDialog(props: {
  /** Null: closed. */
  readonly eventId: string | null;
  readonly title?: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}): JSX.Element {
  const { t } = useWords();
  const { eventId } = props;
  const [reason, setReason] = useState("");
  const field = useId();
  const undo = useWrite(
    (id: string) =>
      postData<UndoResponse>("undo", {
        eventId: id,
        ...(reason.trim() === "" ? {} : { reason: reason.trim() }),
      }),
    {
      onDone: () => {
        say(t("undo.done"));
        setReason("");
        props.onClose();
      },
    },
  );
  return (
    <AppDialog
      title={props.title ?? t("undo.title")}
      open={eventId !== null}
      onClose={props.onClose}
      closeLabel={t("cancel")}
      actions={
        <button
          type="button"
          className="button primary"
          disabled={undo.isPending}
          onClick={() => {
            if (eventId !== null) undo.mutate(eventId);
          }}
        >
          {t("undo.act")}
        </button>
      }
    >
      {props.children}
      <div className="field">
        <label htmlFor={field}>{t("undo.reason")}</label>
        <input
          id={field}
          className="input"
          value={reason}
          maxLength={2_000}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </div>
    </AppDialog>
  );
}
