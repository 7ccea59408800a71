import type { JSX, ReactNode } from "react";
import type { FullTextResponse } from "#contract";
import type { Highlight, Protocol } from "../../api/types.ts";
import { useWords } from "../../app/text.ts";
import { Criteria } from "../../parts/criteria.tsx";
import { Card } from "../../parts/page-head.tsx";
import { KINDS, kindName, termsOf } from "../../screening/marks.ts";
import { DecidePanel, type DecidePanelProps } from "./decide-panel.tsx";
import { FileCard } from "./file-card.tsx";

/** What the decision rests on, beside the document: the choices, the criteria, the marks, the file. */
export function ReaderSide(props: {
  readonly hidden: boolean;
  readonly fullText: FullTextResponse;
  readonly protocol: Protocol;
  readonly marks: readonly Highlight[];
  readonly stopped: boolean;
  readonly round: boolean;
  readonly hints: ReactNode;
  readonly panel: DecidePanelProps;
}): JSX.Element {
  const words = useWords();
  const { t } = words;
  const kinds = KINDS.filter((kind) => termsOf(props.marks, kind).length > 0);
  return (
    <aside className="stack reader-side" hidden={props.hidden} aria-label={t("full-text.tab-decide")}>
      {props.stopped ? (
        <p className="banner">
          <b>{t("screen.stopped")}</b>
        </p>
      ) : null}
      {props.round ? (
        <p className="banner calm">
          <b>{t("screen.round")}</b>
          <span>{t("screen.round-what")}</span>
        </p>
      ) : null}
      {props.hints}
      <DecidePanel {...props.panel} />
      <Card title={t("protocol.criteria")}>
        <Criteria criteria={props.protocol.criteria} />
        {kinds.length === 0 ? null : (
          <div className="legend">
            {kinds.map((kind) => (
              <mark key={kind} data-kind={kind}>
                {kindName(kind, words)}
              </mark>
            ))}
          </div>
        )}
      </Card>
      <FileCard fullText={props.fullText} readOnly={props.panel.readOnly} />
    </aside>
  );
}
