import type { JSX } from "react";
import { sources, useAnswer } from "../api/queries.ts";
import type { Stage } from "../api/types.ts";
import { Show } from "../parts/loading.tsx";
import { Screen } from "../screening/screen.tsx";

/** Screening by title and abstract. */
export function TitleAbstractPage(): JSX.Element {
  return <ScreenPage key="title-abstract" stage="title-abstract" />;
}

/** Screening by full text. */
export function FullTextScreenPage(): JSX.Element {
  return <ScreenPage key="full-text" stage="full-text" />;
}

function ScreenPage(props: { readonly stage: Stage }): JSX.Element {
  const session = useAnswer(sources.session);
  const protocol = useAnswer(sources.protocol);
  return (
    <Show answer={session}>
      {(who) => (
        <Show answer={protocol}>
          {(doc) => <Screen stage={props.stage} session={who} protocol={doc.protocol} />}
        </Show>
      )}
    </Show>
  ) as JSX.Element;
}
