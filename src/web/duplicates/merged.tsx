import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { JSX } from "react";
import type { JudgedResponse, MergedResponse } from "#contract";
import { getData, postData, query } from "../api/client.ts";
import { say } from "../app/notices.tsx";
import { useWords } from "../app/text.ts";
import { useWrite } from "../app/write.ts";
import { Frame } from "../parts/frame.tsx";
import { Show } from "../parts/loading.tsx";
import { Empty, Tag } from "../parts/page-head.tsx";
import { authorLine } from "../parts/report-line.tsx";

type Cluster = MergedResponse["clusters"][number];
const PAGE = 20;

/** Merged records, each group with what every record says; a record can be taken out. */
export function Merged(props: { readonly readOnly: boolean }): JSX.Element {
  const { t } = useWords();
  const answer = useInfiniteQuery({
    queryKey: ["duplicates", "merged"],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      getData<MergedResponse>(`duplicates/merged${query({ after: pageParam, limit: PAGE })}`, signal),
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const clusters = answer.data?.pages.flatMap((page) => page.clusters);
  return (
    <Show answer={{ data: clusters, error: answer.error, retry: () => void answer.refetch() }}>
      {(list) =>
        list.length === 0 ? (
          <Empty title={t("duplicates.none-merged")} />
        ) : (
          <div className="stack">
            {list.map((cluster) => (
              <ClusterCard key={cluster.report.id} cluster={cluster} readOnly={props.readOnly} />
            ))}
            {answer.hasNextPage ? (
              <button type="button" className="button" onClick={() => void answer.fetchNextPage()}>
                {t("duplicates.load-more")}
              </button>
            ) : null}
          </div>
        )
      }
    </Show>
  );
}

function ClusterCard(props: { readonly cluster: Cluster; readonly readOnly: boolean }): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { report, records, basis } = props.cluster;
  const separate = useWrite(
    (record: string) => postData<JudgedResponse>(`records/${encodeURIComponent(record)}/separate`, {}),
    { onDone: () => say(t("duplicates.separated")) },
  );
  const fieldsFrom = (record: string): string =>
    Object.entries(report.takenFrom ?? {})
      .filter(([, from]) => from === record)
      .map(([field]) => words.named("field", field))
      .join(", ");
  return (
    <article className="card">
      <h2>
        <Link to="/records" search={{ report: report.id } as never} className="plain">
          {report.title === "" ? t("report.untitled") : report.title}
        </Link>
      </h2>
      <p className="row basis">
        {basis.map(({ rule, value }) => (
          <Tag key={`${rule} ${value}`}>
            {words.named("basis", rule)}
            {rule === "match" || rule === "person" ? "" : `: ${value}`}
          </Tag>
        ))}
      </p>
      <Frame label={t("duplicates.members")}>
        <table className="table members">
          <thead>
            <tr>
              <th scope="col">{words.named("field", "title")}</th>
              <th scope="col">{t("import.source")}</th>
              <th scope="col">{words.named("field", "journal")}</th>
              <th scope="col">{t("duplicates.shown-fields")}</th>
              <th scope="col">
                <span className="hidden">{t("duplicates.take-out")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {records.map((record) => (
              <tr key={record.id}>
                <th scope="row">
                  {record.title === "" ? t("report.untitled") : record.title}
                  <span className="soft block">{authorLine(record)}</span>
                </th>
                <td>{record.sourceId}</td>
                <td>
                  {[record.journal, record.year, record.volume, record.pages]
                    .filter((part) => part !== null)
                    .join(", ")}
                </td>
                <td className="soft">{fieldsFrom(record.id) || "–"}</td>
                <td>
                  <button
                    type="button"
                    className="button"
                    disabled={props.readOnly || separate.isPending}
                    onClick={() => separate.mutate(record.id)}
                  >
                    {t("duplicates.take-out")}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Frame>
    </article>
  );
}
