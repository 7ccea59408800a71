import type { JSX } from "react";
import type { DataSetResponse } from "#contract";
import { postFile, query } from "../api/client.ts";
import { useWords } from "../app/text.ts";
import { useWrite } from "../app/write.ts";

/** Takes a file of participants in. */
export function ChooseFile(props: { readonly onKept: (dataSetId: string) => void }): JSX.Element {
  const { t } = useWords();
  const keep = useWrite(
    (file: File) => postFile<DataSetResponse>(`participants${query({ file: file.name })}`, file),
    {
      onDone: ({ dataSet }) => props.onKept(dataSet.id),
    },
  );
  return (
    // The browser's own file button speaks the browser's language, not the reader's.
    <label className={keep.isPending ? "button file off" : "button primary file"}>
      {t("participants.choose")}
      <input
        className="hidden"
        type="file"
        accept=".csv,.tsv,.txt,.xlsx,.xls"
        disabled={keep.isPending}
        aria-label={t("participants.file")}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file !== undefined) keep.mutate(file);
          event.currentTarget.value = "";
        }}
      />
    </label>
  );
}
