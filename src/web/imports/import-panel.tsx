import { Link } from "@tanstack/react-router";
import { type ChangeEvent, type DragEvent, type JSX, useId, useState } from "react";
import "./imports.css";
import { sources, useAnswer } from "../api/queries.ts";
import { useWords } from "../app/text.ts";
import { Show } from "../parts/loading.tsx";
import { Imports } from "./import-list.tsx";
import { QueueLine } from "./queue-line.tsx";
import { useImportQueue } from "./use-import-queue.ts";

/** Brings export files in: choose the source, drop the files or pick them, read what came of each. */
export function ImportPanel(): JSX.Element {
  const words = useWords();
  const { t } = words;
  const protocol = useAnswer(sources.protocol);
  const session = useAnswer(sources.session);
  const imports = useAnswer(sources.imports);
  const { queue, files } = useImportQueue();
  const [source, setSource] = useState("");
  const [over, setOver] = useState(false);
  const sourceField = useId();
  const list = protocol.data?.protocol.sources ?? [];
  const chosen = source === "" ? (list[0]?.id ?? "") : source;
  const readOnly = session.data?.readOnly !== false;
  const may = chosen !== "" && !readOnly;
  const take = (given: FileList | null): void => {
    if (given !== null && given.length > 0 && may) queue.add([...given], chosen);
  };
  const names = new Map(list.map((one) => [one.id, words.local({ en: one.name, nb: one.nameNb })]));
  // One question at a time, the first first.
  const asking = files.find(({ step }) => step === "asking");
  const came = files.some(({ step, result }) => step === "done" && result?.already === false);
  return (
    <section className="imports" aria-label={t("import.title")}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the file button is for all */}
      <div
        className={over ? "drop over" : "drop"}
        onDragOver={(event: DragEvent) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event: DragEvent) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer.files);
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
                  {names.get(one.id)}
                </option>
              ))}
            </select>
          </div>
          {/* The browser's own file button speaks the browser's language, not the reader's. */}
          <label className={may ? "button primary file" : "button file off"}>
            {t("import.choose")}
            <input
              className="hidden"
              type="file"
              multiple
              disabled={!may}
              aria-label={t("import.file")}
              onChange={(event: ChangeEvent<HTMLInputElement>) => {
                take(event.currentTarget.files);
                event.currentTarget.value = "";
              }}
            />
          </label>
          <p className="soft">
            {protocol.data !== undefined && list.length === 0 ? t("import.no-source") : t("import.hint")}
          </p>
        </div>
      </div>
      {files.length === 0 ? null : (
        <>
          <h2>{t("import.queue")}</h2>
          <ul className="queue">
            {files.map((one) => (
              <QueueLine
                key={one.id}
                item={one}
                queue={queue}
                source={names.get(one.source) ?? one.source}
                asks={one.id === asking?.id}
                open={files.length === 1}
              />
            ))}
          </ul>
        </>
      )}
      {came ? (
        <p className="banner calm" role="status">
          <span>{t("import.next")}</span>
          <Link to="/duplicates" search={{} as never}>
            {t("dedupe.act")}
          </Link>
        </p>
      ) : null}
      <h2>{t("import.list")}</h2>
      <Show answer={imports}>
        {(data) => <Imports imports={data.imports} names={names} readOnly={readOnly} />}
      </Show>
    </section>
  );
}
