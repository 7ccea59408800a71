import { type ChangeEvent, type DragEvent, type JSX, useId, useState } from "react";
import type { DedupeResponse, ImportResponse } from "#contract";
import { postData, postFile, query } from "../api/client.ts";
import { sources, useAnswer } from "../api/queries.ts";
import { say } from "../app/notices.tsx";
import { useWords } from "../app/text.ts";
import { useWrite } from "../app/write.ts";
import { Show } from "../parts/loading.tsx";
import { ImportReport, Imports } from "./import-report.tsx";

/** Brings export files in: choose the source, drop the file or pick it, read what came of it. */
export function ImportPanel(): JSX.Element {
  const { t } = useWords();
  const protocol = useAnswer(sources.protocol);
  const imports = useAnswer(sources.imports);
  const [source, setSource] = useState("");
  const [over, setOver] = useState(false);
  const sourceField = useId();
  const upload = useWrite((file: File) =>
    postFile<ImportResponse>(`imports${query({ source: chosen, file: file.name })}`, file),
  );
  const dedupe = useWrite(() => postData<DedupeResponse>("dedupe", {}), {
    onDone: (found) => say(t("dedupe.done", { clusters: found.clusters, removed: found.removed })),
  });
  const list = protocol.data?.protocol.sources ?? [];
  const chosen = source === "" ? (list[0]?.id ?? "") : source;
  const take = (file: File | undefined): void => {
    if (file !== undefined && chosen !== "" && !upload.isPending) upload.mutate(file);
  };
  return (
    <section
      className={over ? "drop over" : "drop"}
      aria-label={t("import.title")}
      onDragOver={(event: DragEvent) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event: DragEvent) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files[0]);
      }}
    >
      <div className="form">
        <div className="field">
          <label htmlFor={sourceField}>{t("import.source")}</label>
          <select
            id={sourceField}
            className="input"
            value={chosen}
            onChange={(event) => setSource(event.currentTarget.value)}
          >
            {list.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        </div>
        <div>
          {/* The browser's own file button speaks the browser's language, not the reader's. */}
          <label className="button file">
            {t("import.choose")}
            <input
              className="hidden"
              type="file"
              aria-label={t("import.file")}
              accept=".ris,.nbib,.txt,.json"
              onChange={(event: ChangeEvent<HTMLInputElement>) => {
                take(event.currentTarget.files?.[0]);
                event.currentTarget.value = "";
              }}
            />
          </label>
        </div>
        <button
          type="button"
          className="button"
          disabled={dedupe.isPending}
          onClick={() => dedupe.mutate(undefined)}
        >
          {dedupe.isPending ? t("dedupe.running") : t("dedupe.act")}
        </button>
      </div>
      <p className="soft" role="status">
        {upload.isPending ? t("import.running", { name: upload.variables.name }) : t("import.hint")}
      </p>
      {upload.data === undefined ? null : <ImportReport result={upload.data} />}
      <Show answer={imports}>{(data) => <Imports imports={data.imports} />}</Show>
    </section>
  );
}
