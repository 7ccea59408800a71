import { Link } from "@tanstack/react-router";
import type { JSX } from "react";
import type { Stage } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import { Card } from "../parts/page-head.tsx";
import { ReportMeta } from "../parts/report-line.tsx";
import { filterOf } from "../records/filter.ts";
import { useRecordRows } from "../records/record-rows.ts";

/** Reports on which all who read them wait for information; they hold up the end of the stage. */
export function AwaitList(props: { readonly stage: Stage }): JSX.Element | null {
  const { t, number } = useWords();
  const full = props.stage === "full-text";
  const rows = useRecordRows({ ...filterOf({ stage: props.stage }), status: "await" });
  if (rows.total === undefined || rows.total === 0) return null;
  return (
    <Card title={t("conflicts.await", { count: rows.total, shown: number(rows.total) })}>
      <p className="soft">{t("conflicts.await-what")}</p>
      <ul className="lines" style={{ marginTop: 12 }}>
        {rows.rows.map((row) => (
          <li key={row.id}>
            {full ? (
              <Link className="plain" to="/full-text/$reportId" params={{ reportId: row.id } as never}>
                {row.title}
              </Link>
            ) : (
              <Link className="plain" to="/records" search={{ report: row.id } as never}>
                {row.title}
              </Link>
            )}
            <small className="soft block">
              <ReportMeta report={row} />
            </small>
          </li>
        ))}
      </ul>
      {rows.hasMore ? (
        <p style={{ marginTop: 12 }}>
          <button type="button" className="button" onClick={rows.more}>
            {t("more")}
          </button>
        </p>
      ) : null}
    </Card>
  );
}
