import type { JSX } from "react";
import type { Highlight, ReportRow } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import { Tag } from "../parts/page-head.tsx";
import { ReportMeta } from "../parts/report-line.tsx";
import { highlight } from "./highlight.ts";

/** A report set for reading: title, source line, abstract. */
export function Reading(props: {
  readonly report: ReportRow;
  readonly highlights: readonly Highlight[];
}): JSX.Element {
  const { t } = useWords();
  const { report, highlights } = props;
  return (
    <>
      <h2 className="reading-title">
        <Marked text={report.title === "" ? t("report.untitled") : report.title} highlights={highlights} />
      </h2>
      <p className="meta">
        <ReportMeta report={report} />{" "}
        {report.sources.map((source) => (
          <span key={source}>
            <Tag>{source}</Tag>{" "}
          </span>
        ))}
        {report.doi === null ? null : (
          <a href={`https://doi.org/${report.doi}`} target="_blank" rel="noreferrer">
            {t("report.open-doi")}
          </a>
        )}
      </p>
      {report.abstract === null || report.abstract.trim() === "" ? (
        <p className="abs soft">{t("report.no-abstract")}</p>
      ) : (
        report.abstract
          .split(/\n+/)
          .filter((paragraph) => paragraph.trim() !== "")
          .map((paragraph, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs of one text have no other name
            <p className="abs" key={at}>
              <Labelled text={paragraph} highlights={highlights} />
            </p>
          ))
      )}
    </>
  );
}

/** Section labels of structured abstracts, such as `METHODS:`, in bold. */
const LABEL =
  /(?<=^|[.?!)\]]\s)((?:[A-Z][A-Z,&/ -]{3,40}|Background|Objectives?|Aims?|Purpose|Introduction|Rationale|Methods?|Design|Participants|Results?|Findings|Conclusions?|Interpretation|Limitations):)/g;

function Labelled(props: { readonly text: string; readonly highlights: readonly Highlight[] }): JSX.Element {
  const parts = props.text.split(LABEL);
  return (
    <>
      {parts.map((part, at) =>
        at % 2 === 1 ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have no other name
          <b key={at}>{part}</b>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have no other name
          <Marked key={at} text={part} highlights={props.highlights} />
        ),
      )}
    </>
  );
}

function Marked(props: { readonly text: string; readonly highlights: readonly Highlight[] }): JSX.Element {
  return (
    <>
      {highlight(props.text, props.highlights).map((piece, at) =>
        piece.kind === null ? (
          piece.text
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other name
          <mark key={at} data-kind={piece.kind}>
            {piece.text}
          </mark>
        ),
      )}
    </>
  );
}
