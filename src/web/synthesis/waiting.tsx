import type { JSX } from "react";
import { useWords } from "../app/text.ts";
import { Card } from "../parts/page-head.tsx";
import { TroubleText } from "./said-text.tsx";
import type { LongState } from "./use-long-job.ts";

/** That work goes on beside the page, how far it is, or why it stopped; nothing once it is done. */
export function Waiting(props: { readonly title: string; readonly state: LongState }): JSX.Element | null {
  const words = useWords();
  const { state, title } = props;
  if (state.is === "done")
    return (
      <p role="status" className="hidden">
        {words.t("long.done")}
      </p>
    );
  if (state.is === "refused")
    return (
      <Card title={title}>
        <TroubleText why={state.why} />
      </Card>
    );
  const known = state.is === "running" && state.of > 0;
  return (
    <Card title={title}>
      <div className="row long">
        <progress aria-label={title} {...(known ? { max: state.of, value: state.done } : {})} />
      </div>
      <p role="status" className="foot">
        {words.t("long.running")}
      </p>
    </Card>
  );
}
