import type { JSX, ReactNode } from "react";
import { useWords } from "../app/text.ts";
import { Card } from "../parts/page-head.tsx";
import { TroubleText } from "./said-text.tsx";
import type { LongWork } from "./use-long-job.ts";

/** Starts long work, shows how far it is, and stops it. */
export function LongJobCard(props: {
  readonly title: string;
  readonly explain: string;
  readonly start: string;
  readonly work: LongWork;
  readonly onStart: () => void;
  readonly children?: ReactNode;
}): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { work, title } = props;
  const { state } = work;
  const running = state.is === "running";
  const percent = running && state.of > 0 ? Math.floor((100 * state.done) / state.of) : 0;
  return (
    <Card title={title}>
      <p className="prose">{props.explain}</p>
      <div className="row long">
        {running ? (
          <>
            <progress aria-label={title} max={100} {...(state.of > 0 ? { value: percent } : {})} />
            <span className="num">{words.percent(percent)}</span>
            <button type="button" className="button" onClick={work.cancel}>
              {t("cancel")}
            </button>
          </>
        ) : (
          <button type="button" className="button" onClick={props.onStart}>
            {state.is === "done" ? t("long.again") : props.start}
          </button>
        )}
      </div>
      <p role="status" className="foot">
        {running ? t("long.running") : state.is === "done" ? t("long.done") : ""}
        {state.is === "refused" ? <TroubleText why={state.why} /> : ""}
      </p>
      {props.children}
    </Card>
  );
}
