import { type JSX, useId, useState } from "react";
import type { StopRequest, WrittenResponse } from "#contract";
import { postData } from "../api/client.ts";
import type { Stage } from "../api/types.ts";
import { explain, say } from "../app/notices.tsx";
import { useWords } from "../app/text.ts";
import { useWrite } from "../app/write.ts";
import { AppDialog } from "../parts/dialog.tsx";
import type { VerdictWords } from "../screening/verdict-words.ts";

/**
 * Ends a stage. Where the rule does not say stop, it asks once more and says that the report will tell;
 * what counts is the program's own judgement, on the decisions open to all.
 */
export function StopDialog(props: {
  readonly open: boolean;
  readonly stage: Stage;
  readonly verdict: VerdictWords | null;
  readonly onClose: () => void;
}): JSX.Element {
  const { t } = useWords();
  const { open, stage, verdict } = props;
  const [note, setNote] = useState("");
  const [refused, setRefused] = useState<unknown>(null);
  const field = useId();
  const onClose = (): void => {
    setRefused(null);
    props.onClose();
  };
  const stop = useWrite(
    (request: StopRequest) => postData<WrittenResponse>(`screening/${stage}/stop`, request),
    {
      quiet: true,
      onDone: () => {
        say(t("setup.stopped-now"));
        onClose();
      },
    },
  );
  const send = (anyway: boolean): void =>
    stop.mutate(
      { anyway, ...(note.trim() === "" ? {} : { note: note.trim() }) },
      { onError: (error) => setRefused(error) },
    );
  // Where nothing is known here, the program is asked; its refusal tells.
  const unsupported = refused !== null || (verdict !== null && verdict.tone !== "yes");
  const said = refused === null ? null : explain(refused, t("lost.plain"));
  return (
    <AppDialog
      title={t("setup.stop-ask")}
      open={open}
      onClose={onClose}
      closeLabel={t("setup.go-on")}
      actions={
        unsupported ? (
          <button
            type="button"
            className="button ex"
            disabled={stop.isPending || note.trim() === ""}
            onClick={() => send(true)}
          >
            {t("setup.stop-anyway")}
          </button>
        ) : (
          <button
            type="button"
            className="button primary"
            disabled={stop.isPending}
            onClick={() => send(false)}
          >
            {t("setup.stop")}
          </button>
        )
      }
    >
      {verdict === null ? null : (
        <p>
          <b>{verdict.head}</b> {verdict.sentences.join(" ")}
        </p>
      )}
      <div role="alert">
        {said === null ? null : (
          <p className="problem">
            {said.message} {said.remedy}
          </p>
        )}
      </div>
      <p className="soft">{t(unsupported ? "setup.stop-anyway-what" : "setup.stop-what")}</p>
      <div className="field">
        <label htmlFor={field}>{t(unsupported ? "setup.stop-why" : "setup.stop-note")}</label>
        <textarea
          id={field}
          className="input"
          value={note}
          maxLength={10_000}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </div>
    </AppDialog>
  );
}
