import { Fragment, type JSX, useState } from "react";
import type { ImportsResponse } from "#contract";
import { useWords } from "../app/text.ts";
import { Frame } from "../parts/frame.tsx";
import { Tag } from "../parts/page-head.tsx";
import { UndoDialog } from "../parts/undo-dialog.tsx";
import { counted, ReportOf } from "./import-report.tsx";

type Import = ImportsResponse["imports"][number];

/** All imports of the review, newest first: the report of each on request, and its way back out. */
export function Imports(props: {
  readonly imports: readonly Import[];
  readonly names: ReadonlyMap<string, string>;
  readonly readOnly: boolean;
}): JSX.Element {
  const words = useWords();
  const { t, number } = words;
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [leaving, setLeaving] = useState<Import | null>(null);
  if (props.imports.length === 0) return <p className="soft">{t("import.none")}</p>;
  const toggle = (id: string): void =>
    setOpen((before) => new Set(before.has(id) ? [...before].filter((one) => one !== id) : [...before, id]));
  return (
    <>
      <Frame label={t("import.list")}>
        <table className="table import-list">
          <caption className="hidden">{t("import.list")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("import.file")}</th>
              <th scope="col">{t("import.source")}</th>
              <th scope="col">{t("log.when")}</th>
              <th scope="col" className="right">
                {t("import.records")}
              </th>
              <th scope="col" className="right">
                {t("import.problems")}
              </th>
              <th scope="col">
                <span className="hidden">{t("import.actions")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {props.imports.toReversed().map((one) => (
              <Fragment key={one.importId}>
                <tr>
                  <th scope="row">
                    {one.fileName} <Tag>{words.named("format", one.format)}</Tag>
                  </th>
                  <td data-label={t("import.source")}>{props.names.get(one.sourceId) ?? one.sourceId}</td>
                  <td data-label={t("log.when")}>{words.moment(one.at)}</td>
                  <td className="right" data-label={t("import.records")}>
                    {number(one.counts.records)}
                  </td>
                  <td className="right" data-label={t("import.problems")}>
                    {one.counts.problems === 0 ? t("none") : number(one.counts.problems)}
                  </td>
                  <td>
                    <div className="row end">
                      <button
                        type="button"
                        className="button quiet"
                        aria-expanded={open.has(one.importId)}
                        aria-label={t("import.report-of", { name: one.fileName })}
                        onClick={() => toggle(one.importId)}
                      >
                        {open.has(one.importId) ? t("import.hide-report") : t("import.show-report")}
                      </button>
                      {props.readOnly ? null : (
                        <button
                          type="button"
                          className="button quiet"
                          aria-label={t("import.undo-of", { name: one.fileName })}
                          onClick={() => setLeaving(one)}
                        >
                          {t("undo.act")}
                        </button>
                      )}
                    </div>
                  </td>
                </tr>
                {open.has(one.importId) ? (
                  <tr className="report-row">
                    <td colSpan={6}>
                      <p className="soft">{counted(one, words)}</p>
                      <ReportOf import={one} />
                    </td>
                  </tr>
                ) : null}
              </Fragment>
            ))}
          </tbody>
        </table>
      </Frame>
      <UndoDialog
        eventId={leaving?.eventId ?? null}
        title={t("import.undo-title", { name: leaving?.fileName ?? "" })}
        onClose={() => setLeaving(null)}
      >
        <p>{t("import.undo-what", { count: leaving?.counts.records ?? 0 })}</p>
        <p>{t("import.undo-back")}</p>
      </UndoDialog>
    </>
  );
}
