import { useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import type { BulkJudgeRequest, DuplicatesResponse, JudgedResponse } from "#contract";
import { getData, postData } from "../api/client.ts";
import { say } from "../app/notices.tsx";
import { useWords } from "../app/text.ts";
import { useWrite } from "../app/write.ts";
import { AppDialog } from "../parts/dialog.tsx";
import { Frame } from "../parts/frame.tsx";
import { Loading } from "../parts/loading.tsx";
import { evidenceInWords } from "./compare.tsx";
import { duplicatesPath } from "./use-pairs.ts";

type Group = DuplicatesResponse["groups"][number];

/** Waiting pairs by what speaks for and against them, to be accepted together. */
export function Groups(props: {
  readonly groups: readonly Group[];
  readonly readOnly: boolean;
}): JSX.Element | null {
  const words = useWords();
  const { t, number } = words;
  const [asked, setAsked] = useState<{
    readonly group: Group;
    readonly verdict: "same" | "different";
  } | null>(null);
  const several = props.groups.filter(({ pairs }) => pairs > 1);
  if (several.length === 0) return null;
  return (
    <section>
      <h2>{t("duplicates.groups")}</h2>
      <p className="soft hint">{t("duplicates.groups-hint")}</p>
      <Frame label={t("duplicates.groups")}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t("duplicates.evidence")}</th>
              <th scope="col" className="right">
                {t("duplicates.pairs")}
              </th>
              <th scope="col" className="right">
                {t("duplicates.score")}
              </th>
              <th scope="col">
                <span className="hidden">{t("duplicates.accept")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {several.map((group) => (
              <tr key={group.group}>
                <th scope="row">
                  {[...new Set(group.reasons.map((reason) => evidenceInWords(words, reason)))].join(" · ")}
                </th>
                <td className="right">{number(group.pairs)}</td>
                <td className="right">
                  {number(group.scores.from)}–{number(group.scores.to)}
                </td>
                <td>
                  <div className="row">
                    {(["same", "different"] as const).map((verdict) => (
                      <button
                        key={verdict}
                        type="button"
                        className="button"
                        disabled={props.readOnly}
                        onClick={() => setAsked({ group, verdict })}
                      >
                        {t(verdict === "same" ? "duplicates.all-same" : "duplicates.all-different")}
                      </button>
                    ))}
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Frame>
      {asked === null ? null : <Confirm {...asked} onClose={() => setAsked(null)} />}
    </section>
  );
}

/** Shows examples before many pairs are judged at once. */
function Confirm(props: {
  readonly group: Group;
  readonly verdict: "same" | "different";
  readonly onClose: () => void;
}): JSX.Element {
  const words = useWords();
  const { t } = words;
  const { group, verdict } = props;
  const examples = useQuery<DuplicatesResponse>({
    queryKey: ["duplicates", "examples"],
    queryFn: ({ signal }) => getData<DuplicatesResponse>(duplicatesPath("ask", 0, 50), signal),
  });
  const bulk = useWrite((request: BulkJudgeRequest) => postData<JudgedResponse>("duplicates/bulk", request), {
    onDone: ({ judged }) => {
      say(t("duplicates.bulk-done", { count: judged }));
      props.onClose();
    },
  });
  const shown = examples.data?.pairs.filter((pair) => pair.group === group.group).slice(0, 5);
  return (
    <AppDialog
      title={t(verdict === "same" ? "duplicates.bulk-same" : "duplicates.bulk-different", {
        count: group.pairs,
      })}
      open
      onClose={props.onClose}
      closeLabel={t("cancel")}
      actions={
        <button
          type="button"
          className="button primary"
          disabled={bulk.isPending}
          onClick={() => bulk.mutate({ group: group.group, count: group.pairs, verdict })}
        >
          {t(verdict === "same" ? "duplicates.all-same" : "duplicates.all-different")}
        </button>
      }
    >
      <p>{t("duplicates.bulk-hint")}</p>
      {shown === undefined ? (
        <Loading />
      ) : (
        <ul className="lines">
          {shown.map(({ a, b }) => (
            <li key={`${a.id} ${b.id}`}>
              {[a, b].map((record) => (
                <p key={record.id}>
                  {record.title === "" ? t("report.untitled") : record.title}{" "}
                  <span className="soft">
                    {[record.journal, record.year, record.pages].filter((part) => part !== null).join(", ")}
                  </span>
                </p>
              ))}
            </li>
          ))}
        </ul>
      )}
    </AppDialog>
  );
}
