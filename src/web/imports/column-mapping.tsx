import { type FormEvent, type JSX, useEffect, useRef, useState } from "react";
import type { PreviewResponse } from "#contract";
import { useWords, type Words } from "../app/text.ts";
import { Frame } from "../parts/frame.tsx";
import { authorLine } from "../parts/report-line.tsx";
import type { ImportQueue, QueuedFile } from "./import-queue.ts";
import { Problems } from "./problems.tsx";

type Column = NonNullable<PreviewResponse["columns"]>[number];
/** Columns shown at a time; a table may have thousands. */
const SHOWN = 40;

/** What each column of a table is read as: guessed, shown with values, to be changed or accepted. */
export function ColumnMapping(props: {
  readonly item: QueuedFile;
  readonly preview: PreviewResponse;
  readonly queue: ImportQueue;
}): JSX.Element {
  const words = useWords();
  const { t, number } = words;
  const { item, preview, queue } = props;
  const [shown, setShown] = useState(SHOWN);
  const accept = useRef<HTMLButtonElement>(null);
  // The guess is mostly right: Enter takes it.
  useEffect(() => accept.current?.focus({ preventScroll: true }), []);
  const columns = preview.columns ?? [];
  const read = columns.filter((column) => fieldOf(column, item) !== "ignore");
  const title = columns.some((column) => ["title", "citation"].includes(fieldOf(column, item)));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    queue.accept(item.id);
  };
  const fields = preview.columnFields
    .filter((field) => field !== "ignore")
    .map((field) => ({ id: field, name: words.named("field", field) }))
    .sort((a, b) => a.name.localeCompare(b.name, words.language));
  return (
    <form className="mapping" onSubmit={submit} aria-label={t("columns.of", { name: item.file.name })}>
      <p>{t("columns.lead", { read: number(read.length), total: number(columns.length) })}</p>
      {title ? null : (
        <p className="banner" role="status">
          {t("columns.no-title")}
        </p>
      )}
      <Frame label={t("columns.title")}>
        <table className="table">
          <caption className="hidden">{t("columns.title")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("columns.heading")}</th>
              <th scope="col">{t("columns.field")}</th>
              <th scope="col">{t("columns.examples")}</th>
            </tr>
          </thead>
          <tbody>
            {columns.slice(0, shown).map((column) => (
              <tr key={column.heading} className={fieldOf(column, item) === "ignore" ? "ignored" : undefined}>
                <th scope="row">{column.heading}</th>
                <td>
                  <select
                    className="input"
                    aria-label={t("columns.read-as", { heading: column.heading })}
                    value={fieldOf(column, item)}
                    onChange={(event) => queue.choose(item.id, column.heading, event.currentTarget.value)}
                  >
                    <option value="ignore">{words.named("field", "ignore")}</option>
                    {fields.map((field) => (
                      <option key={field.id} value={field.id}>
                        {field.name}
                      </option>
                    ))}
                  </select>
                </td>
                <td className="examples">
                  {column.examples.length === 0 ? (
                    <span className="soft">{t("columns.empty")}</span>
                  ) : (
                    column.examples.join(" · ")
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Frame>
      {columns.length > shown ? (
        <p>
          <button type="button" className="button quiet" onClick={() => setShown((now) => now + 200)}>
            {t("columns.more", { count: columns.length - shown })}
          </button>
        </p>
      ) : null}
      {/* What the columns are read as is told above, and not a problem here. */}
      <Sample sample={preview.sample} words={words} />
      <Problems problems={preview.problems.filter(({ code }) => code !== "records/table-columns")} />
      <div>
        <button ref={accept} type="submit" className="button primary">
          {t("columns.accept")} <kbd className="key">↵</kbd>
        </button>
      </div>
    </form>
  );
}

function fieldOf(column: Column, item: QueuedFile): string {
  return item.columns.get(column.heading) ?? column.field;
}

/** The first records as they would be read. */
function Sample(props: {
  readonly sample: PreviewResponse["sample"];
  readonly words: Words;
}): JSX.Element | null {
  const { t, number } = props.words;
  if (props.sample.length === 0) return <p className="soft">{t("columns.no-sample")}</p>;
  return (
    <div aria-live="polite">
      <h3>{t("columns.sample")}</h3>
      <ol className="lines sample">
        {props.sample.slice(0, 3).map((record) => {
          const rest = [
            authorLine(record) || t("report.no-authors"),
            record.journal,
            record.year === null ? t("columns.without-year") : String(record.year),
            record.abstract === null
              ? t("columns.without-abstract")
              : t("columns.with-abstract", { length: number(record.abstract.length) }),
          ];
          return (
            <li key={record.id}>
              {record.title === "" ? <i>{t("report.untitled")}</i> : record.title}
              <span className="soft block">{rest.filter((part) => part !== null).join(" · ")}</span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
