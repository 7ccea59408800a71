import { Link } from "@tanstack/react-router";
import type { JSX } from "react";
import "../screening/screening.css";
import "../screening/marks.css";
import "../conflicts/conflicts.css";
import "./protocol.css";
import { sources, useAnswer } from "../api/queries.ts";
import type { Conflict, Stage } from "../api/types.ts";
import { useSearchState } from "../app/search-state.ts";
import { useWords } from "../app/text.ts";
import { AwaitList } from "../conflicts/await-list.tsx";
import { ConflictWalk } from "../conflicts/conflict-walk.tsx";
import { Show } from "../parts/loading.tsx";
import { Empty, PageHead } from "../parts/page-head.tsx";
import { Segments } from "../parts/segments.tsx";

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
  const { stage } = props;
  const conflicts = useAnswer(sources.conflicts(stage));
  const session = useAnswer(sources.session);
  const protocol = useAnswer(sources.protocol);
  const [search, setSearch] = useSearchState();
  const all = conflicts.data?.conflicts ?? [];
  const kind = search["kind"];
  const shown = all.filter((conflict) => kind === undefined || conflict.kind === kind);
  return (
    <>
      <PageHead
        title={t("conflicts.title")}
        tools={
          <Link to={stage === "full-text" ? "/full-text" : "/screen"} className="button">
            {t(stage === "full-text" ? "full-text.back" : "conflicts.back")}
          </Link>
        }
      >
        {words.named("stage", stage)}
        {conflicts.data === undefined ? "" : ` · ${t("conflicts.waiting", { count: all.length })}`}
      </PageHead>
      <div className="stack">
        <KindFilter all={all} kind={kind} onKind={(next) => setSearch({ kind: next, report: undefined })} />
        <Show answer={session}>
          {(who) => (
            <Show answer={protocol}>
              {(doc) => (
                <Show answer={conflicts}>
                  {() =>
                    shown.length === 0 ? (
                      <Empty title={t("conflicts.none")}>{t("conflicts.none-next")}</Empty>
                    ) : (
                      <ConflictWalk stage={stage} conflicts={shown} session={who} protocol={doc.protocol} />
                    )
                  }
                </Show>
              )}
            </Show>
          )}
        </Show>
        <AwaitList stage={stage} />
      </div>
    </>
  );
}

type Kind = Conflict["kind"];
const KINDS: readonly Kind[] = ["conflict", "maybe", "reason"];

/** Narrows by what differs; not there while all differ alike. */
function KindFilter(props: {
  readonly all: readonly Conflict[];
  readonly kind: string | undefined;
  readonly onKind: (kind: string | undefined) => void;
}): JSX.Element | null {
  const { t, number, named } = useWords();
  const counts = KINDS.map((kind) => ({
    kind,
    count: props.all.filter((conflict) => conflict.kind === kind).length,
  })).filter(({ kind, count }) => count > 0 || kind === props.kind);
  if (counts.length < 2) return null;
  return (
    <Segments<Kind | "all">
      label={t("conflicts.filter")}
      value={KINDS.find((kind) => kind === props.kind) ?? "all"}
      options={[
        { id: "all", label: `${t("conflicts.all")} (${number(props.all.length)})` },
        ...counts.map(({ kind, count }) => ({
          id: kind,
          label: `${named("conflict", kind)} (${number(count)})`,
        })),
      ]}
      onChange={(kind) => props.onKind(kind === "all" ? undefined : kind)}
    />
  );
}
