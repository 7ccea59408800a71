import type { JSX } from "react";
import "./protocol.css";
import "../records/records.css";
import { Trouble } from "../app/error-screen.tsx";
import { useSearchState } from "../app/search-state.ts";
import { useWords } from "../app/text.ts";
import { ImportPanel } from "../imports/import-panel.tsx";
import { Empty, PageHead } from "../parts/page-head.tsx";
import { useNarrow } from "../parts/use-narrow.ts";
import { filterOf, isFiltered } from "../records/filter.ts";
import { Filters } from "../records/filters.tsx";
import { RecordDetail } from "../records/record-detail.tsx";
import { useRecordRows } from "../records/record-rows.ts";
import { RecordTable } from "../records/record-table.tsx";

/** All reports: found by words, source and status; files come in here. */
export function RecordsPage(): JSX.Element {
  const { t } = useWords();
  const [search, setSearch] = useSearchState();
  const filter = filterOf(search);
  const rows = useRecordRows(filter);
  const narrow = useNarrow(760);
  const selected = search["report"];
  const importing = search["import"] === "1";
  const filtered = isFiltered(filter);
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
