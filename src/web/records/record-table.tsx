import { Link } from "@tanstack/react-router";
import { createColumnHelper, tableFeatures, useTable } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type JSX, useEffect, useMemo, useRef } from "react";
import type { RecordsRow } from "../api/types.ts";
import { useWords, type Words } from "../app/text.ts";
import { Tag, type Tone } from "../parts/page-head.tsx";
import { authorLine } from "../parts/report-line.tsx";
import type { RecordRows } from "./record-rows.ts";

const ROW = 45;
const features = tableFeatures({});
const column = createColumnHelper<typeof features, RecordsRow>();
const WIDTHS: Readonly<Record<string, string>> = {
  title: "auto",
  authors: "20%",
  year: "64px",
  sources: "16%",
  status: "128px",
};

/** Reports in a table of which only the rows in view exist. */
export function RecordTable(props: {
  readonly rows: RecordRows;
  readonly selected: string | undefined;
  readonly narrow: boolean;
}): JSX.Element {
  const words = useWords();
  const { rows, narrow } = props;
  const columns = useMemo(() => columnsFor(words, narrow), [words, narrow]);
  const table = useTable({ features, columns: columns as never, data: rows.rows as RecordsRow[] });
  const frame = useRef<HTMLElement>(null);
  const virtual = useVirtualizer({
    count: rows.rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const { more, hasMore } = rows;
  useEffect(() => {
    if (hasMore && last >= rows.rows.length - 40) more();
  }, [last, hasMore, rows.rows.length, more]);
  const model = table.getRowModel().rows;
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the list scrolls, so the keyboard must reach it
    <section className="rows-frame" ref={frame} tabIndex={0} aria-label={words.t("page.records")}>
      <table className="rows" aria-rowcount={(rows.total ?? 0) + 1}>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id} aria-rowindex={1}>
              {group.headers.map((header) => (
                <th key={header.id} scope="col" style={{ width: WIDTHS[header.column.id] }}>
                  <table.FlexRender header={header} />
                </th>
              ))}
            </tr>
          ))}
        </thead>
        <tbody>
          <Spacer height={above} columns={columns.length} />
          {items.map((item) => {
            const row = model[item.index];
            if (row === undefined) return null;
            return (
              <tr
                key={row.id}
                aria-rowindex={item.index + 2}
                aria-selected={row.original.id === props.selected}
              >
                {row.getAllCells().map((cell) => (
                  <td key={cell.id}>
                    <table.FlexRender cell={cell} />
                  </td>
                ))}
              </tr>
            );
          })}
          <Spacer height={below} columns={columns.length} />
        </tbody>
      </table>
    </section>
  );
}

function Spacer(props: { readonly height: number; readonly columns: number }): JSX.Element | null {
  if (props.height <= 0) return null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row without content takes no focus
    <tr className="spacer" aria-hidden="true">
      <td colSpan={props.columns} style={{ height: props.height }} />
    </tr>
  );
}

function columnsFor(words: Words, narrow: boolean): readonly unknown[] {
  const { t } = words;
  const title = column.display({
    id: "title",
    header: t("report.title"),
    cell: ({ row }) => <TitleLink row={row.original} />,
  });
  const status = column.display({
    id: "status",
    header: t("report.status"),
    cell: ({ row }) => <StatusTag row={row.original} />,
  });
  if (narrow) return [title, status];
  return [
    title,
    column.accessor((row) => authorLine(row), { id: "authors", header: t("report.authors") }),
    column.accessor((row) => row.year ?? "–", { id: "year", header: t("report.year") }),
    column.accessor((row) => row.sources.join(", "), { id: "sources", header: t("report.sources") }),
    status,
  ];
}

function TitleLink(props: { readonly row: RecordsRow }): JSX.Element {
  const words = useWords();
  const { row } = props;
  const flagged = row.status !== "current" && row.status !== "";
  return (
    <>
      {flagged ? <Tag tone="warn">{words.named("status", row.status)}</Tag> : null}
      {flagged ? " " : ""}
      <Link
        to="."
        search={((before: object) => ({ ...before, report: row.id })) as never}
        resetScroll={false}
        title={row.title}
      >
        {row.title === "" ? words.t("report.untitled") : row.title}
      </Link>
    </>
  );
}

const TONES: Readonly<Record<string, Tone>> = { include: "ok", maybe: "wait", conflict: "wait" };

function StatusTag(props: { readonly row: RecordsRow }): JSX.Element {
  const words = useWords();
  const { row } = props;
  const status = row.fullText ?? row.titleAbstract;
  return <Tag tone={TONES[status] ?? "plain"}>{words.named("screening", status)}</Tag>;
}
