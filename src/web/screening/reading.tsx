import { type JSX, type MemoExoticComponent, memo, useMemo, useState } from "react";
import type { Highlight, ReportRow } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import { Tag } from "../parts/page-head.tsx";
import { ReportMeta } from "../parts/report-line.tsx";
import { highlight } from "./highlight.ts";

/** Characters of an abstract shown at first; hardly any has a tenth of it, and what is longer is damage. */
const FIRST = 20_000;

interface ReadingProps {
  readonly report: ReportRow;
  readonly highlights: readonly Highlight[];
}

/** A report set for reading: title, source line, what became of it, abstract. */
export const Reading: MemoExoticComponent<(props: ReadingProps) => JSX.Element> = memo(function Reading(
  props: ReadingProps,
): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { report, highlights } = props;
  const status = statusOf(report);
  return (
    <>
      <h2 className="reading-title">
        <Marked text={report.title === "" ? t("report.untitled") : report.title} highlights={highlights} />
      </h2>
      <p className="meta">
        {status === null ? null : <Tag tone="warn">{words.named("status", status)}</Tag>}{" "}
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
        <Abstract key={report.id} text={report.abstract} highlights={highlights} />
      )}
    </>
  );
});

/** What became of a report, as far as its row or its title says so; null: nothing is known. */
function statusOf(report: ReportRow & { readonly status?: string }): string | null {
  if (report.status !== undefined) return report.status === "current" ? null : report.status;
  return /^\W*(?:retracted\b|retraction(?: of)?\s*:)/i.test(report.title) ? "retracted" : null;
}

function Abstract(props: { readonly text: string; readonly highlights: readonly Highlight[] }): JSX.Element {
  const { t, number } = useWords();
  const [whole, setWhole] = useState(false);
  const { text, highlights } = props;
  const long = text.length > FIRST && !whole;
  const shown = long ? text.slice(0, FIRST) : text;
  const paragraphs = useMemo(() => shown.split(/\n+/).filter((one) => one.trim() !== ""), [shown]);
  return (
    <>
      {paragraphs.map((paragraph, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs of one text have no other name
        <p className="abs" key={at}>
          <Labelled text={paragraph} highlights={highlights} />
          {long && at === paragraphs.length - 1 ? " …" : ""}
        </p>
      ))}
      {long ? (
        <p className="abs">
          <button type="button" className="button" onClick={() => setWhole(true)}>
            {t("screen.whole", { characters: number(text.length) })}
          </button>
        </p>
      ) : null}
    </>
  );
}

/** Section labels of structured abstracts, such as `METHODS:`, in bold. */
const LABEL =
  /(?<=^|[.?!)\]]\s)((?:[A-Z][A-Z,&/ -]{3,40}|Background|Objectives?|Aims?|Purpose|Introduction|Rationale|Methods?|Design|Participants|Results?|Findings|Conclusions?|Interpretation|Limitations):)/g;

function Labelled(props: { readonly text: string; readonly highlights: readonly Highlight[] }): JSX.Element {
  const parts = useMemo(() => props.text.split(LABEL), [props.text]);
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
  const { text, highlights } = props;
  const pieces = useMemo(() => highlight(text, highlights), [text, highlights]);
  return (
    <>
      {pieces.map((piece, at) =>
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
