import { type JSX, useState } from "react";
import type { DataSetResponse } from "#contract";
import { postData } from "../api/client.ts";
import { useWords } from "../app/text.ts";
import { AppDialog } from "../parts/dialog.tsx";
import { YamlEditor } from "./yaml-editor.tsx";

/** Joins data sets by a mapping that is written here. */
export function NewMapping(props: { readonly onJoined: (dataSetId: string) => void }): JSX.Element {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="button" onClick={() => setOpen(true)}>
        {t("participants.mapping-new")}
      </button>
      <AppDialog title={t("participants.mapping-new")} open={open} onClose={() => setOpen(false)}>
        <YamlEditor
          label={t("participants.mapping")}
          help={t("participants.mapping-help")}
          text=""
          save={(mapping) => postData<DataSetResponse>("participants/joined", { mapping })}
          onSaved={({ dataSet }) => {
            setOpen(false);
            props.onJoined(dataSet.id);
          }}
        />
      </AppDialog>
    </>
  );
}
