import { useQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import type { DedupeResponse, DuplicatesResponse } from "#contract";
import { getData, postData } from "../api/client.ts";
import { sources, useAnswer } from "../api/queries.ts";
import { say } from "../app/notices.tsx";
import { useSearchState } from "../app/search-state.ts";
import { useWords } from "../app/text.ts";
import { useWrite } from "../app/write.ts";
import { Decided } from "../duplicates/decided.tsx";
import { Groups } from "../duplicates/groups.tsx";
import { Merged } from "../duplicates/merged.tsx";
import { Overlap } from "../duplicates/overlap.tsx";
import { PairQueue } from "../duplicates/queue.tsx";
import { duplicatesPath } from "../duplicates/use-pairs.ts";
import { PageHead } from "../parts/page-head.tsx";
import { Segments } from "../parts/segments.tsx";
import "../duplicates/duplicates.css";

const VIEWS = ["ask", "judged", "linked", "merged"] as const;
type View = (typeof VIEWS)[number];

/** Records that are entries for one document: run the finder, judge what it leaves, look at what it did. */
export function DuplicatesPage(): JSX.Element {
  const words = useWords();
  const { t, number } = words;
  const [search, setSearch] = useSearchState();
  const view: View = VIEWS.find((one) => one === search["view"]) ?? "ask";
  const session = useAnswer(sources.session);
  const protocol = useAnswer(sources.protocol);
  const { data } = useQuery<DuplicatesResponse>({
    queryKey: ["duplicates", "head"],
    queryFn: ({ signal }) => getData<DuplicatesResponse>(duplicatesPath("ask", 0, 1), signal),
  });
  const readOnly = session.data?.readOnly !== false;
  const find = useWrite(() => postData<DedupeResponse>("dedupe", {}), {
    onDone: (found) =>
      say(t("duplicates.found", { clusters: found.clusters, removed: found.removed, ask: found.ask })),
  });
  const names = new Map(
    (protocol.data?.protocol.sources ?? []).map((one) => [
      one.id,
      words.local({ en: one.name, nb: one.nameNb }),
    ]),
  );
  const counts = data?.counts;
  return (
    <>
      <PageHead
        title={t("page.duplicates")}
        tools={
          <button
            type="button"
            className={data?.run === null || data?.run?.stale === true ? "button primary" : "button"}
            disabled={readOnly || find.isPending}
            onClick={() => find.mutate(undefined)}
          >
            {find.isPending ? t("dedupe.running") : t("dedupe.act")}
          </button>
        }
      >
        <span role="status">
          {counts === undefined
            ? t("loading")
            : t("duplicates.counts", {
                records: number(counts.records),
                reports: number(counts.reports),
                merged: number(counts.records - counts.reports),
              })}
        </span>
      </PageHead>
      {data?.run?.stale === true ? (
        <p className="banner calm" role="status">
          {t("duplicates.stale")}
        </p>
      ) : null}
      <div className="views">
        <Segments<View>
          label={t("duplicates.view")}
          value={view}
          options={VIEWS.map((id) => ({
            id,
            label: `${words.named("duplicates.view", id)}${counts === undefined ? "" : ` (${number(counts[id])})`}`,
          }))}
          onChange={(next) => setSearch({ view: next === "ask" ? undefined : next })}
        />
      </div>
      {view === "ask" ? (
        <div className="stack roomy">
          <PairQueue readOnly={readOnly} />
          {data === undefined ? null : <Groups groups={data.groups} readOnly={readOnly} />}
          {data === undefined ? null : <Overlap overlap={data.overlap} names={names} />}
        </div>
      ) : view === "merged" ? (
        <Merged readOnly={readOnly} />
      ) : (
        <Decided key={view} state={view} readOnly={readOnly} />
      )}
    </>
  );
}
