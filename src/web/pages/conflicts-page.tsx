import { Link } from "@tanstack/react-router";
import type { JSX } from "react";
import { sources, useAnswer } from "../api/queries.ts";
import type { Stage } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import { Show } from "../parts/loading.tsx";
import { Empty, PageHead } from "../parts/page-head.tsx";
import { ConflictCard } from "../screening/conflict-card.tsx";
import "../screening/screening.css";
import "./protocol.css";

/** Conflicts at title and abstract. */
export function TitleAbstractConflicts(): JSX.Element {
  return <ConflictsPage stage="title-abstract" />;
}

/** Conflicts at full text. */
export function FullTextConflicts(): JSX.Element {
  return <ConflictsPage stage="full-text" />;
}

function ConflictsPage(props: { readonly stage: Stage }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const conflicts = useAnswer(sources.conflicts(props.stage));
  const session = useAnswer(sources.session);
  const protocol = useAnswer(sources.protocol);
  const back = props.stage === "full-text" ? "/full-text/screen" : "/screen";
  return (
    <>
      <PageHead
        title={t("conflicts.title")}
        tools={
          <Link to={back} className="button">
            {t("conflicts.back")}
          </Link>
        }
      >
        {words.named("stage", props.stage)}
        {conflicts.data === undefined
          ? ""
          : ` · ${t("conflicts.waiting", { count: conflicts.data.conflicts.length })}`}
      </PageHead>
      <Show answer={session}>
        {(who) => (
          <Show answer={protocol}>
            {(doc) => (
              <Show answer={conflicts}>
                {(data) =>
                  data.conflicts.length === 0 ? (
                    <Empty title={t("conflicts.none")}>{t("conflicts.none-next")}</Empty>
                  ) : (
                    <div className="stack">
                      {data.conflicts.map((conflict) => (
                        <ConflictCard
                          key={conflict.report.id}
                          stage={props.stage}
                          conflict={conflict}
                          protocol={doc.protocol}
                          mayAdjudicate={who.person.roles.includes("adjudicator") && !who.readOnly}
                        />
                      ))}
                    </div>
                  )
                }
              </Show>
            )}
          </Show>
        )}
      </Show>
    </>
  );
}
