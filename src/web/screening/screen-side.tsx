import { type JSX, type MemoExoticComponent, memo } from "react";
import type { ExclusionReason, Highlight, Protocol, Stage } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import { Criteria } from "../parts/criteria.tsx";
import { Card } from "../parts/page-head.tsx";
import { KINDS, kindName, termsOf } from "./marks.ts";
import { ProgressCard } from "./progress-card.tsx";

export interface ScreenSideProps {
  readonly stage: Stage;
  readonly protocol: Protocol;
  readonly reasons: readonly ExclusionReason[];
  /** Marks in force; none while they are hidden. */
  readonly highlights: readonly Highlight[];
  readonly read: number;
  readonly inStage: number;
  readonly acknowledged: number;
  readonly onReason: (reason: string) => void;
  readonly onHighlights: () => void;
}

/** What the decision rests on: criteria, reasons, marks, how far one is and whether one may stop. */
export const ScreenSide: MemoExoticComponent<(props: ScreenSideProps) => JSX.Element> = memo(
  function ScreenSide(props: ScreenSideProps): JSX.Element {
    const words = useWords();
    const { t, local } = words;
    const kinds = KINDS.filter((kind) => termsOf(props.highlights, kind).length > 0);
    const reasons =
      props.reasons.length === 0 ? null : (
        <Card title={t("screen.exclude-with")}>
          <ol className="criteria choose">
            {props.reasons.map((reason, at) => (
              <li key={reason.id}>
                <button type="button" onClick={() => props.onReason(reason.id)}>
                  <b>{at < 9 ? at + 1 : ""}</b>
                  <span>{local(reason.label)}</span>
                </button>
              </li>
            ))}
          </ol>
        </Card>
      );
    return (
      <div className="stack side">
        <Card title={t("protocol.criteria")}>
          <Criteria criteria={props.protocol.criteria} />
          <div className="legend">
            {kinds.map((kind) => (
              <mark key={kind} data-kind={kind}>
                {kindName(kind, words)}
              </mark>
            ))}
            <button type="button" className="button quiet" onClick={props.onHighlights}>
              {t("highlight.edit")}
            </button>
          </div>
        </Card>
        {/* Where a reason is asked for, the reasons come before the numbers. */}
        {props.stage === "full-text" ? reasons : null}
        <ProgressCard
          stage={props.stage}
          read={props.read}
          inStage={props.inStage}
          acknowledged={props.acknowledged}
        />
        {props.stage === "full-text" ? null : reasons}
      </div>
    );
  },
);
