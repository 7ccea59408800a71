import { type JSX, useDeferredValue, useEffect, useState } from "react";
import "./protocol.css";
import "../records/records.css";
import { sources, useAnswer } from "../api/queries.ts";
import { Trouble } from "../app/error-screen.tsx";
import { useSearchState } from "../app/search-state.ts";
import { useWords } from "../app/text.ts";
import { Empty, PageHead } from "../parts/page-head.tsx";
import { useNarrow } from "../parts/use-narrow.ts";
import { ImportPanel } from "../records/import-panel.tsx";
import { RecordDetail } from "../records/record-detail.tsx";
import { type RecordsFilter, useRecordRows } from "../records/record-rows.ts";
import { RecordTable } from "../records/record-table.tsx";

const STATUSES = ["pending", "include", "exclude", "maybe", "conflict"] as const;

/** All reports: found by words, source and status; files come in here. */
export function RecordsPage(): JSX.Element {
  const { t } = useWords();
  const [search, setSearch] = useSearchState();
  const filter: RecordsFilter = {
    text: search["text"] ?? "",
    source: search["source"] ?? "",
    status: search["status"] ?? "",
    stage: search["stage"] ?? "title-abstract",
  };
  const rows = useRecordRows(filter);
  const narrow = useNarrow(760);
  const selected = search["report"];
  const importing = search["import"] === "1";
  const filtered = filter.text !== "" || filter.source !== "" || filter.status !== "";
  return (
    <>
      <PageHead
        title={t("page.records")}
        tools={
          <button
            type="button"
            className={importing ? "button" : "button primary"}
            aria-expanded={importing}
            onClick={() => setSearch({ import: importing ? undefined : "1" })}
          >
            {importing ? t("import.hide") : t("import.title")}
          </button>
        }
      >
        <span role="status">
          {rows.total === undefined
            ? t("loading")
            : t(filtered ? "records.found" : "records.total", { count: rows.total })}
        </span>
      </PageHead>
      {importing ? <ImportPanel /> : null}
      <Filters filter={filter} onChange={setSearch} />
      <div className={selected === undefined ? "records" : "records with-detail"}>
        <div className="list">
          {rows.error !== null && rows.rows.length === 0 ? (
            <Trouble error={rows.error} retry={rows.retry} />
          ) : rows.total === 0 ? (
            <Empty title={t(filtered ? "records.no-match" : "records.none")}>
              {t(filtered ? "records.no-match-next" : "records.none-next")}
            </Empty>
          ) : (
            <RecordTable rows={rows} selected={selected} narrow={narrow || selected !== undefined} />
          )}
        </div>
        {selected === undefined ? null : (
          <RecordDetail id={selected} onClose={() => setSearch({ report: undefined })} />
        )}
      </div>
    </>
  );
}

function Filters(props: {
  readonly filter: RecordsFilter;
  readonly onChange: (change: Record<string, string>) => void;
}): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { filter } = props;
  const protocol = useAnswer(sources.protocol);
  const [typed, setTyped] = useState(filter.text);
  const text = useDeferredValue(typed);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a change of what is typed asks again
  useEffect(() => {
    const timer = setTimeout(() => {
      if (text !== filter.text) props.onChange({ text });
    }, 150);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <search className="filters">
      <div className="field">
        <label htmlFor="filter-text">{t("filter.text")}</label>
        <input
          id="filter-text"
          className="input"
          type="search"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </div>
      <Choice
        id="filter-source"
        label={t("filter.source")}
        value={filter.source}
        options={(protocol.data?.protocol.sources ?? []).map((one) => [one.id, one.name])}
        onChange={(source) => props.onChange({ source })}
      />
      <Choice
        id="filter-status"
        label={t("filter.status")}
        value={filter.status}
        options={STATUSES.map((status) => [status, words.named("screening", status)])}
        onChange={(status) => props.onChange({ status })}
      />
      <Choice
        id="filter-stage"
        label={t("filter.stage")}
        value={filter.stage}
        all={false}
        options={[
          ["title-abstract", words.named("stage", "title-abstract")],
          ["full-text", words.named("stage", "full-text")],
        ]}
        onChange={(stage) => props.onChange({ stage })}
      />
    </search>
  );
}

function Choice(props: {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly all?: boolean;
  readonly options: readonly (readonly [string, string])[];
  readonly onChange: (value: string) => void;
}): JSX.Element {
  const { t } = useWords();
  return (
    <div className="field">
      <label htmlFor={props.id}>{props.label}</label>
      <select
        id={props.id}
        className="input"
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      >
        {props.all === false ? null : <option value="">{t("filter.all")}</option>}
        {props.options.map(([id, label]) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}
