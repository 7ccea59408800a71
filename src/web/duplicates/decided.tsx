import { useInfiniteQuery } from "@tanstack/react-query";
import type { JSX } from "react";
import type { DuplicatePair, DuplicatesResponse, JudgedResponse, JudgeRequest } from "#contract";
import { getData, postData } from "../api/client.ts";
import { say } from "../app/notices.tsx";
import { useWords } from "../app/text.ts";
import { useWrite } from "../app/write.ts";
import { Show } from "../parts/loading.tsx";
import { Empty, Tag, type Tone } from "../parts/page-head.tsx";
import { Compare } from "./compare.tsx";
import { duplicatesPath } from "./use-pairs.ts";

const PAGE = 20;
const TONES: Readonly<Record<string, Tone>> = { same: "ok", different: "warn", linked: "accent" };

/** Pairs that a person judged, or that are linked, each open to be looked at and taken back. */
export function Decided(props: {
  readonly state: "judged" | "linked";
  readonly readOnly: boolean;
}): JSX.Element {
  const { t } = useWords();
  const answer = useInfiniteQuery({
    queryKey: ["duplicates", props.state],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      getData<DuplicatesResponse>(duplicatesPath(props.state, pageParam, PAGE), signal),
    getNextPageParam: (last, pages) => (pages.length * PAGE < last.total ? pages.length * PAGE : undefined),
  });
  const pairs = answer.data?.pages.flatMap((page) => page.pairs);
  return (
    <Show answer={{ data: pairs, error: answer.error, retry: () => void answer.refetch() }}>
      {(list) =>
        list.length === 0 ? (
          <Empty title={t(props.state === "judged" ? "duplicates.none-judged" : "duplicates.none-linked")} />
        ) : (
          <>
            <ul className="lines pairs">
              {list.map((pair) => (
                <li key={`${pair.a.id} ${pair.b.id}`}>
                  <Line pair={pair} readOnly={props.readOnly} />
                </li>
              ))}
            </ul>
            {answer.hasNextPage ? (
              <button type="button" className="button" onClick={() => void answer.fetchNextPage()}>
                {t("duplicates.load-more")}
              </button>
            ) : null}
          </>
        )
      }
    </Show>
  );
}

function Line(props: { readonly pair: DuplicatePair; readonly readOnly: boolean }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { pair } = props;
  const { eventId } = pair;
  const back = useWrite((event: string) => postData("undo", { eventId: event }), {
    onDone: () => say(t("duplicates.undone")),
  });
  const judge = useWrite((request: JudgeRequest) => postData<JudgedResponse>("duplicates", request), {
    onDone: () => say(t("duplicates.judged")),
  });
  const verdict = pair.verdict ?? "linked";
  return (
    <details>
      <summary>
        <Tag tone={TONES[verdict] ?? "plain"}>
          {pair.relation === null ? words.named("verdict", verdict) : words.named("link", pair.relation)}
        </Tag>{" "}
        {pair.a.title === "" ? t("report.untitled") : pair.a.title}
        <span className="soft">
          {" — "}
          {pair.judgedBy === null
            ? t("duplicates.by-finder")
            : t("duplicates.by", {
                name: pair.judgedBy,
                when: pair.judgedAt === null ? "" : words.moment(pair.judgedAt),
              })}
        </span>
      </summary>
      <div className="card">
        <Compare pair={pair} />
        {props.readOnly ? null : (
          <div className="row decide">
            {eventId === null ? null : (
              <button
                type="button"
                className="button"
                disabled={back.isPending}
                onClick={() => back.mutate(eventId)}
              >
                {t("duplicates.take-back")}
              </button>
            )}
            {(["same", "different"] as const)
              .filter((other) => other !== verdict)
              .map((other) => (
                <button
                  key={other}
                  type="button"
                  className="button"
                  disabled={judge.isPending}
                  onClick={() => judge.mutate({ a: pair.a.id, b: pair.b.id, verdict: other })}
                >
                  {t(other === "same" ? "duplicates.same" : "duplicates.different")}
                </button>
              ))}
          </div>
        )}
      </div>
    </details>
  );
}
