import { Link } from "@tanstack/react-router";
import type { JSX } from "react";
import type { AgreementResponse } from "#contract";
import type { Protocol, Stage } from "../api/types.ts";
import { useWords } from "../app/text.ts";
import { Card, Tag } from "../parts/page-head.tsx";
import { ReportMeta } from "../parts/report-line.tsx";

/** The reports that were decided differently, with what each reviewer said. */
export function Disagreements(props: {
  readonly stage: Stage;
  readonly disagreements: AgreementResponse["disagreements"];
  readonly protocol: Protocol;
  readonly nameOf: (person: string) => string;
}): JSX.Element {
  const words = useWords();
  const { t, number } = words;
  const { disagreements, protocol, nameOf } = props;
  const { items, total } = disagreements;
  const reason = (id: string): string =>
    words.local(protocol.exclusionReasons.find((one) => one.id === id)?.label ?? { en: id });
  if (total === 0) {
    return (
      <Card title={t("agreement.disagreements")}>
        <p className="soft">{t("agreement.no-disagreement")}</p>
      </Card>
    );
  }
  return (
    <Card title={`${t("agreement.disagreements")} (${number(total)})`}>
      <ul className="lines">
        {items.map(({ report, votes }) => (
          <li key={report.id} className="disagreement">
            <div>
              <ReportLink stage={props.stage} report={report.id} title={report.title} />
              <small className="soft block">
                <ReportMeta report={report} />
              </small>
            </div>
            <dl>
              {votes.map((vote) => (
                <div key={vote.reviewer}>
                  <dt>{nameOf(vote.reviewer)}</dt>
                  <dd>
                    <Tag>{words.named("decision", vote.decision)}</Tag>{" "}
                    {vote.exclusionReason === null ? "" : reason(vote.exclusionReason)}
                    {vote.note === null ? null : <small className="soft block">{vote.note}</small>}
                  </dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
      {total > items.length ? (
        <p className="foot">{t("agreement.first-shown", { shown: number(items.length) })}</p>
      ) : null}
    </Card>
  );
}

function ReportLink(props: {
  readonly stage: Stage;
  readonly report: string;
  readonly title: string;
}): JSX.Element {
  if (props.stage === "full-text") {
    return (
      <Link className="plain" to="/full-text/$reportId" params={{ reportId: props.report } as never}>
        {props.title}
      </Link>
    );
  }
  return (
    <Link className="plain" to="/records" search={{ report: props.report } as never}>
      {props.title}
    </Link>
  );
}
