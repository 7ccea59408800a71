import { Link } from "@tanstack/react-router";
import { type JSX, memo, type NamedExoticComponent } from "react";
import type { FullTextRow } from "#contract";
import type { ReportRow } from "../api/types.ts";
import { type TextKey, useWords } from "../app/text.ts";
import { fileSize } from "../imports/file-size.ts";
import { Tag, type Tone } from "../parts/page-head.tsx";
import { ReportMeta } from "../parts/report-line.tsx";
import { FileButton, useDrop } from "./attach-area.tsx";
import type { GivenFiles } from "./dropped-files.ts";
import { StatusWord } from "./publication-status.tsx";

export interface LineActs {
  readonly attach: (report: ReportRow, given: GivenFiles) => void;
  readonly lookUp: (reports: readonly ReportRow[]) => void;
  readonly notRetrieved: (report: ReportRow) => void;
  readonly toBeHad: (report: ReportRow) => void;
}

const TONES: Readonly<Record<string, Tone>> = {
  include: "ok",
  conflict: "wait",
  maybe: "wait",
  await: "wait",
};

type FileState = "file" | "scanned" | "unread" | "not-retrieved" | "missing";
const STATES: Readonly<Record<FileState, readonly [TextKey, Tone]>> = {
  file: ["full-text.state-file", "ok"],
  scanned: ["full-text.state-scanned", "wait"],
  unread: ["full-text.state-unread", "wait"],
  "not-retrieved": ["retrieval.no", "warn"],
  missing: ["full-text.state-missing", "plain"],
};

function stateOf({ file, retrieval }: FullTextRow): FileState {
  if (file !== null) {
    if (file.text === undefined) return "unread";
    return file.text.scanned ? "scanned" : "file";
  }
  return retrieval?.retrieved === false ? "not-retrieved" : "missing";
}

export interface FullTextLineProps {
  readonly row: FullTextRow;
  readonly openAccess: boolean;
  readonly readOnly: boolean;
  readonly acts: LineActs;
}

/** One report of the list: what there is of its full text, and what can be done about it. */
export const FullTextLine: NamedExoticComponent<FullTextLineProps> = memo(function FullTextLine(
  props: FullTextLineProps,
): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { row, readOnly, acts } = props;
  const { report, file } = row;
  const state = stateOf(row);
  const [label, tone] = STATES[state];
  const title = report.title === "" ? t("report.untitled") : report.title;
  const drop = useDrop(readOnly, (given) => acts.attach(report, given));
  return (
    <li className={drop.over ? "full-text over" : "full-text"} {...drop.handlers}>
      <div className="what">
        <Link className="plain" to="/full-text/$reportId" params={{ reportId: report.id } as never}>
          {title}
        </Link>
        <small className="soft block">
          <ReportMeta report={report} />
        </small>
        {file === null ? null : (
          <small className="soft block name">
            {file.fileName} · {fileSize(file.size, words)}
            {file.text === undefined ? "" : ` · ${t("full-text.pages", { count: file.text.pages })}`}
            {file.origin === "open-access" ? ` · ${t("full-text.from-open-access")}` : ""}
          </small>
        )}
        {file?.unread === undefined ? null : <small className="may block">{file.unread}</small>}
        {state === "not-retrieved" ? (
          <small className="ex block">
            {t("retrieval.no")}: {row.retrieval?.why ?? "–"}
          </small>
        ) : null}
      </div>
      <div className="row state">
        <StatusWord row={row} />
        <Tag tone={tone}>{t(label)}</Tag>
        <Tag tone={TONES[row.screening] ?? "plain"}>{words.named("screening", row.screening)}</Tag>
      </div>
      <div className="row acts">
        <FileButton
          quiet
          disabled={readOnly}
          label={file === null ? t("full-text.attach") : t("full-text.attach-other")}
          name={t("full-text.attach-named", { title })}
          onFiles={(given) => acts.attach(report, given)}
        />
        {props.openAccess && state === "missing" && report.doi !== null ? (
          <button
            type="button"
            className="button quiet"
            disabled={readOnly}
            aria-label={t("full-text.look-up-named", { title })}
            onClick={() => acts.lookUp([report])}
          >
            {t("full-text.look-up")}
          </button>
        ) : null}
        {state === "missing" ? (
          <button
            type="button"
            className="button quiet"
            disabled={readOnly}
            aria-label={t("retrieval.mark-named", { title })}
            onClick={() => acts.notRetrieved(report)}
          >
            {t("retrieval.mark")}
          </button>
        ) : null}
        {state === "not-retrieved" ? (
          <button
            type="button"
            className="button quiet"
            disabled={readOnly}
            aria-label={t("retrieval.again-named", { title })}
            onClick={() => acts.toBeHad(report)}
          >
            {t("retrieval.again")}
          </button>
        ) : null}
      </div>
    </li>
  );
});
