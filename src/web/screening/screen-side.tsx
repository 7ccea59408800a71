import { Link } from "@tanstack/react-router";
import type { JSX } from "react";
import { sources, useAnswer } from "../api/queries.ts";
import type { ExclusionReason, Protocol, Stage } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import { Criteria } from "../parts/criteria.tsx";
import { Card } from "../parts/page-head.tsx";

/** What the decision rests on: criteria, reasons, how far one is, what waits for agreement. */
export function ScreenSide(props: {
  readonly stage: Stage;
  readonly protocol: Protocol;
  readonly reasons: readonly ExclusionReason[];
  readonly highlight: boolean;
  readonly progress: { readonly read: number; readonly inStage: number };
}): JSX.Element {
  const words = useWords();
  const { t, local } = words;
  const { progress } = props;
  const kinds = [...new Set(props.protocol.highlights.map((one) => one.kind))];
  return (
    <div className="stack side">
      <Card title={t("protocol.criteria")}>
        <Criteria criteria={props.protocol.criteria} />
        {props.highlight && kinds.length > 0 ? (
          <p className="legend">
            {kinds.map((kind) => (
              <mark key={kind} data-kind={kind}>
                {words.named("pico", kind)}
              </mark>
            ))}
          </p>
        ) : null}
      </Card>
      {props.reasons.length === 0 ? null : (
        <Card title={t("reason.list")}>
          <ul className="criteria">
            {props.reasons.map((reason, at) => (
              <li key={reason.id}>
                <b>{at + 1}</b>
                <span>{local(reason.label)}</span>
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Card title={t("screen.left")}>
        <p className="num">
          {t("screen.remaining", { count: Math.max(0, progress.inStage - progress.read) })}
        </p>
        <div className="progress" aria-hidden="true">
          <i style={{ width: `${progress.inStage === 0 ? 0 : (100 * progress.read) / progress.inStage}%` }} />
        </div>
        <ConflictsLink stage={props.stage} />
      </Card>
    </div>
  );
}

/** The way to what reviewers disagree on. */
export function ConflictsLink(props: { readonly stage: Stage }): JSX.Element | null {
  const { t } = useWords();
  const answer = useAnswer(sources.conflicts(props.stage));
  const count = answer.data?.conflicts.length ?? 0;
  if (count === 0) return null;
  return (
    <p className="foot">
      <Link to={props.stage === "full-text" ? "/full-text/conflicts" : "/screen/conflicts"}>
        {t("conflicts.waiting", { count })}
      </Link>
    </p>
  );
}
