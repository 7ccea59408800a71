import { type JSX, useId, useState } from "react";
import type { RetrievalRequest } from "#contract";
import { postData } from "../api/client.ts";
import type { ReportRow } from "../api/types.ts";
import { say } from "../app/notices.tsx";
import { type TextKey, useWords } from "../app/text.ts";
import { useWrite } from "../app/write.ts";
import { AppDialog } from "../parts/dialog.tsx";

const USUAL: readonly TextKey[] = [
  "retrieval.why-not-held",
  "retrieval.why-no-answer",
  "retrieval.why-abstract-only",
  "retrieval.why-not-published",
];

/** Writes down that a full text could not be had, and why. */
export function RetrievalDialog(props: {
  /** Null: closed. */
  readonly report: Pick<ReportRow, "id" | "title"> | null;
  readonly onClose: () => void;
}): JSX.Element {
  const { t } = useWords();
  const { report } = props;
  const [why, setWhy] = useState("");
  const field = useId();
  const list = useId();
  const onClose = (): void => {
    setWhy("");
    props.onClose();
  };
  const write = useRetrieval(() => {
    say(t("retrieval.noted"));
    onClose();
  });
  const send = (): void => {
    if (report !== null && why.trim() !== "")
      write.mutate({ report: report.id, retrieved: false, why: why.trim() });
  };
  return (
    <AppDialog
      title={t("retrieval.title")}
      open={report !== null}
      onClose={onClose}
      closeLabel={t("cancel")}
      actions={
        <button
          type="button"
          className="button primary"
          disabled={write.isPending || why.trim() === ""}
          onClick={send}
        >
          {t("retrieval.act")}
        </button>
      }
    >
      <p>{report?.title}</p>
      <p className="soft">{t("retrieval.what")}</p>
      <form
        className="field"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <label htmlFor={field}>{t("retrieval.why")}</label>
        <input
          id={field}
          className="input"
          list={list}
          value={why}
          maxLength={2_000}
          // biome-ignore lint/a11y/noAutofocus: the dialog was opened to write this
          autoFocus
          onChange={(event) => setWhy(event.currentTarget.value)}
        />
        <datalist id={list}>
          {USUAL.map((key) => (
            <option key={key} value={t(key)} />
          ))}
        </datalist>
      </form>
    </AppDialog>
  );
}

interface RetrievalInput extends RetrievalRequest {
  readonly report: string;
}

/** Notes whether a full text could be had. */
export function useRetrieval(
  onDone: () => void,
): ReturnType<typeof useWrite<RetrievalInput, { readonly eventId: string }>> {
  return useWrite(
    ({ report, ...request }: RetrievalInput) =>
      postData<{ readonly eventId: string }>(`full-texts/${encodeURIComponent(report)}/retrieval`, request),
    { onDone },
  );
}
